/** The descriptions of both dialects, as the server made them from its catalogue, and how to find things in them. */

import { el } from "./dom.js";
import { state } from "./state.js";

export const DIALECTS = { data_api: "Data API", ringme: "RingMe API" };

/** Fetches all that the page is made from; actors only where the page says that there is a demo. */
export async function load() {
  const json = async (name) => (await fetch(`/explorer/${name}.json`)).json();
  const demo = document.documentElement.dataset.demo === "yes" ? json("demo") : { actors: [] };
  const [dataApi, ringme, things, examples, { actors }] = await Promise.all([
    json("data_api"),
    json("ringme"),
    json("things"),
    json("examples"),
    demo,
  ]);
  Object.assign(state, { descriptions: { data_api: dataApi, ringme }, things, examples, actors });
  for (const [dialect, description] of Object.entries(state.descriptions)) {
    for (const thing of description.things) for (const method of thing.methods) method.dialect = dialect;
  }
}

/** The method of a name in a dialect, or undefined. */
export function methodOf(dialect, name) {
  const things = state.descriptions[dialect]?.things ?? [];
  return things.flatMap((thing) => thing.methods).find((method) => method.name === name);
}

/** The methods of a thing in both dialects. */
export function methodsOf(thing) {
  const of = (dialect) =>
    state.descriptions[dialect].things
      .filter(({ name }) => thing.names.includes(name))
      .flatMap(({ methods }) => methods);
  return { data_api: of("data_api"), ringme: of("ringme") };
}

/** The thing that a method is about. */
export function thingOf(method) {
  return state.things.find((thing) => methodsOf(thing)[method.dialect].includes(method));
}

/** What kind of deed a request is: colours follow from it. */
export function deedOf(method) {
  return { GET: "read", POST: "create", PUT: "change", DELETE: "delete" }[method.method];
}

/** What it is called by those who use it; a long path may be broken before a slash. */
export function nameOf(method) {
  if (method.dialect === "data_api") return method.name;
  return method.path.split(/(?=\/)/).flatMap((part) => [el("wbr"), part]);
}

/** Whether everything that was typed stands in the name, the path, the sentence or the title of its thing. */
export function meets(method, title, typed, sentence) {
  const text = `${method.name} ${method.path ?? ""} ${method.method ?? ""} ${title} ${sentence}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
