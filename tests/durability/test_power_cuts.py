"""Power cuts on SQLite: what was acknowledged before is there after, whatever else the disk did not keep."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

from tests.durability.cuts import power_cuts, without_media_syncs
from tests.durability.disk_server import EARLY
from tests.durability.ground import Ground
from tests.durability.recording import Recording, recorded

CUTS: Final = 500


@pytest.fixture(scope="module")
def recording(sqlite_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded(sqlite_ground, tmp_path_factory.mktemp("recording"), changes=500, seed="1")


def losses(recording: Recording, cuts: int) -> list[str]:
    return list(chain.from_iterable(power_cuts(recording, cuts, "1")))


def test_five_hundred_power_cuts_lose_nothing(recording: Recording) -> None:
    assert losses(recording, CUTS) == []


def test_what_is_cut_has_had_checkpoints_and_files(recording: Recording) -> None:
    kinds = Counter((event[0], Path(event[1]).suffix) for event in recording.events)
    assert kinds["write", ".db"], kinds
    assert kinds["rename", ".part"], kinds


@pytest.mark.parametrize("weakness", ["NORMAL", "OFF", EARLY])
def test_a_weaker_writer_is_found_out(sqlite_ground: Ground, weakness: str, tmp_path: Path) -> None:
    weaker = recorded(sqlite_ground, tmp_path, changes=60, seed="2", weakness=weakness)
    assert any(power_cuts(weaker, CUTS, "1"))


@pytest.mark.parametrize(
    ("unsynced", "loss"), [(".part", "a file is not whole"), ("", "a row has no file")], ids=["content", "name"]
)
def test_a_file_that_was_not_synced_is_missed(recording: Recording, unsynced: str, loss: str) -> None:
    """Its content, and its name in its directory."""
    told = losses(without_media_syncs(recording, unsynced), 20)
    assert any(loss in each for each in told), told
    assert not any("damaged" in each for each in told)
