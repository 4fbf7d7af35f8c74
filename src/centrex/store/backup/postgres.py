"""PostgreSQL in and out of a backup: by its own pg_dump and pg_restore, in one snapshot and in one transaction."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import asyncpg

from centrex.i18n import Refusal
from centrex.store.backup.facts import KEYS, REVISION, Facts
from centrex.store.backup.files import new_file, sync
from centrex.store.urls import safe, unreadable

SET_ASIDE: Final = "centrex_set_aside"
"""The schema in which the old tables are until the new ones are whole."""

_TABLES: Final = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname
"""
_PUT_BACK: Final = f"DROP SCHEMA IF EXISTS public CASCADE; ALTER SCHEMA {SET_ASIDE} RENAME TO public"
"""As one transaction; also after a restore that was killed, whose tables are those set aside."""

_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""


async def save(url: str, to: Path) -> Facts:
    """The database as pg_dump writes it, in the snapshot from which the facts are. Raises Refusal, asyncpg's errors."""
    program = _program("pg_dump")
    to.unlink(missing_ok=True)
    new_file(to)
    async with _connected(url) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        facts = await _facts(connection, url)
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        options = ("--format=custom", "--schema=public", "--no-owner", "--no-privileges")
        await _run(program, url, *options, f"--snapshot={snapshot}", f"--file={to}")
    sync(to)
    return facts


@asynccontextmanager
async def restoring(saved: Path, url: str, *, replace: bool) -> AsyncIterator[Facts]:
    """Tells what is in the database once it is restored; it stays when the block ends well. Raises Refusal.

    A database that somebody uses is left alone, and so is one with tables unless ``replace`` is set.
    """
    program = _program("pg_restore")
    async with _connected(url) as connection:
        await _refuse_taken(connection, url, replace=replace)
        await connection.execute(f"ALTER SCHEMA public RENAME TO {SET_ASIDE}")
        try:
            await connection.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
            options = ("--schema=public", "--no-owner", "--no-privileges", "--single-transaction")
            await _run(program, url, *options, str(saved))
            await connection.execute("ANALYZE")
            yield await _facts(connection, url)
        except BaseException:
            await connection.execute(_PUT_BACK)
            raise
        await connection.execute(f"DROP SCHEMA {SET_ASIDE} CASCADE")


async def _facts(connection: asyncpg.Connection[Any], url: str) -> Facts:
    tables = [row[0] for row in await connection.fetch(_TABLES)]
    if "alembic_version" not in tables:
        raise Refusal("The database {database} has no tables of Centrex.", database=safe(url))
    counts = {name: await connection.fetchval(f'SELECT count(*) FROM "{name}"') for name in tables}
    keys = {row[0] for name in KEYS if name in tables for row in await connection.fetch(f"SELECT media FROM {name}")}
    return Facts(await connection.fetchval(REVISION), counts, keys)


async def _refuse_taken(connection: asyncpg.Connection[Any], url: str, *, replace: bool) -> None:
    was_killed = await connection.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", SET_ASIDE)
    if (was_killed or await connection.fetch(_TABLES)) and not replace:
        raise Refusal(
            "The database {database} is not empty: name another one, or say --replace to lose what is in it.",
            database=safe(url),
        )
    if await connection.fetchval(_OTHERS):
        raise Refusal("Somebody uses the database {database}: stop the server first.", database=safe(url))
    if was_killed:
        await connection.execute(_PUT_BACK)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    try:
        connection = await asyncpg.connect(url)
    except ValueError:
        raise unreadable(url) from None  # what asyncpg says may hold the password
    try:
        yield connection
    finally:
        await connection.close()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refusal(
            "{program} is not installed: it comes with the client programs of PostgreSQL (Debian: postgresql-client).",
            program=name,
        )
    return found


async def _run(program: str, url: str, *options: str) -> None:
    """Runs it; the password goes by the environment, which others on the machine cannot read."""
    address, password = without_password(url)
    process = await asyncio.create_subprocess_exec(
        program,
        *options,
        f"--dbname={address}",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | ({"PGPASSWORD": password} if password is not None else {}),
    )
    try:
        _, said = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        reason = " ".join(said.decode(errors="replace").split()).rstrip(".")
        raise Refusal("{program} could not do this: {reason}.", program=Path(program).name, reason=reason)


def without_password(url: str) -> tuple[str, str | None]:
    """The address for a command line, and the password that stood in it."""
    parts = urlsplit(url)
    options = parse_qsl(parts.query, keep_blank_values=True)
    told = dict(options).get("password")
    user, at, host = parts.netloc.rpartition("@")
    name, colon, word = user.partition(":")
    if colon:
        told = unquote(word)
    query = urlencode([(key, value) for key, value in options if key != "password"])
    return f"{parts.scheme}://{name}{at}{host}{parts.path}{'?' if query else ''}{query}", told
