"""Runs the portions of a slice, each in a process of its own, until the goal is reached or the time is over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from proof.progress import FOLDER, ROOT, Progress, Tried, load, save, shortened
from proof.registry import Listed
from proof.slices import Outcome, Slice

SAID: Final = 3_000
"""Characters that are kept of what a process said that ended without an outcome."""

LONG: Final = 2_000
"""Characters that are kept of a failure."""

Report = Callable[[Slice, Progress], None]
"""Is told after each portion."""


@dataclass(frozen=True)
class Stamp:
    """What is written beside the outcome of every portion of a run."""

    commit: str
    day: str
    command: str


@dataclass(frozen=True)
class Run:
    """``seed`` is what the portions' own seeds follow from; ``variables`` are for their processes."""

    seed: str
    stamp: Stamp
    folder: Path = FOLDER
    variables: dict[str, str] = field(default_factory=dict)

    def seed_of(self, slice: Slice, number: int) -> str:
        return f"{self.seed} {slice.name} {number}"

    def slice(self, entry: Listed, seconds: float, report: Report) -> Progress:
        """One portion at least, unless all is done; what was reached is kept after each.

        A portion that has no case is the last.
        """
        progress = load(entry.slice.name, self.folder)
        until = time.monotonic() + seconds
        for tried, (number, seed) in enumerate(progress.numbers()):
            left = until - time.monotonic()
            wanted = seed is not None or progress.done(adds=entry.slice.adds) < entry.slice.goal
            if not wanted or (tried and left <= 0):
                break
            one = self.portion(entry, number, seed or self.seed_of(entry.slice, number), max(left, 0))
            if not (one.done or one.failures):
                break
            progress.keep(one)
            save(progress, self.folder)
            report(entry.slice, progress)
        return progress

    def portion(self, entry: Listed, number: int, seed: str, seconds: float) -> Tried:
        """One portion, whatever becomes of its process."""
        begin = time.monotonic()
        place = Path(tempfile.mkdtemp(prefix="centrex-proof-"))
        try:
            outcome = self._outcome(entry, number, seed, seconds, place)
        finally:
            shutil.rmtree(place, ignore_errors=True)
        lasted = round(time.monotonic() - begin, 1)
        failures = [shortened(failure, LONG) for failure in outcome.failures]
        stamp = self.stamp
        return Tried(number, seed, outcome.done, failures, outcome.told, lasted, stamp.commit, stamp.day, stamp.command)

    def _outcome(self, entry: Listed, number: int, seed: str, seconds: float, place: Path) -> Outcome:
        own, answer, log = place / "own", place / "answer.json", place / "said"
        own.mkdir()
        order = {"module": entry.module, "name": entry.slice.name, "number": number, "seed": seed, "seconds": seconds}
        order |= {"folder": str(own), "answer": str(answer)}
        with log.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "proof.portion", json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={**os.environ, **self.variables},
                cwd=ROOT,
                start_new_session=True,
            )
            ended = _waited(process, entry.slice.longest + seconds * (not entry.slice.adds))
        if answer.exists() and not ended:
            return Outcome(**json.loads(answer.read_text("utf-8")))
        return Outcome(0, [f"{ended or 'it told nothing'}\n{log.read_text('utf-8', 'replace')[-SAID:]}"])


def _waited(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """How the process went wrong, if it did; nothing that it started is left."""
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"it did not end within {seconds:.0f} s"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return f"its process ended with {code}" if code else None
