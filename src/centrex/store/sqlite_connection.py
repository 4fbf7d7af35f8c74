"""Connections to SQLite: their settings, the functions that statements call, time zones and the time limit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from centrex import jsquery
from centrex.errors import ServerBusy
from centrex.patterns import fold, regexp_search
from centrex.spool import Spool
from centrex.store import BATCH, sqlite_statistics
from centrex.store.zones import offsets

STATEMENTS_KEPT: Final = 512
EXPRESSIONS_KEPT: Final = 400
"""As many as one filter may hold; with fewer kept, every row would have them parsed anew."""
INSTRUCTIONS_BETWEEN_CHECKS: Final = 20_000
BUSY_MILLISECONDS: Final = 5_000
WRITER_KIBIBYTES: Final = 16_000
"""Pages that a large batch changes stay in memory until it is whole."""

ZONE_TABLE: Final = """
CREATE TEMP TABLE zone_offset (
    zone TEXT NOT NULL, start INTEGER NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (zone, start)
) WITHOUT ROWID
"""


class Connection:
    """A connection that only reads, and gives up after a time limit."""

    def __init__(self, raw: sqlite3.Connection, seconds: float) -> None:
        self._raw = raw
        self._seconds = seconds
        self._deadline = float("inf")
        self._zones: set[str] = set()
        raw.execute(ZONE_TABLE)
        raw.set_progress_handler(self._is_late, INSTRUCTIONS_BETWEEN_CHECKS)

    def one(self, text: str, values: tuple[object, ...], zone: str) -> Any:
        """The only row of a statement, or None; text columns are bytes."""
        if zone not in self._zones:
            self._load(zone)
        return self._answered(text, values, sqlite3.Cursor.fetchone)

    def spooled(self, text: str, values: tuple[object, ...], zone: str) -> tuple[int, Spool]:
        """The rows of a statement that tells a number and a JSON object in each, and that number; 0 without a row."""
        if zone not in self._zones:
            self._load(zone)
        spool = Spool()

        def fetch(cursor: sqlite3.Cursor) -> int:
            total = 0
            with closing(cursor):  # while one is open nothing can be checkpointed
                while rows := cursor.fetchmany(BATCH):
                    total = rows[0][0]
                    spool.add([row[1] for row in rows])
            return total

        try:
            return self._answered(text, values, fetch), spool
        except BaseException:
            spool.close()
            raise

    def all(self, text: str, values: tuple[object, ...]) -> list[Any]:
        """All rows of a statement; text columns are bytes."""
        rows: list[Any] = self._answered(text, values, sqlite3.Cursor.fetchall)
        return rows

    def _answered(self, text: str, values: tuple[object, ...], fetch: Callable[[sqlite3.Cursor], Any]) -> Any:
        self._deadline = time.monotonic() + self._seconds
        try:
            return fetch(self._raw.execute(text, values))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise  # the statement is wrong, which time does not heal
            raise ServerBusy from error

    def close(self) -> None:
        self._raw.close()

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _load(self, zone: str) -> None:
        self._deadline = float("inf")
        rows = [(zone, start, offset) for start, offset in offsets(zone)]
        self._raw.executemany("INSERT INTO zone_offset VALUES (?, ?, ?)", rows)
        self._zones.add(zone)


def open_reader(path: Path, seconds: float) -> Connection:
    """A connection for any one thread at a time."""
    raw = sqlite3.connect(
        f"file:{_quoted(path)}?mode=ro",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_KEPT,
    )
    raw.text_factory = bytes
    raw.execute("PRAGMA case_sensitive_like=ON")
    raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    raw.execute("PRAGMA mmap_size=268435456")
    raw.create_function("fold", 1, _fold, deterministic=True)
    raw.create_function("regexp", 2, _regexp, deterministic=True)
    raw.create_function("jsquery", 2, _jsquery, deterministic=True)
    return Connection(raw, seconds)


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection of the one writer; makes the file when there is none."""
    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_KEPT)
    raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute(f"PRAGMA cache_size=-{WRITER_KIBIBYTES}")
    sqlite_statistics.tell(raw)
    return raw


def _quoted(path: Path) -> str:
    """A path as SQLite reads it in a URI."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _fold(value: bytes | str | None) -> str | None:
    return None if value is None else fold(_text(value))


def _regexp(pattern: bytes | str, value: bytes | str | None) -> bool | None:
    return None if value is None else regexp_search(_text(pattern), _text(value))


def _jsquery(document: bytes | str | None, expression: bytes | str) -> bool:
    if document is None:
        return False
    return jsquery.evaluate(_parsed(_text(expression)), msgspec.json.decode(document))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def _parsed(expression: str) -> jsquery.Expression:
    return jsquery.parse(expression)
