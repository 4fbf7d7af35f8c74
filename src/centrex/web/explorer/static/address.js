/**
 * The part of the address after `#`, which opens a method filled in:
 *
 *     #data_api/get.virtual_number_groups?params={"limit":2}
 *     #ringme/change.client.extension?path={"client_id":"@me","extension_id":30}&body={"extension_group_id":14}
 *     #thing/Virtual number groups
 *
 * Each part is JSON, percent-encoded; a part that is not there is as it is when the method is opened by hand.
 * An address fills in a form and never sends it. Secrets neither come nor go this way.
 */

import { parse as parsed, sendable } from "./exact_json.js";

const PARTS = { data_api: ["params"], ringme: ["path", "query", "body"] };
const OPENED_FILLED = new Set(["params", "query"]);
const SECRETS = /token|password|secret/i;

/** What an address asks for: {dialect, name, draft}; null when it is none of ours. */
export function parse(hash) {
  const [place, query = ""] = split(hash.replace(/^#/, ""), "?");
  const [dialect, name = ""] = split(place, "/");
  if (!name) return null;
  if (dialect === "thing") return { dialect, name: decoded(name), draft: null };
  if (!Object.hasOwn(PARTS, dialect)) return null;
  const sent = new URLSearchParams(query);
  const given = PARTS[dialect].filter((part) => sent.has(part));
  return {
    dialect,
    name: decoded(name),
    draft: Object.fromEntries(given.map((part) => [part, object(sent.get(part))])),
  };
}

/** The address of a method, with what is filled in. */
export function addressOf(dialect, name, draft = null) {
  const has = (part) => (OPENED_FILLED.has(part) ? draft[part] : Object.keys(draft[part] ?? {}).length);
  const parts = draft === null ? [] : PARTS[dialect].filter(has);
  const said = parts.map((part) => `${part}=${encodeURIComponent(JSON.stringify(harmless(draft[part])))}`);
  return `#${dialect}/${encodeURIComponent(name)}${said.length ? `?${said.join("&")}` : ""}`;
}

/** The address of a thing. */
export function addressOfThing(thing) {
  return `#thing/${encodeURIComponent(thing.title)}`;
}

function split(text, by) {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Text without percent signs; as it is where they mean nothing. */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function object(text) {
  try {
    const found = sendable(parsed(text ?? "{}"));
    return found && typeof found === "object" && !Array.isArray(found) ? harmless(found) : {};
  } catch {
    return {};
  }
}

/** A value without what is a secret by its name, on every level. */
export function harmless(value) {
  if (Array.isArray(value)) return value.map(harmless);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([name]) => !SECRETS.test(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, harmless(inner)]));
}
