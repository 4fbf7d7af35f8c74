"""A clock that stands until a test moves it."""

from __future__ import annotations

from typing import Final

NOON: Final = 1_750_000_000.0
"""2025-06-15 15:06:40 UTC."""


class ManualClock:
    """Both hands of the clock move together."""

    def __init__(self, now: float = NOON) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def elapsed(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds
