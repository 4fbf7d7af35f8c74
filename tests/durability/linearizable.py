"""Whether the reads and writes of a register, all of whose values differ, could have happened one after the other.

P. B. Gibbons and E. Korach, Testing Shared Memories, SIAM Journal on Computing 26 (1997), for registers whose every
value is written once: the reads of a value and its write stand together in any order that explains the history, so
what was certainly between the first end and the last beginning of one may be between those of no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

NEVER: Final = float("inf")

Span = tuple[float, float, str]
"""From when to when, and the value."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A read of a value, or its write; ``ended`` is NEVER when nobody knows whether it was done."""

    value: str
    is_write: bool
    began: float
    ended: float


def disorder(deeds: Iterable[Deed], first: str) -> list[str]:
    """Why no order of the deeds explains what was read; ``first`` was there before any of them."""
    by: dict[str, list[Deed]] = {first: [Deed(first, True, -NEVER, -NEVER)]}
    for deed in deeds:
        by.setdefault(deed.value, []).append(deed)
    wrong: list[str] = []
    standing: list[Span] = []
    passing: list[Span] = []
    for value, about in by.items():
        wrong += _impossible(value, about)
        end, beginning = min(deed.ended for deed in about), max(deed.began for deed in about)
        if end < beginning:
            standing.append((end, beginning, value))
        elif end < NEVER:  # else a write that may never have been done
            passing.append((beginning, end, value))
    return wrong + _overlapping(standing, passing)


def _impossible(value: str, about: Sequence[Deed]) -> list[str]:
    writes = [deed for deed in about if deed.is_write]
    if not writes:
        return [f"{value} was read, and never written"]
    is_early = any(deed.ended < writes[0].began for deed in about)
    return [f"{value} was read before it was written"] * is_early


def _overlapping(standing: list[Span], passing: list[Span]) -> list[str]:
    """Values that stood at the same time, or that came and went while another stood."""
    standing.sort()
    latest: Span = (-NEVER, -NEVER, "")
    wrong: list[str] = []
    for span in standing:
        if span[0] < latest[1]:
            wrong.append(f"{latest[2]} was there before {span[2]}, and after it")
        latest = max(latest, span, key=lambda each: each[1])
    wrong += [
        f"{value} came and went while {other} stood"
        for begun, ended, value in passing
        for low, high, other in standing
        if low < begun and ended < high
    ]
    return wrong
