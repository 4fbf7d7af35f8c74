"""Runs Alembic over either database, each run in one transaction. Never imported by serving."""

from __future__ import annotations

import asyncio
import sqlite3
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine

from centrex.resources import metadata
from centrex.store.comparing import OPTIONS
from centrex.store.schema import current, mismatch
from centrex.store.urls import sqlite_path

MIGRATIONS: Final = Path(__file__).with_name("migrations")

Result = TypeVar("Result")


def upgrade(url: str, to: str, folder: Path | None = None) -> None:
    """See ``schema.upgrade``; ``folder`` holds more migrations than those of the program."""
    _known(url, folder)
    run(url, lambda connection: command.upgrade(_config(folder, connection), to))


def downgrade(url: str, to: str, folder: Path | None = None) -> None:
    """See ``schema.downgrade``."""
    if _known(url, folder) is not None:
        run(url, lambda connection: command.downgrade(_config(folder, connection), to))


def revision(url: str, message: str, folder: Path | None) -> Path:
    """See ``schema.revision``."""
    _known(url, folder)
    return run(url, lambda connection: _write(_config(folder, connection), message, folder))


def position(url: str, folder: Path | None = None) -> tuple[str | None, tuple[str, ...]]:
    """The revision of the database, and all that the program knows, oldest first."""
    known = [script.revision for script in _scripts(_config(folder)).walk_revisions()]
    return asyncio.run(current(url)), tuple(reversed(known))


def differences(url: str) -> list[Any]:
    """What the database has otherwise than the code, as alembic's list of changes."""

    def compare(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        return list(compare_metadata(context, metadata))

    return run(url, compare)


def _known(url: str, folder: Path | None) -> str | None:
    """The revision of the database; refuses one that the migrations do not lead to."""
    found, known = position(url, folder)
    if found is not None and found not in known:
        raise mismatch(url, found)
    return found


def _config(folder: Path | None, connection: Connection | None = None) -> Config:
    config = Config(cmd_opts=Namespace(quiet=True))
    config.attributes["connection"] = connection
    folders = [MIGRATIONS / "versions", *([folder] if folder else [])]
    for name, value in {
        "script_location": MIGRATIONS,
        "version_locations": "\n".join(str(each) for each in folders),
        "path_separator": "newline",
        "file_template": "%(rev)s_%(slug)s",
    }.items():
        config.set_main_option(name, str(value).replace("%", "%%"))
    return config


def _scripts(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)


def _write(config: Config, message: str, folder: Path | None) -> Path:
    number = int(_scripts(config).get_current_head() or 0) + 1
    script = command.revision(
        config,
        message,
        autogenerate=True,
        rev_id=f"{number:04d}",
        version_path=folder or MIGRATIONS / "versions",
    )
    assert isinstance(script, Script)
    return Path(script.path)


def run(url: str, work: Callable[[Connection], Result]) -> Result:
    """Answers ``work`` over a connection to the database, committed at its end or undone."""
    path = sqlite_path(url)
    return asyncio.run(_on_postgres(url, work)) if path is None else _on_sqlite(path, work)


def _on_sqlite(path: Path, work: Callable[[Connection], Result]) -> Result:
    engine = create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: _execute(connection, "BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        result = work(connection)
        if broken := _execute(connection, "PRAGMA foreign_key_check").fetchall():
            tables = ", ".join(sorted({row[0] for row in broken}))
            raise sqlite3.IntegrityError(f"rows of {tables} would point to rows that are gone")
    return result


def _open(path: Path) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by us alone.

    With foreign keys on, the drop of a table that is being copied would take other rows with it,
    so they are checked at the end.
    """
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA foreign_keys=OFF")
    return raw


def _execute(connection: Connection, statement: str) -> Any:
    return connection.exec_driver_sql(statement)


async def _on_postgres(url: str, work: Callable[[Connection], Result]) -> Result:
    # asyncpg reads the address itself, as it does for the store
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
