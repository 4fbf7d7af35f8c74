"""The server's own OpenRPC document, taken apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft7Validator
from referencing import Registry, Resource

from centrex.dialects.dataapi import openrpc

FOLDER: Final = Path(__file__).parent
DOCUMENT: Final[dict[str, Any]] = json.loads(openrpc.document())
SCHEMAS: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]
METHODS: Final[dict[str, dict[str, Any]]] = {method["name"]: method for method in DOCUMENT["methods"]}

Schema = dict[str, Any]


def params_of(method: str) -> dict[str, dict[str, Any]]:
    """The parameters of a method by name."""
    return {param["name"]: param for param in METHODS[method]["params"]}


def errors_of(method: str) -> dict[str, dict[str, Any]]:
    """The errors that a call of a method can end with by mnemonic."""
    named = (reference["$ref"].rpartition("/")[2] for reference in METHODS[method]["errors"])
    return {name: DOCUMENT["components"]["errors"][name] for name in named}


def resolved(schema: Schema) -> Schema:
    """The schema with its references followed and its parts merged, at the top alone."""
    if "$ref" in schema:
        return resolved(SCHEMAS[schema["$ref"].removeprefix("#/components/schemas/")])
    merged: Schema = {key: value for key, value in schema.items() if key != "allOf"}
    for part in schema.get("allOf", ()):
        merged = _merged(merged, resolved(part))
    return merged


def _merged(one: Schema, other: Schema) -> Schema:
    both = one.keys() & other.keys()
    inner = {key: _merged(one[key], other[key]) for key in both if isinstance(one[key], dict)}
    return {**one, **other, **inner}


def validator(schema: Schema) -> Draft7Validator:
    """Judges values by a schema of the document."""
    return Draft7Validator({"allOf": [schema], "components": DOCUMENT["components"]})


def meta_validator() -> Draft7Validator:
    """Judges OpenRPC documents by the official meta-schema; it refers to that of JSON schemas."""
    of_documents, of_schemas = (
        json.loads((FOLDER / name).read_bytes())
        for name in ("openrpc_meta_schema.json", "json_schema_meta_schema.json")
    )
    named = Resource.opaque(of_schemas)
    known: Registry[bool | Mapping[str, Any]] = Registry().with_resources(
        [(of_schemas["$id"], named), (of_schemas["$id"].rstrip("/"), named)]
    )
    return Draft7Validator({**of_documents, "$schema": "http://json-schema.org/draft-07/schema#"}, registry=known)


def everything(value: object) -> Iterator[dict[str, Any]]:
    """Every object inside of a JSON value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from everything(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from everything(inner)
