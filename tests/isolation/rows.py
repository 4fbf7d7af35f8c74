"""Whose every row of the database is, read past the program: its values, prints of it, and a world without it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table

from centrex.catalogue import Level
from centrex.resources import metadata
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Find
from centrex.store.urls import sqlite_path
from tests.databases import fetch

Row = dict[str, Any]
Prints = Counter[tuple[str, int, str]]
"""How often a table has a row of an account with these values."""

SHARED: Final = frozenset({"id_counter", "number_category", "country_phone_prefix", "server_audit", "signing_key"})
"""Tables whose rows are nobody's. Any other table must say whose its rows are."""

NOBODY: Final = 0
"""Owns what no account has: numbers that are free, and what is the operator's own."""

REQUESTS: Final = "api_request"
"""Written by the front of the server, in its own time: ``requests.py`` looks at it."""


@dataclass
class Rows:
    """The rows of a world, by table and then by the account that owns them."""

    of: dict[str, dict[int, list[Row]]] = field(default_factory=lambda: {table.name: {} for table in owned_tables()})

    def values(self, table: str, column: str, owners: Collection[int]) -> list[Any]:
        """What the rows of these accounts have there, nulls left out, each once."""
        found = (row[column] for owner, rows in self.of.get(table, {}).items() if owner in owners for row in rows)
        return list(dict.fromkeys(value for value in found if value is not None))

    def ids(self, owners: Collection[int]) -> list[int]:
        """The ids of all rows of these accounts, of whatever table."""
        tables = [table for table in metadata.sorted_tables if "id" in table.c and table.name not in SHARED]
        return list(dict.fromkeys(value for table in tables for value in self.values(table.name, "id", owners)))


async def read_rows(store: Store) -> Rows:
    """All rows that are somebody's."""
    rows = Rows()
    users: dict[int, int] = {}
    for table in sorted(owned_tables(), key=lambda table: table.name != "user"):
        columns = column_names(table)
        for values in await store.find(Find(table, columns, {}), SERVER):
            row = dict(zip(columns, values, strict=True))
            owner = users[row["user_id"]] if _owner_column(table) == "user_id" else row[_owner_column(table)] or NOBODY
            if table.name == "user":
                users[row["id"]] = owner
            rows.of[table.name].setdefault(owner, []).append(row)
    return rows


async def read_prints(url: str, but: tuple[str, ...] = ()) -> Prints:
    """A print of every row that is somebody's: one statement, not of the program's making.

    Columns are left out whose name ends like one of ``but``: of those no two are the same, such as hashes of passwords.
    """
    one = _postgres_print if sqlite_path(url) is None else _sqlite_print
    statement = " UNION ALL ".join(
        f"SELECT '{table.name}', {_owner_sql(table)}, {one(_printed(table, but))} FROM \"{table.name}\" t"
        for table in owned_tables()
        if table.name != REQUESTS
    )
    return Counter((str(row[0]), int(row[1]), str(row[2])) for row in await fetch(url, statement))


def changed(before: Prints, after: Prints) -> dict[int, set[str]]:
    """The tables that changed, by the account whose rows did."""
    differing: dict[int, set[str]] = defaultdict(set)
    for table, owner, _ in (before - after) | (after - before):
        differing[owner].add(table)
    return differing


async def leave_alone(url: str, owners: Collection[int]) -> None:
    """Removes every row that is of other accounts; what is nobody's, and what is counted, stays."""
    kept = ", ".join(map(str, {NOBODY, *owners}))
    tables = reversed([*owned_tables()])
    statements = (f'DELETE FROM "{table.name}" AS t WHERE {_owner_sql(table)} NOT IN ({kept})' for table in tables)
    await fetch(url, *statements)


def owned_tables() -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if table.name not in SHARED)


def owner_at(table: Table, level: Level) -> str | None:
    """The column that says whose a row is, as the store must take it at a level; None refuses the level."""
    names = ("agent_id", "customer_id") if level is Level.AGENT else ("customer_id",)
    if table.name == "customer":
        names = ("agent_id",) if level is Level.AGENT else ("id",)
    return next((name for name in names if name in table.c), None)


def rows_at(rows: Rows, table: Table, level: Level, account_id: int) -> list[Row]:
    """The rows that an account finds at a level."""
    owner = owner_at(table, level)
    return [row for own in rows.of[table.name].values() for row in own if owner and row[owner] == account_id]


def column_names(table: Table) -> tuple[str, ...]:
    return tuple(str(column.name) for column in table.columns)


def key_columns(table: Table) -> tuple[str, ...]:
    return tuple(str(column.name) for column in table.primary_key.columns)


def _owner_column(table: Table) -> str:
    if table.name == "customer":
        return "id"
    for name in ("customer_id", "user_id", "agent_id"):
        if name in table.c:
            return name
    raise AssertionError(f"whose are the rows of {table.name}?")


def _owner_sql(table: Table) -> str:
    column = _owner_column(table)
    if column == "user_id":
        return '(SELECT customer_id FROM "user" u WHERE u.id = t.user_id)'
    return f"coalesce(t.{column}, {NOBODY})"


def _printed(table: Table, but: tuple[str, ...]) -> list[str]:
    return [name for name in column_names(table) if not name.endswith(but)]


def _sqlite_print(names: list[str]) -> str:
    return " || ',' || ".join(f'quote(t."{name}")' for name in names)


def _postgres_print(names: list[str]) -> str:
    columns = ", ".join(f't."{name}"' for name in names)
    return f"row({columns})::text"
