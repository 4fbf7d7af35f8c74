"""Slices for the tests of the proof's own runner: right, wrong, ended, crashed and hanging."""

from __future__ import annotations

import os
import signal
from typing import Final

from proof.slices import Outcome, Portion, Slice

HANDS: Final = 5
"""Cases of a portion."""


def _right(portion: Portion) -> Outcome:
    assert not list(portion.folder.iterdir())
    (portion.folder / "left").touch()
    return Outcome(HANDS, told=[f"seed {portion.seed}"])


async def _sometimes_wrong(portion: Portion) -> Outcome:
    """Wrong in its second portion, while the world is as it is."""
    wrong = portion.number == 1 and "MENDED" not in os.environ
    return Outcome(HANDS, ["two is wrong"] if wrong else [])


def _raises(_: Portion) -> Outcome:
    raise ValueError("not so")


def _crashes(_: Portion) -> Outcome:
    print("last words", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(HANDS)


def _hangs(_: Portion) -> Outcome:
    signal.pause()
    return Outcome(HANDS)


def _breaks_off(portion: Portion) -> Outcome:
    """As if somebody pressed Ctrl-C in the second portion."""
    if portion.number:
        os.kill(os.getppid(), signal.SIGINT)
        signal.pause()
    return Outcome(HANDS)


def _few(portion: Portion) -> Outcome:
    return Outcome(HANDS if portion.number < 2 else 0)


def _best(portion: Portion) -> Outcome:
    return Outcome((3, 7, 5)[portion.number])


SLICES: Final = (
    Slice("right/one", "It is right.", 15, "hands", _right),
    Slice("right/two", "It is right, too.", 5, "hands", _right),
    Slice("wrong", "It is not.", 15, "hands", _sometimes_wrong),
    Slice("raises", "It raises.", 1, "hands", _raises),
    Slice("crashes", "It crashes.", 1, "hands", _crashes),
    Slice("hangs", "It hangs.", 1, "hands", _hangs, longest=0.5),
    Slice("broken off", "It is broken off.", 15, "hands", _breaks_off),
    Slice("few", "There are but ten.", 1_000, "hands", _few),
    Slice("best", "Not added up.", 7, "hands", _best, adds=False),
)
