"""A server at work on a disk that remembers: what reached the disk, and when each change was acknowledged."""

from __future__ import annotations

import marshal
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.durability.disk_server import WEAKNESS
from tests.durability.found import Found, found
from tests.durability.ground import Ground
from tests.durability.ledger import Ledger
from tests.durability.writers import writing
from tests.programs import SECONDS, Running, serving

ROOT: Final = Path(__file__).parents[2]
SLOW: Final = 0.004
"""Seconds that a sync takes: an answer that does not wait for it comes well before it is remembered."""

Event = tuple[Any, ...]
"""What the disk remembers of one thing, see ``disk``."""


@dataclass(frozen=True)
class Recording:
    """What a disk with ``files`` remembers; ``moments`` are when, in the ledger's time: one for each event."""

    ground: Ground
    root: Path
    files: dict[str, bytes]
    events: list[Event]
    moments: list[int]
    ledger: Ledger
    before: Found


@contextmanager
def on_disk(url: str, media: Path, log: Path, seconds: float = 0.0, **variables: str) -> Iterator[Running]:
    """A server whose database and media lie in one folder, on a disk that remembers and fails as ``disk`` says.

    Beside that folder stands the file ``fault``.
    """
    told = {
        "PYTHONPATH": str(ROOT),
        "DISK_ROOT": str(media.parent),
        "DISK_LOG": str(log),
        "DISK_FAULT": str(media.parents[1] / "fault"),
        "DISK_SECONDS": str(seconds),
    }
    program = (sys.executable, "-m", "tests.durability.disk_server")
    with serving(url, "--media", str(media), "--hour-limit", "0", program=program, **told, **variables) as server:
        yield server


def recorded(ground: Ground, folder: Path, changes: int, seed: str, weakness: str | None = None) -> Recording:
    """So many acknowledged changes, and the end of the process in their midst."""
    root, log = folder / "disk", folder / "log"
    root.mkdir()
    url, media = ground.copied(root)
    files = {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ledger = Ledger(now=lambda: log.stat().st_size)
    before = found(url, media, ground)
    weaker = {} if weakness is None else {WEAKNESS: weakness}
    with on_disk(url, media, log, SLOW, **weaker) as server, writing(server.url, ground, ledger, f"w{seed}"):
        assert ledger.wait(changes, SECONDS), "nothing was acknowledged"
        server.stop(signal.SIGKILL)
    events, moments = _told(log)
    return Recording(ground, root, files, events, moments, ledger, before)


def _told(log: Path) -> tuple[list[Event], list[int]]:
    events: list[Event] = []
    moments: list[int] = []
    with log.open("rb") as told:
        while True:
            try:
                events.append(marshal.load(told))
            except EOFError:
                return events, moments
            moments.append(told.tell())
