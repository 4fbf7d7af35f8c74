"""What SQLite is told of tables that grow with time, before there is anything to count.

Without it SQLite takes every index for about as good as the next, and reads all rows of a customer to find one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Index, Table

from centrex.resources.call import call
from centrex.resources.call_leg import call_leg
from centrex.resources.fax import fax
from centrex.resources.recording import recording
from centrex.resources.registration import registration

GROWING: Final = (call, call_leg, recording, fax, registration)
ROWS: Final = 1_000_000
ALIKE: Final = {"customer_id": 10_000, "extension_group_id": 1_000, "extension_id": 200, "kind": 0, "engine_id": 4}
"""How many rows have the same value beside those before it in an index; 0 is as many as before, of others there are
two, or one where the whole is unique."""


def tell(connection: sqlite3.Connection) -> None:
    """Tells of the tables that are there, as far as nobody has them counted (``ANALYZE``) already."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = [table for table in GROWING if table.name in there]
    if not tables:
        return
    if "sqlite_stat1" in there:
        known = {name for (name,) in connection.execute("SELECT tbl FROM sqlite_stat1")}
        tables = [table for table in tables if table.name not in known]
    else:
        connection.execute("ANALYZE sqlite_master")
    if tables:
        rows = [row for table in tables for row in _rows(table)]
        connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", rows)
        connection.execute("ANALYZE sqlite_master")


def _rows(table: Table) -> Iterator[tuple[str, str, str]]:
    """A table without rowids has an index of its own name: its primary key."""
    yield table.name, table.name, _counts(table.primary_key.columns.keys(), is_unique=True)
    for index in sorted(table.indexes, key=_name):
        yield table.name, _name(index), _counts(index.columns.keys(), is_unique=bool(index.unique))


def _counts(columns: Iterable[str], *, is_unique: bool) -> str:
    counts = [ROWS]
    for name in columns:
        counts.append(min(counts[-1], ALIKE.get(name, 2) or counts[-1]))
    return " ".join(map(str, [*counts[:-1], 1] if is_unique else counts))


def _name(index: Index) -> str:
    return str(index.name)
