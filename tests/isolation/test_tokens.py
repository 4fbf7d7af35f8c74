"""A token that has ended opens nothing, nor does a user who is blocked or locked out open anything to his agent."""

from __future__ import annotations

from tests.isolation.probing import Prober, Tally
from tests.isolation.runs import laid_out
from tests.isolation.tokens import LIVES, probe_endings
from tests.isolation.worlds import Copy, opened, prepared

EACH = 3


async def test_what_has_ended_opens_nothing(database_url: str, copy: Copy) -> None:
    cast, rows = await laid_out(database_url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy, "canaryA")) as (pair,):
        await probe_endings(Prober(cast, rows, tally), pair, EACH)
    assert tally.findings == []
    assert tally.probes > 10 * EACH * len(LIVES)
