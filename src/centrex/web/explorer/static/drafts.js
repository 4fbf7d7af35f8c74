/** What is filled in when a method is opened, and the way from one method to another. */

import { addressOf, addressOfThing, parse } from "./address.js";
import { methodOf } from "./descriptions.js";
import { state, tell } from "./state.js";

const FEW = 20;

/** A method with nothing filled in but what it cannot do without: its interval, its page, whose it is. */
export function emptyDraft(method) {
  if (method.dialect === "data_api") {
    return { params: { ...(method.paged ? { limit: FEW } : {}), ...interval(method.params) } };
  }
  const path = Object.fromEntries(method.path_params.filter(({ me }) => me).map(({ name }) => [name, "@me"]));
  const few = method.query.some(({ name }) => name === "per_page") ? { per_page: FEW } : {};
  return { path, query: { ...interval(method.query), ...few }, body: interval(method.body) };
}

/** Today, where a begin and an end are required. */
function interval(params) {
  const times = params.filter(({ type, required }) => type === "iso8601" && required);
  if (times.length !== 2) return {};
  const today = new Date().toISOString().slice(0, 10);
  return { [times[0].name]: `${today} 00:00:00`, [times[1].name]: `${today} 23:59:59` };
}

/** Shows a method, and what is filled in. */
export function openMethod(dialect, name, draft = {}) {
  const method = methodOf(dialect, name);
  state.answer = null;
  state.shown = method ? { kind: "method", method } : { kind: "missing", dialect, name };
  state.draft = method ? { ...emptyDraft(method), ...draft } : {};
  takeUser();
  tell("shown");
}

/** The user for whom an agent acts is no parameter of the form. */
function takeUser() {
  const { user_id: user, ...params } = state.draft.params ?? {};
  if (user === undefined) return;
  state.draft.params = params;
  state.credentials.data_api.user_id = user;
  tell("credentials");
}

/** Shows what the address asks for; the beginning when that is nothing. */
export function openAddress() {
  const asked = parse(location.hash);
  if (asked === null) {
    state.shown = { kind: "start" };
    tell("shown");
  } else if (asked.dialect === "thing") {
    const thing = state.things.find(({ title }) => title === asked.name);
    state.shown = thing ? { kind: "thing", thing } : { kind: "start" };
    tell("shown");
  } else {
    openMethod(asked.dialect, asked.name, asked.draft);
  }
}

/** The link to a method, or to a method filled in. */
export function linkTo(method, draft = null) {
  return addressOf(method.dialect, method.name, draft);
}

export { addressOfThing };
