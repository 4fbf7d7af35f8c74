"""No request is laid to another account or user than those whose it was."""

from __future__ import annotations

import pytest

from tests.isolation.probing import Prober, Tally
from tests.isolation.requests import probe_requests
from tests.isolation.runs import laid_out
from tests.isolation.worlds import Copy, opened, prepared

EACH = 3


@pytest.mark.parametrize("name", ["canaryA", "canaryNorth"])
async def test_every_request_is_logged_as_whose_it_was(database_url: str, copy: Copy, name: str) -> None:
    cast, rows = await laid_out(database_url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy, name)) as (pair,):
        await probe_requests(Prober(cast, rows, tally), pair, EACH)
    assert tally.findings == []
    assert tally.probes > 100
