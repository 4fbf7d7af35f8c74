"""Disks that are full, broken, read-only or do not sync, and a process without descriptors, while writers write."""

from __future__ import annotations

import json
import random
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from tests.durability.found import contradictions, found
from tests.durability.ground import Ground
from tests.durability.kills import serving_all, unlike
from tests.durability.ledger import Ledger
from tests.durability.recording import on_disk
from tests.durability.writers import Hand, Refused, Writers, writing
from tests.programs import SECONDS, Running

Fault = Callable[[Running, Path], AbstractContextManager[None]]
"""Begins a fault of a server, whose disk is in the folder, and ends it."""

REFUSALS: Final = 6
MOST: Final = 200
"""A fault lasts until so many were refused, or so many changes went through in spite of it."""

UNFORESEEN: Final = ("internal error", "report not taken")
"""What the log calls a failure that nobody thought of."""


@contextmanager
def disk_is(what: str, server: Running, folder: Path) -> Iterator[None]:
    """Every write or sync fails so."""
    (folder / "fault").write_text(what)
    try:
        yield
    finally:
        (folder / "fault").write_text("")


@contextmanager
def limited(what: int, least: Callable[[Running, Path], int], server: Running, folder: Path) -> Iterator[None]:
    """The process may have no more of something than that."""
    limits = resource.prlimit(server.process.pid, what)
    resource.prlimit(server.process.pid, what, (least(server, folder), limits[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, what, limits)


def _descriptors(server: Running, folder: Path) -> int:
    """As many as are open, at this moment."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def _size(server: Running, folder: Path) -> int:
    """In the midst of a page that the log has yet to take."""
    return (folder / "disk" / "centrex.db-wal").stat().st_size + 6_000


FAULTS: Final[dict[str, Fault]] = {
    "full": partial(disk_is, "full"),
    "broken": partial(disk_is, "broken"),
    "read-only": partial(disk_is, "read-only"),
    "unsynced": partial(disk_is, "unsynced"),
    "ungrowing": partial(limited, resource.RLIMIT_FSIZE, _size),
    "undescribed": partial(limited, resource.RLIMIT_NOFILE, _descriptors),
}
"""A disk without room, one that fails to write, to change or to sync, one where files may not grow, and a process that
may open nothing."""


def fault_rounds(ground: Ground, folder: Path, names: Sequence[str], seed: str) -> list[str]:
    """What was found wrong in the course of the faults, and after the end of the process that outlived them."""
    root = folder / "disk"
    root.mkdir()
    url, media = ground.copied(root)
    ledger, before = Ledger(), found(url, media, ground)
    wrong: list[str] = []
    with on_disk(url, media, Path("/dev/null")) as server:
        for number, name in enumerate(names):
            told = _round(server, folder, ground, ledger, FAULTS[name], f"w{seed}.{number}")
            told += contradictions(ledger, found(url, media, ground), before)
            wrong += [f"{name}: {each}" for each in told]
        wrong += [f"unforeseen: {line}" for line in server.log if line["event"] in UNFORESEEN]
        server.stop(signal.SIGKILL)
    with serving_all(url, media) as server:
        there = found(url, media, ground)
        wrong += contradictions(ledger, there, before)
        wrong += unlike(server, ground, there)
    return wrong


def _round(server: Running, folder: Path, ground: Ground, ledger: Ledger, fault: Fault, name: str) -> list[str]:
    """Writers before, during and after the fault; meanwhile one reads."""
    reader = Hand(server.url, ground, Ledger(), random.Random(name))
    with closing(reader), writing(server.url, ground, ledger, name) as writers:
        reader.data(None, "get.virtual_number_groups", limit=1)
        assert ledger.wait(ledger.count + 10, SECONDS), "nothing was acknowledged"
        with fault(server, folder):
            assert ledger.wait(ledger.count + MOST, SECONDS, refused=ledger.refused + REFUSALS), "no answers"
            wrong = _unread(reader)
        if not ledger.wait(ledger.count + 20, SECONDS):
            wrong.append("nothing was acknowledged once the fault was gone")
    return wrong + unlike_refusals(writers)


def _unread(reader: Hand) -> list[str]:
    try:
        reader.data(None, "get.virtual_number_groups", limit=1)
    except Refused as refused:
        return [f"a read was refused: {refused}"]
    return []


def unlike_refusals(writers: Writers) -> list[str]:
    """Answers that are no refusals of this kind, in the words of the dialect."""
    return sorted({str(refused) for refused in writers.refusals if not _is_own(refused)})


def _is_own(refused: Refused) -> bool:
    told = json.loads(refused.body)
    if refused.status == 200:
        return bool(told["error"]["code"] == -32603)
    return refused.status in {503, 507} and bool(told["message"])
