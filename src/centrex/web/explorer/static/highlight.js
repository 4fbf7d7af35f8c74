/** Colours code: strings, names of members, numbers and words of the language. Small on purpose. */

import { el } from "./dom.js";

const WORDS = "import|with|as|try|except|const|await|new|echo|true|false|null|True|False|None|curl";
const DOUBLE = '"(?:[^"\\\\\\n]|\\\\.)*"';
const SINGLE = "'(?:[^'\\\\]|\\\\.)*'";
const REST = `(?<number>(?<![\\w.])-?\\d+(?:\\.\\d+)?(?![\\w.]))|(?<word>(?<![\\w.$-])(?:${WORDS})(?![\\w-]))`;
const PATTERNS = {
  php: new RegExp(`(?<string>${SINGLE})(?<key>\\s*=>)?|${REST}`, "g"),
  other: new RegExp(`(?<string>${DOUBLE})(?<key>\\s*:)?|${REST}`, "g"),
};

/** The code as nodes: text, and spans of what has a colour. */
export function highlighted(code, language) {
  const nodes = [];
  let end = 0;
  for (const found of code.matchAll(PATTERNS[language] ?? PATTERNS.other)) {
    const { string, key, number } = found.groups;
    const kind = string ? (key ? "key" : "string") : number ? "number" : "word";
    const text = string ?? found[0];
    nodes.push(code.slice(end, found.index), el("span", { class: `t-${kind}` }, text));
    end = found.index + text.length;
  }
  return [...nodes, code.slice(end)];
}

/** A block of code that can be reached by keys and scrolled. */
export function codeBlock(code, language, label) {
  return el(
    "pre",
    { class: "code", tabindex: "0", role: "region", "aria-label": label },
    el("code", {}, highlighted(code, language)),
  );
}
