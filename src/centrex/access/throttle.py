"""Slows down who guesses passwords: ten failures in a row per login and address, then a minute's rest."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Final

from centrex.clock import Clock
from centrex.errors import TooManyAttempts

FAILURES: Final = 10
REST_SECONDS: Final = 60
KEPT: Final = 10_000


class Throttle:
    """Failed sign-ins of this process; a success forgets them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def check(self, login: str, address: str) -> None:
        """Raises TooManyAttempts during the rest."""
        count, last = self._failures.get((login, address), (0, 0.0))
        rest = last + REST_SECONDS - self._clock.elapsed()
        if count >= FAILURES and rest > 0:
            raise TooManyAttempts(math.ceil(rest))

    def failed(self, login: str, address: str) -> None:
        """Counts a failure; after a rest that has been kept, from the beginning."""
        key = (login, address)
        count, last = self._failures.pop(key, (0, 0.0))
        now = self._clock.elapsed()
        rested = count >= FAILURES and now - last >= REST_SECONDS
        self._failures[key] = (1 if rested else count + 1, now)
        if len(self._failures) > KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        self._failures.pop((login, address), None)
