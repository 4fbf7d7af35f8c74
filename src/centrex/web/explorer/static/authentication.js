/** Who one is, in both dialects: what was typed is exchanged for a token, which is used from then on. */

import { announce, button, el, newId } from "./dom.js";
import { signInDataApi, signInRingme, useKey } from "./signing_in.js";
import { nobody, state, tell } from "./state.js";
import { say } from "./words.js";

let opened = null;

/** The section. It stays open once it was opened; without a demo it is the first thing that one needs. */
export function authentication() {
  opened ??= state.actors.length === 0;
  return [
    actorButtons(),
    users(state.credentials.data_api),
    el(
      "details",
      {
        class: "credentials",
        open: opened,
        on: {
          toggle: (event) => {
            opened = event.target.open;
          },
        },
      },
      el("summary", {}, say("Authentication"), " ", el("span", { class: "type" }, summary())),
      el("div", { class: "beside" }, dataApi(), ringme()),
    ),
  ];
}

function summary() {
  const { data_api: one, ringme: other } = state.credentials;
  const held = [one.key ? "Data API" : null, other.token ? "RingMe API" : null].filter((name) => name !== null);
  return held.length ? held.join(", ") : say("nobody has signed in");
}

/** The users of the demo, each by one click. */
function actorButtons() {
  if (!state.actors.length) return null;
  const kinds = {
    agent: say("agent"),
    customer: say("customer"),
    extension_group: say("user of a group"),
    extension: say("user of a number"),
    read_only: say("read-only user"),
  };
  const buttons = state.actors.map((actor) =>
    button(kinds[actor.kind], () => actAs(actor), {
      class: "actor",
      title: actor.name,
      "data-actor": actor.kind,
      "aria-pressed": String(state.credentials.actor === actor.kind),
    }),
  );
  return el(
    "div",
    { class: "actors", role: "group", "aria-label": say("Act as") },
    el("span", {}, say("Act as")),
    buttons,
  );
}

/** Becomes a user of the demo in the dialects that he may use. */
async function actAs(actor) {
  state.credentials = nobody();
  state.credentials.actor = actor.kind;
  if (actor.data_api) {
    Object.assign(state.credentials.data_api, {
      key: actor.data_api.key,
      users: actor.user_ids ?? [],
      user_id: actor.user_ids?.[0].id ?? null,
    });
  }
  if (actor.ringme) await signInRingme(actor.ringme.app_id, actor.ringme.app_secret);
  tell("credentials");
  announce(say("You act as {name}.", { name: actor.name }));
  document.querySelector(`[data-actor="${actor.kind}"]`)?.focus();
}

/** A field of the section, which keeps what is typed in the state alone. */
function field(label, target, name, type = "text") {
  const id = newId("auth");
  return [
    el("label", { for: id }, label),
    el("input", {
      type,
      id,
      "data-auth": `${name}`,
      autocomplete: "off",
      spellcheck: "false",
      value: target[name] ?? "",
      on: {
        input: (event) => {
          target[name] = event.target.value.trim();
        },
      },
    }),
  ];
}

function dataApi() {
  const held = state.credentials.data_api;
  const typed = { key: held.key, login: held.login, password: "" };
  return el(
    "form",
    {
      "data-dialect": "data_api",
      novalidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          useKey(typed.key);
        },
      },
    },
    el("h2", {}, "Data API"),
    field(say("Key or token of a session"), typed, "key"),
    el("div", { class: "buttons" }, el("button", { type: "submit" }, say("Use the key"))),
    el("p", { class: "hint" }, say("or open a session of an hour:")),
    field(say("Login"), typed, "login"),
    field(say("Password"), typed, "password", "password"),
    el(
      "div",
      { class: "buttons" },
      button(say("Sign in"), () => signInDataApi(typed.login, typed.password), { class: "quiet" }),
    ),
    problem(held.problem),
  );
}

/** For an agent: in whose name he acts. */
function users(held) {
  if (!held.users.length) return null;
  const id = newId("user");
  const choose = (event) => {
    held.user_id = Number(event.target.value);
    tell("draft");
  };
  return el(
    "div",
    { class: "user" },
    el("label", { for: id }, say("In the name of (user_id)")),
    el(
      "select",
      { id, "data-auth": "user_id", value: String(held.user_id), on: { change: choose } },
      held.users.map((user) => el("option", { value: String(user.id) }, `${user.id} – ${user.name}`)),
    ),
  );
}

function ringme() {
  const held = state.credentials.ringme;
  const submit = async (event) => {
    event.preventDefault();
    state.credentials.actor = null;
    await signInRingme(held.app_id, held.app_secret);
    tell("credentials");
  };
  return el(
    "form",
    { "data-dialect": "ringme", novalidate: true, on: { submit } },
    el("h2", {}, "RingMe API"),
    field("App ID", held, "app_id"),
    field("App Secret", held, "app_secret", "password"),
    el("div", { class: "buttons" }, el("button", { type: "submit" }, say("Try it out!"))),
    problem(held.problem),
    held.token
      ? [
          el("p", { class: "label" }, say("Token, for {seconds} seconds", { seconds: held.expires })),
          el("output", { class: "token" }, held.token),
        ]
      : null,
    el(
      "p",
      { class: "hint" },
      say(
        "App ID and App Secret are those of a trusted application. Nothing typed here is kept when the page is closed.",
      ),
    ),
  );
}

function problem(text) {
  return text ? el("p", { class: "why", role: "alert" }, text) : null;
}
