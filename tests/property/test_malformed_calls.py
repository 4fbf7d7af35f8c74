"""Malformed calls of every method: each gets a well-formed answer, nothing is logged, nothing half-written.

CENTREX_CALLS is their number per store, CENTREX_SEED another row of them.
"""

from __future__ import annotations

import os
from random import Random
from typing import Final

import pytest
from structlog.testing import capture_logs

from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.rows import read_rows
from tests.property.malformed import Breaker, Sent
from tests.property.well_formed import fault, parsed
from tests.property.written_rows import Snapshot, snapshots
from tests.served import Answer, Served

CALLS: Final = int(os.environ.get("CENTREX_CALLS", "10000"))
SEED: Final = os.environ.get("CENTREX_SEED", "0")
PARTS: Final = 4
SHOWN: Final = 600
READS: Final = frozenset({"get", "getobj"})


@pytest.fixture
async def free(served: Served) -> Served:
    """The world, served without limits of points."""
    for customer in (served.world.north, served.world.south, *(each.user for each in served.world.customers)):
        await served.world.accounts.set_columns(customer.account_id, {"day_limit": None, "minute_limit": None})
    return served


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_malformed_call_gets_a_well_formed_answer(
    free: Served, database_url: str, part: int, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[str] = []
    rows = await read_rows(free.world.store)
    async with snapshots(database_url) as snapshot:
        watch = Watch(snapshot, await snapshot())
        for index in range(CALLS // PARTS):
            seed = f"{SEED} {part} {index}"
            sent = Breaker(Random(seed), free.world, METHODS, rows).call()
            with capture_logs() as logs:
                answer = await free.post(sent.body)
            wrong = (
                fault(answer.raw, sent.identifier) or (logs and f"logged {logs}") or await watch.written(sent, answer)
            )
            if wrong:
                failures.append(f"seed {seed!r}: {wrong}\n  {sent.body[:SHOWN]!r}\n  {answer.raw[:SHOWN]!r}")
            assert len(failures) < 5, "\n".join(failures)
    assert not failures, "\n".join(failures)
    assert [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}] == []


class Watch:
    """Knows what the database held, and whether a call has changed it that should not have."""

    def __init__(self, snapshot: Snapshot, held: object) -> None:
        self._snapshot = snapshot
        self._held = held

    async def written(self, sent: Sent, answer: Answer) -> str | None:
        """What a refused call wrote, if it did; what an accepted one wrote is held from now on."""
        if not sent.method or METHODS[sent.method].verb in READS:
            return None
        now = await self._snapshot()
        changed, self._held = now != self._held, now
        return "refused, and yet it wrote" if changed and "error" in parsed(answer.raw) else None


async def test_reading_writes_nothing(free: Served, database_url: str) -> None:
    rows = await read_rows(free.world.store)
    async with snapshots(database_url) as snapshot:
        before = await snapshot()
        for index in range(500):
            sent = Breaker(Random(f"reading {index}"), free.world, METHODS, rows).call()
            if not sent.method or METHODS[sent.method].verb in READS:
                await free.post(sent.body)
        assert await snapshot() == before
