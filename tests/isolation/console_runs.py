"""Whole runs of probes of the console, over a new database."""

from __future__ import annotations

import os
from typing import Final

from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.isolation.cast import lay_out
from tests.isolation.console_cast import ConsoleCast, sign_in_all
from tests.isolation.console_probing import ConsoleProber
from tests.isolation.console_worlds import opened, prepared, routes_of
from tests.isolation.probing import Tally
from tests.isolation.rest_cast import furnish_rest
from tests.isolation.rows import Rows, read_rows
from tests.isolation.worlds import Copy

CONSOLE_PROBES: Final = int(os.environ.get("CENTREX_PROBES", "900"))
"""How many probes of the console each run gets at least."""


async def console_laid_out(url: str) -> tuple[ConsoleCast, Rows]:
    """Lays the world out in an empty database; nobody has it open afterwards."""
    store = await open_store(url)
    people = await lay_out(store, ManualClock())
    visitors = await sign_in_all(store, people, await furnish_rest(store, people))
    rows = await read_rows(store)
    await store.close()
    return visitors, rows


async def probe_console(url: str, copy: Copy, number: int, *names: str, first_turn: int = 0) -> Tally:
    """Probes the pages as everybody of the parts named, or of all, in worlds copied from a new one at ``url``."""
    people, rows = await console_laid_out(url)
    tally = Tally()
    async with opened(people, await prepared(people, copy, *names)) as pairs:
        await ConsoleProber(people, rows, tally, routes_of(pairs[0])).probe_all(pairs, number, first_turn)
    return tally
