"""How long ``centrex serve`` and ``centrex demo`` take from the command to the first answer, and what they hold."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import target_of
from benchmarks.processes import NotStarted, Server, centrex, free_port, running, start, stop, wait_for
from benchmarks.world import World


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds to the first answer, and the memory that is resident after it."""

    seconds: float
    megabytes: float


def serve(url: str, world: World, folder: Path, times: int) -> Started:
    """The medians of some starts on a database that exists; the first one, which may compile Python, is left out."""
    return _medians([_served(url, world, folder) for _ in range(times + 1)][1:])


def demo(folder: Path, times: int) -> Started:
    """The medians of some starts with the whole world of the demo."""
    return _medians([_demonstrated(folder) for _ in range(times)])


def _medians(starts: Iterable[Started]) -> Started:
    taken = tuple(starts)
    return Started(
        statistics.median(each.seconds for each in taken), statistics.median(each.megabytes for each in taken)
    )


def _served(url: str, world: World, folder: Path) -> Started:
    port, log = free_port(), folder / "start.log"
    began = time.perf_counter()
    with running(centrex("serve", "--db", url, "--port", str(port)), port, log) as server:
        wait_for(server, target_of(world, "one", port), log)
        return Started(time.perf_counter() - began, server.megabytes())


def _demonstrated(folder: Path) -> Started:
    """It says on its standard output when it is ready, and where."""
    log = folder / "demo.log"
    with log.open("wb") as said:
        began = time.perf_counter()
        process = start(centrex("demo", "--port", "0", "--json"), said)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            seconds = time.perf_counter() - began
            if not line:
                raise NotStarted(log.read_text(errors="replace")[-2000:])
            port = int(json.loads(line)["url"].rpartition(":")[2])
            return Started(seconds, Server(port, process).megabytes())
        finally:
            stop(process)
