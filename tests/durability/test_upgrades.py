"""From the schema before to the newest and back, with rows in every table."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from tests.databases import fetch
from tests.durability.ground import Ground
from tests.durability.upgrades import EARLIER, contents, differing, lost, travelled
from tests.postgres import PostgresServer


def test_rows_outlive_the_way_to_the_schema_before_and_back_on_sqlite(sqlite_ground: Ground, tmp_path: Path) -> None:
    url, _ = sqlite_ground.copied(tmp_path)
    assert travelled(url, EARLIER[-1:]) == []


def test_rows_outlive_the_way_to_the_schema_before_and_back_on_postgresql(
    postgres_ground: Ground, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url, _ = postgres_ground.copied(tmp_path, postgres_server)
    assert travelled(url, EARLIER[-1:]) == []


def test_a_lost_row_would_be_found(sqlite_ground: Ground, tmp_path: Path) -> None:
    url, _ = sqlite_ground.copied(tmp_path)
    before = contents(url)
    asyncio.run(fetch(url, "DELETE FROM event_handler WHERE id = (SELECT max(id) FROM event_handler)"))
    after = contents(url)
    assert [each.split()[0] for each in lost(before, after)] == ["event_handler"]
    assert differing(before, after) == ["event_handler differs"]
    assert len(lost(before, {"event_handler": Counter()})) == 1
