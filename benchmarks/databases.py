"""Databases for one run, made and thrown away: a SQLite file, and one on a durable PostgreSQL of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg

from benchmarks.processes import cpu_seconds
from centrex.store.schema import upgrade
from tests.postgres import PostgresServer, running_postgres

GIVEN: Final = "CENTREX_BENCH_POSTGRES"
"""The address of a maintenance database of a server that may be used; else one is started for the run."""

_BACKENDS: Final = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@contextmanager
def sqlite_url(folder: Path) -> Iterator[str]:
    """The address of a SQLite database with tables and no rows."""
    url = f"sqlite:///{folder / 'centrex.db'}"
    upgrade(url)
    yield url


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL database with tables and no rows, on a server that syncs what it commits."""
    with ExitStack() as stack:
        given = os.environ.get(GIVEN)
        server = PostgresServer(given) if given else stack.enter_context(running_postgres(fsync=True))
        url = server.create_database()
        stack.callback(server.drop_database, url)
        upgrade(url)
        yield url


async def backend_cpu(url: str) -> dict[int, float] | None:
    """CPU seconds of the processes of PostgreSQL that work for this database; None on SQLite."""
    if url.startswith("sqlite:"):
        return None
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    rows = await connection.fetch(_BACKENDS)
    await connection.close()
    return {row[0]: cpu_seconds(row[0]) for row in rows}


def spent(before: dict[int, float] | None, after: dict[int, float] | None) -> float:
    """CPU seconds between two looks; not a number on SQLite. 0 when the server is on another machine."""
    if before is None or after is None:
        return float("nan")
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


async def postgres_version(url: str) -> str:
    """Such as 15.14."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    version: str = await connection.fetchval("SHOW server_version")
    await connection.close()
    return version.split(maxsplit=1)[0]
