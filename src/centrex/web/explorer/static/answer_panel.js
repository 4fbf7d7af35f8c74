/** The right side below: the answer, what is known of it, and its views: a tree, a table, the bytes. */

import { el } from "./dom.js";
import { codeBlock } from "./highlight.js";
import { jsonTree } from "./json_tree.js";
import { rowsTable } from "./rows_table.js";
import { problemOf, rowsOf } from "./sending.js";
import { state } from "./state.js";
import { tabs } from "./tabs.js";
import { counted, say } from "./words.js";

/** Characters of an answer that are shown as they came. */
const SHOWN = 200_000;

/** Lets go of what an answer that is shown no more has kept. */
export function forget(answer) {
  if (answer?.url) URL.revokeObjectURL(answer.url);
}

/** The panel of an answer to the method. */
export function answerPanel(method, answer) {
  return [
    measures(method, answer),
    problemBox(problemOf(method, answer)),
    answer.blob ? file(answer) : views(method, answer),
  ];
}

function measures(method, answer) {
  const windows = { minute: say("left this minute"), day: say("left today"), hour: say("left this hour") };
  const total = answer.json?.result?.metadata?.total_items;
  const entries = [
    [
      say("Status"),
      el(
        "span",
        { class: answer.status >= 200 && answer.status < 300 && !problemOf(method, answer) ? "good" : "bad" },
        answer.status || "–",
      ),
    ],
    [say("Time"), say("{number} ms", { number: counted(Math.round(answer.took)) })],
    [say("Size"), say("{number} bytes", { number: counted(answer.size) })],
    ...(total === undefined ? [] : [[say("Rows in all"), counted(total)]]),
    ...answer.left.map(({ name, left, of }) => [
      method.dialect === "data_api" ? say("Points") : say("Requests"),
      `${say("{left} of {of}", { left: counted(left), of: counted(of) })} ${windows[name]}`,
    ]),
    [say("Request id"), el("code", {}, answer.id || "–")],
  ];
  return el(
    "dl",
    { class: "measures" },
    entries.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

function problemBox(problem) {
  if (problem === null) return null;
  const field = problem.field ? [" – ", el("code", {}, problem.field)] : null;
  return el(
    "div",
    { class: "problem" },
    el("p", {}, el("strong", {}, problem.title), field),
    el("p", {}, problem.message),
    helper(problem.helper),
  );
}

/** What the server says to help: a sentence, or the address of a page of its own, which has a language. */
function helper(text) {
  if (!text) return null;
  const url = URL.canParse(text, location.href) ? new URL(text, location.href) : null;
  const own = url?.origin === location.origin && /^(\/|https?:)/.test(text);
  return el(
    "p",
    {},
    own ? el("a", { href: url.href, target: "_blank", rel: "noopener" }, say("What this error means")) : text,
  );
}

/** A recording is played; any file can be kept. */
function file(answer) {
  const url = (answer.url ??= URL.createObjectURL(answer.blob));
  const sound = answer.type.startsWith("audio/") ? el("audio", { controls: true, src: url }) : null;
  return [
    sound,
    el("p", {}, el("a", { href: url, download: "" }, say("Save the file ({type})", { type: answer.type }))),
  ];
}

function asItCame(text) {
  const whole = codeBlock(text.slice(0, SHOWN), "json", say("Answer as it came"));
  if (text.length <= SHOWN) return whole;
  const told = say("The first {shown} of {total} characters.", { shown: SHOWN, total: text.length });
  return el("div", {}, el("p", {}, told), whole);
}

function views(method, answer) {
  if (answer.json === undefined)
    return answer.text
      ? codeBlock(answer.text, "http", say("Answer"))
      : el("p", { class: "hint" }, say("The answer has no body."));
  const rows = rowsOf(method, answer);
  const entries = [
    { name: "tree", title: say("Tree"), content: () => jsonTree(answer.json) },
    ...(rows ? [{ name: "table", title: say("Table"), content: () => rowsTable(rows) }] : []),
    {
      name: "bytes",
      title: say("As it came"),
      content: () => asItCame(answer.text),
    },
  ];
  return tabs(say("Views of the answer"), entries, state.view, (name) => {
    state.view = name;
  });
}
