"""Names that several clients write and read at once, through kills: no read goes back behind another."""

from __future__ import annotations

from pathlib import Path

from tests.durability.ground import Ground
from tests.durability.histories import DEEDS, histories
from tests.postgres import PostgresServer


def test_no_read_goes_back_on_sqlite(sqlite_ground: Ground, tmp_path: Path) -> None:
    url, media = sqlite_ground.copied(tmp_path)
    count, wrong = histories(url, media, sqlite_ground, 2, "1")
    assert wrong == []
    assert count >= 2 * DEEDS


def test_no_read_goes_back_on_postgresql_with_two_processes(
    postgres_ground: Ground, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url, media = postgres_ground.copied(tmp_path, postgres_server)
    count, wrong = histories(url, media, postgres_ground, 1, "2", "--workers", "2")
    assert wrong == []
    assert count >= DEEDS
