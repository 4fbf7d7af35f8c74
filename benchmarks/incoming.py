"""How fast calls come in: through ingest, beside the same rows in the bare store."""

from __future__ import annotations

import asyncio
import gc
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks.bare_inserts import BareStore, Rows, open_bare
from benchmarks.call_rows import CallWorld, exchange_for, report, rows_of
from benchmarks.calls import JUNE, CallPlan
from benchmarks.costs import Compared, cost
from centrex.access.ingest_keys import IngestKey
from centrex.clock import SystemClock
from centrex.engine.call_report import CallReport
from centrex.engine.ingest import Ingest
from centrex.engine.own_deeds import Place
from centrex.engine.parties import Exchange
from centrex.store.opening import open_store

CONNECTIONS: Final = 16
TOGETHER: Final = 1_000
PLACE: Final = Place("127.0.0.1", "bench")
BARE_IDS: Final = 1_000_000_000
"""Ids that no sequence reaches."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One by one over 16 connections beside bare commits of 16, and 1,000 at once beside bare commits of 1,000."""

    single: Compared
    together: Compared


async def come_in(url: str, world: CallWorld, plan: CallPlan) -> Incoming:
    """On top of the calls that are there."""
    store, bare = await open_store(url), await open_bare(url)
    gc.freeze()  # as the server does when it has started
    try:
        exchange = await exchange_for(store, world)
        taking = _Taking(url, world, exchange, Ingest(store, SystemClock()), bare)
        single = await taking.compared(CONNECTIONS, plan.singles // CONNECTIONS, plan.rounds, one_by_one=True)
        return Incoming(single, await taking.compared(TOGETHER, 1, plan.rounds, one_by_one=False))
    finally:
        await bare.close()
        await store.close()


class _Taking:
    """Calls that nobody has told before, to be taken in by ours or by the bare store."""

    def __init__(self, url: str, world: CallWorld, exchange: Exchange, ingest: Ingest, bare: BareStore) -> None:
        self._url = url
        self._world = world
        self._exchange = exchange
        self._ingest = ingest
        self._bare = bare
        self._key = IngestKey(world.customer_id)
        self._places = itertools.count()
        self._ids = itertools.count(BARE_IDS, TOGETHER)

    async def compared(self, size: int, commits: int, rounds: int, *, one_by_one: bool) -> Compared:
        """Both in turn, after a round that nobody counts."""
        costs = []
        for _ in range(rounds + 1):
            batches = self._reports(size, commits)
            taken = self._one_by_one(batches) if one_by_one else self._at_once(batches)
            our = await cost(self._url, taken, size * commits)
            rows = [self._rows(batch) for batch in self._reports(size, commits)]
            costs.append((our, await cost(self._url, self._bare.insert(rows), size * commits)))
        return Compared(tuple(our for our, _ in costs[1:]), tuple(one for _, one in costs[1:]))

    def _reports(self, size: int, count: int) -> list[list[CallReport]]:
        """Batches of new calls, of one number after the other."""
        return [[self._report(place) for place in itertools.islice(self._places, size)] for _ in range(count)]

    def _report(self, place: int) -> CallReport:
        numbers = self._world.numbers
        moment = datetime.fromtimestamp(JUNE[1] + 1 + place, UTC)
        return report(f"in-{place}", numbers[place % len(numbers)], moment)

    def _rows(self, batch: Sequence[CallReport]) -> Rows:
        first = next(self._ids)
        return rows_of(batch, self._exchange, self._world, first, recorded=False)

    async def _one_by_one(self, batches: Sequence[Sequence[CallReport]]) -> None:
        waiting = [each for batch in batches for each in batch]

        async def connection() -> None:
            while waiting:
                await self._ingest.calls(self._key, [waiting.pop()], PLACE)

        await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))

    async def _at_once(self, batches: Sequence[Sequence[CallReport]]) -> None:
        for batch in batches:
            await self._ingest.calls(self._key, batch, PLACE)
