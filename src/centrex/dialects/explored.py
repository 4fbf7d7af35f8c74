"""What the explorer is told of a field and of a parameter, in either dialect, as values of JSON.

Made from the catalogue. Whether a value is right, the server alone says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import FromClause

from centrex.catalogue import Documented, Embedded, Empty, Field, Nested, Param, Resource, Show, Type
from centrex.catalogue.nulls import can_be_null
from centrex.query.filters import operators

Told = dict[str, Any]

_IN_ORDER: Final = (
    *("=", "!=", "<", "<=", ">", ">=", "in", "not_in", "ilike", "not_ilike", "like", "not_like", "regexp"),
    *("overlap", "not_overlap", "jsquery", "is_null", "is_not_null"),
)
"""How operators are offered."""


def told_type(of: Type) -> Told:
    """``type`` by the vendor's name; ``items`` of an array, ``values`` where they are known, ``fraction`` of money."""
    told: Told = {"type": str(of.kind)}
    if of.items is not None:
        told["items"] = str(of.items)
    if of.values:
        told["values"] = list(of.values)
    if of.fraction:
        told["fraction"] = True
    return told


def told_fields(resource: Resource, shows: Iterable[Field]) -> list[Told]:
    """The fields of a face: the vendor's table, row by row."""
    source = resource.table if resource.source is None else resource.source
    return [_field(show, source) for show in shows]


def _field(show: Field, source: FromClause) -> Told:
    told: Told = {
        "name": show.name,
        **told_type(show.type),
        "doc": show.doc,
        "sort": show.sort,
        "default": show.default,
        "ours": getattr(show, "ours", False),
        "null": isinstance(show, Show) and can_be_null(show, source),
        "filter": offered(show.type) if show.filter else [],
    }
    inside = _inside(show, source)
    return told | {"fields": inside} if inside else told


def _inside(show: Field, source: FromClause) -> list[Told]:
    """What stands inside of an object, or of each object of an array."""
    if isinstance(show, Nested):
        return [_field(inner, show.source) for inner in show.shows]
    if isinstance(show, Embedded):
        return [_field(inner, source) for inner in show.shows]
    if isinstance(show, Empty):
        return told_documented(show.shows)
    return []


def told_documented(shows: Iterable[Documented]) -> list[Told]:
    """Fields that no column stands behind."""
    return [
        {"name": show.name, **told_type(show.type), "doc": show.doc}
        | ({"fields": told_documented(show.shows)} if show.shows else {})
        for show in shows
    ]


def offered(of: Type) -> list[str]:
    """The operators of a filter on a field of the type."""
    return sorted(operators(of), key=_IN_ORDER.index)


def told_param(param: Param, *, creating: bool) -> Told:
    """A parameter, or a member of one; in a creation null is the same as nothing, and is not offered."""
    told: Told = {
        "name": param.name,
        **told_type(param.type),
        "doc": param.doc,
        "required": param.required,
        "null": not (creating or param.required or param.must),
    }
    bounds = {name: getattr(param, name) for name in _BOUNDS_OF.get(str(param.type.kind), ())}
    told |= {name: bound for name, bound in bounds.items() if bound is not None}
    marks = ("default", "component", "needed_with") if creating else ("component", "needed_with")
    told |= {name: getattr(param, name) for name in marks if getattr(param, name) is not None}
    if param.secret:
        told["secret"] = True
    if param.fields:
        told["fields"] = [told_param(inner, creating=creating) for inner in param.fields]
    return told


_BOUNDS_OF: Final = {
    "number": ("minimum", "maximum"),
    "string": ("min_length", "max_length", "pattern"),
    "array": ("max_items", "pattern"),
}
