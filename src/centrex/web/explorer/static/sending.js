/** Sends the request and measures the answer: how long, how large, what is left, and by which id it is found. */

import { parse } from "./exact_json.js";
import { bodyText } from "./request.js";

/**
 * The answer: {status, text, json, blob, took (ms), size (bytes), id, left, type}; status 0 when there was none.
 * @param {{http: string, url: string, headers: object, body: unknown}} request
 */
export async function send(request) {
  const body = request.body === undefined ? undefined : bodyText(request);
  const began = performance.now();
  try {
    const answer = await fetch(request.url, {
      method: request.http,
      headers: request.headers,
      body,
      credentials: "omit",
      cache: "no-store",
    });
    const blob = await answer.blob();
    const took = performance.now() - began;
    return await read(answer, blob, took);
  } catch (problem) {
    return {
      status: 0,
      text: String(problem),
      json: undefined,
      took: performance.now() - began,
      size: 0,
      id: "",
      left: [],
      type: "",
    };
  }
}

async function read(answer, blob, took) {
  const type = answer.headers.get("content-type") ?? "";
  const isFile = !type.includes("json") && !type.startsWith("text/") && blob.size > 0;
  const text = isFile ? "" : await blob.text();
  const json = parsed(text);
  const id = answer.headers.get("x-request-id") ?? "";
  return {
    status: answer.status,
    text,
    json,
    blob: isFile ? blob : null,
    took,
    size: blob.size,
    id,
    left: leftOf(answer.headers, json),
    type,
  };
}

function parsed(text) {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** What is left of the limits: [{name: "minute" | "day" | "hour", left, of}]. */
function leftOf(headers, json) {
  const hour = headers.get("x-ratelimit-remaining");
  if (hour !== null) return [{ name: "hour", left: Number(hour), of: Number(headers.get("x-ratelimit-limit")) }];
  const limits = json?.result?.metadata?.limits ?? json?.error?.data?.metadata?.limits ?? {};
  return ["minute", "day"]
    .filter((name) => `${name}_remaining` in limits)
    .map((name) => ({ name, left: limits[`${name}_remaining`], of: limits[`${name}_limit`] }));
}

/** The rows of an answer, where it is a list: those of either dialect, bare or with a page around them. */
export function rowsOf(method, answer) {
  const found =
    method.dialect === "data_api" ? answer.json?.result?.data : method.rows ? answer.json?.[method.rows] : answer.json;
  const isTable =
    Array.isArray(found) && found.length > 0 && found.every((row) => row !== null && typeof row === "object");
  return isTable ? found : null;
}

/** What went wrong: {title, message, field, value, helper}; null when nothing did. */
export function problemOf(method, answer) {
  if (answer.status === 0) return { title: "", message: answer.text, field: null };
  if (method.dialect === "data_api" && answer.json?.error) {
    const { message, data = {} } = answer.json.error;
    return {
      title: data.mnemonic ?? "",
      message,
      field: data.field ?? null,
      value: data.value,
      helper: data.extended_helper,
    };
  }
  if (answer.status < 400) return null;
  const message = answer.json?.message ?? answer.text;
  return {
    title: answer.json?.status ?? `HTTP ${answer.status}`,
    message,
    field: /^[\w.]+(?= )/.exec(message)?.[0] ?? null,
  };
}
