"""No call of the Data API on PostgreSQL shows or changes what is another's. Runs beside the other store's."""

from __future__ import annotations

import pytest

from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.runs import PROBES, probe_data_api
from tests.isolation.worlds import Copy


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_no_probe_finds_a_leak(database_url: str, copy: Copy) -> None:
    tally = await probe_data_api(database_url, copy, PROBES)
    print(tally.summary("PostgreSQL"))
    assert tally.findings == []
    assert tally.probes >= PROBES
    let_in = {name for name, operation in METHODS.items() if operation.verb not in {"login", "logout"}}
    assert let_in <= tally.passed.keys(), "a method that no probe enters has not been probed"
