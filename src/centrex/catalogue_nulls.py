"""Tells which fields can be null, from their columns and joins, so that no description repeats it by hand."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BinaryExpression, Column, False_, FromClause, Join, True_
from sqlalchemy.sql.operators import is_, is_not

from centrex.catalogue import Show


def can_be_null(show: Show, source: FromClause) -> bool:
    """Whether the field of a row of ``source`` can be null; an expression can, unless it plainly cannot."""
    value = show.value
    if isinstance(value, Column):
        return bool(value.nullable) or value.table not in set(_always_there(source))
    if isinstance(value, BinaryExpression):
        return value.operator not in {is_, is_not}
    return not isinstance(value, True_ | False_)


def _always_there(source: FromClause) -> Iterator[FromClause]:
    """The tables that an outer join cannot leave empty."""
    if not isinstance(source, Join):
        yield source
        return
    yield from _always_there(source.left)
    if not source.isouter:
        yield from _always_there(source.right)
