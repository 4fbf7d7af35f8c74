/** Exchanges keys, logins and secrets for what requests carry. They are held in memory and nowhere else. */

import { state, tell } from "./state.js";
import { say } from "./words.js";

/** Uses a key or a token of a session of the Data API. */
export async function useKey(key) {
  const held = state.credentials.data_api;
  Object.assign(held, { key, users: [], user_id: null, problem: "" });
  state.credentials.actor = null;
  if (key) await findUsers(held);
  tell("credentials");
}

/** Opens a session with login and password, and uses its token. */
export async function signInDataApi(login, password) {
  const held = state.credentials.data_api;
  held.login = login;
  const answer = await call("login.user", { login, password });
  if (answer.result) return useKey(answer.result.data.access_token);
  Object.assign(held, { key: "", users: [], user_id: null, problem: told(answer) });
  return tell("credentials");
}

/** Asks for the users of an agent's customers; a customer may not, which is how one knows. */
async function findUsers(held) {
  const answer = await call("get.customer_users", { access_token: held.key, fields: ["id", "name"], limit: 1000 });
  if (answer.result) {
    held.users = answer.result.data;
    held.user_id = held.users[0]?.id ?? null;
  } else if (answer.error?.data?.mnemonic !== "forbidden") {
    held.problem = told(answer);
  }
}

/** Gets a token for a trusted application. */
export async function signInRingme(appId, secret) {
  const held = state.credentials.ringme;
  Object.assign(held, { app_id: appId, app_secret: secret, token: "", expires: 0, problem: "" });
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: appId, client_secret: secret });
  const answer = await posted(state.descriptions.ringme.token_url, form);
  if (answer.access_token) Object.assign(held, { token: answer.access_token, expires: answer.expires_in });
  else held.problem = answer.error_description ?? answer.error ?? answer.message ?? say("There was no answer.");
}

function call(method, params) {
  return posted(state.descriptions.data_api.url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
}

/** The answer as JSON; an empty object when there is none. */
async function posted(url, body) {
  try {
    return await (await fetch(url, { method: "POST", body, credentials: "omit" })).json();
  } catch {
    return {};
  }
}

function told(answer) {
  return answer.error?.message ?? say("There was no answer.");
}
