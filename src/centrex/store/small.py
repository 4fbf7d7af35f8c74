"""Which reads are quick enough to run on the event loop itself, where they cost no thread hand-over."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, FromClause, Table

from centrex.catalogue import DataFace, Show, Totals
from centrex.query import Comparison, Query, Tree

LIMIT: Final = 200
OFFSET: Final = 1_000
ACCOUNT_ROWS: Final = 5_000


def is_small(query: Query, account_rows: int | None) -> bool:
    """Whether the read is sure to be short; ``account_rows`` is None while nobody has counted them."""
    if query.limit > LIMIT or query.offset > OFFSET or _adds_up(query):
        return False
    tree = query.shape.tree
    if tree is None:
        return account_rows is not None and account_rows <= ACCOUNT_ROWS
    if query.shape.tests > 1 or not _by_index(query.face, tree):
        return False
    operand = query.values[-1]
    return type(operand) is not list or len(operand) <= LIMIT


def _adds_up(query: Query) -> bool:
    """Sums are over any number of rows for each row of the page."""
    return any(isinstance(query.face.fields[name], Totals) for name in query.shape.fields)


def _by_index(face: DataFace, tree: Tree) -> bool:
    return isinstance(tree, Comparison) and tree.operator in {"=", "in"} and tree.field in _indexed(face)


@lru_cache(maxsize=256)
def _indexed(face: DataFace) -> frozenset[str]:
    """The fields whose column an index finds within a customer."""
    return frozenset(
        show.name
        for show in face.fields.values()
        if isinstance(show, Show) and isinstance(show.value, Column) and _leads(show.value)
    )


def _leads(column: Column[Any]) -> bool:
    table: FromClause = column.table
    if not isinstance(table, Table):
        return False
    keys = [list(index.columns) for index in table.indexes] + [list(table.primary_key)]
    return any(_first_of_its_own(key) is column for key in keys)


def _first_of_its_own(key: list[Column[Any]]) -> Column[Any] | None:
    own = [column for column in key if column.name != "customer_id"]
    return own[0] if own else None
