/** What the page says, in the language of the person. English texts are the keys of all others. */

let language = "en";
let known = { messages: {}, described: {} };
const fetched = new Map();

/**
 * A message, with values at its names in braces. Only literals stand here: the catalogue is made from them.
 * @param {string} message
 * @param {Record<string, unknown>} [values]
 */
export function say(message, values = {}) {
  const text = known.messages[message] ?? message;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The title of a thing or of an example. */
export function titled(title) {
  return known.messages[title] ?? title;
}

/** A sentence of a description: what a method does, what a field holds. */
export function told(sentence) {
  return known.described[sentence] ?? sentence;
}

/** The code of the language that is spoken. */
export function spoken() {
  return language;
}

/** The languages that there are, by code. */
export function languages() {
  return (document.documentElement.dataset.languages ?? "en").split(" ");
}

/** Speaks another language from now on; the page is to be drawn anew. */
export async function speak(code) {
  known = code === "en" ? { messages: {}, described: {} } : await wordsOf(code);
  language = code;
  document.documentElement.lang = code;
  document.title = `${say("Explorer")} – Centrex`;
}

async function wordsOf(code) {
  if (!fetched.has(code)) {
    const answered = await fetch(`/explorer/words.${code}.json`);
    fetched.set(code, await answered.json());
  }
  return fetched.get(code);
}

/** A number as people of the language write it. */
export function counted(number) {
  return new Intl.NumberFormat(language).format(number);
}
