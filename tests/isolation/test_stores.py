"""A store lets a scope touch its own rows alone, whatever step or face it is asked for."""

from __future__ import annotations

from centrex.store.opening import open_store
from tests.isolation.probing import Tally
from tests.isolation.runs import laid_out
from tests.isolation.stores import StoreProber


async def test_no_step_and_no_face_reaches_rows_of_others(database_url: str) -> None:
    cast, rows = await laid_out(database_url)
    store = await open_store(database_url)
    tally = Tally()
    try:
        await StoreProber(store, database_url, cast, rows, tally).probe_all(rows_each=1)
    finally:
        await store.close()
    assert tally.findings == []
    assert tally.probes > 2_000
