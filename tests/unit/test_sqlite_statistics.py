"""SQLite finds the rows of calls by the index that is for them, in an empty database as in one that was counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from centrex.resources import metadata
from centrex.store.sqlite_connection import open_writer
from centrex.store.sqlite_statistics import GROWING

LOOKUPS = {
    "SELECT * FROM call_leg WHERE customer_id = 1 AND call_id = 2": "ix_call_leg_customer_id_call_id",
    "SELECT * FROM recording WHERE customer_id = 1 AND leg_id = 2 AND kind = 'a'": "ix_recording_customer_id_leg_id",
    "SELECT * FROM recording WHERE customer_id = 1 AND call_id = 2": "ix_recording_customer_id_call_id",
    "SELECT * FROM call WHERE customer_id = 1 AND uuid = 'A'": "ix_call_customer_id_uuid",
    "SELECT * FROM call WHERE customer_id = 1 AND started_at > 5": "PRIMARY KEY (customer_id=? AND started_at>?)",
    "SELECT * FROM call WHERE customer_id = 1 AND extension_group_id = 3 AND started_at > 5": (
        "ix_call_customer_id_extension_group_id_started_at"
    ),
}


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "a.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(open_writer(path)) as raw:
        yield raw


@pytest.mark.parametrize("query", LOOKUPS)
def test_a_lookup_uses_its_index(database: sqlite3.Connection, query: str) -> None:
    (plan,) = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert LOOKUPS[query] in plan


def test_every_index_of_a_growing_table_is_told_of_once(database: sqlite3.Connection) -> None:
    told = database.execute("SELECT tbl, idx FROM sqlite_stat1").fetchall()
    named = [(table.name, index.name) for table in GROWING for index in table.indexes]
    assert sorted(told) == sorted([*named, *((table.name, table.name) for table in GROWING)])


def test_what_was_counted_stays(database: sqlite3.Connection, tmp_path: Path) -> None:
    database.execute("UPDATE sqlite_stat1 SET stat = '7 7 1 1' WHERE idx = 'call'")
    with closing(open_writer(tmp_path / "a.db")) as again:
        assert again.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'call'").fetchall() == [("7 7 1 1",)]


def test_an_empty_file_stays_empty(tmp_path: Path) -> None:
    with closing(open_writer(tmp_path / "a.db")) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_every_growing_table_is_one_of_ours() -> None:
    assert all(metadata.tables[table.name] is table for table in GROWING)
