"""No page of the console shows or changes what is another's, on SQLite. Runs beside the other store's."""

from __future__ import annotations

import pytest

from tests.isolation.console_runs import CONSOLE_PROBES, probe_console
from tests.isolation.worlds import Copy

PARTS = ("canaryA", "canaryA_groupa", "canaryA_numbera", "canaryNorth")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_no_probe_finds_a_leak(database_url: str, copy: Copy) -> None:
    tally = await probe_console(database_url, copy, CONSOLE_PROBES, *PARTS)
    print(tally.summary("SQLite (console)"))
    assert tally.findings == []
    assert tally.probes >= CONSOLE_PROBES
    assert [page for page, times in tally.passed.items() if not times] == [], "what nobody was shown was not probed"
