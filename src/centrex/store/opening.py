"""Opens the store that a database address names. Never makes or changes tables."""

from __future__ import annotations

from centrex.store import DEFAULT_LIMITS, Limits, Store
from centrex.store.schema import check
from centrex.store.urls import DatabaseUrlError, sqlite_path

__all__ = ["DatabaseUrlError", "open_store"]


async def open_store(url: str, limits: Limits = DEFAULT_LIMITS) -> Store:
    """The store of a database with the tables of this program, on the running event loop.

    Raises DatabaseUrlError, SchemaMismatch; and sqlite3.Error, OSError or asyncpg's errors when the
    database cannot be reached.
    """
    path = sqlite_path(url)
    await check(url)
    if path is None:
        from centrex.store.postgres import open_postgres

        return await open_postgres(url, limits)
    from centrex.store.sqlite import SqliteStore

    return SqliteStore(path, limits)
