"""What a process does beside answering: tells points and writes requests each second, forgets old ones each hour.

Each minute it looks whether tables have grown so much that the database should count them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Final, Protocol

import structlog

from centrex.clock import Clock
from centrex.engine.oauth import sweep
from centrex.engine.requests import RequestRecorder, forget
from centrex.engine.retention import count_grown, make_months, purge
from centrex.engine.retention import sweep as sweep_files
from centrex.server.metrics import Metrics
from centrex.store import Store
from centrex.store.media_files import MediaFiles
from centrex.waiting import begun

TELL_SECONDS: Final = 1.0
COUNT_SECONDS: Final = 60.0
FORGET_SECONDS: Final = 3_600.0

_log = structlog.get_logger()


class Counted(Protocol):
    """What a process counts for itself, and adds up with the others through the store."""

    async def tell(self, store: Store) -> None: ...


class Upkeep:
    """The upkeep of one store and its files; requests are kept for ``days``, and not at all with 0."""

    def __init__(
        self,
        store: Store,
        counted: Iterable[Counted],
        clock: Clock,
        metrics: Metrics,
        days: int,
        files: MediaFiles | None = None,
    ) -> None:
        self._files = files
        self._counted = tuple(counted)
        self.requests = RequestRecorder(clock) if days else None
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._days = days
        self._stopping = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def start(self) -> None:
        self._telling = asyncio.create_task(self._tell_on())
        self._forgetting = asyncio.create_task(self._forget_on())
        self._counting = asyncio.create_task(self._count_on())

    async def stop(self) -> None:
        """Tells the store what is not yet told; what it was being told is never broken off and told twice."""
        self._stopping.set()
        self._forgetting.cancel()
        self._counting.cancel()
        await asyncio.wait((self._telling, self._forgetting, self._counting))
        await self.tell()

    async def tell(self) -> None:
        """Gives the store what this process has to tell it; what it does not take is told the next time."""
        async with self._one_at_a_time:
            for counted in self._counted:
                await _tried("points not told, trying again", counted.tell(self._store))
            if self.requests is not None:
                await _tried("requests not written, trying again", self.requests.flush(self._store))
                self._count_dropped(self.requests.take_dropped())

    def _count_dropped(self, dropped: int) -> None:
        if dropped:
            self._metrics.dropped(dropped)
            _log.warning("requests dropped before they were written", count=dropped)

    async def _tell_on(self) -> None:
        begun()  # it waits behind any number of requests, as all upkeep does
        while not await self._stops_within(TELL_SECONDS):
            await self.tell()

    async def _count_on(self) -> None:
        begun()
        stops = False
        while not stops:
            await _tried("grown tables not counted", count_grown(self._store))
            stops = await self._stops_within(COUNT_SECONDS)

    async def _forget_on(self) -> None:
        begun()
        stops = False
        while not stops:
            await _tried("old requests not removed", forget(self._store, self._clock, self._days))
            await _tried("old tokens not removed", sweep(self._store, self._clock))
            await _tried("old media not removed", purge(self._store, self._files, self._clock))
            if self._files is not None:
                await _tried("files without rows not removed", self._sweep(self._files))
            await _tried("next months not made", make_months(self._store, self._clock))
            stops = await self._stops_within(FORGET_SECONDS)

    async def _sweep(self, files: MediaFiles) -> None:
        if await sweep_files(self._store, files, self._clock) is None:
            _log.warning("the media are of another database, no file without a row is removed")

    async def _stops_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._stopping.wait()
        except TimeoutError:
            return False


async def _tried(failing: str, work: Awaitable[object]) -> None:
    """Failures are logged, and never end the upkeep."""
    try:
        await work
    except Exception:
        _log.exception(failing)
