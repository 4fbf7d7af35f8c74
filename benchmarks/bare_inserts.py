"""What the bare store takes in: prepared rows, by the driver alone, one transaction after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import asyncpg
from sqlalchemy import Table

from centrex.store.urls import sqlite_path

Rows = Sequence[tuple[Table, Sequence[dict[str, Any]]]]
"""Rows of some tables, those of each with the same columns; at least one of each."""

_DURABLE: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")


class BareStore(Protocol):
    """One connection to a database."""

    async def insert(self, transactions: Sequence[Rows]) -> None:
        """Commits each of them durably before the next."""

    async def close(self) -> None:
        """Lets go of the database."""


class BareSqlite:
    """As durable as ours."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, isolation_level=None)
        for pragma in _DURABLE:
            self._raw.execute(f"PRAGMA {pragma}")

    async def insert(self, transactions: Sequence[Rows]) -> None:
        for tables in transactions:
            self._raw.execute("BEGIN IMMEDIATE")
            for table, rows in tables:
                columns = ", ".join(rows[0])
                places = ", ".join("?" * len(rows[0]))
                text = f"INSERT INTO {table.name} ({columns}) VALUES ({places})"
                self._raw.executemany(text, [tuple(row.values()) for row in rows])
            self._raw.execute("COMMIT")

    async def close(self) -> None:
        self._raw.close()


class BarePostgres:
    """By COPY, the fastest that it has."""

    def __init__(self, connection: asyncpg.Connection[Any]) -> None:
        self._connection = connection

    async def insert(self, transactions: Sequence[Rows]) -> None:
        for tables in transactions:
            async with self._connection.transaction():
                for table, rows in tables:
                    records = [tuple(row.values()) for row in rows]
                    await self._connection.copy_records_to_table(table.name, columns=list(rows[0]), records=records)

    async def close(self) -> None:
        await self._connection.close()


async def open_bare(url: str) -> BareStore:
    path = sqlite_path(url)
    return BareSqlite(path) if path is not None else BarePostgres(await asyncpg.connect(url))
