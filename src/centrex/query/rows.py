"""Turns the paging parameters of a list method into a Query: fields, sort, limit, offset and filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from centrex.catalogue import DataFace
from centrex.errors import (
    DataTypeError,
    InvalidParameterValue,
    ParameterError,
    RequiredParameterMissed,
    SortProhibited,
    UnexpectedParameters,
)
from centrex.query import Group, Query, Shape, Tree
from centrex.query.filters import parse_filter
from centrex.query.parameters import parse_parameters
from centrex.query.problems import Problems
from centrex.query.values import integer

PAGING: Final = frozenset({"limit", "offset", "filter", "fields", "sort"})
DEFAULT_LIMIT: Final = 1000
MAX_LIMIT: Final = 10_000
MAX_OFFSET: Final = 100_000

Sort = tuple[tuple[str, bool], ...]
Parsed = TypeVar("Parsed")


def parse_query(
    face: DataFace, arguments: Mapping[str, object], zone: str, problems: Problems | None = None, now: int = 0
) -> Query:
    """The Query that ``arguments`` ask for at ``now``; raises the first error by the contract's order of checks.

    ``problems`` may already hold what the caller found wrong with other parameters.
    """
    met = problems or Problems()

    def checked(parse: Callable[[object], Parsed], name: str, otherwise: Parsed) -> Parsed:
        raw = arguments.get(name)
        if raw is None:
            return otherwise
        try:
            return parse(raw)
        except ParameterError as problem:
            met.add(problem)
            return otherwise

    limit = checked(lambda raw: _bounded("limit", raw, MAX_LIMIT), "limit", DEFAULT_LIMIT)
    offset = checked(lambda raw: _bounded("offset", raw, MAX_OFFSET), "offset", 0)
    fields = checked(lambda raw: _fields(face, raw), "fields", default_fields(face))
    unsorted: Sort = ()
    sort = checked(lambda raw: _sort(face, raw), "sort", unsorted)
    nothing: tuple[Tree | None, tuple[object, ...]] = (None, ())
    tree, values = checked(lambda raw: parse_filter(face, raw, zone), "filter", nothing)
    own = parse_parameters(face, arguments, zone, met)
    met.raise_first()
    return Query(face, Shape(fields, tree, sort, _size(tree)), (*own, *values), limit, offset, now)


@lru_cache(maxsize=512)
def default_fields(face: DataFace) -> tuple[str, ...]:
    return tuple(show.name for show in face.fields.values() if show.default)


def _size(tree: Tree | None) -> int:
    if isinstance(tree, Group):
        return sum(map(_size, tree.children))
    return 0 if tree is None else 1


def _bounded(name: str, raw: object, maximum: int) -> int:
    number = integer(name, raw)
    if not 0 <= number <= maximum:
        raise InvalidParameterValue(name, raw)
    return number


def _fields(face: DataFace, raw: object) -> tuple[str, ...]:
    if type(raw) is not list:
        raise DataTypeError("fields", raw)
    asked = set()
    for name in raw:
        if type(name) is not str:
            raise DataTypeError("fields", name)
        if name not in face.fields:
            raise UnexpectedParameters("fields", name)
        asked.add(name)
    return tuple(name for name in face.fields if name in asked) if asked else default_fields(face)


def _sort(face: DataFace, raw: object) -> Sort:
    if type(raw) is not list:
        raise DataTypeError("sort", raw)
    keys: dict[str, bool] = {}
    for entry in raw:
        name, descending = _sort_key(face, entry)
        keys.setdefault(name, descending)
    return tuple(keys.items())


def _sort_key(face: DataFace, entry: object) -> tuple[str, bool]:
    if type(entry) is not dict:
        raise DataTypeError("sort", entry)
    for key in entry:
        if key not in {"field", "order"}:
            raise UnexpectedParameters(f"sort.{key}", entry[key])
    name = entry.get("field")
    if name is None:
        raise RequiredParameterMissed("sort.field")
    if type(name) is not str:
        raise DataTypeError("sort.field", name)
    show = face.fields.get(name)
    if show is None:
        raise UnexpectedParameters(name, name)
    if not show.sort:
        raise SortProhibited(name, name)
    return name, _descending(entry.get("order"))


def _descending(order: object) -> bool:
    if order is None:
        return False
    if type(order) is not str:
        raise DataTypeError("sort.order", order)
    if order not in {"asc", "desc"}:
        raise InvalidParameterValue("sort.order", order)
    return order == "desc"
