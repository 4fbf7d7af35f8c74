"""No request of the RingMe API on PostgreSQL shows or changes what is another's. Runs beside the other store's."""

from __future__ import annotations

import pytest

from centrex.resources import REST_OPERATIONS
from tests.isolation.rest_runs import REST_PROBES, probe_ringme
from tests.isolation.worlds import Copy


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_no_probe_finds_a_leak(database_url: str, copy: Copy) -> None:
    tally = await probe_ringme(database_url, copy, REST_PROBES)
    print(tally.summary("PostgreSQL (RingMe)"))
    assert tally.findings == []
    assert tally.probes >= REST_PROBES
    operations = {operation.name for operation in REST_OPERATIONS}
    assert operations <= tally.passed.keys(), "an operation that no probe enters has not been probed"
