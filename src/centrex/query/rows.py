"""Turns the paging parameters of a list method into a Query: fields, sort, limit, offset and filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from centrex.catalogue import Face
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
COMMON_LIMITS: Final = frozenset({1, 10, 20, 25, 30, 50, 100, 200, 250, 500, DEFAULT_LIMIT, 5_000, MAX_LIMIT})
"""These stand in the SQL text: PostgreSQL then plans once what it would else plan anew for each request."""

Sort = tuple[tuple[str, bool], ...]
Parsed = TypeVar("Parsed")


def parse_query(
    face: Face, arguments: Mapping[str, object], zone: str, problems: Problems | None = None, now: int = 0
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
    shape = Shape(fields, tree, sort, _size(tree), limit if limit in COMMON_LIMITS else None)
    return Query(face, shape, (*own, *values), limit, offset, now)


@lru_cache(maxsize=512)
def default_fields(face: Face) -> tuple[str, ...]:
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


def _fields(face: Face, raw: object) -> tuple[str, ...]:
    if type(raw) is not list:
        raise DataTypeError("fields", raw)
    problems = Problems()
    for name in raw:
        if type(name) is not str:
            problems.add(DataTypeError("fields", name))
        elif name not in face.fields:
            problems.add(UnexpectedParameters("fields", name))
    problems.raise_first()
    asked = frozenset(raw)
    return tuple(name for name in face.fields if name in asked) if asked else default_fields(face)


def _sort(face: Face, raw: object) -> Sort:
    if type(raw) is not list:
        raise DataTypeError("sort", raw)
    problems = Problems()
    keys: dict[str, bool] = {}
    for entry in raw:
        with problems:
            name, descending = _sort_key(face, entry)
            keys.setdefault(name, descending)
    problems.raise_first()
    return tuple(keys.items())


def _sort_key(face: Face, entry: object) -> tuple[str, bool]:
    if type(entry) is not dict:
        raise DataTypeError("sort", entry)
    problems = Problems()
    for key in entry:
        if key not in {"field", "order"}:
            problems.add(UnexpectedParameters(f"sort.{key}", entry[key]))
    name, descending = "", False
    with problems:
        name = _sortable(face, entry.get("field"))
    with problems:
        descending = _descending(entry.get("order"))
    problems.raise_first()
    return name, descending


def _sortable(face: Face, name: object) -> str:
    if name is None:
        raise RequiredParameterMissed("sort.field")
    if type(name) is not str:
        raise DataTypeError("sort.field", name)
    show = face.fields.get(name)
    if show is None:
        raise UnexpectedParameters(name, name)
    if not show.sort:
        raise SortProhibited(name, name)
    return name


def _descending(order: object) -> bool:
    if order is None:
        return False
    if type(order) is not str:
        raise DataTypeError("sort.order", order)
    if order not in {"asc", "desc"}:
        raise InvalidParameterValue("sort.order", order)
    return order == "desc"
