/** JSON to the digit: a number that JavaScript would round is kept as it stands in the text. */

/** A number as it was written. */
export class Digits {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const MOST = 15;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const MAY_BE_ROUNDED = new RegExp(`\\d[eE][+-]?\\d|[\\d.]{${MOST + 1}}`);

/** The value of a text, with Digits in it where a number has more of them than JavaScript keeps; throws as JSON.parse. */
export function parse(text) {
  if (!MAY_BE_ROUNDED.test(text)) return JSON.parse(text);
  const mark = unused(text);
  const marked = text.replace(TOKENS, (token, at) =>
    isRounded(token) && !isName(text, at + token.length) ? `"${mark}${token}"` : token,
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && value.startsWith(mark) ? new Digits(value.slice(mark.length)) : value,
  );
}

/** What no string of the text begins with. */
function unused(text) {
  let mark = "#";
  while (text.includes(`"${mark}`)) mark += "#";
  return mark;
}

/** A number before a colon is no JSON, and must not become it. */
function isName(text, end) {
  return /^\s*:/.test(text.slice(end, end + MOST));
}

function isRounded(token) {
  if (!NUMBER.test(token) || String(Number(token)) === token) return false;
  return /[eE]/.test(token) || token.replace(/\D/g, "").length > MOST;
}

/** A value as JSON in one line. */
export function jsonText(value) {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`)}}`;
}

/** A value that can be sent: Digits become text, as a number does that was typed and cannot be kept. */
export function sendable(value) {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return value.map(sendable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, sendable(each)]));
}
