"""A media store in a directory that is not there yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from centrex.store.media import MediaStore


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "media"


@pytest.fixture
def files(root: Path) -> MediaStore:
    return MediaStore(root)
