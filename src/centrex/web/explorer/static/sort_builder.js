/** The order of rows: fields that can be sorted by, the first is the most important. */

import { button, el, fill } from "./dom.js";
import { problemSlot } from "./param_rows.js";
import { say } from "./words.js";

/**
 * The choice of a method; it writes `sort` into the parameters and says so.
 * @param {object[]} fields
 * @param {object} params
 * @param {() => void} changed
 */
export function sortBuilder(fields, params, changed) {
  const names = fields.filter(({ sort }) => sort).map(({ name }) => name);
  const keys = Array.isArray(params.sort) ? params.sort : [];
  const rows = el("div", {});
  const keep = () => {
    if (keys.length) params.sort = keys;
    else delete params.sort;
    changed();
  };
  const free = () => names.filter((name) => !keys.some(({ field }) => field === name));
  const draw = () => {
    fill(rows, keys.map(keyRow));
    add.disabled = free().length === 0;
  };
  const keyRow = (key, index) =>
    el(
      "div",
      { class: "test" },
      pick(say("Field to sort by"), names, key.field, (value) => {
        key.field = value;
        keep();
      }),
      pick(say("Direction"), ["asc", "desc"], key.order ?? "asc", (value) => {
        key.order = value;
        keep();
      }),
      button(
        "×",
        () => {
          keys.splice(index, 1);
          draw();
          keep();
          add.focus();
        },
        { class: "quiet small drop", "aria-label": say("Do not sort by {name}", { name: key.field }) },
      ),
    );
  const add = button(
    say("Sort by a field"),
    () => {
      keys.push({ field: free()[0], order: "asc" });
      draw();
      keep();
      rows.lastElementChild.querySelector("select").focus();
    },
    { class: "quiet small" },
  );
  draw();
  return el("fieldset", { "data-field": "sort" }, el("legend", {}, say("Order")), rows, add, problemSlot("sort"));
}

function pick(label, values, value, changed) {
  return el(
    "select",
    { "aria-label": label, value, on: { change: (event) => changed(event.target.value) } },
    values.map((each) => el("option", { value: each }, each)),
  );
}
