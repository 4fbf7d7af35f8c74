"""`kill -9` in the midst of writing: what was acknowledged is there after a restart, and nothing is half there."""

from __future__ import annotations

from pathlib import Path

from tests.durability.ground import Ground
from tests.durability.kills import kill_rounds
from tests.postgres import PostgresServer


def test_twenty_kills_lose_nothing_on_sqlite(sqlite_ground: Ground, tmp_path: Path) -> None:
    url, media = sqlite_ground.copied(tmp_path)
    assert kill_rounds(url, media, sqlite_ground, rounds=20, seed="1") == []


def test_kills_lose_nothing_on_postgresql(
    postgres_ground: Ground, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url, media = postgres_ground.copied(tmp_path, postgres_server)
    assert kill_rounds(url, media, postgres_ground, rounds=3, seed="2") == []
