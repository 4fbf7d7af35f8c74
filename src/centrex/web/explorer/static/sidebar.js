/** The left side: business things, under each the methods of both dialects, and a search over all of them. */

import { decoded } from "./address.js";
import { DIALECTS, meets, methodsOf, nameOf, thingOf } from "./descriptions.js";
import { el, fill } from "./dom.js";
import { addressOfThing, linkTo } from "./drafts.js";
import { httpTag } from "./pages.js";
import { state } from "./state.js";
import { say, titled, told } from "./words.js";

let typed = "";

/** The side; it is drawn anew when the language changes, and keeps what is searched for. */
export function sidebar() {
  const list = el("div", { class: "list" });
  const search = el("input", {
    type: "search",
    id: "search",
    value: typed,
    autocomplete: "off",
    placeholder: say("Search methods"),
    "aria-label": say("Search methods"),
    on: {
      input: (event) => {
        typed = event.target.value.trim();
        draw();
      },
    },
  });
  const draw = () => fill(list, things(), missing());
  draw();
  return [search, list];
}

function things() {
  const shown = state.things.map(thingEntry).filter((entry) => entry !== null);
  return shown.length || typed === "" ? shown : el("p", { class: "hint" }, say("Nothing is called so."));
}

function thingEntry(thing) {
  const title = titled(thing.title);
  const methods = methodsOf(thing);
  const found = Object.keys(DIALECTS).map((dialect) => [
    dialect,
    methods[dialect].filter((method) => typed === "" || meets(method, title, typed, told(method.doc))),
  ]);
  const total = found.reduce((sum, [, some]) => sum + some.length, 0);
  if (total === 0) return null;
  const here = state.shown.kind === "thing" ? state.shown.thing : state.shown.method && thingOf(state.shown.method);
  return el(
    "details",
    { open: typed !== "" || here === thing },
    el("summary", {}, title, " ", el("span", { class: "count" }, total)),
    el("a", { href: addressOfThing(thing), class: "all" }, say("Side by side")),
    found
      .filter(([, some]) => some.length)
      .map(([dialect, some]) => [el("h3", {}, DIALECTS[dialect]), el("ul", {}, some.map(methodLink))]),
  );
}

function methodLink(method) {
  const current = state.shown.method === method ? "page" : undefined;
  return el(
    "li",
    {},
    el(
      "a",
      { href: linkTo(method), "aria-current": current, title: told(method.doc) },
      httpTag(method),
      el("code", {}, nameOf(method)),
      method.ours
        ? [" ", el("span", { class: "ours" }, "+", el("span", { class: "unseen" }, say("added here")))]
        : null,
    ),
  );
}

/** What the vendors document and this server does not provide. */
function missing() {
  const found = Object.entries(state.descriptions).flatMap(([dialect, { not_provided: names }]) =>
    names
      .filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
      .map((name) => el("li", {}, el("a", { href: linkTo({ dialect, name }) }, el("code", {}, name)))),
  );
  if (!found.length) return null;
  return el(
    "details",
    { class: "missing", open: false },
    el(
      "summary",
      {},
      say("Documented by the vendors, not provided here"),
      " ",
      el("span", { class: "count" }, found.length),
    ),
    el("ul", {}, found),
  );
}

/** Marks the method that is shown, without moving anything else. */
export function mark(side) {
  const here = decoded(location.hash.split("?")[0]);
  for (const link of side.querySelectorAll("a")) {
    const current = here !== "" && decoded(link.hash) === here;
    if (current) {
      link.setAttribute("aria-current", "page");
      link.closest("details").open = true;
      link.scrollIntoView({ block: "nearest" });
    } else {
      link.removeAttribute("aria-current");
    }
  }
}
