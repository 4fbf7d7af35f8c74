"""Everything that a database holds, as a value to compare: what a refused call must leave as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from typing import Any, Final

import asyncpg

from centrex.resources import metadata
from centrex.store.urls import sqlite_path

Snapshot = Callable[[], Awaitable[object]]

UNSTEADY: Final = frozenset({"points_used", "api_request"})
"""Points and requests are told to the store in their own time, with ids of their own."""
TABLES: Final = tuple(name for name in metadata.tables if name not in UNSTEADY)


@asynccontextmanager
async def snapshots(url: str) -> AsyncIterator[Snapshot]:
    """A function that reads all tables of the database at ``url``."""
    path = sqlite_path(url)
    if path is not None:
        with closing(sqlite3.connect(path)) as raw:
            yield _of_sqlite(raw)
        return
    connection = await asyncpg.connect(url)
    try:
        yield _of_postgres(connection)
    finally:
        await connection.close()


def _of_sqlite(raw: sqlite3.Connection) -> Snapshot:
    async def read() -> object:
        tables = (raw.execute(f'SELECT * FROM "{name}"') for name in TABLES)
        return [sorted(repr(row) for row in rows if row[0] not in UNSTEADY) for rows in tables]

    return read


def _of_postgres(connection: asyncpg.Connection[Any]) -> Snapshot:
    rows = "md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), ''))"
    text = " UNION ALL ".join(f"SELECT '{name}', {rows} FROM \"{name}\" AS t" for name in TABLES)

    async def read() -> object:
        return [tuple(row) for row in await connection.fetch(text)]

    return read
