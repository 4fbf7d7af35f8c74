"""Malformed calls of every method: each gets a well-formed answer, nothing is logged, nothing half-written.

CENTREX_CALLS is their number per store, CENTREX_SEED another row of them.
"""

from __future__ import annotations

import os
from random import Random
from typing import Final

import pytest

from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.rows import read_rows
from tests.property.call_runs import failing_calls, only_reads, without_limits
from tests.property.malformed import Breaker
from tests.property.written_rows import snapshots
from tests.served import Served

CALLS: Final = int(os.environ.get("CENTREX_CALLS", "10000"))
SEED: Final = os.environ.get("CENTREX_SEED", "0")
PARTS: Final = 4
SHOWN_FAILURES: Final = 5


@pytest.fixture
async def free(served: Served) -> Served:
    """The world, served without limits of points."""
    return await without_limits(served)


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_malformed_call_gets_a_well_formed_answer(
    free: Served, database_url: str, part: int, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[str] = []
    seeds = (f"{SEED} {part} {index}" for index in range(CALLS // PARTS))
    async with snapshots(database_url) as snapshot:
        async for failure in failing_calls(free, snapshot, seeds):
            failures.append(failure)
            assert len(failures) < SHOWN_FAILURES, "\n".join(failures)
    assert not failures, "\n".join(failures)
    assert [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}] == []


async def test_reading_writes_nothing(free: Served, database_url: str) -> None:
    rows = await read_rows(free.world.store)
    async with snapshots(database_url) as snapshot:
        before = await snapshot()
        for index in range(500):
            sent = Breaker(Random(f"reading {index}"), free.world, METHODS, rows).call()
            if only_reads(sent):
                await free.post(sent.body)
        assert await snapshot() == before
