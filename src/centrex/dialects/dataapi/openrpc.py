"""The Data API described as an OpenRPC 1.3 document, made from the catalogue and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec

from centrex import errors
from centrex.access import components, rights
from centrex.catalogue import BOOLEAN, NUMBER, STRING, Answer, Face, Operation, Resource
from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.errors import ENVELOPE, OURS, TABLE
from centrex.dialects.dataapi.login import LOGIN, SESSION
from centrex.dialects.dataapi.methods import DISCOVER, METHODS
from centrex.dialects.dataapi.openrpc_errors import possible
from centrex.dialects.dataapi.openrpc_grammar import SHARED, reference
from centrex.dialects.dataapi.openrpc_schemas import (
    Schema,
    documented_schema,
    object_schema,
    param_schema,
    row_schema,
    type_schema,
    whole,
)
from centrex.errors import CentrexError
from centrex.resources import RESOURCES

VERSION: Final = "1.3.2"
_OWNERS: Final[Mapping[Face, Resource]] = {face: resource for resource in RESOURCES for face in resource.faces}


@cache
def document() -> bytes:
    """The document as JSON; the same bytes at every call."""
    operations = METHODS.values()
    return msgspec.json.encode(
        {
            "openrpc": VERSION,
            "info": {
                "title": "Centrex Data API",
                "version": "2.0",
                "description": "JSON-RPC 2.0 by POST. What is marked x-ours is no part of the vendor's API.",
            },
            "servers": [{"name": "This server", "url": "/v2.0"}],
            "methods": [*map(_method, operations), _DISCOVER],
            "components": {"schemas": {**SHARED, **_rows(operations)}, "errors": _errors()},
            "x-needed-by-every-method": [
                {"x-component": components.DATA_API},
                {"x-right": f"{rights.DATA_API}:select", "x-ours": True},
            ],
            "x-components": components.TITLES,
            "x-not-provided": sorted(DOCUMENTED_METHODS - METHODS.keys()),
        }
    )


def _method(operation: Operation) -> dict[str, Any]:
    right = operation.permission
    ours = {"x-ours": True} if operation.ours else {}
    return {
        "name": operation.name,
        "summary": operation.doc,
        "tags": [{"name": _OWNERS[operation.face].name if operation.face else "session"}],
        "paramStructure": "by-name",
        "params": list(_params(operation)),
        "result": _result(operation),
        "errors": [{"$ref": f"#/components/errors/{mnemonic}"} for mnemonic in _mnemonics(operation)],
        "x-access": sorted(operation.access),
        "x-right": f"{right.unit}:{right.action}" if right else None,
        "x-component": list(operation.components),
        "x-exactly-one-of": list(operation.alternatives),
        **ours,
    }


_DISCOVER: Final = {
    "name": DISCOVER,
    "summary": "Get this document; it needs no token and costs no points",
    "tags": [{"name": "description"}],
    "paramStructure": "by-name",
    "params": [],
    "result": {"name": "result", "schema": {"type": "object"}},
    "x-ours": True,
}


def _params(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation is not LOGIN:
        yield _param("access_token", "Permanent or temporary key, or token of a session", type_schema(STRING), True)
    if operation.takes_user_id:
        doc = "User of the agent's customer in whose name the call is made; an agent must give it"
        yield _param("user_id", doc, whole(type_schema(NUMBER, nullable=True)))
    if operation.verb == "get" and operation.face and operation.face.paged:
        yield from _paging(operation.face)
    for param in operation.params:
        schema = param_schema(param, resets=operation.verb not in {"create", "get"})
        yield _param(param.name, param.doc, schema, param.required)


def _paging(face: Face) -> Iterator[dict[str, Any]]:
    filterable = [name for name, show in face.fields.items() if show.filter]
    sortable = [name for name, show in face.fields.items() if show.sort]
    one_of_these = {"items": {"properties": {"field": {"enum": sortable}}}} if sortable else {"maxItems": 0}
    yield _param("limit", "Size of the page", reference("limit"))
    yield _param("offset", "Begin of the page", reference("offset"))
    yield _param("filter", "Which rows", reference("filter")) | {"x-filterable": filterable}
    yield _param("fields", "Which fields", {"allOf": [reference("fields"), {"items": {"enum": list(face.fields)}}]})
    yield _param("sort", "Which order", {"allOf": [reference("sort"), one_of_these]}) | {"x-sortable": sortable}


def _param(name: str, doc: str, schema: Schema, required: bool = False) -> dict[str, Any]:
    return {"name": name, "description": doc, "required": required, "schema": schema}


_CHANGED: Final[Mapping[Answer, Schema]] = {
    Answer.ID: object_schema([("id", "Id of the new entry", whole(type_schema(NUMBER)))]),
    Answer.SUCCESS: object_schema([("success", "It is done: always true", {**type_schema(BOOLEAN), "const": True})]),
    Answer.EMPTY: {"type": "object", "maxProperties": 0},
}
"""What changes answer."""


def _result(operation: Operation) -> dict[str, Any]:
    listed = operation.verb == "get"
    metadata = reference("list_metadata" if listed else "metadata")
    schema = {
        "type": "object",
        "properties": {"data": _answered(operation), "metadata": metadata},
        "required": ["data", "metadata"],
        "additionalProperties": False,
    }
    return {"name": "result", "schema": schema}


def _answered(operation: Operation) -> Schema:
    if operation.verb == "get":
        return {"type": "array", "items": reference(operation.name)}
    if operation.verb == "getobj":
        return reference(operation.name)
    if operation is LOGIN:
        return documented_schema(SESSION)
    return _CHANGED[operation.answer]


def _rows(operations: Iterable[Operation]) -> dict[str, Schema]:
    """The rows that methods read, each under the name of its method."""
    return {
        operation.name: row_schema(_OWNERS[operation.face], operation.face)
        for operation in operations
        if operation.face and operation.verb in {"get", "getobj"}
    }


def _mnemonics(operation: Operation) -> Iterator[str]:
    """The errors that a call of the method can end with."""
    yield from (mnemonic for _, _, mnemonic in ENVELOPE)
    yield from (error.mnemonic for error in possible(operation))


def _told() -> Iterator[type[CentrexError]]:
    """Every error that some method can end with; there is none for a method that does not exist."""
    yield errors.MethodNotFound
    for operation in METHODS.values():
        yield from possible(operation)


def _errors() -> dict[str, Any]:
    """Every error of the server by mnemonic, with the vendor's code and text."""
    told = {mnemonic: _error(code, text, mnemonic) for code, text, mnemonic in ENVELOPE}
    for error in dict.fromkeys(_told()):
        told[error.mnemonic] = _error(*TABLE[error], error.mnemonic, ours=error in OURS)
    return told


def _error(code: int, text: str, mnemonic: str, *, ours: bool = False) -> dict[str, Any]:
    marked = {"x-ours": True} if ours else {}
    return {"code": code, "message": text, "data": {"mnemonic": mnemonic, **marked}}
