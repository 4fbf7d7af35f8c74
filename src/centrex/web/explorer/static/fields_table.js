/** The table of a method's fields as the vendor prints it, with the choice of those that are to be answered. */

import { button, el } from "./dom.js";
import { say, told } from "./words.js";
import { problemSlot } from "./param_rows.js";

const NARROW = matchMedia("(max-width: 75rem)");

/**
 * The table, folded where the answer would stand below it. With `params` it has boxes, and writes `fields` there unless
 * they are those that come anyway.
 * @param {object[]} fields
 * @param {object | null} params
 * @param {() => void} changed
 */
export function fieldsTable(fields, params, changed) {
  const chosen = new Set(params?.fields?.length ? params.fields : usual(fields));
  const boxes = new Map();
  const keep = () => {
    const names = fields.map(({ name }) => name).filter((name) => chosen.has(name));
    if (names.length === 0 || same(names, usual(fields))) delete params.fields;
    else params.fields = names;
    changed();
  };
  const choose = (names) => {
    chosen.clear();
    for (const name of names) chosen.add(name);
    for (const [name, box] of boxes) box.checked = chosen.has(name);
    keep();
  };
  const box = (field) => {
    const made = el("input", {
      type: "checkbox",
      checked: chosen.has(field.name),
      "aria-label": say("Answer {name}", { name: field.name }),
      on: {
        change: () => {
          chosen[made.checked ? "add" : "delete"](field.name);
          keep();
        },
      },
    });
    boxes.set(field.name, made);
    return made;
  };
  const rows = fields.flatMap((field) => fieldRows(field, params ? box(field) : null, ""));
  return el(
    "details",
    { class: "fields", "data-field": "fields", open: !NARROW.matches },
    el("summary", {}, el("h2", {}, say("Fields of the answer"))),
    params ? choices(fields, choose) : null,
    params ? problemSlot("fields") : null,
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": say("Fields of the answer") },
      el("table", {}, el("thead", {}, heading(params)), el("tbody", {}, rows)),
    ),
  );
}

function usual(fields) {
  return fields.filter((field) => field.default !== false).map(({ name }) => name);
}

function same(one, other) {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function choices(fields, choose) {
  const names = fields.map(({ name }) => name);
  return el(
    "div",
    { class: "buttons" },
    button(say("Usual fields"), () => choose(usual(fields)), { class: "quiet small" }),
    button(say("All fields"), () => choose(names), { class: "quiet small" }),
    button(say("Only id"), () => choose(names.slice(0, 1)), { class: "quiet small", hidden: names[0] !== "id" }),
  );
}

function heading(params) {
  const cells = [
    say("Name"),
    say("Type"),
    ...(params ? [say("Filter"), say("Sort"), say("Usual")] : []),
    say("What it is"),
  ];
  return el(
    "tr",
    {},
    params ? el("td", {}) : null,
    cells.map((cell) => el("th", { scope: "col" }, cell)),
  );
}

/** The row of a field, and those of what is inside of it. */
function fieldRows(field, box, path) {
  const wide = box !== null;
  const name = el(
    "th",
    { scope: "row" },
    path ? el("span", { class: "unseen" }, path) : null,
    el("code", {}, field.name),
    field.ours ? [" ", el("span", { class: "ours" }, say("added here"))] : null,
  );
  const row = el(
    "tr",
    { class: path ? "inner" : undefined },
    wide ? el("td", {}, box) : null,
    name,
    el("td", {}, typeOf(field)),
    wide ? flags(field) : null,
    el("td", {}, told(field.doc), valuesOf(field)),
  );
  const inside = (field.fields ?? []).flatMap((inner) => fieldRows(inner, wide ? "" : null, `${path}${field.name}.`));
  return [row, ...inside];
}

function flags(field) {
  return [field.filter?.length, field.sort, field.default].map((yes) => el("td", {}, yes ? say("yes") : ""));
}

function typeOf(field) {
  const type = field.type === "array" && field.items ? `${field.type} (${field.items})` : field.type;
  return [el("span", { class: "type" }, type), field.null ? el("span", { class: "type" }, ", null") : null];
}

function valuesOf(field) {
  if (!field.values) return null;
  return el(
    "span",
    { class: "values" },
    field.values.map((value) => el("code", {}, value)),
  );
}
