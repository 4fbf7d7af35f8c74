/** Puts the page together: the sides, the middle, and what happens when somebody chooses, fills in or sends. */

import { answerPanel, forget } from "./answer_panel.js";
import { authentication } from "./authentication.js";
import { codePanel } from "./code_panel.js";
import { load } from "./descriptions.js";
import { announce, button, el, fill, liveRegion } from "./dom.js";
import { openAddress } from "./drafts.js";
import { pageOf } from "./pages.js";
import { clearProblems, showProblem } from "./problems.js";
import { requestOf, unsendable } from "./request.js";
import { problemOf, send } from "./sending.js";
import { mark, sidebar } from "./sidebar.js";
import { on, state } from "./state.js";
import { languages, say, speak, spoken } from "./words.js";

const parts = {
  header: el("header", {}),
  who: el("section", { class: "who" }),
  side: el("nav", { class: "side", id: "side" }),
  middle: el("main", { id: "main", tabindex: "-1" }),
  right: el("aside", { class: "right" }),
  code: el("div", { class: "code-panel" }),
  answer: el("div", { class: "answer" }),
};
const STACKED = matchMedia("(max-width: 75rem)");
let sending = 0;

function drawHeader() {
  const codes = languages().map((code) =>
    button(code.toUpperCase(), () => change(code), {
      class: "quiet small",
      lang: code,
      "aria-pressed": String(code === spoken()),
      "data-language": code,
    }),
  );
  fill(
    parts.header,
    el("a", { class: "skip", href: "#main", on: { click: skip } }, say("Skip to the content")),
    el("p", { class: "name" }, el("a", { href: "#" }, "Centrex ", el("span", {}, say("Explorer")))),
    button(say("Methods"), toggleSide, {
      class: "quiet small menu",
      "aria-controls": "side",
      "aria-expanded": "false",
    }),
    el("div", { class: "languages", role: "group", "aria-label": say("Language") }, codes),
  );
}

/** The part after # is ours, so that the link to the content must not change it. */
function skip(event) {
  event.preventDefault();
  parts.middle.focus();
}

function toggleSide(event) {
  const open = parts.side.classList.toggle("open");
  event.target.setAttribute("aria-expanded", String(open));
  if (open) parts.side.querySelector("input").focus();
}

/** On a phone the side covers the page, and goes when something was chosen. */
function closeSide() {
  parts.side.classList.remove("open");
  parts.header.querySelector(".menu").setAttribute("aria-expanded", "false");
}

async function change(code) {
  await speak(code);
  const url = new URL(location.href);
  url.searchParams.set("lang", code);
  history.replaceState(null, "", url);
  drawAll();
  parts.header.querySelector(`[data-language="${code}"]`).focus();
}

function drawMiddle() {
  fill(parts.middle, pageOf(state.shown));
  const isMethod = state.shown.kind === "method";
  parts.right.hidden = !isMethod;
  document.body.classList.toggle("with-right", isMethod);
}

function drawRight() {
  if (state.shown.kind !== "method") return;
  const { method } = state.shown;
  const go = button(say("Send"), () => submit(), { class: "send", title: "Ctrl+Enter" });
  fill(
    parts.right,
    el("div", { class: "above" }, el("h2", {}, say("Request as code")), go),
    parts.code,
    el("h2", {}, say("Answer")),
    parts.answer,
  );
  drawCode();
  drawAnswer(method);
}

function drawCode() {
  if (state.shown.kind === "method") fill(parts.code, codePanel(state.shown.method));
}

function drawAnswer(method) {
  fill(
    parts.answer,
    state.answer ? answerPanel(method, state.answer) : el("p", { class: "hint" }, say("Nothing has been sent yet.")),
  );
}

function drawWho() {
  parts.who.setAttribute("aria-label", say("Authentication"));
  fill(parts.who, authentication());
}

function drawSide() {
  parts.side.setAttribute("aria-label", say("Methods"));
  fill(parts.side, sidebar());
  mark(parts.side);
}

function drawAll() {
  drawHeader();
  drawWho();
  drawSide();
  drawMiddle();
  drawRight();
  parts.right.setAttribute("aria-label", say("Request and answer"));
}

/** Sends what is filled in; of several answers only that to the last one counts. */
async function submit() {
  if (state.shown.kind !== "method") return;
  const { method } = state.shown;
  const turn = ++sending;
  clearProblems(parts.middle);
  const wrong = unsendable(method, state.draft);
  if (wrong) {
    showProblem(parts.middle, wrong);
    announce(wrong.message);
    return;
  }
  parts.answer.setAttribute("aria-busy", "true");
  const answer = await send(requestOf(method, state.draft));
  if (turn !== sending) return;
  parts.answer.removeAttribute("aria-busy");
  if (state.shown.method !== method) return;
  forget(state.answer);
  state.answer = answer;
  const problem = problemOf(method, answer);
  const isInForm = problem !== null && showProblem(parts.middle, problem);
  announce(
    problem
      ? `${problem.title} ${problem.message}`
      : say("The answer is here: status {status}.", { status: answer.status }),
  );
  drawAnswer(method);
  if (!isInForm && STACKED.matches) parts.answer.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    parts.side.classList.add("open");
    parts.side.querySelector("input").focus();
  }
  if (event.key === "Escape") closeSide();
}

async function start() {
  await Promise.all([load(), speak(document.documentElement.lang)]);
  document.body.replaceChildren(parts.header, parts.who, parts.side, parts.middle, parts.right, liveRegion());
  on("shown", () => {
    drawMiddle();
    drawRight();
    mark(parts.side);
    closeSide();
  });
  on("draft", drawCode);
  on("credentials", () => {
    drawWho();
    drawCode();
  });
  drawAll();
  openAddress();
  addEventListener("hashchange", () => {
    openAddress();
    parts.middle.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  addEventListener("keydown", keys);
  document.body.dataset.ready = "yes";
}

start();
