"""SQLite in and out of a backup: by its online copy, while a server writes, and back as a whole file."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from centrex.i18n import Refusal
from centrex.store.backup.facts import KEYS, REVISION, TABLES, Facts
from centrex.store.backup.files import copied, new_file, sync

BUSY_MILLISECONDS: Final = 5_000
LOGS: Final = ("-wal", "-shm", "-journal")
"""What may lie beside a file; with another file it would be taken for that one's."""


def save(path: Path, to: Path) -> Facts:
    """One moment of the database as a file without a log, checked; what is in it. Raises sqlite3.Error and Refusal.

    The server goes on meanwhile: in a single step the copy is of one moment, and never begins anew.
    """
    if not path.exists():
        raise Refusal("There is no database {database}.", database=path)
    to.unlink(missing_ok=True)
    new_file(to)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as source:
        source.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        with closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    facts = checked(to)
    sync(to)
    return facts


def checked(path: Path) -> Facts:
    """What is in a file that nobody else uses. Raises Refusal when it is damaged or none of ours."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        try:
            wrong = [*raw.execute("PRAGMA integrity_check"), *raw.execute("PRAGMA foreign_key_check")]
            tables = [name for (name,) in raw.execute(TABLES)]
        except sqlite3.DatabaseError as error:
            raise _damaged(path) from error
        if wrong != [("ok",)]:
            raise _damaged(path)
        if "alembic_version" not in tables:
            raise Refusal("The database {database} has no tables of Centrex.", database=path)
        ((revision,),) = raw.execute(REVISION)
        counts = {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        keys = {key for name in KEYS if name in tables for (key,) in raw.execute(f"SELECT media FROM {name}")}
    return Facts(revision, counts, keys)


@contextmanager
def restoring(saved: Path, path: Path, *, replace: bool) -> Iterator[str]:
    """The address of a copy that takes the place of the database when the block ends well. Raises Refusal.

    A database that somebody uses is left alone, and so is one with tables unless ``replace`` is set.
    """
    _refuse_taken(path, replace=replace)
    temporary = path.absolute().with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        copied(saved, temporary)
        yield f"sqlite:///{temporary}"
        sync(temporary)
        _refuse_taken(path, replace=replace)  # in the meantime somebody may have come
        for ending in LOGS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.absolute().parent)


def _refuse_taken(path: Path, *, replace: bool) -> None:
    """Also puts a log that was left behind into the file, so that none lies beside the new one."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as raw:
        if raw.execute(TABLES).fetchone() and not replace:
            raise Refusal(
                "The database {database} is not empty: name another one, or say --replace to lose what is in it.",
                database=path,
            )
        try:
            mode = raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise Refusal("Somebody uses the database {database}: stop the server first.", database=path) from error
        assert mode == "delete"


def _damaged(path: Path) -> Refusal:
    return Refusal("The database {database} is damaged.", database=path)
