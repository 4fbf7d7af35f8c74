"""JSON schemas (draft 7) of what the catalogue's types, fields and parameters are on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import FromClause, Integer

from centrex.catalogue import (
    Documented,
    Embedded,
    Empty,
    Face,
    Field,
    Kind,
    Nested,
    Param,
    Resource,
    Show,
    Totals,
    Type,
)
from centrex.catalogue.nulls import can_be_null

Schema = dict[str, Any]

_JSON_TYPES: Final[Mapping[Kind, str]] = {
    Kind.NUMBER: "number",
    Kind.STRING: "string",
    Kind.BOOLEAN: "boolean",
    Kind.DATETIME: "string",
    Kind.ENUM: "string",
    Kind.ARRAY: "array",
    Kind.OBJECT: "object",
}
_DATETIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"


def type_schema(of: Type, *, nullable: bool = False) -> Schema:
    """A value of a type of the catalogue; ``x-type`` is the vendor's name of the type."""
    name = _JSON_TYPES[of.kind]
    schema: Schema = {"type": [name, "null"] if nullable else name, "x-type": str(of.kind)}
    if of.kind is Kind.ENUM and of.values:
        schema["enum"] = [*of.values, None] if nullable else list(of.values)
    elif of.kind is Kind.DATETIME:
        schema["pattern"] = _DATETIME
    elif of.items is not None:
        schema["items"] = {"type": _JSON_TYPES[of.items], "x-type": str(of.items)}
        if of.values:
            schema["items"]["enum"] = list(of.values)
    return schema


def row_schema(resource: Resource, face: Face) -> Schema:
    """A row of a face: ``fields`` decides which keys there are, where the method has it."""
    source = resource.table if resource.source is None else resource.source
    properties = {name: _flagged(show, source, face) for name, show in face.fields.items()}
    required = {} if face.paged else {"required": list(properties)}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _flagged(show: Field, source: FromClause, face: Face) -> Schema:
    """A field with the flags that the vendor's tables print beside it."""
    schema = {"description": show.doc, **_field(show, source)}
    if face.paged:
        schema |= {"x-filterable": show.filter, "x-sortable": show.sort, "x-default": show.default}
    if getattr(show, "ours", False):
        schema["x-ours"] = True
    return schema


def _field(show: Field, source: FromClause) -> Schema:
    if isinstance(show, Show):
        return _scalar(show, source)
    schema = type_schema(show.type)
    if isinstance(show, Nested):
        schema["items"] = object_schema((inner.name, inner.doc, _scalar(inner, show.source)) for inner in show.shows)
    elif isinstance(show, Embedded):
        inside = object_schema((inner.name, inner.doc, _field(inner, source)) for inner in show.shows)
        schema["anyOf"] = [inside, {"maxProperties": 0}]
    elif isinstance(show, Totals):
        schema["additionalProperties"] = {"type": "integer"}
    elif isinstance(show, Empty):
        schema |= {"maxItems": 0} if show.type.kind is Kind.ARRAY else {"maxProperties": 0}
        schema["x-documented"] = documented_schema(show.shows)
    return schema


def _scalar(show: Show, source: FromClause) -> Schema:
    schema = type_schema(show.type, nullable=can_be_null(show, source))
    if show.type.kind is Kind.NUMBER and isinstance(show.value.type, Integer):
        return whole(schema)
    return schema


def documented_schema(shows: Iterable[Documented]) -> Schema:
    """An object of fields that have no column, all of them there."""
    return object_schema((show.name, show.doc, _documented(show)) for show in shows)


def _documented(show: Documented) -> Schema:
    schema = type_schema(show.type)
    if show.shows:
        schema["items"] = documented_schema(show.shows)
    return schema


def object_schema(entries: Iterable[tuple[str, str, Schema]]) -> Schema:
    """An object of (name, description, schema), all of them there and nothing else."""
    properties = {name: {"description": doc, **schema} for name, doc, schema in entries}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def whole(schema: Schema) -> Schema:
    """Ids and counts are whole numbers."""
    kinds = schema["type"]
    return schema | {"type": "integer" if isinstance(kinds, str) else ["integer", "null"]}


def param_schema(param: Param, *, resets: bool) -> Schema:
    """The value of a parameter; members of objects are described as parameters.

    ``null`` counts as absent, or where it ``resets`` clears what may be empty: what must be sent is never null.
    """
    nullable = not param.required and not (resets and param.must)
    schema = {**type_schema(param.type, nullable=nullable), **_bounds(param)}
    if param.type.kind is Kind.NUMBER and not param.type.fraction:
        schema = whole(schema)
    if param.type.kind is Kind.OBJECT:
        schema |= _members(param, resets=resets)
    if param.type.kind is Kind.ARRAY:
        schema["items"] = _items(param, schema["items"], resets=resets)
    if param.default is not None:
        schema["default"] = param.default
    if param.component is not None:
        schema["x-component"] = [param.component]
    return schema


def _bounds(param: Param) -> Schema:
    kind, pattern = param.type.kind, param.pattern and f"^(?:{param.pattern})$"
    bounds: Schema = {}
    if kind is Kind.NUMBER:
        bounds = {"minimum": param.minimum, "maximum": param.maximum}
    elif kind is Kind.STRING:
        bounds = {"minLength": param.min_length, "maxLength": param.max_length, "pattern": pattern}
    elif kind is Kind.ARRAY:
        bounds = {"maxItems": param.max_items}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _members(param: Param, *, resets: bool) -> Schema:
    """The members of an object, without its type."""
    return {
        "properties": {
            inner.name: {"description": inner.doc, **param_schema(inner, resets=resets)} for inner in param.fields
        },
        "required": [inner.name for inner in param.fields if inner.required],
        "additionalProperties": False,
    }


def _items(param: Param, items: Schema, *, resets: bool) -> Schema:
    if param.type.items is Kind.OBJECT:
        return {**items, **_members(param, resets=resets)}
    if param.type.items is Kind.NUMBER:
        return whole(items)
    if param.pattern is not None:
        return {**items, "pattern": f"^(?:{param.pattern})$", "maxLength": param.max_length}
    return items
