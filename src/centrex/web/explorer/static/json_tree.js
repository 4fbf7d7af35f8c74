/** JSON as a tree that folds, coloured. Long lists come in pieces, so that thousands of rows do not stop the page. */

import { button, el } from "./dom.js";
import { Digits, jsonText } from "./exact_json.js";
import { counted, say } from "./words.js";

const PIECE = 100;
const OPEN_LEVELS = 4;

/** The tree of a value. */
export function jsonTree(value) {
  return el(
    "div",
    { class: "json", tabindex: "0", role: "region", "aria-label": say("Answer as a tree") },
    branch(value, [], 0),
  );
}

/** A value with what stands before it: the name of a member, or nothing. */
function branch(value, before, level) {
  if (value === null || typeof value !== "object" || value instanceof Digits)
    return el("div", {}, before, leaf(value));
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return el("div", {}, before, open, close);
  const inside = el("div", { class: "inside" });
  const made = el(
    "details",
    {},
    el(
      "summary",
      {},
      before,
      open,
      el("span", { class: "count" }, `${counted(entries.length)}`),
      el("span", { class: "shut" }, close),
    ),
    inside,
    el("div", { class: "close" }, close),
  );
  const unfold = () => {
    if (made.open && !inside.hasChildNodes()) grow(inside, entries, Array.isArray(value), level);
  };
  made.addEventListener("toggle", unfold);
  made.open = level < OPEN_LEVELS && (level < 2 || entries.length <= PIECE);
  unfold();
  return made;
}

/** Adds the next piece of the entries. */
function grow(inside, entries, isList, level, from = 0) {
  for (const [name, value] of entries.slice(from, from + PIECE)) {
    const before = isList ? [] : [el("span", { class: "t-key" }, JSON.stringify(name)), ": "];
    inside.append(branch(value, before, level + 1));
  }
  const next = from + PIECE;
  if (next >= entries.length) return;
  const more = button(
    say("{number} more", { number: counted(entries.length - next) }),
    () => {
      more.remove();
      grow(inside, entries, isList, level, next);
    },
    { class: "quiet small" },
  );
  inside.append(more);
}

function leaf(value) {
  const plain = value === null || typeof value === "boolean" ? "word" : typeof value;
  return el("span", { class: `t-${value instanceof Digits ? "number" : plain}` }, jsonText(value));
}
