/** The request in the languages in which it can be pasted and run. They need nothing that has to be installed. */

import { bodyText } from "./request.js";

/** By name: what stands on the tab, and how the request is written. */
export const LANGUAGES = {
  curl: { title: "curl", write: curl },
  python: { title: "Python", write: python },
  php: { title: "PHP", write: php },
  javascript: { title: "JavaScript", write: javascript },
  http: { title: "HTTP", write: http },
  json: { title: "JSON", write: bodyText },
};

/** The languages of a request: JSON only where it has a body. */
export function languagesOf(request) {
  return Object.keys(LANGUAGES).filter((name) => name !== "json" || request.body !== undefined);
}

function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl({ http: verb, url, headers, file, ...rest }) {
  const body = bodyText(rest);
  const method = verb === "GET" || (verb === "POST" && body) ? "" : `-X ${verb} `;
  const lines = [`curl -s ${method}${shell(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${shell(`${name}: ${value}`)}`);
  if (body) lines.push(`-d ${shell(body)}`);
  if (file) lines.push("-O -J");
  return lines.join(" \\\n  ");
}

/** A value as a literal of Python, four blanks a level. */
function pythonValue(value, indent = "") {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  return nested(value, indent, ["[", "]"], ["{", "}"], pythonValue, (name) => `${JSON.stringify(name)}: `);
}

function nested(value, indent, list, object, write, named) {
  const inner = `${indent}    `;
  const [open, close] = Array.isArray(value) ? list : object;
  const lines = Object.entries(value).map(([name, each]) => {
    return `${inner}${Array.isArray(value) ? "" : named(name)}${write(each, inner)},`;
  });
  return lines.length ? `${open}\n${lines.join("\n")}\n${indent}${close}` : `${open}${close}`;
}

function python({ http: verb, url, headers, body, file }) {
  const sent = body === undefined ? "" : `    data=json.dumps(${pythonValue(body, "    ")}).encode(),\n`;
  const saved = 'print(len(answer.read()), "bytes")';
  const shown = "print(json.dumps(json.load(answer), ensure_ascii=False, indent=2))";
  return `import json
import urllib.error
import urllib.request

request = urllib.request.Request(
    ${JSON.stringify(url)},
${sent}    headers=${pythonValue(headers, "    ")},
    method=${JSON.stringify(verb)},
)
try:
    answer = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    answer = error
with answer:
    ${file ? saved : verb === "DELETE" ? "print(answer.status)" : shown}
`;
}

function phpText(text) {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** A value as a literal of PHP. */
function phpValue(value, indent = "") {
  if (typeof value === "string") return phpText(value);
  if (value === null || typeof value !== "object") return String(value);
  if (!Array.isArray(value) && !Object.keys(value).length) return "new stdClass()";
  return nested(value, indent, ["[", "]"], ["[", "]"], phpValue, (name) => `${phpText(name)} => `);
}

function php({ http: verb, url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const content = body === undefined ? "" : `    'content' => json_encode(${phpValue(body, "    ")}),\n`;
  return `<?php
$context = stream_context_create(['http' => [
    'method' => ${phpText(verb)},
    'header' => ${phpValue(lines, "    ")},
${content}    'ignore_errors' => true,
]]);
echo file_get_contents(${phpText(url)}, false, $context);
`;
}

function javascript({ http: verb, url, headers, body, file }) {
  const sent = body === undefined ? "" : `  body: JSON.stringify(${indented(JSON.stringify(body, null, 2))}),\n`;
  const read = file
    ? "(await response.arrayBuffer()).byteLength"
    : verb === "DELETE"
      ? "response.status"
      : "JSON.stringify(await response.json(), null, 2)";
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: ${JSON.stringify(verb)},
  headers: ${indented(JSON.stringify(headers, null, 2))},
${sent}});
console.log(${read});
`;
}

function indented(text) {
  return text.replaceAll("\n", "\n  ");
}

function http({ http: verb, url, headers, ...rest }) {
  const { host, pathname, search } = new URL(url);
  const body = bodyText(rest);
  const length = body ? { "Content-Length": new TextEncoder().encode(body).length } : {};
  const lines = Object.entries({ Host: host, ...headers, ...length }).map(([name, value]) => `${name}: ${value}`);
  return `${verb} ${pathname}${search} HTTP/1.1\n${lines.join("\n")}\n\n${body}`;
}
