/** What the page knows while it is open, and who is told when it changes. Nothing of it is kept anywhere else. */

/**
 * `shown` is what the middle shows: {kind: "start" | "thing" | "method" | "missing", …}; `draft` what is filled in:
 * {params} of the Data API, {path, query, body} of the RingMe API; `answer` what came last.
 */
export const state = {
  descriptions: {},
  things: [],
  examples: [],
  actors: [],
  shown: { kind: "start" },
  draft: {},
  answer: null,
  code: "curl",
  view: "tree",
  credentials: nobody(),
};

/** The credentials of nobody. */
export function nobody() {
  return {
    actor: null,
    data_api: { key: "", login: "", users: [], user_id: null, problem: "" },
    ringme: { app_id: "", app_secret: "", token: "", expires: 0, problem: "" },
  };
}

const listeners = new Map();

/** Calls the listener whenever that has changed: "shown", "draft", "answer", "credentials" or "language". */
export function on(what, listener) {
  listeners.set(what, [...(listeners.get(what) ?? []), listener]);
}

/** Says that it has changed. */
export function tell(what) {
  for (const listener of listeners.get(what) ?? []) listener();
}
