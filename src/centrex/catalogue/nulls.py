"""Tells which fields can be null, from their columns and joins, so that no description repeats it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Cast,
    Column,
    ColumnClause,
    False_,
    FromClause,
    Function,
    Join,
    Null,
    ScalarSelect,
    True_,
)
from sqlalchemy.sql.elements import ExpressionClauseList
from sqlalchemy.sql.operators import add, concat_op, is_, is_not

from centrex.catalogue.fields import Show


def can_be_null(show: Show, source: FromClause) -> bool:
    """Whether the field of a row of ``source`` can be null; an expression can, unless it plainly cannot."""
    return not show.never_null and _can_be_null(show.value, frozenset(_always_there(source)))


def _can_be_null(value: object, there: frozenset[FromClause]) -> bool:
    if isinstance(value, Column):
        return bool(value.nullable) or value.table not in there
    if isinstance(value, BinaryExpression | ExpressionClauseList):
        joined = value.operator in {add, concat_op}
        parts = [_can_be_null(part, there) for part in value.get_children()]
        return any(parts) if joined else value.operator not in {is_, is_not}
    if isinstance(value, Function):
        arguments = [_can_be_null(clause, there) for clause in value.clauses]
        return not (value.name == "count" or (value.name == "coalesce" and not all(arguments)))
    if isinstance(value, Cast):
        return _can_be_null(value.clause, there)
    if isinstance(value, ScalarSelect):
        return not _is_count(value)
    return _plain_can_be_null(value)


def _plain_can_be_null(value: object) -> bool:
    if isinstance(value, BindParameter):
        return value.value is None
    literal = isinstance(value, ColumnClause) and value.is_literal
    return isinstance(value, Null) or not (literal or isinstance(value, True_ | False_))


def _is_count(value: ScalarSelect[Any]) -> bool:
    """A count of rows is there even when they are none, unless they are grouped."""
    (counted,) = value.element.selected_columns
    return getattr(counted, "name", None) == "count" and not getattr(value.element, "_group_by_clauses", ())


def _always_there(source: FromClause) -> Iterator[FromClause]:
    """The tables that an outer join cannot leave empty."""
    if not isinstance(source, Join):
        yield source
        return
    yield from _always_there(source.left)
    if not source.isouter:
        yield from _always_there(source.right)
