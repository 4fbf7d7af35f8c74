"""Finds how the described requests differ from the vendor's tables: (request, what, how) for each difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from centrex.dialects.ringme.documented import is_documented, is_documented_method
from tests.contract.ringme.described import JSON, OPERATIONS, SCHEMAS, Schema
from tests.contract.ringme.tables import UNKNOWN, Endpoint, Value

Difference = tuple[str, str, str]
Found = Iterator[tuple[str, str]]

ONLY_WRITTEN: Final = frozenset({"email_notify", "email_for_notify", "password"})
"""What the tables list as fields and say that no answer shows."""


def differences(endpoints: Mapping[str, Endpoint], fields: Mapping[str, Mapping[str, Value]]) -> Iterator[Difference]:
    """Every difference; a request of the vendor that is answered ``not_provided`` is none."""
    for name in sorted(endpoints.keys() | OPERATIONS.keys()):
        if name not in endpoints:
            yield name, "", "extra"
        elif name in OPERATIONS:
            operation, endpoint = OPERATIONS[name], endpoints[name]
            for what, how in _differences(operation, endpoint, fields[operation["tags"][0]]):
                yield name, what, how
        elif not _is_said_to_be_missing(endpoints[name]):
            yield name, "", "missing"


def _is_said_to_be_missing(endpoint: Endpoint) -> bool:
    segments = endpoint.path.strip("/").split("/")
    return is_documented(segments) or is_documented_method(endpoint.method, segments)


def _differences(operation: Schema, endpoint: Endpoint, fields: Mapping[str, Value]) -> Found:
    yield from _unlike("", "access", operation["x-min-app-access"], endpoint.min_app_access)
    yield from _unlike("", "status", _success(operation), str(endpoint.status_ok))
    query = {param["name"]: param for param in operation.get("parameters", ()) if param["in"] == "query"}
    yield from _members("query", {name: _as_member(param) for name, param in query.items()}, endpoint.query, {*query})
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    creating = endpoint.method == "POST"
    yield from _members(
        "body", body.get("properties", {}), endpoint.body, set(body.get("required", ())), creating=creating
    )
    yield from _answer(operation["responses"][_success(operation)], endpoint, fields)


def _success(operation: Mapping[str, Mapping[str, Any]]) -> str:
    return min(operation["responses"])


def _as_member(param: Schema) -> Schema:
    """A parameter of a query as a member: it may be empty, and needs not be there."""
    return {**param["schema"], "x-required": param.get("required", False)}


def _members(
    path: str, ours: Mapping[str, Schema], vendors: Mapping[str, Value], required: set[str], *, creating: bool = False
) -> Found:
    """Parameters of a query, or members of a body; only a creation needs any, and has defaults."""
    yield from _names(path, ours, vendors)
    for name in ours.keys() & vendors.keys():
        theirs, inside, schema = vendors[name], f"{path}.{name}", ours[name]
        if theirs is UNKNOWN:
            continue
        meant = _meant(schema)
        yield from _unlike(inside, "type", meant["type"], theirs.type)
        yield from _unlike(inside, "enum", _values(meant), theirs.enum)
        if path == "query" or creating:
            needed = schema["x-required"] if path == "query" else name in required
            yield from _unlike(inside, "required", needed, theirs.required)
            yield from _unlike(inside, "default", schema.get("default"), theirs.default)
        elif theirs.nullable != _nullable(schema):
            yield inside, "nullable"


def _meant(schema: Schema) -> Schema:
    """Of the types that are taken the first, with references followed."""
    first: Schema = schema["anyOf"][0] if "anyOf" in schema else schema
    return SCHEMAS[first["$ref"].rpartition("/")[2]] if "$ref" in first else first


def _values(schema: Schema) -> tuple[str, ...]:
    return tuple(value for value in schema.get("enum", ()) if value) if len(schema.get("enum", ())) < 100 else ()


def _nullable(schema: Schema) -> bool:
    return {"type": "null"} in schema.get("anyOf", ()) or "null" in schema.get("type", ())


def _answer(response: Schema, endpoint: Endpoint, fields: Mapping[str, Value]) -> Found:
    if "content" not in response:
        return
    if JSON not in response["content"]:
        return
    schema = _followed(response["content"][JSON]["schema"])
    yield from _unlike("", "list", schema["type"] == "array", endpoint.list)
    rows = _in_envelope(schema)
    shown = _followed(rows.get("items", rows))
    if shown["type"] != "object":
        return
    ours = shown["properties"]
    yield from _names("fields", ours, fields.keys() - (ONLY_WRITTEN - ours.keys()))
    for name in ours.keys() & fields.keys():
        path, theirs = f"fields.{name}", fields[name]
        kind = ours[name]["type"]
        yield from _unlike(path, "type", kind if isinstance(kind, str) else kind[0], theirs.type)
        yield from _unlike(path, "nullable", "null" in kind, theirs.nullable)
        yield from _unlike(path, "enum", _values(ours[name]), theirs.enum)


def _in_envelope(schema: Schema) -> Schema:
    """The rows of an answer that tells page and order besides."""
    members = schema.get("properties", {})
    if "per_page" not in members:
        return schema
    rows: Schema = members[next(name for name in members if name not in {"page", "per_page", "order"})]
    return rows


def _followed(schema: Schema) -> Schema:
    return SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _names(path: str, ours: Iterable[str], vendors: Iterable[str]) -> Found:
    for name in sorted(set(ours) ^ set(vendors)):
        yield f"{path}.{name}", "extra" if name in ours else "missing"


def _unlike(path: str, aspect: str, ours: Any, vendors: Any) -> Found:
    if ours != vendors:
        yield path, aspect
