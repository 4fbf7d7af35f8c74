/** Tabs as the keyboard expects them: one of them is in the order of tabs, arrows go to the others. */

import { el, fill, newId } from "./dom.js";

/**
 * A list of tabs above a panel.
 * @param {string} label
 * @param {{name: string, title: string, content: () => unknown}[]} entries
 * @param {string} selected
 * @param {(name: string) => void} chosen
 */
export function tabs(label, entries, selected, chosen) {
  const panel = el("div", { role: "tabpanel", id: newId("panel") });
  const open = entries.some(({ name }) => name === selected) ? selected : entries[0].name;
  const buttons = entries.map((entry) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: newId("tab"),
        "aria-controls": panel.id,
        "data-tab": entry.name,
        on: { click: () => select(entry), keydown: (event) => move(event) },
      },
      entry.title,
    ),
  );
  const show = (entry) => {
    entries.forEach((each, index) => {
      buttons[index].setAttribute("aria-selected", String(each === entry));
      buttons[index].tabIndex = each === entry ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", buttons[entries.indexOf(entry)].id);
    fill(panel, entry.content());
  };
  const select = (entry) => {
    chosen(entry.name);
    show(entry);
  };
  const move = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (!(event.key in steps)) return;
    const next = (buttons.indexOf(event.target) + steps[event.key] + buttons.length) % buttons.length;
    event.preventDefault();
    buttons[next].focus();
    select(entries[next]);
  };
  show(entries.find(({ name }) => name === open));
  return el("div", { class: "tabs" }, el("div", { role: "tablist", "aria-label": label }, buttons), panel);
}
