"""No page of the console shows or changes what is another's, on PostgreSQL. Runs beside the other store's."""

from __future__ import annotations

import pytest

from tests.isolation.console_runs import CONSOLE_PROBES, probe_console
from tests.isolation.worlds import Copy

PARTS = ("canaryA_groupa", "canaryNorth")
FEWER = 5


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_no_probe_finds_a_leak(database_url: str, copy: Copy) -> None:
    tally = await probe_console(database_url, copy, CONSOLE_PROBES // FEWER, *PARTS)
    print(tally.summary("PostgreSQL (console)"))
    assert tally.findings == []
    assert tally.probes >= CONSOLE_PROBES // FEWER
