"""The revision of a database's tables: which it has, which this code needs, and how to get there.

Serving asks here at every start, so Alembic is never imported before a migration is asked for.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from centrex.i18n import Refusal
from centrex.store.urls import safe, sqlite_path, unreadable

__all__ = [
    "HEAD",
    "SchemaMismatch",
    "SchemaStatus",
    "check",
    "current",
    "downgrade",
    "revision",
    "safe",
    "status",
    "upgrade",
]

HEAD: Final = "0003"
"""The revision that this code reads and writes: the newest file of ``migrations/versions``."""

_CURRENT: Final = "SELECT version_num FROM alembic_version"


class SchemaMismatch(Refusal):
    """The tables are not those of this program; the text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """``pending`` are the revisions that an upgrade would run, in order.

    A ``current`` of None is an empty database; one that this program does not know has no pending.
    """

    current: str | None
    head: str
    pending: tuple[str, ...]


async def current(url: str) -> str | None:
    """The revision of a database; None when it has no tables of ours, or is no file yet.

    Raises DatabaseUrlError; and sqlite3.Error, OSError or asyncpg's errors when it cannot be read.
    """
    path = sqlite_path(url)
    return await _on_postgres(url) if path is None else _on_sqlite(path)


async def check(url: str) -> None:
    """Raises SchemaMismatch unless the database has exactly the tables of this program."""
    found = await current(url)
    if found != HEAD:
        raise mismatch(url, found)


def mismatch(url: str, found: str | None) -> SchemaMismatch:
    """What to do with a database whose revision ``found`` is not HEAD."""
    if found is None:
        return SchemaMismatch(
            "The database {database} is empty: run `centrex db upgrade --db {database}`.", database=safe(url)
        )
    if _is_older(found):
        return SchemaMismatch(
            "The database {database} was made by an older Centrex (revision {found}, this program needs {head}): "
            "run `centrex db upgrade --db {database}`.",
            database=safe(url),
            found=found,
            head=HEAD,
        )
    return SchemaMismatch(
        "The database {database} was made by a newer Centrex (revision {found}, this program knows {head}): "
        "use that program, or downgrade with it.",
        database=safe(url),
        found=found,
        head=HEAD,
    )


def upgrade(url: str, to: str = "head") -> None:
    """Brings the database to revision ``to``, all or nothing; makes a SQLite file if there is none.

    Not for use on an event loop. Raises SchemaMismatch for a newer database, alembic's CommandError
    for a revision that is not known, and the database's own errors.
    """
    from centrex.store import migrating

    migrating.upgrade(url, to)


def downgrade(url: str, to: str) -> None:
    """Takes the database back to revision ``to``; "base" is before the first. Data goes with tables.

    Not for use on an event loop. Raises as ``upgrade`` does.
    """
    from centrex.store import migrating

    migrating.downgrade(url, to)


def revision(url: str, message: str, folder: Path | None = None) -> Path:
    """Writes a migration file with what the tables in the code have and the database has not.

    For developers; the database must be up to date. ``folder`` is ``migrations/versions`` unless
    given. While the first migration is not released it can be written anew: delete its file, set
    later ones aside, call this with an empty database and the message "initial", then ``make format``.
    """
    from centrex.store import migrating

    return migrating.revision(url, message, folder)


def status(url: str) -> SchemaStatus:
    """Where the database stands. Not for use on an event loop; raises as ``current`` does."""
    from centrex.store import migrating

    found, known = migrating.position(url)
    if found is not None and found not in known:
        return SchemaStatus(found, HEAD, ())
    done = known.index(found) + 1 if found is not None else 0
    return SchemaStatus(found, HEAD, known[done:])


def _is_older(found: str) -> bool:
    """Revisions are numbered: 0001, 0002, …"""
    return found.isdigit() and len(found) == len(HEAD) and found < HEAD


def _on_sqlite(path: Path) -> str | None:
    if not path.exists():
        return None
    # Not read-only: what an interrupted writer left must be rolled back before it can be read.
    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    with closing(raw):
        tables = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        row = raw.execute(_CURRENT).fetchone() if tables.fetchone() else None
    return row[0] if row else None


async def _on_postgres(url: str) -> str | None:
    import asyncpg

    try:
        connection = await asyncpg.connect(url)
    except ValueError:
        raise unreadable(url) from None  # what asyncpg says may hold the password
    try:
        found: str | None = await connection.fetchval(_CURRENT)
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return found
