"""Copies of a test's database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.isolation.runs import copies_of
from tests.isolation.worlds import Copy


@pytest.fixture
def copy(database_kind: str, database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Copy:
    """Makes copies of the test's database, once nobody has it open."""
    server = request.getfixturevalue("postgres_server") if database_kind == "postgres" else None
    folder = tmp_path / "copies"
    folder.mkdir()
    return copies_of(database_url, folder, server)
