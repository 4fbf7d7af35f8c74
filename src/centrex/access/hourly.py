"""Requests per hour of a client, whoever of its users makes them: one counter, begun anew with each hour of the clock.

As with points each process counts in memory, and adds up with the others through the store once a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from centrex.access.caller import Caller
from centrex.access.points import added
from centrex.clock import Clock
from centrex.errors import HourlyLimitExceeded
from centrex.scope import SERVER
from centrex.store import Store

HOUR: Final = 3600
LIMIT: Final = 1000
WINDOW: Final = "hour"


class Left(NamedTuple):
    """The limit, what is left of it, and the seconds until it begins anew."""

    limit: int
    remaining: int
    reset: int


@dataclass(slots=True)
class _Count:
    """``shared`` is what all processes had counted in the hour, ``own`` what is not yet told."""

    start: int
    shared: int = 0
    own: int = 0

    @property
    def used(self) -> int:
        return self.shared + self.own


class HourlyLimit:
    """The requests of all clients that this process serves; a ``limit`` of 0 is none."""

    def __init__(self, clock: Clock, limit: int = LIMIT) -> None:
        self.limit = limit
        self._clock = clock
        self._counts: dict[int, _Count] = {}
        self._untold: set[int] = set()

    def count(self, client_id: int) -> int:
        """Counts a request, and answers in which hour; raises HourlyLimitExceeded when that is used up."""
        if not self.limit:
            return 0
        count = self._current(client_id)
        if count.used >= self.limit:
            raise HourlyLimitExceeded
        count.own += 1
        self._untold.add(client_id)
        return count.start

    def give_back(self, client_id: int, hour: int) -> None:
        """Takes back what ``count`` counted in that hour; an hour that is over stays as it is."""
        if not self.limit:
            return
        count = self._current(client_id)
        if count.start == hour:
            count.own -= 1
            self._untold.add(client_id)

    def left(self, client_id: int) -> Left | None:
        """What is left to the client; None where nothing is limited."""
        if not self.limit:
            return None
        count = self._current(client_id)
        reset = count.start + HOUR - int(self._clock.now())
        return Left(self.limit, max(0, self.limit - count.used), reset)

    def heard(self, caller: Caller) -> None:
        """What the store knew of the client when the caller was looked up."""
        if not self.limit:
            return
        count = self._current(caller.account.id)
        for name, start, requests in caller.points:
            if name == WINDOW and start == count.start:
                count.shared = max(count.shared, requests)

    async def tell(self, store: Store) -> None:
        """Adds what this process has counted to the store's sums. Raises ServerBusy; nothing is lost."""
        untold, self._untold = self._untold, set()  # what is counted meanwhile is told the next time
        while untold:
            client_id = untold.pop()
            count = self._counts[client_id]
            start, own = count.start, count.own
            count.own, count.shared = 0, count.shared + own
            try:
                (total,) = await store.change(added(client_id, [(WINDOW, start, own)]), SERVER)
            except BaseException:
                self._untold |= {client_id, *untold}
                count.own, count.shared = count.own + own, count.shared - own
                raise
            count.shared = max(count.shared, total)

    def _current(self, client_id: int) -> _Count:
        now = int(self._clock.now())
        start = now - now % HOUR
        count = self._counts.get(client_id)
        if count is None or count.start != start:
            count = self._counts[client_id] = _Count(start)
        return count
