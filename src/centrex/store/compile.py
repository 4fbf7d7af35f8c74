"""Turns a Query and the level of a Scope into SQL text, once per shape. Every WHERE of a read is made here.

The page is cut first (scope, filter, sort, limit, offset) and decorated second, so that nested arrays are read
for the rows of the page alone. The database builds the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.visitors import iterate

from centrex.catalogue import (
    CatalogueError,
    Embedded,
    Face,
    Field,
    Level,
    Nested,
    Resource,
    Show,
    Totals,
    Values,
)
from centrex.query import Shape
from centrex.store.counters import counters_of
from centrex.store.dialect_sql import DialectSql, Element
from centrex.store.fields import Renderer, label
from centrex.store.operands import Operands

FIXED: Final = (
    "scope_account",
    "scope_user",
    "scope_part",
    "scope_group",
    "scope_zone",
    "limit",
    "offset",
    "now",
    "base_url",
)
"""Parameters that every read may name; the operands v0, v1, … follow them."""

_OPERAND: Final = re.compile(r"v[0-9]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text with the places of its positional parameters.

    A place counts through FIXED, then the operands v0, v1, …; what the text itself needs stands in ``constants``
    and is counted from the end. ``adapted`` are (operand, operator) of those that a store binds in its own form.
    ``counters`` stand for all tables that are read; there are none where one of the tables has none.
    """

    text: str
    places: tuple[int, ...]
    constants: tuple[object, ...] = ()
    adapted: tuple[tuple[int, str], ...] = ()
    counters: frozenset[Table] = frozenset()


def scope_condition(resource: Resource, level: Level) -> ColumnElement[bool]:
    """The caller's rows of a resource; a level that the resource does not know is refused."""
    condition = resource.tenancy.condition(level)
    if condition is None:
        raise CatalogueError(f"{resource.name} has no rows for {level}")
    return condition


class Compiler:
    """Compiles for one database."""

    def __init__(self, sql: DialectSql) -> None:
        self.sql = sql

    def page(self, resource: Resource, face: Face, shape: Shape, level: Level) -> Statement:
        """One row: the number of matching rows, and the JSON array of the page, or the object of a summary."""
        if face.summary:
            return self._summary(resource, face, shape, level)
        if face.grouped:
            return self._grouped(resource, face, shape, level)
        total, pairs, page, adapted = self._cut(resource, face, shape, level)
        return finish(select(total, self.sql.json_rows(pairs, page)), face, self.sql.dialect, adapted)

    def rows(self, resource: Resource, face: Face, shape: Shape, level: Level) -> Statement:
        """A row for each of the page: the number of matching rows, and the JSON object."""
        total, pairs, page, adapted = self._cut(resource, face, shape, level)
        return finish(self.sql.json_each(total, pairs, page), face, self.sql.dialect, adapted)

    def _cut(
        self, resource: Resource, face: Face, shape: Shape, level: Level
    ) -> tuple[Element, list[tuple[str, Element]], FromClause, list[tuple[int, str]]]:
        """The number of matching rows, the fields over the page, the page, and the operands to adapt."""
        source = _source(resource)
        operands = Operands(Renderer(self.sql, source, level), face)
        where = _where(resource, face, level, operands.tree(shape.tree))
        total = select(func.count()).select_from(source).where(where).scalar_subquery()
        shows = [face.fields[name] for name in shape.fields]
        page = (
            _rows(resource, source, face, shape, shows)
            .where(where)
            .limit(_limit(shape))
            .offset(bindparam("offset", type_=BigInteger))
            .subquery("page")
        )
        shared, known = self._shared(shows, source, level, page)
        decorated = Renderer(self.sql, source, level, shared)
        pairs = [(show.name, known[show.name] if show.name in known else decorated.field(show)) for show in shows]
        return total, pairs, shared, operands.adapted

    def _shared(
        self, shows: Iterable[Field], source: FromClause, level: Level, page: FromClause
    ) -> tuple[FromClause, dict[str, Element]]:
        """Lists that several fields show are read once: the page with them, and those fields over it by name.

        Neither database looks into a query that is cut by an offset and reads them again.
        """
        renderer = Renderer(self.sql, source, level, page)
        alike: list[tuple[Element, list[str]]] = []
        for show in (each for each in shows if isinstance(each, Values)):
            written = renderer.field(show)
            names = next((names for known, names in alike if known.compare(written)), None)
            if names is None:
                alike.append((written, [show.name]))
            else:
                names.append(show.name)
        lists = {f"shared_{place}": each for place, each in enumerate(alike) if len(each[1]) > 1}
        if not lists:
            return page, {}
        columns = [written.label(label) for label, (written, _) in lists.items()]
        shared = select(*page.c, *columns).select_from(page).offset(literal_column("0")).subquery("shared")
        return shared, {
            name: self.sql.strings(shared.c[label]) for label, (_, names) in lists.items() for name in names
        }

    def _grouped(self, resource: Resource, face: Face, shape: Shape, level: Level) -> Statement:
        """An object for each group, in the order of what its rows have in common; their number is not counted."""
        source = _source(resource)
        renderer = Renderer(self.sql, source, level)
        operands = Operands(renderer, face)
        where = _where(resource, face, level, operands.tree(shape.tree))
        common = [renderer.field(face.fields[name]) for name in face.grouped]
        columns = (renderer.field(face.fields[name]).label(name) for name in shape.fields)
        groups = select(*columns).select_from(source).where(where).group_by(*common).order_by(*common)
        cut = groups.limit(_limit(shape)).offset(bindparam("offset", type_=BigInteger)).subquery("groups")
        pairs = [(name, cut.c[name]) for name in shape.fields]
        both: tuple[ColumnElement[Any], ...] = (literal_column("0"), self.sql.json_rows(pairs, cut))
        return finish(select(*both), face, self.sql.dialect, operands.adapted)

    def _summary(self, resource: Resource, face: Face, shape: Shape, level: Level) -> Statement:
        source = _source(resource)
        renderer = Renderer(self.sql, source, level)
        operands = Operands(renderer, face)
        where = _where(resource, face, level, operands.tree(shape.tree))
        totals = self.sql.json_object([(name, renderer.field(face.fields[name])) for name in shape.fields])
        both: tuple[ColumnElement[Any], ...] = (func.count(), totals)
        return finish(select(*both).select_from(source).where(where), face, self.sql.dialect, operands.adapted)

    def one(self, resource: Resource, face: Face, level: Level) -> Statement:
        """One row with the JSON object, or none."""
        source = _source(resource)
        renderer = Renderer(self.sql, source, level)
        pairs = [(show.name, renderer.field(show)) for show in face.fields.values() if show.default]
        where = _where(resource, face, level, None)
        return finish(select(self.sql.json_object(pairs)).select_from(source).where(where), face, self.sql.dialect)


def finish(statement: Select[Any], face: Face, dialect: Dialect, adapted: Iterable[tuple[int, str]] = ()) -> Statement:
    """The text, and where each of its positional parameters comes from."""
    compiled = statement.compile(dialect=dialect)
    names = tuple(compiled.positiontup or ())
    given = _places(face)
    own = tuple(dict.fromkeys(name for name in names if name not in given and not _OPERAND.fullmatch(name)))
    places = tuple(own.index(name) - len(own) if name in own else _place(name, given) for name in names)
    constants = tuple(compiled.params[name] for name in own)
    counters = counters_of({each for each in iterate(statement) if isinstance(each, Table)})
    return Statement(str(compiled), places, constants, tuple(adapted), counters)


def _places(face: Face) -> dict[str, int]:
    """The places of what every read may name, and of the face's own parameters, which come before the operands."""
    names = (*FIXED, *(f"p_{param.name}" for param in face.params))
    return {name: place for place, name in enumerate(names)}


def _place(name: str, given: Mapping[str, int]) -> int:
    return given[name] if name in given else len(FIXED) + int(name[1:])


def _source(resource: Resource) -> FromClause:
    return resource.source if resource.source is not None else resource.table


def _where(resource: Resource, face: Face, level: Level, tree: Element | None) -> ColumnElement[bool]:
    """The tenant stands outside the caller's tree, which has brackets of its own."""
    conditions: list[ColumnElement[bool]] = [scope_condition(resource, level)]
    if face.only is not None:
        conditions.append(face.only)
    if tree is not None:
        conditions.append(tree.self_group())
    return and_(*conditions)


def _rows(resource: Resource, source: FromClause, face: Face, shape: Shape, shows: list[Field]) -> Select[Any]:
    """The rows of the face in order, with the columns that its fields are made of."""
    keys = list(resource.table.primary_key)
    tables = {element for element in iterate(source) if isinstance(element, Table)}
    columns = {label(key): key for key in keys}
    for show in shows:
        columns.update({label(column): column for column in _columns(show) if column.table in tables})
    order = [_ordered(resource, face.fields[name], descending) for name, descending in shape.sort]
    tie_break = [key for key in keys if key.name != "customer_id"]
    labelled = (column.label(name) for name, column in columns.items())
    return select(*labelled).select_from(source).order_by(*order, *tie_break)


def _limit(shape: Shape) -> Element:
    return bindparam("limit", type_=BigInteger) if shape.limit is None else literal_column(str(int(shape.limit)))


def _columns(show: Field) -> Iterator[Column[Any]]:
    for expression in _expressions(show):
        for element in iterate(expression):
            if isinstance(element, Column):
                yield element


def _expressions(show: Field) -> Iterator[ColumnElement[Any]]:
    if isinstance(show, Show):
        yield show.value
    if isinstance(show, Nested | Values | Totals):
        yield show.on
    if isinstance(show, Embedded):
        yield show.present
        yield from (inner.value for inner in show.shows if isinstance(inner, Show))


def _ordered(resource: Resource, show: Field, descending: bool) -> ColumnElement[Any]:
    """Nulls last, or first when descending; a column that has none is left to its index."""
    assert isinstance(show, Show)
    value = show.value
    ordered = value.desc() if descending else value.asc()
    if isinstance(value, Column) and value.table is resource.table and not value.nullable:
        return ordered
    return ordered.nulls_first() if descending else ordered.nulls_last()
