"""JSON schemas (2020-12) of what faces show, and of what bodies and queries may hold.

Clients are loose with types, and the server takes what they send: the schemas say how loose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import FromClause

from centrex.catalogue import Embedded, Kind, Nested, Param, Resource, Show, Type
from centrex.catalogue.nulls import can_be_null
from centrex.catalogue_rest import RestFace, Shown
from centrex.dialects.ringme.intervals import DIRECTIONS, END, START
from centrex.query.values import INT64_MAX, INT64_MIN

Schema = dict[str, Any]

DATETIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"
_YEAR: Final = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_FOURTH: Final = "(0[48]|[2468][048]|[13579][26])"
_DAY: Final = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
CALENDAR: Final = f"^({_YEAR}-{_DAY}|([0-9]{{2}}{_FOURTH}|{_FOURTH}00)-02-29) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
"""A time of a day that the calendar has."""

TRUTH: Final = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
NOT_BLANK: Final = (
    r"^[^\u0000]*"
    r"[^\u0000\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
    r"[^\u0000]*$"
)
NO_NUL: Final = r"^[^\u0000]*$"
TIME_ZONE: Final = "time_zone"
"""What the schema of the names of time zones is called."""

_ZONE: Final = "timezone"
_MOST_DIGITS: Final = 19
_SURE_DIGITS: Final = 18
"""Every number of so many digits fits into 64 bits; none of more than _MOST_DIGITS does."""

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
    return _object({show.name: _shown(show, source) for show in face.shows if show.default})


def interval_schema() -> Schema:
    """A body that names an interval."""
    times = {name: {"type": "string", "pattern": CALENDAR} for name in (START, END)}
    return {"type": "object", "properties": times, "required": [START, END]}


def envelope_schema(name: str, rows: Schema) -> Schema:
    """The rows with their page and order."""
    counted: Schema = {"type": "integer", "minimum": 1}
    order: Schema = {"type": "string", "enum": list(DIRECTIONS)}
    return _object({"page": counted, "per_page": counted, "order": order, name: rows})


def with_members(schema: Schema, params: tuple[Param, ...]) -> Schema:
    """The object with members that one answer alone shows, and only when they were sent."""
    shown = {param.name: {"description": param.doc, "type": "string"} for param in params}
    return schema | {"properties": {**schema["properties"], **shown}}


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _shown(show: Shown, source: FromClause) -> Schema:
    if isinstance(show, Embedded):
        members = {inner.name: _shown(inner, source) for inner in show.shows if isinstance(inner, Show)}
        return {"description": show.doc, **_object(members)}
    if isinstance(show, Nested):
        members = {inner.name: _shown(inner, show.source) for inner in show.shows}
        return {"description": show.doc, "type": "array", "items": _object(members)}
    schema = {"description": show.doc, **_answered(show.type, nullable=can_be_null(show, source))}
    return schema | {"x-ours": True} if show.ours else schema


def _answered(of: Type, *, nullable: bool) -> Schema:
    name = "number" if of.fraction else _JSON[of.kind]
    schema: Schema = {"type": [name, "null"] if nullable else name}
    if of.kind is Kind.ENUM:
        schema["enum"] = [*of.values, None] if nullable else list(of.values)
    if of.kind is Kind.DATETIME:
        schema["pattern"] = DATETIME
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


def body_schema(params: tuple[Param, ...], *, creating: bool) -> Schema:
    """The body of a change; members that are not among them are ignored, as clients send them."""
    required = [param.name for param in params if param.required]
    schema: Schema = {
        "type": "object",
        "properties": {param.name: _member(param, creating=creating) for param in params},
    }
    return schema | {"required": required} if required else schema


def _member(param: Param, *, creating: bool) -> Schema:
    """What a member may be: first what it is meant to be. In a creation null counts as absent."""
    schema: Schema = {"description": param.doc}
    choices = _sent(param)
    if not (param.required or (param.must and not creating)):
        choices.append({"type": "null"})
    if creating and param.default is not None:
        schema["default"] = param.default
    return schema | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _sent(param: Param) -> list[Schema]:
    """The types that are taken: a number also as text, a text as whole number, a boolean as "true" or "false"."""
    kind = param.type.kind
    if kind is Kind.BOOLEAN:
        return [{"type": "boolean"}, _text(TRUTH)]
    if kind is Kind.ENUM:
        return [{"type": "string", "enum": list(param.type.values)}]
    if param.name == _ZONE:
        return [{"$ref": f"#/components/schemas/{TIME_ZONE}"}]
    return _number(param) if kind is Kind.NUMBER else [_written(param), *_as_number(param)]


def _number(param: Param) -> list[Schema]:
    lowest = INT64_MIN if param.minimum is None else param.minimum
    highest = INT64_MAX if param.maximum is None else param.maximum
    sign = "[+-]?" if lowest == INT64_MIN else "[+]?"
    digits = min(_SURE_DIGITS, len(str(highest)) - 1)
    return [{"type": "integer", "minimum": lowest, "maximum": highest}, _text(f"^{sign}[0-9]{{1,{digits}}}$")]


def _written(param: Param) -> Schema:
    text: Schema = {"type": "string", "minLength": param.min_length, "maxLength": param.max_length}
    if param.pattern:
        return text | {"pattern": f"^({param.pattern})$"}
    return text | {"pattern": NOT_BLANK if param.min_length else NO_NUL}


def _as_number(param: Param) -> Iterator[Schema]:
    """The whole numbers whose digits the text may be."""
    for sign in ("", "-"):
        taken = [length for length in range(1, _MOST_DIGITS + 1) if _takes(param, sign + "1" * length)]
        if taken:
            least = 10 ** (taken[0] - 1) if taken[0] > 1 or sign else 0
            most = min(10 ** taken[-1] - 1, INT64_MAX)
            yield {"type": "integer", "minimum": -most if sign else least, "maximum": -least if sign else most}


def _takes(param: Param, text: str) -> bool:
    fits = param.min_length <= len(text) <= param.max_length
    return fits and (param.pattern is None or re.fullmatch(param.pattern, text) is not None)


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def filter_schema(of: Type) -> Schema:
    """What a list can be asked for; an empty one is ignored."""
    if of.kind is Kind.ENUM:
        return {"type": "string", "enum": ["", *of.values]}
    if of.kind is Kind.NUMBER:
        whole = {"type": "integer", "minimum": INT64_MIN, "maximum": INT64_MAX}
        return {"anyOf": [whole, _text(rf"^([+-]?[0-9]{{1,{_SURE_DIGITS}}})?$")]}
    return _text(NO_NUL)
