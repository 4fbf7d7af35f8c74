"""Time, as a thing that can be handed in: tests and stand-ins may stop it."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Where the program asks what time it is."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""

    def elapsed(self) -> float:
        """Seconds on a clock that is never set back."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        return time.time()

    def elapsed(self) -> float:
        return time.monotonic()
