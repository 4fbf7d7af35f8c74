"""Who waits for something that few can have at once: a bound on how many wait, and on how long.

Whoever is refused here has done nothing yet and may come again. A request that has changed something is never refused:
it would be told as if nothing had been done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from centrex.errors import Overloaded, ServerBusy

R = TypeVar("R")

MOST: Final = 1_000
SECONDS: Final = 5.0

_begun: ContextVar[bool] = ContextVar("centrex_begun", default=False)


def afresh() -> None:
    """A request comes: nothing has been done for it."""
    _begun.set(False)


def begun() -> None:
    """Something has been done for the request at hand: whatever more it needs, it waits behind any number of others."""
    _begun.set(True)


class Queue:
    """The bounds of one queue. One thread alone lets people in, and one, the same or another, lets them out."""

    def __init__(self, name: str, most: int = MOST, seconds: float = SECONDS) -> None:
        self.name = name
        self.most = most
        self.seconds = seconds
        self.refused = 0
        self._came = 0
        self._left = 0

    @property
    def waiting(self) -> int:
        return self._came - self._left

    def enter(self) -> None:
        """Raises Overloaded when as many wait as may."""
        if self.waiting >= self.most and not _begun.get():
            raise self.refusal()
        self._came += 1

    def leave(self, number: int = 1) -> None:
        """So many wait no more, whatever became of them."""
        self._left += number

    def refusal(self) -> ServerBusy:
        """The error for one who is not let in, or has waited too long; counts him."""
        self.refused += 1
        return ServerBusy() if _begun.get() else Overloaded()


class Room(Queue):
    """``places`` for so many at once; others wait, and who comes first is served first."""

    def __init__(self, name: str, places: int, most: int = MOST, seconds: float = SECONDS) -> None:
        super().__init__(name, most, seconds)
        self._places = places
        self._free = asyncio.Semaphore(places)

    async def __aenter__(self) -> None:
        """Raises Overloaded at once when too many wait already, or after having waited too long."""
        if not self._free.locked():
            await self._free.acquire()
            return
        self.enter()
        try:
            async with asyncio.timeout(self.seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise self.refusal() from error
        finally:
            self.leave()

    async def __aexit__(self, *_: object) -> None:
        self._free.release()

    async def emptied(self) -> None:
        """Waits until everybody who came has gone, and lets nobody in any more."""
        for _ in range(self._places):
            await self._free.acquire()


async def to_its_end(running: asyncio.Future[R], let_go: Callable[[R], Any] = lambda _: None) -> R:
    """The result of what a thread does, which cannot be broken off: who is cancelled waits for its end all the same.

    ``let_go`` is then told the result, which nobody takes.
    """
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await ended(running)
        if not running.cancelled() and running.exception() is None:
            let_go(running.result())
        raise


async def ended(running: asyncio.Future[R]) -> None:
    """Waits for the end, whatever it is and however often the caller is cancelled."""
    while not running.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([running])
    if not running.cancelled():
        running.exception()
