/** From what is filled in to the request, as every language of code and `fetch` need it. It sends nothing. */

import { state } from "./state.js";
import { say } from "./words.js";

export const NO_TOKEN = "ACCESS_TOKEN";

/**
 * The request of a method: {http, url, headers, body, file}; `body` is a value of JSON, or undefined.
 * @param {object} method
 * @param {object} draft
 */
export function requestOf(method, draft, credentials = state.credentials, origin = location.origin) {
  return method.dialect === "data_api"
    ? dataApi(method, draft, credentials.data_api, origin)
    : ringme(method, draft, credentials.ringme, origin);
}

function dataApi(method, draft, { key, user_id: user }, origin) {
  const token = method.token ? { access_token: key || NO_TOKEN } : {};
  const acting = method.user_id && user !== null ? { user_id: user } : {};
  const body = { jsonrpc: "2.0", id: 1, method: method.name, params: { ...token, ...acting, ...draft.params } };
  const url = origin + state.descriptions.data_api.url;
  return { http: "POST", url, headers: { "Content-Type": "application/json" }, body, file: false };
}

function ringme(method, draft, { token }, origin) {
  const path = method.path.replace(/\{(\w+)\}/g, (whole, name) => segment(draft.path?.[name]) || whole);
  const url = origin + state.descriptions.ringme.url + path + queryOf(draft.query ?? {});
  const headers = { Authorization: `Bearer ${token || NO_TOKEN}` };
  if (!method.body.length) return { http: method.method, url, headers, body: undefined, file: method.file };
  const body = draft.body ?? {};
  return { http: method.method, url, headers: { ...headers, "Content-Type": "application/json" }, body, file: false };
}

/**
 * What keeps a request from being sent as it is shown: {field, message}, or null. Browsers and servers take a slash and
 * dots in a path for another path, however they are written.
 */
export function unsendable(method, draft) {
  if (method.dialect === "data_api") return null;
  const wrong = method.path_params.find(({ name }) => /^\.{1,2}$|[/\\]/.test(draft.path?.[name] ?? ""));
  return wrong ? { field: wrong.name, message: say("With this the path would be another one: it is not sent.") } : null;
}

/** A segment of a path; @ and * may stand there as they are. */
function segment(value) {
  return encodeURIComponent(value ?? "")
    .replaceAll("%40", "@")
    .replaceAll("%2A", "*");
}

function queryOf(query) {
  const sent = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  return sent.length ? `?${new URLSearchParams(sent)}` : "";
}

/** The body as it is sent and shown. */
export function bodyText(request) {
  return request.body === undefined ? "" : JSON.stringify(request.body, null, 2);
}
