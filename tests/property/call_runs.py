"""Runs of malformed calls: each gets a well-formed answer, nothing is logged, and what is refused writes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from structlog.testing import capture_logs

from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.rows import read_rows
from tests.property.malformed import Breaker, Sent
from tests.property.well_formed import fault, parsed
from tests.property.written_rows import Snapshot
from tests.served import Answer, Served

SHOWN: Final = 600
LONGEST: Final = 2**20
"""Bytes; longer bodies reach no method."""
READS: Final = frozenset({"get", "getobj"})


async def without_limits(served: Served) -> Served:
    """Takes the limits of points off everybody."""
    for member in (served.world.north, served.world.south, *(each.user for each in served.world.customers)):
        await served.world.accounts.set_columns(member.account_id, {"day_limit": None, "minute_limit": None})
    return served


def only_reads(sent: Sent) -> bool:
    """Whether the call can change nothing, whatever it is taken for."""
    return not sent.method or METHODS[sent.method].verb in READS


@dataclass
class Watch:
    """Knows what the database held, and whether a call has changed it that should not have."""

    snapshot: Snapshot
    held: object

    async def written(self, sent: Sent, answer: Answer) -> str | None:
        """What a refused call wrote, if it did; what an accepted one wrote is held from now on."""
        if only_reads(sent):
            return None
        now = await self.snapshot()
        changed, self.held = now != self.held, now
        return "refused, and yet it wrote" if changed and "error" in parsed(answer.raw) else None


async def failing_calls(free: Served, snapshot: Snapshot, seeds: Iterable[str]) -> AsyncIterator[str]:
    """Sends a call made from each seed, and tells of each that was not answered as it should be."""
    rows = await read_rows(free.world.store)
    watch = Watch(snapshot, await snapshot())
    for seed in seeds:
        sent = Breaker(Random(seed), free.world, METHODS, rows).call()
        if len(sent.body) > LONGEST:
            continue
        with capture_logs() as logs:
            answer = await free.post(sent.body)
        wrong = fault(answer.raw, sent.identifier) or (logs and f"logged {logs}") or await watch.written(sent, answer)
        if wrong:
            yield f"seed {seed!r}: {wrong}\n  {sent.body[:SHOWN]!r}\n  {answer.raw[:SHOWN]!r}"
