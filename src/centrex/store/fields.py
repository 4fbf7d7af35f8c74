"""Writes the fields of a face as JSON, over the table itself or over a page that was cut from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Float, FromClause, Table, case, false, func, select
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from centrex.catalogue import Embedded, Field, Kind, Level, Nested, Show, Totals, Values
from centrex.store.dialect_sql import DialectSql, Element


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
                return page.c[label(element)]
            return None

        return cast("Element", replacement_traverse(expression, {}, moved))


def label(column: Column[Any]) -> str:
    """What a page calls a column of the table that it was cut from."""
    return f"{column.table.name}_{column.name}"
