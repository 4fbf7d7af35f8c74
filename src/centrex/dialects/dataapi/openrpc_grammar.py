"""JSON schemas that the methods share: the grammar of the paging parameters, and the metadata of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue import BOOLEAN, DATETIME, NUMBER, OBJECT, OBJECTS, STRING, STRINGS, one_of
from centrex.dialects.dataapi.openrpc_schemas import Schema, type_schema, whole
from centrex.query.filters import MAX_DEPTH, MAX_LIST, MAX_TESTS, operators
from centrex.query.rows import DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_WINDOW: Final = {"type": "integer", "minimum": 0}
_LIMITS: Final[Schema] = {
    "description": "What is left after this call, and for how many seconds; {} where nothing is limited",
    "type": "object",
    "properties": {
        f"{window}_{part}": _WINDOW for window in ("day", "minute") for part in ("limit", "remaining", "reset")
    },
    "additionalProperties": False,
}
_METADATA: Final[Schema] = {
    "type": "object",
    "properties": {"version": {"type": "null"}, "limits": reference("limits")},
    "required": ["version", "limits"],
    "additionalProperties": False,
}
_TOTAL: Final[Schema] = {
    "description": "Matching rows before limit and offset",
    "type": "integer",
    "minimum": 0,
}
_LIST_METADATA: Final[Schema] = {
    **_METADATA,
    "properties": {"total_items": _TOTAL, **_METADATA["properties"]},
    "required": ["total_items", *_METADATA["required"]],
}
_OPERATORS: Final = {
    "array of strings" if of is STRINGS else str(of.kind): sorted(operators(of))
    for of in (NUMBER, STRING, BOOLEAN, DATETIME, one_of(), STRINGS, OBJECTS, OBJECT)
}
_FILTER: Final[Schema] = {
    "description": "One comparison, or a tree of them; null and {} filter nothing",
    "x-type": "object",
    "anyOf": [{"type": "null"}, reference("filter_test"), reference("filter_tree")],
    "x-max-depth": MAX_DEPTH,
    "x-max-tests": MAX_TESTS,
}
_FILTER_TEST: Final[Schema] = {
    "description": "Compares a field with a value; = and != with null, or without value, ask whether it is empty",
    "type": "object",
    "properties": {
        "field": {"type": "string"},
        "operator": {"type": "string", "enum": sorted(set().union(*_OPERATORS.values()))},
        "value": {
            "description": "Of the field's type, or a string that spells such a value; in and not_in take a list"
        },
        "filters": {"type": "null"},
        "condition": {"type": "null"},
    },
    "required": ["field", "operator"],
    "additionalProperties": False,
    "x-operators": _OPERATORS,
    "x-max-values": MAX_LIST,
}
_FILTER_TREE: Final[Schema] = {
    "description": "Filters joined by the condition",
    "type": "object",
    "properties": {
        "filters": {
            "type": ["array", "null"],
            "items": {"anyOf": [reference("filter_test"), reference("filter_tree")]},
        },
        "condition": {"enum": ["and", "or", None], "default": "and"},
        "field": {"type": "null"},
        "operator": {"type": "null"},
        "value": {"type": "null"},
    },
    "additionalProperties": False,
}
_SORT: Final[Schema] = {
    "description": "The first entry is the primary key; rows that are equal in all stand by id",
    **type_schema(OBJECTS, nullable=True),
    "items": {
        **type_schema(OBJECT),
        "properties": {
            "field": type_schema(STRING),
            "order": {**type_schema(STRING, nullable=True), "enum": ["asc", "desc", None], "default": "asc"},
        },
        "required": ["field"],
        "additionalProperties": False,
    },
}
_FIELDS: Final[Schema] = {
    "description": "Names of fields to answer; null and [] answer those with x-default",
    **type_schema(STRINGS, nullable=True),
}


def _bounded(doc: str, maximum: int, default: int) -> Schema:
    bounds = {"minimum": 0, "maximum": maximum, "default": default}
    return {"description": doc, **whole(type_schema(NUMBER, nullable=True)), **bounds}


SHARED: Final[Mapping[str, Schema]] = {
    "limit": _bounded("How many rows to answer", MAX_LIMIT, DEFAULT_LIMIT),
    "offset": _bounded("How many rows to leave out first", MAX_OFFSET, 0),
    "filter": _FILTER,
    "filter_test": _FILTER_TEST,
    "filter_tree": _FILTER_TREE,
    "sort": _SORT,
    "fields": _FIELDS,
    "limits": _LIMITS,
    "metadata": _METADATA,
    "list_metadata": _LIST_METADATA,
}
"""Components that methods share: the grammar of the paging parameters, and metadata."""
