/** What was typed, as a value of its type. What cannot be one goes as it is: the server says what is wrong with it. */

/** A number as it was typed; digits that JavaScript cannot hold stay text. */
export function numberOf(text) {
  const trimmed = text.trim();
  const number = Number(trimmed);
  const exact = /^-?\d+(\.\d+)?$/.test(trimmed) && (Number.isSafeInteger(number) || trimmed.includes("."));
  return exact ? number : text;
}

/** One value of a type; undefined when nothing was typed. */
export function valueOf(type, text) {
  if (text === "") return undefined;
  if (type === "number") return numberOf(text);
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/** Several values, one a line. */
export function listOf(type, text) {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.map((line) => valueOf(type, line));
}

/** A value as it stands in a field of the form. */
export function textOf(value) {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(textOf).join("\n");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** "2026-03-16 12:18:08" as the browser's field for times has it, and back. */
export function toLocal(text) {
  return textOf(text).replace(" ", "T");
}

/** The browser leaves the seconds out when they are none. */
export function fromLocal(text) {
  if (text === "") return undefined;
  return `${text.replace("T", " ")}${text.length === 16 ? ":00" : ""}`;
}
