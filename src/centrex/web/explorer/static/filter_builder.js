/** Builds a filter by hand: it offers the fields that can be filtered, and the operators that each of them takes. */

import { button, el, fill } from "./dom.js";
import { group, mayBeEmpty, operandOf, read, test, written } from "./filter_tree.js";
import { problemSlot } from "./param_rows.js";
import { say } from "./words.js";
import { fromLocal, toLocal } from "./values.js";

/**
 * The builder of a method; it writes `filter` into the parameters and says so.
 * @param {object[]} fields the fields of the method
 * @param {object} params
 * @param {() => void} changed
 */
export function filterBuilder(fields, params, changed) {
  const offered = fields.filter(({ filter }) => filter.length);
  const tree = read(params.filter) ?? group();
  const place = el("div", { class: "tree" });
  const keep = () => {
    const filter = written(tree, fields);
    if (filter === undefined) delete params.filter;
    else params.filter = filter;
    changed();
  };
  const builder = { offered, keep, draw: () => fill(place, groupBox(tree, builder, null)) };
  builder.draw();
  return el(
    "fieldset",
    { class: "filter", "data-field": "filter" },
    el("legend", {}, say("Filter")),
    place,
    problemSlot("filter"),
  );
}

/** Draws anew and goes on from there. */
function redraw(builder, from) {
  builder.draw();
  builder.keep();
  document.querySelector(`.tree ${from}`)?.focus();
}

function groupBox(node, builder, remove) {
  const place = node.nodes.length;
  const add = (made) => {
    node.nodes.push(made);
    node.fresh = true;
    redraw(builder, ".fresh");
    delete node.fresh;
  };
  const nodes = node.nodes.map((child, index) => {
    const drop = () => {
      node.nodes.splice(index, 1);
      redraw(builder, "button");
    };
    const fresh = node.fresh && index === place - 1;
    return child.nodes ? groupBox(child, builder, drop) : testRow(child, builder, drop, fresh);
  });
  return el(
    "div",
    { class: "group", role: "group", "aria-label": say("Group of comparisons") },
    place > 1 || remove ? conditionChoice(node, builder) : null,
    nodes,
    el(
      "div",
      { class: "buttons" },
      button(say("Add a comparison"), () => add(test(builder.offered[0])), { class: "quiet small" }),
      button(say("Add a group"), () => add(group("or", [test(builder.offered[0])])), { class: "quiet small" }),
      remove ? button(say("Remove the group"), remove, { class: "quiet small" }) : null,
    ),
  );
}

function conditionChoice(node, builder) {
  const choices = { and: say("all of these"), or: say("any of these") };
  return el(
    "select",
    {
      class: "condition",
      "aria-label": say("How the comparisons are joined"),
      value: node.condition,
      on: {
        change: (event) => {
          node.condition = event.target.value;
          builder.keep();
        },
      },
    },
    Object.entries(choices).map(([value, title]) => el("option", { value }, title)),
  );
}

function testRow(node, builder, drop, fresh) {
  const field = builder.offered.find(({ name }) => name === node.field) ?? builder.offered[0];
  const changeField = (event) => {
    const chosen = builder.offered.find(({ name }) => name === event.target.value);
    const fits = chosen.filter.includes(node.operator) && chosen.type === field.type && !chosen.values;
    Object.assign(node, fits ? { field: chosen.name } : test(chosen));
    node.here = "field";
    redraw(builder, ".here");
  };
  const changeOperator = (event) => {
    node.operator = event.target.value;
    node.here = "operator";
    redraw(builder, ".here");
  };
  const here = node.here;
  delete node.here;
  const names = builder.offered.map(({ name }) => name);
  return el(
    "div",
    { class: "test" },
    choice(say("Field"), names, node.field, changeField, `${fresh ? "fresh " : ""}${here === "field" ? "here" : ""}`),
    choice(say("Operator"), field.filter, node.operator, changeOperator, here === "operator" ? "here" : ""),
    operandInput(field, node, builder),
    mayBeEmpty(field, node.operator) ? emptyChoice(node, builder) : null,
    button("×", drop, {
      class: "quiet small drop",
      "aria-label": say("Remove the comparison of {name}", { name: node.field }),
    }),
  );
}

function choice(label, values, value, change, mark) {
  return el(
    "select",
    { class: mark.trim() || undefined, "aria-label": label, value, on: { change } },
    values.map((each) => el("option", { value: each }, each)),
  );
}

function operandInput(field, node, builder) {
  const kind = operandOf(field, node.operator);
  if (kind === "none") return el("span", {});
  if (kind === "null") return el("span", { class: "type" }, "null");
  const typed = (event) => {
    node.text = event.target.value;
    builder.keep();
  };
  const props = { "aria-label": say("Value"), "data-field": "filter.value", value: node.text, on: { input: typed } };
  if (kind === "list") return el("textarea", { ...props, rows: "2", placeholder: say("one a line") });
  if (kind === "one" && (field.values || field.type === "boolean")) return valueChoice(field, node, builder);
  if (kind === "one" && field.type === "iso8601") {
    const timed = (event) => typed({ target: { value: fromLocal(event.target.value) ?? "" } });
    return el("input", {
      ...props,
      type: "datetime-local",
      step: "1",
      value: toLocal(node.text),
      on: { input: timed },
    });
  }
  const number = kind === "one" && field.type === "number";
  return el("input", {
    ...props,
    type: "text",
    inputmode: number ? "decimal" : undefined,
    autocomplete: "off",
    spellcheck: "false",
  });
}

/** The empty text is chosen: nothing typed means that the comparison is not finished. */
function emptyChoice(node, builder) {
  const changed = (event) => {
    node.empty = event.target.checked;
    builder.keep();
  };
  const box = el("input", { type: "checkbox", checked: Boolean(node.empty), on: { change: changed } });
  return el("label", { class: "box" }, box, say("Empty text"));
}

function valueChoice(field, node, builder) {
  const values = ["", ...(field.values ?? ["true", "false"])];
  const changed = (event) => {
    node.text = event.target.value;
    builder.keep();
  };
  return choice(say("Value"), values, node.text, changed, "");
}
