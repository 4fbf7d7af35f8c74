/** Makes elements. Values become text nodes and attributes, never markup. */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "indeterminate", "selected"]);

/**
 * An element with its attributes, listeners (`on`), and children; what is null or undefined is left out.
 * @param {string} tag
 * @param {Record<string, unknown>} [props]
 * @param {...unknown} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (PROPERTIES.has(name)) {
      made[name] = value;
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(made, children);
  if (tag === "select" && props.value !== undefined) made.value = props.value;
  return made;
}

/** Puts the children at the end of an element. */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts the children in the place of all that was there. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/** A button that does something here and sends nothing. */
export function button(label, click, props = {}) {
  return el("button", { type: "button", on: { click }, ...props }, label);
}

let made = 0;

/** An id that no other element has. */
export function newId(name) {
  made += 1;
  return `${name}-${made}`;
}

const live = document.createElement("p");

/** The place where screen readers are told what happens; it stands on the page once. */
export function liveRegion() {
  live.className = "unseen";
  live.setAttribute("role", "status");
  return live;
}

/** Tells a screen reader. */
export function announce(text) {
  live.textContent = text;
}
