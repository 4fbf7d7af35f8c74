"""Reports that are sent again until they are answered: each call is stored once, whatever was lost on the way."""

from __future__ import annotations

from pathlib import Path

from tests.durability.delivery import delivered
from tests.durability.ground import Ground
from tests.postgres import PostgresServer


def test_two_hundred_calls_are_stored_once_on_sqlite(sqlite_ground: Ground, tmp_path: Path) -> None:
    url, media = sqlite_ground.copied(tmp_path)
    assert delivered(url, media, sqlite_ground, 200, 2, "1") == []


def test_two_hundred_calls_are_stored_once_on_postgresql_by_two_processes(
    postgres_ground: Ground, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url, media = postgres_ground.copied(tmp_path, postgres_server)
    assert delivered(url, media, postgres_ground, 200, 1, "2", "--workers", "2") == []
