"""What a slice of the proof is: a promise, how often it is to be tried, and one portion of trying it.

To add one: write a function that tries one portion, make a ``Slice`` of it, put it into a tuple ``SLICES`` in any
module, and name that module in ``proof/registry.py``. The runner does the rest: it runs one portion after the other
until the goal is reached or the time is over, each in a process of its own, keeps what came of it, and goes on there
the next time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LONGEST: Final = 900.0
"""Seconds after which a portion is taken to hang."""


@dataclass(frozen=True)
class Portion:
    """One portion: ``seed`` is all that chance may follow from, and differs between portions.

    ``number`` counts from 0, so that a slice with a list of cases takes those that stand there. ``folder`` is empty,
    and goes afterwards. ``seconds`` are left for this slice; only what gains by lasting longer, such as a soak, heeds
    it. A PostgreSQL server is had by ``tests.postgres.postgres_for_tests()``: the runner has started one.
    """

    seed: str
    number: int
    folder: Path
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """What came of a portion: how many cases were tried, and what was found wrong, a text each.

    ``told`` is what the page is to say besides, such as a measured figure or a survivor and why it is equivalent.
    """

    done: int
    failures: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Slice:
    """A promise and how it is tried.

    ``name`` is a row of the table and, after a slash, which part of it: ``trees/sqlite``; ``SLICE=trees`` runs all of
    its parts. ``goal`` is how many ``unit`` make the promise good. ``portion`` tries some of them, in seconds rather
    than minutes (half a minute is good), sync or async; whatever it raises is a failure, and one that has no case
    left answers 0 done. It is found again by its name in another process. ``adds`` is false where portions do not
    add up and the best one counts, as of a soak. ``longest`` is after how many seconds a portion is taken to hang.
    """

    name: str
    claim: str
    goal: int
    unit: str
    portion: Callable[[Portion], Outcome | Awaitable[Outcome]]
    adds: bool = True
    longest: float = LONGEST

    @property
    def row(self) -> str:
        """The row of the table that it is of."""
        return self.name.partition("/")[0]
