"""What a parameter of a create or update may change, worked out from the catalogue: columns, and rows of an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.sql.visitors import iterate

from centrex.catalogue import Embedded, Field, Nested, Operation, Param, Show, Totals, Values
from tests.isolation.rows import Row, Rows
from tests.property.targets import face_of, resource_of

LEDGER: Final = {"audit", "change_counter", "id_counter", "ordinal", "points_used", "api_request"}
"""Tables in which every change leaves its trace."""

CONSEQUENCES: Final = {
    "status": {"status_changed_at", "employee_status_change"},
    "status_id": {"employee_status_change"},
    "email": {"user"},
    "password": {"user"},
    "tariff_plan_id": {"day_limit", "minute_limit", "number_limit", "customer_component"},
}
"""Columns and tables that a parameter changes besides those that show it: a history, a login, what a plan gives."""

Changed = dict[str, tuple[list[Row], list[Row]]]
"""By table the rows that were, and those that are in their place."""

Sides = tuple[Rows, Rows]
"""All rows before and after."""


def columns_of(operation: Operation, show: Field | None) -> set[str]:
    """The columns of the resource's own table that a field is made of."""
    table = resource_of(operation).table
    found: set[str] = set()
    for column in _columns(show):
        if column.table is table and column.computed is not None:
            found |= {str(each.name) for each in table.c if each.name in str(column.computed.sqltext)}
        elif column.table is table:
            found.add(str(column.name))
        else:
            found |= {str(key.parent.name) for key in table.foreign_keys if key.column.table is column.table}
    return found - {"id", "customer_id"}


def _columns(show: Field | None) -> Iterator[Column[Any]]:
    for expression in _expressions(show):
        yield from (element for element in iterate(expression) if isinstance(element, Column))


def _expressions(show: Field | None) -> Iterator[ColumnElement[Any]]:
    if isinstance(show, Show):
        yield show.value
    elif isinstance(show, Nested | Values | Totals):
        yield show.on
    elif isinstance(show, Embedded):
        yield show.present
        yield from (inner.value for inner in show.shows if isinstance(inner, Show))


def shows_another(show: Field) -> bool:
    """Whether the field shows something of another entry of the same kind, such as a coach."""
    return any(not isinstance(column.table, Table) for column in _columns(show))


def tables_of(show: Field | None) -> set[str]:
    """The tables of which an array is made."""
    if not isinstance(show, Nested | Values | Totals):
        return set()
    return {element.name for element in iterate(show.source) if isinstance(element, Table)}


def writes(operation: Operation, param: Param) -> set[str]:
    """The columns of the entry that the parameter may set, and the tables that it may besides."""
    show = face_of(operation).fields.get(param.name)
    shown = columns_of(operation, show) | CONSEQUENCES.get(param.name, set())
    members = {member.name for member in param.fields}
    partners = {f"{name}_folded" for name in shown} | {f"{name}_hash" for name in members}
    return shown | partners


def may_show(operation: Operation, param: Param, show: Field) -> bool:
    """Whether the field may be another after the parameter was sent."""
    field = face_of(operation).fields.get(param.name)
    same = bool(tables_of(show) & tables_of(field))
    return show.name == param.name or same or bool(columns_of(operation, show) & writes(operation, param))


def difference(before: Rows, after: Rows) -> Changed:
    """The rows that are no longer, and those that are new."""
    changed: Changed = {}
    for table in before.of.keys() - LEDGER:
        rows = [[row for own in side.of[table].values() for row in own] for side in (before, after)]
        gone, come = (Counter(map(repr, each)) for each in rows)
        lost = [row for row in rows[0] if come[repr(row)] < gone[repr(row)]]
        new = [row for row in rows[1] if gone[repr(row)] < come[repr(row)]]
        if lost or new:
            changed[table] = (lost, new)
    return changed


def strays(operation: Operation, identifier: int, sides: Sides, param: Param | None) -> Iterator[str]:
    """What changed that is not the parameter's to change; without one everything of the entry may."""
    own = resource_of(operation).table
    changed = difference(*sides)
    for name, (lost, new) in changed.items():
        others = [row for row in (*lost, *new) if not _is_of(own, identifier, name, row, sides)]
        if others:
            yield f"{name}: {others[:2]}"
        elif param is not None and name != own.name and not _may_write(operation, param, name):
            yield f"{name} has nothing to do with {param.name}"
    if param is not None and own.name in changed:
        lost, new = changed[own.name]
        columns = {column for old, row in zip(lost, new, strict=True) for column in row if old[column] != row[column]}
        plain = {column for column in columns if own.c[column].computed is None}
        yield from sorted(plain - writes(operation, param))


def _may_write(operation: Operation, param: Param, table: str) -> bool:
    is_array = isinstance(face_of(operation).fields.get(param.name), Nested)
    return is_array or table in writes(operation, param)


def _is_of(own: Table, identifier: int, name: str, row: Row, sides: Sides) -> bool:
    """Whether a row is the entry, or one that names it, or one that names such a one."""
    if name == own.name:
        return bool(row["id"] == identifier)
    if f"{own.name}_id" in row:
        return bool(row[f"{own.name}_id"] == identifier)
    table = own.metadata.tables[name]
    keys = [(str(key.parent.name), key.column.table) for key in table.foreign_keys if key.column.name == "id"]
    if any(row[column] == identifier for column, target in keys if target is own):
        return True
    return any(_names_one_of(own, identifier, row[column], target, sides) for column, target in keys)


def _names_one_of(own: Table, identifier: int, value: object, target: Any, sides: Sides) -> bool:
    rows = (row for side in sides for mine in side.of.get(target.name, {}).values() for row in mine)
    return any(row.get("id") == value and row.get(f"{own.name}_id") == identifier for row in rows)
