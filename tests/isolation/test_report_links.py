"""No link of the reports leads anybody to a file that is another's."""

from __future__ import annotations

import pytest

from tests.isolation.links import KINDS, Links
from tests.isolation.probing import Tally
from tests.isolation.runs import laid_out
from tests.isolation.worlds import Copy, opened, prepared

LEAST = 500


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_no_link_leads_to_what_is_anothers(database_url: str, copy: Copy) -> None:
    cast, rows = await laid_out(database_url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy)) as pairs:
        await Links(cast, rows, tally).probe(pairs)
    print(tally.summary("SQLite (links)"))
    assert tally.findings == []
    assert tally.probes > LEAST
    assert tally.passed.keys() >= KINDS.keys()
