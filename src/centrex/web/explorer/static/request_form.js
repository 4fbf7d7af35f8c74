/** The form of a method: its parameters, and for lists the filter, the order and the page. */

import { el } from "./dom.js";
import { filterBuilder } from "./filter_builder.js";
import { paramRows } from "./param_rows.js";
import { sortBuilder } from "./sort_builder.js";
import { state } from "./state.js";
import { say } from "./words.js";

/**
 * The form; it writes into the draft and says so.
 * @param {object} method
 * @param {object} draft
 * @param {() => void} changed
 */
export function requestForm(method, draft, changed) {
  const parts = method.dialect === "data_api" ? ofDataApi(method, draft, changed) : ofRingme(method, draft, changed);
  const given = parts.filter((part) => part !== null);
  const nothing = given.length ? null : el("p", { class: "hint" }, say("It takes no parameters."));
  return el(
    "form",
    { class: "request", novalidate: true, on: { submit: (event) => event.preventDefault() } },
    el("h2", {}, say("Request")),
    given,
    nothing,
  );
}

function ofDataApi(method, draft, changed) {
  const { params } = draft;
  return [
    section(say("Parameters"), method.params, params, changed),
    method.paged && method.fields.some(({ filter }) => filter.length)
      ? filterBuilder(method.fields, params, changed)
      : null,
    method.paged && method.fields.some(({ sort }) => sort) ? sortBuilder(method.fields, params, changed) : null,
    method.paged ? section(say("Page"), state.descriptions.data_api.paging, params, changed) : null,
  ];
}

function ofRingme(method, draft, changed) {
  return [
    section(say("Path"), method.path_params, draft.path, changed),
    section(say("Query"), method.query, draft.query, changed),
    section(say("Body"), method.body, draft.body, changed),
  ];
}

function section(title, params, target, changed) {
  if (!params.length) return null;
  return el("fieldset", { class: "params" }, el("legend", {}, title), paramRows(params, target, changed));
}
