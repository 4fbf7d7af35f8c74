/** The right input for one value of a type: a choice, a time, lines of values, or text. */

import { el } from "./dom.js";
import { parse, sendable } from "./exact_json.js";
import { say } from "./words.js";
import { fromLocal, listOf, textOf, toLocal, valueOf } from "./values.js";

/**
 * An input that tells its value, or undefined when it is empty.
 * @param {{type: string, items?: string, values?: string[], secret?: boolean}} spec
 * @param {unknown} value
 * @param {(value: unknown) => void} changed
 * @param {Record<string, unknown>} props attributes, such as the id
 */
export function valueInput(spec, value, changed, props) {
  if (spec.type === "array")
    return spec.values ? several(spec, value, changed, props) : lines(spec, value, changed, props);
  if (spec.type === "boolean") return choice(["true", "false"], spec, value, changed, props);
  if (spec.values) return choice(spec.values, spec, value, changed, props);
  if (spec.type === "iso8601") return time(value, changed, props);
  if (spec.type === "object") return json(value, changed, props);
  return text(spec, value, changed, props);
}

function text(spec, value, changed, props) {
  const number = spec.type === "number" && !spec.me;
  return el("input", {
    type: spec.secret ? "password" : "text",
    inputmode: number ? "decimal" : undefined,
    autocomplete: spec.secret ? "new-password" : "off",
    spellcheck: "false",
    value: textOf(value),
    on: { input: (event) => changed(valueOf(number ? "number" : "string", event.target.value)) },
    ...props,
  });
}

function time(value, changed, props) {
  return el("input", {
    type: "datetime-local",
    step: "1",
    value: toLocal(value),
    on: { input: (event) => changed(fromLocal(event.target.value)) },
    ...props,
  });
}

function choice(values, spec, value, changed, props) {
  const options = ["", ...values].map((each) => el("option", { value: each }, each === "" ? "–" : each));
  return el(
    "select",
    {
      value: textOf(value),
      on: { change: (event) => changed(valueOf(spec.type, event.target.value)) },
      ...props,
    },
    options,
  );
}

function lines(spec, value, changed, props) {
  if (spec.items === "object") return json(value, changed, props);
  return el("textarea", {
    rows: "2",
    spellcheck: "false",
    placeholder: say("one a line"),
    value: textOf(value),
    on: {
      input: (event) => {
        const found = listOf(spec.items, event.target.value);
        changed(found.length ? found : undefined);
      },
    },
    ...props,
  });
}

/** A list of which only known values can be part. */
function several(spec, value, changed, { id, ...props }) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const boxes = spec.values.map((each) =>
    el(
      "label",
      { class: "box" },
      el("input", {
        type: "checkbox",
        checked: chosen.has(each),
        on: {
          change: (event) => {
            if (event.target.checked) chosen.add(each);
            else chosen.delete(each);
            const kept = spec.values.filter((known) => chosen.has(known));
            changed(kept.length ? kept : undefined);
          },
        },
      }),
      each,
    ),
  );
  return el("div", { class: "boxes", role: "group", id, ...props }, boxes);
}

/** Whatever has no input of its own is written as JSON. */
function json(value, changed, props) {
  return el("textarea", {
    rows: "3",
    spellcheck: "false",
    placeholder: "JSON",
    value: value === undefined ? "" : JSON.stringify(value),
    on: { input: (event) => changed(parsed(event.target.value)) },
    ...props,
  });
}

function parsed(text) {
  try {
    return text.trim() === "" ? undefined : sendable(parse(text));
  } catch {
    return text;
  }
}
