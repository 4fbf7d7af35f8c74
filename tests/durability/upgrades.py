"""Every schema that was released, with rows in it: to the newest and back, and what becomes of the rows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, inspect

from centrex.resources import metadata
from centrex.store import migrating, schema
from centrex.store.opening import open_store
from centrex.store.schema import HEAD
from tests.databases import CustomerRows, fetch

STRANGER: Final = 900
"""A customer who has a row in every table, also where the world has none."""

LAID: Final = ("alembic_version", "number_category", "country_phone_prefix")
"""What migrations lay themselves goes as it came."""

Row = tuple[tuple[str, str], ...]
Contents = dict[str, Counter[Row]]
"""The rows of each table, whatever their order."""


EARLIER: Final = tuple(f"{number:04d}" for number in range(1, int(HEAD)))
"""The revisions before the newest, oldest first."""


def travelled(url: str, revisions: Sequence[str]) -> list[str]:
    """What was lost on the way from the newest schema to each of the others, back, and there once more.

    The database has the newest schema and any rows; it has them again in the end, but for what others cannot hold.
    """
    rows = CustomerRows(STRANGER)
    asyncio.run(fetch(url, *(row for table in metadata.sorted_tables for row in rows.made(table))))
    wrong: list[str] = []
    for revision in revisions:
        newest = contents(url)
        schema.downgrade(url, revision)
        older = contents(url)
        wrong += [f"to {revision}: {each}" for each in lost(newest, older)]
        schema.upgrade(url)
        wrong += [f"from {revision}: {each}" for each in lost(older, contents(url))]
        schema.downgrade(url, revision)
        wrong += [f"back to {revision}: {each}" for each in differing(older, contents(url))]
        schema.upgrade(url)
        asyncio.run(_opened(url))
    return wrong


def contents(url: str) -> Contents:
    return migrating.run(url, _contents)


def lost(before: Contents, after: Contents) -> list[str]:
    """Rows of tables that both have which are not there any more, by the columns that both have."""
    told = []
    for table in before.keys() & after.keys() - set(LAID):
        known, still = _columns(before[table]), _columns(after[table])
        columns = known & still or known
        gone = _only(before[table], columns) - _only(after[table], columns)
        if gone:
            told.append(f"{table} has lost {gone.total()} rows, such as {next(iter(gone))}")
    return told


def differing(before: Contents, after: Contents) -> list[str]:
    """Tables that are there once alone, or hold other rows."""
    return [f"{name} differs" for name in before.keys() | after.keys() if before.get(name) != after.get(name)]


def _contents(connection: Connection) -> Contents:
    return {name: Counter(_rows(connection, name)) for name in inspect(connection).get_table_names()}


def _rows(connection: Connection, table: str) -> Iterator[Row]:
    """The rows of a table; arrays of JSON as their text."""
    for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():
        yield tuple((str(name), repr(value)) for name, value in row.items())


def _columns(rows: Counter[Row]) -> set[str]:
    return {name for row in rows for name, _ in row}


def _only(rows: Counter[Row], columns: set[str]) -> Counter[Row]:
    shorter: Counter[Row] = Counter()
    for row, count in rows.items():
        shorter[tuple(each for each in row if each[0] in columns)] += count
    return shorter


async def _opened(url: str) -> None:
    """The program takes the schema for its own."""
    store = await open_store(url)
    await store.close()
