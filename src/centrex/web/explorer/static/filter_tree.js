/** A filter as it is being built, and as the server takes it. Tests compare a field, groups join what is in them. */

import { listOf, textOf, valueOf } from "./values.js";

const LISTS = new Set(["in", "not_in", "overlap", "not_overlap"]);
const BARE = new Set(["is_null", "is_not_null"]);
const TEXTS = new Set(["like", "ilike", "not_like", "not_ilike", "regexp", "jsquery"]);

/** An empty group. */
export function group(condition = "and", nodes = []) {
  return { condition, nodes };
}

/** A test of the field with the first operator that it takes, and no value. */
export function test(field) {
  return { field: field.name, operator: field.filter[0], text: "" };
}

/** What the value of a test is: "none", "null", "list", "text", or the type of one value. */
export function operandOf(field, operator) {
  if (BARE.has(operator)) return "none";
  if (LISTS.has(operator)) return "list";
  if (TEXTS.has(operator)) return "text";
  return field.type === "array" || field.type === "object" ? "null" : "one";
}

/** Whether the value of a test may be the empty text, which nobody can type. */
export function mayBeEmpty(field, operator) {
  const text = field.type === "string" && !field.values;
  return text && ["one", "text", "list"].includes(operandOf(field, operator));
}

/** The filter for the server; undefined when it filters nothing. A lone test needs no group, an unfinished is none. */
export function written(tree, fields) {
  const nodes = tree.nodes.map((node) => writtenNode(node, fields)).filter((node) => node !== undefined);
  if (nodes.length === 0) return undefined;
  return nodes.length === 1 ? nodes[0] : { filters: nodes, condition: tree.condition };
}

function writtenNode(node, fields) {
  if (node.nodes) {
    const filters = node.nodes.map((each) => writtenNode(each, fields)).filter((each) => each !== undefined);
    return filters.length ? { filters, condition: node.condition } : undefined;
  }
  const field = fields.find(({ name }) => name === node.field);
  const operand = field ? operandOf(field, node.operator) : "text";
  const bare = { field: node.field, operator: node.operator };
  if (operand === "none") return bare;
  const value = valueFor(field, operand, node.text, Boolean(node.empty) && mayBeEmpty(field, node.operator));
  return value === undefined ? undefined : { ...bare, value };
}

/** The value of a test; undefined while nothing is typed, unless that is what is meant. */
function valueFor(field, operand, text, empty) {
  if (operand === "null") return null;
  if (empty && operand !== "list") return "";
  if (operand === "text") return valueOf("string", text);
  if (operand === "one") return valueOf(field.type, text);
  const values = [...listOf(field.type === "array" ? "string" : field.type, text), ...(empty ? [""] : [])];
  return values.length ? values : undefined;
}

/** The tree of a filter that somebody else wrote; null when the builder cannot show it. */
export function read(filter) {
  if (filter === undefined || filter === null) return group();
  const node = readNode(filter);
  if (node === null) return null;
  return node.nodes ? node : group("and", [node]);
}

function readNode(filter) {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) return null;
  if ("field" in filter) {
    const empty = [filter.value].flat().includes("");
    const value = Array.isArray(filter.value) ? filter.value.filter((each) => each !== "") : filter.value;
    return { field: filter.field, operator: filter.operator, text: textOf(value), empty };
  }
  const nodes = (filter.filters ?? []).map(readNode);
  return nodes.includes(null) ? null : group(filter.condition ?? "and", nodes);
}
