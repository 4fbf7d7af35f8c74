/** Rows of an answer as a table: a column for each field, what is inside of them in short. */

import { button, el } from "./dom.js";
import { Digits, jsonText } from "./exact_json.js";
import { counted, say } from "./words.js";

const PIECE = 100;

/** The table of rows. */
export function rowsTable(rows) {
  const names = [...new Set(rows.slice(0, PIECE).flatMap((row) => Object.keys(row)))];
  const body = el("tbody", {});
  const more = el("div", { class: "buttons" });
  grow(body, more, rows, names, 0);
  return [
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": say("Answer as a table") },
      el(
        "table",
        { class: "rows" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            names.map((name) => el("th", { scope: "col" }, el("code", {}, name))),
          ),
        ),
        body,
      ),
    ),
    more,
  ];
}

function grow(body, more, rows, names, from) {
  for (const row of rows.slice(from, from + PIECE)) {
    body.append(
      el(
        "tr",
        {},
        names.map((name) => el("td", { class: isNumber(row[name]) ? "number" : undefined }, cell(row[name]))),
      ),
    );
  }
  const next = from + PIECE;
  more.replaceChildren();
  if (next >= rows.length) return;
  more.append(
    button(say("{number} more", { number: counted(rows.length - next) }), () => grow(body, more, rows, names, next), {
      class: "quiet small",
    }),
  );
}

function isNumber(value) {
  return typeof value === "number" || value instanceof Digits;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !(value instanceof Digits);
}

function cell(value) {
  if (value === null) return el("span", { class: "type" }, "null");
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.length ? list(value) : el("span", { class: "type" }, "[]");
  return isObject(value) ? short(value) : String(value);
}

function list(values) {
  return el(
    "ul",
    {},
    values.map((value) => el("li", {}, isObject(value) ? short(value) : String(value))),
  );
}

/** The values of an object in one line. */
function short(object) {
  const values = Object.values(object).filter((value) => value !== null);
  return values.length
    ? values.map((value) => (isObject(value) ? jsonText(value) : String(value))).join(" · ")
    : "{}";
}
