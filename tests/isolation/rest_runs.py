"""Whole runs of probes of the RingMe API, over a new database."""

from __future__ import annotations

import os
from typing import Final

from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.isolation.cast import lay_out
from tests.isolation.probing import Tally
from tests.isolation.rest_cast import CLIENTS, RestCast, furnish_rest
from tests.isolation.rest_endings import probe_endings
from tests.isolation.rest_probing import RestProber
from tests.isolation.rest_worlds import opened, prepared
from tests.isolation.rows import Rows, read_rows
from tests.isolation.worlds import Copy

REST_PROBES: Final = int(os.environ.get("CENTREX_PROBES", "8000"))
"""How many probes of the RingMe API each store gets at least."""


async def rest_laid_out(url: str) -> tuple[RestCast, Rows]:
    """Lays the world out in an empty database; nobody has it open afterwards."""
    store = await open_store(url)
    cast = await furnish_rest(store, await lay_out(store, ManualClock()))
    rows = await read_rows(store)
    await store.close()
    return cast, rows


async def probe_ringme(url: str, copy: Copy, number: int, first_turn: int = 0) -> Tally:
    """Probes all operations as all callers, in worlds copied from a new one at ``url``."""
    cast, rows = await rest_laid_out(url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy)) as pairs:
        await RestProber(cast, rows, tally).probe_all(pairs, number, first_turn)
    return tally


async def probe_ends(url: str, copy: Copy) -> Tally:
    """Lets users of both clients move and end, in worlds of their own."""
    cast, rows = await rest_laid_out(url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy, *CLIENTS)) as pairs:
        for pair in pairs:
            await probe_endings(RestProber(cast, rows, tally), pair)
    return tally
