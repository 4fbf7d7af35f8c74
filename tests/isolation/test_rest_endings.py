"""Whoever loses a number, a right or his place on the RingMe API has lost it with the next request."""

from __future__ import annotations

from tests.isolation.rest_runs import probe_ends
from tests.isolation.worlds import Copy

LEAST = 500


async def test_what_has_ended_opens_nothing(database_url: str, copy: Copy) -> None:
    tally = await probe_ends(database_url, copy)
    assert tally.findings == []
    assert tally.probes > LEAST
