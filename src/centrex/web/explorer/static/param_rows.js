/** A form for parameters: a row for each, with its rules, its input, null where that means something, and its error. */

import { button, el, fill, newId } from "./dom.js";
import { say, told } from "./words.js";
import { valueInput } from "./value_input.js";

/**
 * Rows for the parameters, which write into `target` and say so. Only what is filled in is sent.
 * @param {object[]} params
 * @param {object} target
 * @param {() => void} changed
 * @param {string} path what stands before the names of members, with a dot at its end
 */
export function paramRows(params, target, changed, path = "") {
  return params.map((param) => {
    const nested = param.fields?.length;
    if (nested && param.type === "object") return objectRow(param, target, changed, path);
    return nested ? objectsRow(param, target, changed, path) : row(param, target, changed, path);
  });
}

/** Puts a value into the target, or takes it out. */
function put(target, name, value) {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

/** The place where an error of the field is told. */
export function problemSlot(field) {
  return el("p", { class: "why", id: newId("why"), "data-problem": field, hidden: true, role: "alert" });
}

function row(param, target, changed, path) {
  const id = newId("param");
  const [hint, slot] = [hintOf(param), problemSlot(path + param.name)];
  const input = valueInput(
    param,
    target[param.name],
    (value) => {
      put(target, param.name, value);
      changed();
    },
    { id, "data-field": path + param.name, "aria-describedby": `${hint.id} ${slot.id}` },
  );
  const several = param.type === "array" && param.values;
  const label = several
    ? el("span", { class: "label", id: `${id}-label` }, nameOf(param))
    : el("label", { for: id }, nameOf(param));
  if (several) input.setAttribute("aria-labelledby", `${id}-label`);
  const reset = param.null ? nullBox(param, target, input, changed) : null;
  return el("div", { class: "row" }, el("div", { class: "head" }, label, reset), input, hint, slot);
}

function nameOf(param) {
  const must = param.required ? el("span", { class: "must" }, say("required")) : null;
  return [el("code", {}, param.name), " ", must];
}

/** In an update null resets, which nothing typed can say. */
function nullBox(param, target, input, changed) {
  const box = el("input", {
    type: "checkbox",
    checked: target[param.name] === null,
    "aria-label": say("{name} is null", { name: param.name }),
    on: {
      change: () => {
        put(target, param.name, box.checked ? null : undefined);
        input.disabled = box.checked;
        if (box.checked && "value" in input) input.value = "";
        changed();
      },
    },
  });
  input.disabled = box.checked;
  return el("label", { class: "box" }, box, "null");
}

/** What the description says of the parameter. */
export function hintOf(param) {
  const type = [
    param.type === "array" && param.items ? `${param.type} (${param.items})` : param.type,
    ...boundsOf(param),
  ];
  const ours = param.ours ? [" ", el("span", { class: "ours" }, say("added here"))] : null;
  return el(
    "p",
    { class: "hint", id: newId("hint") },
    told(param.doc),
    " ",
    el("span", { class: "type" }, type.join(", ")),
    ours,
  );
}

function* boundsOf(param) {
  const range = (low, high) => (low === undefined ? `≤ ${high}` : high === undefined ? `≥ ${low}` : `${low}…${high}`);
  if (param.minimum !== undefined || param.maximum !== undefined) yield range(param.minimum, param.maximum);
  if (param.max_length !== undefined && !param.pattern) {
    yield say("{length} characters", { length: range(param.min_length || undefined, param.max_length) });
  }
  if (param.pattern) yield say("like {pattern}", { pattern: param.pattern });
  if (param.default !== undefined) yield say("{value} unless given", { value: JSON.stringify(param.default) });
  if (param.component) yield say("component {name}", { name: param.component });
  if (param.needed_with) yield say("needed with {name}", { name: param.needed_with });
  if (param.equals) yield "=";
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** An object: its members in a frame of their own; without any of them it is not sent. */
function objectRow(param, target, changed, path) {
  const members = isObject(target[param.name]) ? target[param.name] : {};
  const keep = () => {
    put(target, param.name, Object.keys(members).length ? members : undefined);
    changed();
  };
  return frame(param, path, paramRows(param.fields, members, keep, `${path}${param.name}.`));
}

/** A list of objects, which can be added and taken away. */
function objectsRow(param, target, changed, path) {
  const items = Array.isArray(target[param.name]) ? target[param.name].filter(isObject) : [];
  const rows = el("div", {});
  const draw = () => fill(rows, items.map(item));
  const keep = () => {
    put(target, param.name, items.length ? items : undefined);
    changed();
  };
  const item = (members, index) => {
    const inner = paramRows(param.fields, members, keep, `${path}${param.name}.`);
    const remove = button(
      say("Remove"),
      () => {
        items.splice(index, 1);
        draw();
        keep();
        add.focus();
      },
      { class: "quiet small", "aria-label": say("Remove {name} {number}", { name: param.name, number: index + 1 }) },
    );
    return el("div", { class: "item" }, inner, remove);
  };
  const add = button(
    say("Add"),
    () => {
      items.push({});
      draw();
      keep();
      rows.lastElementChild.querySelector("input, select, textarea")?.focus();
    },
    { class: "quiet small", "aria-label": say("Add {name}", { name: param.name }) },
  );
  draw();
  return frame(param, path, [rows, add]);
}

function frame(param, path, children) {
  return el(
    "fieldset",
    { class: "row" },
    el("legend", {}, nameOf(param)),
    hintOf(param),
    problemSlot(path + param.name),
    children,
  );
}
