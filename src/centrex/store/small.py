"""Which reads are quick enough to run on the event loop itself, where they cost no thread hand-over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint

from centrex.catalogue import Face, Show, Totals
from centrex.query import Comparison, Query

ROWS: Final = 200
OFFSET: Final = 1_000
ACCOUNT_ROWS: Final = 5_000


def is_small(table: Table, query: Query, account_rows: int | None) -> bool:
    """Whether the read is sure to be short; ``account_rows`` is None while nobody has counted them."""
    if query.offset > OFFSET or _adds_up(query):
        return False
    tree = query.shape.tree
    if tree is None:
        return account_rows is not None and account_rows <= ACCOUNT_ROWS and min(query.limit, account_rows) <= ROWS
    if not isinstance(tree, Comparison) or tree.operator not in {"=", "in"}:
        return False
    operand = query.values[-1]
    if type(operand) is list and len(operand) > ROWS:
        return False
    return tree.field in _indexed(table, query.face, unique=query.limit > ROWS)


def _adds_up(query: Query) -> bool:
    """Sums are over any number of rows for each row of the page."""
    shown = (query.face.fields[name] for name in query.shape.fields)
    return bool(query.face.grouped) or any(isinstance(show, Totals) for show in shown)


@lru_cache(maxsize=256)
def _indexed(table: Table, face: Face, *, unique: bool) -> frozenset[str]:
    """The fields that an index finds within a customer; with ``unique`` those that no two rows share."""
    found = {names[0] for names, is_unique in _indexes(table) if names and (is_unique or not unique)}
    return frozenset(
        show.name
        for show in face.fields.values()
        if isinstance(show, Show)
        and isinstance(show.value, Column)
        and show.value.table is table
        and show.value.name in found
    )


def _indexes(table: Table) -> Iterator[tuple[list[str], bool]]:
    """The columns of each index but the customer, and whether one of them alone is never met twice."""
    for index in table.indexes:
        yield _named(index.columns, index.unique)
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            yield _named(constraint.columns, True)


def _named(columns: Iterable[Column[Any]], unique: bool) -> tuple[list[str], bool]:
    names = [column.name for column in columns if column.name != "customer_id"]
    return names, unique and len(names) == 1
