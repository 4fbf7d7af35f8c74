"""Whole runs of probes: over a new database, and on databases that were prepared."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from centrex.store.opening import open_store
from centrex.store.urls import sqlite_path
from tests.clock import ManualClock
from tests.isolation.cast import Cast, lay_out
from tests.isolation.probing import Prober, Tally
from tests.isolation.rows import Rows, read_rows
from tests.isolation.worlds import Copy, opened, prepared
from tests.postgres import PostgresServer

PROBES: Final = int(os.environ.get("CENTREX_PROBES", "20000"))
"""How many probes of the Data API each store gets at least."""


async def laid_out(url: str) -> tuple[Cast, Rows]:
    """Lays the world out in an empty database; nobody has it open afterwards."""
    store = await open_store(url)
    cast = await lay_out(store, ManualClock())
    rows = await read_rows(store)
    await store.close()
    return cast, rows


async def probe_data_api(url: str, copy: Copy, number: int, first_turn: int = 0) -> Tally:
    """Probes all methods as all callers, in worlds copied from a new one at ``url``."""
    cast, rows = await laid_out(url)
    tally = Tally()
    async with opened(cast, await prepared(cast, copy)) as pairs:
        await Prober(cast, rows, tally).probe_all(pairs, number, first_turn)
    return tally


def copies_of(url: str, folder: Path, server: PostgresServer | None) -> Copy:
    """Copies of the database at ``url``, which nobody may have open meanwhile."""
    path = sqlite_path(url)

    def copy(purpose: str) -> str:
        if path is not None:
            return f"sqlite:///{shutil.copyfile(path, folder / f'{purpose}.db')}"
        assert server is not None
        return server.create_database(url)

    return copy
