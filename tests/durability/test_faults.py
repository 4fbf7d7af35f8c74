"""A disk that is full, fails, is read-only or does not sync, and a process that may open nothing more.

Requests are refused in the words of their dialect, reads go on, nothing that was acknowledged is lost, and once the
fault has gone everything works again.
"""

from __future__ import annotations

from pathlib import Path

from tests.durability.faults import FAULTS, fault_rounds
from tests.durability.ground import Ground


def test_ten_faults_of_the_disk_lose_nothing_and_leave_the_server_whole(sqlite_ground: Ground, tmp_path: Path) -> None:
    names = [*FAULTS, "full", "ungrowing", "unsynced", "undescribed"]
    assert fault_rounds(sqlite_ground, tmp_path, names, "1") == []
