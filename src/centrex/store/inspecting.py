"""What a database says of itself, for a person who looks for what is wrong. Never reads anybody's rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from centrex.store.urls import sqlite_path, unreadable

SQLITE_NEEDED: Final = (3, 38)
POSTGRES_NEEDED: Final = (15,)


@dataclass(frozen=True, slots=True)
class Database:
    """``mode`` is the journal mode of SQLite, or the collation of PostgreSQL that knows the letter cases of Unicode."""

    product: str
    version: tuple[int, ...]
    needed: tuple[int, ...]
    mode: str

    @property
    def is_old(self) -> bool:
        return self.version < self.needed


async def inspected(url: str) -> Database:
    """Raises DatabaseUrlError, UnicodeCollationMissing, or the errors of a database that cannot be reached."""
    path = sqlite_path(url)
    return await _postgres(url) if path is None else _sqlite(path)


def _sqlite(path: Path) -> Database:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as raw:
        mode = str(raw.execute("PRAGMA journal_mode").fetchone()[0])
    return Database("SQLite", sqlite3.sqlite_version_info, SQLITE_NEEDED, mode)


async def _postgres(url: str) -> Database:
    import asyncpg

    from centrex.store.postgres import unicode_collation

    try:
        connection = await asyncpg.connect(url)
    except ValueError:
        raise unreadable(url) from None  # what asyncpg says may hold the password
    try:
        found = connection.get_server_version()
        collation = await unicode_collation(connection)
    finally:
        await connection.close()
    return Database("PostgreSQL", (found.major, found.micro), POSTGRES_NEEDED, collation)  # 15.18 is (15, 0, 18) there
