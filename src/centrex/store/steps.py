"""The steps of a change. A step names a table, never a customer: the store adds the caller's.

A change is a generator that yields steps, is sent the rows of each and returns its result. It runs unchanged
on both stores, inside one transaction. A list in the key of a step means any of its values.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Table

from centrex.resources.customer import customer

Values = Mapping[str, object]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Insert:
    """Adds a row."""

    table: Table
    values: Values


@dataclass(frozen=True, slots=True)
class InsertMany:
    """Adds rows, at least one, that all name the same columns; values as the columns keep them, lists as JSON."""

    table: Table
    rows: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Update:
    """Changes the rows whose columns equal ``key``; answers their first key column."""

    table: Table
    key: Values
    values: Values


@dataclass(frozen=True, slots=True)
class Add:
    """Adds ``amount`` to a column of the row with ``key``; answers the new value, or nothing without such a row."""

    table: Table
    key: Values
    column: str
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Delete:
    """Removes the rows whose columns equal ``key``."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class DeleteBefore:
    """Removes at most ``limit`` rows whose ``column`` is less than ``before``, the least first; answers it of each."""

    table: Table
    column: str
    before: int
    limit: int


@dataclass(frozen=True, slots=True)
class Find:
    """Answers ``columns`` of the rows whose columns equal ``key``."""

    table: Table
    columns: tuple[str, ...]
    key: Values


@dataclass(frozen=True, slots=True)
class FindBetween:
    """Answers ``columns`` of the rows that equal ``key`` and whose ``column`` is from ``first`` to ``last``."""

    table: Table
    columns: tuple[str, ...]
    key: Values
    column: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Count:
    """Answers how many rows have columns that equal ``key``."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class FindIds:
    """Answers which of ``ids`` the table holds."""

    table: Table
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Own:
    """Answers ``columns`` of the caller's own account."""

    columns: tuple[str, ...]
    table: Table = field(default=customer, init=False)


@dataclass(frozen=True, slots=True)
class NextId:
    """Answers a new id of the table, never given before."""

    table: Table


@dataclass(frozen=True, slots=True)
class NextIds:
    """Answers a JSON array of ``count`` new ids of the table, at least one, in ascending order."""

    table: Table
    count: int


@dataclass(frozen=True, slots=True)
class SkipIds:
    """Gives out no id of the table up to ``last`` any more."""

    table: Table
    last: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Takes the rows with ``key`` that belong to no customer; answers the first key column of each.

    They become the caller's; the server itself names the customer in ``values``.
    """

    table: Table
    key: Values
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """Lets go of the rows with ``key``: they belong to no customer any more."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class Enter:
    """Goes on in the account of one of the agent's customers, or of any for the server; answers nothing without one."""

    customer_id: int
    table: Table = field(default=customer, init=False)

    @property
    def key(self) -> Values:
        return {"id": self.customer_id}


Step = (
    Insert
    | InsertMany
    | Update
    | Add
    | Delete
    | DeleteBefore
    | Find
    | FindBetween
    | Count
    | FindIds
    | Own
    | NextId
    | NextIds
    | SkipIds
    | Claim
    | Release
    | Enter
)
Result = TypeVar("Result")
Change = Generator[Step, Rows, Result]


class NotUnique(Exception):
    """A row that is to be unique on the server is there already, perhaps another account's.

    It is raised at the step that met it. Who catches it can only end the change with an error of his own.
    """
