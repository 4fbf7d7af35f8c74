"""Turns a Query and the level of a Scope into SQL text, once per shape. Every WHERE of a read is made here.

The page is cut first (scope, filter, sort, limit, offset) and decorated second, so that nested arrays are read
for the rows of the page alone. The database builds the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    Float,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.visitors import iterate, replacement_traverse
from sqlalchemy.types import TypeEngine

from centrex.catalogue import (
    CatalogueError,
    Embedded,
    Face,
    Field,
    Kind,
    Level,
    Nested,
    Resource,
    Show,
    Totals,
    Values,
)
from centrex.query import UNARY, Comparison, Shape, Tree
from centrex.store.dialect_sql import DialectSql, Element

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
_KINDS: Final[Mapping[Kind, TypeEngine[Any]]] = {
    Kind.NUMBER: BigInteger(),
    Kind.STRING: Text(),
    Kind.ENUM: Text(),
    Kind.BOOLEAN: Boolean(),
    Kind.DATETIME: BigInteger(),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text with the places of its positional parameters.

    A place counts through FIXED, then the operands v0, v1, …; what the text itself needs stands in ``constants``
    and is counted from the end. ``adapted`` are (operand, operator) of those that a store binds in its own form.
    """

    text: str
    places: tuple[int, ...]
    constants: tuple[object, ...] = ()
    adapted: tuple[tuple[int, str], ...] = ()


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


class Renderer:
    """Writes fields as JSON, over the table itself or over a page that was cut from it."""

    def __init__(self, sql: DialectSql, source: FromClause, level: Level, page: FromClause | None = None) -> None:
        self.sql = sql
        self.level = level
        self.page = page
        self.tables = [element for element in iterate(source) if isinstance(element, Table)]

    def field(self, show: Field) -> Element:
        if isinstance(show, Show):
            return self.scalar(show)
        if isinstance(show, Nested):
            rows = self._tied(show, {inner.name: inner.value for inner in show.shows})
            return self.sql.json_rows(
                [(inner.name, self._typed(inner, rows.c[inner.name])) for inner in show.shows], rows
            )
        if isinstance(show, Values):
            rows = self._tied(show, {"value": show.value})
            return self.sql.json_values(rows.c.value, rows)
        if isinstance(show, Totals):
            return self._totals(show)
        if isinstance(show, Embedded):
            pairs = [(inner.name, self.field(inner)) for inner in show.shows]
            return case((self._here(show.present), self.sql.json_object(pairs)), else_=self.sql.empty("{}"))
        return self.sql.empty("[]" if show.type.kind is Kind.ARRAY else "{}")

    def scalar(self, show: Show) -> Element:
        return self._typed(show, self._here(show.value))

    def _typed(self, show: Show, value: Element) -> Element:
        if show.type.kind is Kind.BOOLEAN:
            return self.sql.boolean(value)
        if show.type.kind is Kind.DATETIME:
            return self.sql.local_time(value)
        if isinstance(show.value.type, Float):
            return self.sql.fraction(value)
        return self.sql.strings(value) if show.type.kind is Kind.ARRAY else value

    def _totals(self, show: Totals) -> Element:
        """Keys in the order of the wire: the shorter first, then by bytes."""
        rows = self._tied(show, {"key": show.key, "value": show.value})
        key = rows.c.key
        sums = select(key, func.sum(rows.c.value).label("total")).group_by(key).order_by(func.length(key), key)
        totals = sums.subquery("totals")
        return self.sql.json_map(totals.c.key, totals.c.total, totals)

    def _tied(self, show: Nested | Values | Totals, columns: Mapping[str, Element]) -> FromClause:
        """The rows of ``show`` that belong to the row at hand, in their order where they have one."""
        anchors = [self.page] if self.page is not None else self.tables
        order = () if isinstance(show, Totals) else show.order_by
        rows = select(*(value.label(name) for name, value in columns.items()))
        tied = rows.select_from(show.source).where(self._here(show.on), *self._seen(show)).order_by(*order)
        return tied.correlate(*anchors).subquery("tied")

    def _seen(self, show: Nested | Values | Totals) -> Iterator[ColumnElement[bool]]:
        """The caller's share of rows that have a tenancy of their own; whom it does not know sees none."""
        if isinstance(show, Nested) and show.tenancy is not None:
            condition = show.tenancy.condition(self.level)
            yield false() if condition is None else condition

    def _here(self, expression: ColumnElement[Any]) -> Element:
        """The same expression over the page."""
        page = self.page
        if page is None:
            return expression

        def moved(element: Any, **_: Any) -> Any:
            if isinstance(element, Column) and element.table in self.tables:
                return page.c[_label(element)]
            return None

        return cast("Element", replacement_traverse(expression, {}, moved))


class Operands:
    """Writes a filter tree as SQL; the operands v0, v1, … are numbered from left to right."""

    def __init__(self, renderer: Renderer, face: Face) -> None:
        self.sql = renderer.sql
        self.renderer = renderer
        self.face = face
        self.count = len(face.params)
        self.adapted: list[tuple[int, str]] = []

    def tree(self, tree: Tree | None) -> Element | None:
        if tree is None:
            return None
        if isinstance(tree, Comparison):
            return self.comparison(tree)
        joined = or_ if tree.condition == "or" else and_
        return joined(*(self._bracketed(child) for child in tree.children))

    def _bracketed(self, child: Tree) -> Element:
        written = self.tree(child)
        assert written is not None
        return written.self_group()

    def comparison(self, test: Comparison) -> Element:
        show = self.face.fields[test.field]
        if test.operator in UNARY:
            return self._null_test(show, test.operator == "is_null")
        name = f"v{self.count}"
        if test.operator in ADAPTED:
            self.adapted.append((self.count, test.operator))
        self.count += 1
        value = show.value if isinstance(show, Show) else self.renderer.field(show)
        return _OPERATORS[test.operator](self.sql, value, name, _KINDS.get(show.type.kind, Text()))

    def _null_test(self, show: Field, null: bool) -> Element:
        if show.type.kind in {Kind.ARRAY, Kind.OBJECT}:
            empty: Element = literal_column("'[]'" if show.type.kind is Kind.ARRAY else "'{}'")
            written = sql_cast(self.renderer.field(show), Text)
            return written == empty if null else written != empty
        assert isinstance(show, Show)
        return show.value.is_(None) if null else show.value.is_not(None)


ADAPTED: Final = frozenset({"in", "not_in", "overlap", "not_overlap", "jsquery"})
"""Operators whose operand each store binds in its own form."""

SqlType = TypeEngine[Any]


def _bound(name: str, kind: SqlType) -> Element:
    return bindparam(name, type_=kind)


def _not_in(sql: DialectSql, value: Element, name: str, kind: SqlType) -> Element:
    """Null is in no list and outside no list, an empty one included."""
    return and_(value.is_not(None), not_(sql.is_in(value, name, kind)))


_OPERATORS: Final[Mapping[str, Callable[[DialectSql, Element, str, SqlType], Element]]] = {
    "=": lambda sql, value, name, kind: value == _bound(name, kind),
    "!=": lambda sql, value, name, kind: value != _bound(name, kind),
    "<": lambda sql, value, name, kind: value < _bound(name, kind),
    ">": lambda sql, value, name, kind: value > _bound(name, kind),
    "<=": lambda sql, value, name, kind: value <= _bound(name, kind),
    ">=": lambda sql, value, name, kind: value >= _bound(name, kind),
    "in": lambda sql, value, name, kind: sql.is_in(value, name, kind),
    "not_in": _not_in,
    "like": lambda sql, value, name, kind: sql.like(value, name),
    "not_like": lambda sql, value, name, kind: not_(sql.like(value, name)),
    "ilike": lambda sql, value, name, kind: sql.like(sql.folded(value), name),
    "not_ilike": lambda sql, value, name, kind: not_(sql.like(sql.folded(value), name)),
    "regexp": lambda sql, value, name, kind: sql.regexp(value, name),
    "jsquery": lambda sql, value, name, kind: sql.jsquery(value, name),
    "overlap": lambda sql, value, name, kind: sql.overlaps(value, name),
    "not_overlap": lambda sql, value, name, kind: not_(sql.overlaps(value, name)),
}


def finish(statement: Select[Any], face: Face, dialect: Dialect, adapted: Iterable[tuple[int, str]] = ()) -> Statement:
    """The text, and where each of its positional parameters comes from."""
    compiled = statement.compile(dialect=dialect)
    names = tuple(compiled.positiontup or ())
    given = _places(face)
    own = tuple(dict.fromkeys(name for name in names if name not in given and not _OPERAND.fullmatch(name)))
    places = tuple(own.index(name) - len(own) if name in own else _place(name, given) for name in names)
    constants = tuple(compiled.params[name] for name in own)
    return Statement(str(compiled), places, constants, tuple(adapted))


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
    columns = {_label(key): key for key in keys}
    for show in shows:
        columns.update({_label(column): column for column in _columns(show) if column.table in tables})
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


def _label(column: Column[Any]) -> str:
    return f"{column.table.name}_{column.name}"
