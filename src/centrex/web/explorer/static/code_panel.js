/** The right side above: the request in every language, ready to be copied, and the button that sends it. */

import { announce, button, el } from "./dom.js";
import { LANGUAGES, languagesOf } from "./code.js";
import { linkTo } from "./drafts.js";
import { codeBlock } from "./highlight.js";
import { requestOf } from "./request.js";
import { state } from "./state.js";
import { tabs } from "./tabs.js";
import { say } from "./words.js";

/** The panel of a method. */
export function codePanel(method) {
  const request = requestOf(method, state.draft);
  const entries = languagesOf(request).map((name) => ({
    name,
    title: LANGUAGES[name].title,
    content: () =>
      codeBlock(
        LANGUAGES[name].write(request),
        name,
        say("Request as {language}", { language: LANGUAGES[name].title }),
      ),
  }));
  return [
    warning(method),
    tabs(say("Request in a language"), entries, state.code, (name) => {
      state.code = name;
    }),
    el(
      "div",
      { class: "buttons" },
      button(say("Copy"), () => copy(LANGUAGES[shownLanguage(request)].write(request)), {
        class: "quiet small",
        "data-copy": "code",
      }),
      button(say("Copy the link"), () => copy(new URL(linkTo(method, state.draft), location.href).href), {
        class: "quiet small",
        "data-copy": "link",
      }),
    ),
  ];
}

function shownLanguage(request) {
  return languagesOf(request).includes(state.code) ? state.code : languagesOf(request)[0];
}

/** Says beforehand what the server would say: that nobody has signed in for this dialect. */
function warning(method) {
  const { data_api: one, ringme: other, actor } = state.credentials;
  const missing = method.dialect === "data_api" ? method.token && !one.key : !other.token;
  if (!missing) return null;
  return el(
    "p",
    { class: "hint note" },
    actor
      ? say("This user has no way into this dialect: the server will refuse.")
      : say("Nobody has signed in: fill in the section Authentication first."),
  );
}

/** Where the clipboard is closed, the code can still be marked by hand. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce(say("Copied."));
  } catch {
    announce(say("The browser does not let it be copied: mark it by hand."));
  }
}
