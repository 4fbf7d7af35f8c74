"""Which reads are short: those that are quick enough for the event loop itself, and those that fit into one piece."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint

from centrex.catalogue import Face, Show, Totals
from centrex.query import Comparison, Query
from centrex.scope import Scope

ROWS: Final = 200
OFFSET: Final = 1_000
ACCOUNT_ROWS: Final = 5_000


FEW: Final = 1_000
"""An account that had so few rows when it was last counted is read in one piece, whatever the limit."""

KEPT: Final = 10_000


class Sizes:
    """How many rows of a face an account has, or a part of it, as its last unfiltered read counted them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Face, int, int, int], int] = OrderedDict()

    def of(self, query: Query, scope: Scope) -> int | None:
        """None while nobody has counted them."""
        return self._kept.get(_whose(query, scope))

    def are_few(self, query: Query, scope: Scope) -> bool:
        known = self.of(query, scope)
        return known is not None and known <= FEW

    def remember(self, query: Query, scope: Scope, total: int) -> None:
        """Learns from a read; one that is filtered, or of a period, has not counted all, and of groups none are."""
        if query.shape.tree is not None or query.face.params or query.face.grouped:
            return
        self._kept[_whose(query, scope)] = total
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _whose(query: Query, scope: Scope) -> tuple[Face, int, int, int]:
    return query.face, scope.account_id, scope.part_id, scope.group_id


def is_small(table: Table, query: Query, account_rows: int | None) -> bool:
    """Whether the read is sure to be short; ``account_rows`` is None while nobody has counted them."""
    if query.offset > OFFSET or _adds_up(query.face, query.shape.fields):
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


@lru_cache(maxsize=512)
def _adds_up(face: Face, fields: tuple[str, ...]) -> bool:
    """Sums are over any number of rows for each row of the page."""
    shown = (face.fields[name] for name in fields)
    return bool(face.grouped) or any(isinstance(show, Totals) for show in shown)


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
