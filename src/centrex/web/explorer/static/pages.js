/** What the middle shows: the beginning, a thing with its methods of both dialects, a method, or a missing one. */

import { DIALECTS, deedOf, methodsOf, nameOf, thingOf } from "./descriptions.js";
import { el } from "./dom.js";
import { addressOfThing, linkTo } from "./drafts.js";
import { fieldsTable } from "./fields_table.js";
import { requestForm } from "./request_form.js";
import { state, tell } from "./state.js";
import { say, titled, told } from "./words.js";

/** The page of what is shown now. */
export function pageOf(shown) {
  const pages = { start: startPage, thing: thingPage, method: methodPage, missing: missingPage };
  return pages[shown.kind](shown);
}

function startPage() {
  const examples = state.examples.map((example) => {
    const method = { dialect: example.dialect, name: example.method };
    return el(
      "li",
      {},
      el("a", { href: linkTo(method, example.draft) }, titled(example.title)),
      " ",
      el("span", { class: "type" }, DIALECTS[example.dialect]),
    );
  });
  return [
    el("h1", { tabindex: "-1" }, say("Explorer")),
    el(
      "p",
      { class: "lead" },
      say(
        "Every method of both dialects, to be read, filled in and tried. Choose one on the left, or begin with an example.",
      ),
    ),
    el(
      "div",
      { class: "beside" },
      el(
        "section",
        {},
        el("h2", {}, say("Examples")),
        el("ol", { class: "examples" }, examples),
        el("h2", {}, say("Also here")),
        el(
          "ul",
          {},
          [...DOCUMENTS, [say("Errors"), "/errors/"]].map(([title, href]) => el("li", {}, el("a", { href }, title))),
        ),
      ),
      el(
        "section",
        {},
        el("h2", {}, say("Business things")),
        el("ul", { class: "things" }, state.things.map(thingItem)),
      ),
    ),
  ];
}

const DOCUMENTS = [
  ["OpenRPC", "/v2.0/openrpc.json"],
  ["OpenAPI", "/api/ver1.0/openapi.json"],
];

function thingItem(thing) {
  return el(
    "li",
    {},
    el("a", { href: addressOfThing(thing) }, titled(thing.title)),
    " ",
    el("span", { class: "type" }, counts(thing)),
  );
}

function counts(thing) {
  const methods = methodsOf(thing);
  return Object.entries(DIALECTS)
    .filter(([dialect]) => methods[dialect].length)
    .map(([dialect, title]) => `${title} ${methods[dialect].length}`)
    .join(", ");
}

/** Side by side, so that one sees what is the same in the other dialect. */
function thingPage({ thing }) {
  const methods = methodsOf(thing);
  const columns = Object.entries(DIALECTS).map(([dialect, title]) =>
    el(
      "section",
      {},
      el("h2", {}, title),
      methods[dialect].length
        ? el("ul", { class: "methods" }, methods[dialect].map(methodItem))
        : el("p", { class: "hint" }, say("There is nothing of it in this dialect.")),
    ),
  );
  return [el("h1", { tabindex: "-1" }, titled(thing.title)), el("div", { class: "beside" }, columns)];
}

function methodItem(method) {
  return el(
    "li",
    {},
    el("a", { href: linkTo(method) }, httpTag(method), el("code", {}, nameOf(method))),
    oursTag(method),
    el("p", { class: "hint" }, told(method.doc)),
  );
}

/** The method of HTTP in its colour; the name of a method of the Data API begins with its verb. */
export function httpTag(method) {
  return method.dialect === "ringme" ? [el("span", { class: `verb ${deedOf(method)}` }, method.method), " "] : null;
}

/** The mark of what the vendor does not have. */
export function oursTag(method) {
  return method.ours
    ? [" ", el("span", { class: "ours", title: say("The vendor does not have it") }, say("added here"))]
    : null;
}

function methodPage({ method }) {
  const thing = thingOf(method);
  const changed = () => tell("draft");
  const chooses = method.dialect === "data_api" && method.paged;
  return [
    el(
      "p",
      { class: "where" },
      DIALECTS[method.dialect],
      " · ",
      thing ? el("a", { href: addressOfThing(thing) }, titled(thing.title)) : null,
    ),
    el("h1", { tabindex: "-1" }, httpTag(method), el("code", {}, nameOf(method)), oursTag(method)),
    el("p", { class: "lead" }, told(method.doc)),
    facts(method),
    requestForm(method, state.draft, changed),
    method.fields?.length ? fieldsTable(method.fields, chooses ? state.draft.params : null, changed) : null,
  ];
}

function facts(method) {
  const rows = method.dialect === "data_api" ? ofDataApi(method) : ofRingme(method);
  return el(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

/** Who may do it, by the names of levels. */
function levelsOf(method) {
  const levels = {
    agent: say("agent"),
    customer: say("customer"),
    extension_group: say("user of a group"),
    extension: say("user of a number"),
  };
  return method.access.map((level) => levels[level] ?? level).join(", ");
}

function ofDataApi(method) {
  const { components } = state.descriptions.data_api;
  return [
    [say("Who may call it"), levelsOf(method)],
    [say("Right"), method.right ? el("code", {}, method.right) : null],
    [say("Components"), method.components.map((name) => components[name] ?? name).join(", ")],
    [say("Exactly one of"), method.alternatives.join(", ")],
  ];
}

function ofRingme(method) {
  return [
    [say("Who may call it"), levelsOf(method) || say("everybody with a token")],
    [say("Access of the application"), method.all_access ? "All" : "Call API"],
  ];
}

/** What the vendor documents and this server does not do is named, and nothing more. */
function missingPage({ dialect, name }) {
  const listed = state.descriptions[dialect].not_provided.includes(name);
  const sentence = listed
    ? say("The vendor documents this. This server does not provide it, and answers that it does not.")
    : say("There is no such method.");
  return [
    el("p", { class: "where" }, DIALECTS[dialect]),
    el("h1", { tabindex: "-1" }, el("code", {}, name)),
    el("p", { class: "problem" }, sentence),
  ];
}
