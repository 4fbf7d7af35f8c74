"""JSON schemas (2020-12) of what faces show and what bodies and queries may hold."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import FromClause

from centrex.catalogue import Kind, Param, Resource, Show, Type
from centrex.catalogue_nulls import can_be_null
from centrex.catalogue_rest import RestFace
from centrex.query.values import INT64_MAX, INT64_MIN

Schema = dict[str, Any]

_DATETIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"
_NUMBER_TEXT: Final = r"^[+-]?[0-9]{1,18}$"
_ID: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": INT64_MAX}

ERROR: Final[Schema] = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "description": "What went wrong, in English"},
        "status": {"type": "string", "description": "Tells errors with one code apart; not every error has one"},
    },
    "required": ["message"],
    "additionalProperties": False,
}


def object_schema(resource: Resource, face: RestFace) -> Schema:
    """An object as it is answered: all of its fields are always there."""
    source = resource.table if resource.source is None else resource.source
    shown = {show.name: _field(show, source) for show in face.shows if show.default}
    return {
        "type": "object",
        "properties": shown,
        "required": list(shown),
        "additionalProperties": False,
    }


def _field(show: Show, source: FromClause) -> Schema:
    schema = {"description": show.doc, **_answered(show.type, nullable=can_be_null(show, source))}
    return schema | {"x-ours": True} if show.ours else schema


def _answered(of: Type, *, nullable: bool) -> Schema:
    schema: Schema = {"type": _or_null(_JSON[of.kind], nullable=nullable)}
    if of.kind is Kind.NUMBER and of.fraction:
        schema["type"] = _or_null("number", nullable=nullable)
    if of.kind is Kind.ENUM:
        schema["enum"] = [*of.values, None] if nullable else list(of.values)
    if of.kind is Kind.DATETIME:
        schema["pattern"] = _DATETIME
    return schema


_JSON: Final = {
    Kind.NUMBER: "integer",
    Kind.STRING: "string",
    Kind.ENUM: "string",
    Kind.BOOLEAN: "boolean",
    Kind.DATETIME: "string",
    Kind.ARRAY: "array",
    Kind.OBJECT: "object",
}


def _or_null(name: str, *, nullable: bool) -> str | list[str]:
    return [name, "null"] if nullable else name


def body_schema(params: tuple[Param, ...], *, creating: bool) -> Schema:
    """The body of a change; members that are not among them are ignored, as clients send them."""
    required = [param.name for param in params if param.required]
    schema: Schema = {
        "type": "object",
        "properties": {param.name: _member(param, creating=creating) for param in params},
    }
    return schema | {"required": required} if required else schema


def _member(param: Param, *, creating: bool) -> Schema:
    """A number may also come as a string, a text as a number, a boolean as "true" or "false".

    In a creation null counts as absent.
    """
    null_is_absent = creating and not param.required
    schema: Schema = {"description": param.doc}
    choices = list(_sent(param))
    if null_is_absent or not (param.must or param.required):
        choices.append({"type": "null"})
    if creating and param.default is not None:
        schema["default"] = param.default
    return schema | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _sent(param: Param) -> list[Schema]:
    kind = param.type.kind
    if kind is Kind.BOOLEAN:
        return [{"type": "boolean"}, {"enum": ["true", "false"]}]
    if kind is Kind.ENUM:
        return [{"enum": list(param.type.values)}]
    if kind is Kind.NUMBER:
        lowest = INT64_MIN if param.minimum is None else param.minimum
        highest = INT64_MAX if param.maximum is None else param.maximum
        number: Schema = {"type": "integer", "minimum": lowest, "maximum": highest}
        return [number] if (lowest, highest) != (INT64_MIN, INT64_MAX) else [number, _text(_NUMBER_TEXT)]
    text: Schema = {"type": "string", "minLength": param.min_length, "maxLength": param.max_length}
    return [text | {"pattern": f"^({param.pattern})$"} if param.pattern else text]


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def filter_schema(of: Type) -> Schema:
    """What a list can be asked for; an empty one is ignored."""
    if of.kind is Kind.ENUM:
        return {"enum": ["", *of.values]}
    if of.kind is Kind.NUMBER:
        return _text(r"^([+-]?[0-9]{1,18})?$")
    return {"type": "string"}


def id_schema() -> Schema:
    return dict(_ID)
