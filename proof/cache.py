"""The reply cache is never stale: a process reads, another one changes, and what was acknowledged shows at once."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from centrex.store.opening import open_store
from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.clock import ManualClock
from tests.property.test_kept_answers import (
    CHANGES,
    test_while_another_process_changes_rows_nobody_reads_less_than_was_acknowledged,
)
from tests.world import make_world

WORLDS: Final = 4
"""Of a portion, one after the other; each sees so many changes of two tables."""


def changes(store: str, portion: Portion) -> Outcome:
    for number in range(WORLDS):
        folder = portion.folder / str(number)
        folder.mkdir()
        with database(store, folder) as made:
            asyncio.run(_changed(made.url))
    return Outcome(WORLDS * 2 * CHANGES)


async def _changed(url: str) -> None:
    world = await make_world(await open_store(url), ManualClock())
    try:
        await test_while_another_process_changes_rows_nobody_reads_less_than_was_acknowledged(world, url)
    finally:
        await world.store.close()


SLICES: Final = tuple(
    Slice(
        f"cache/{store}",
        f"No kept answer on {name} is given after an acknowledged change of another process that it does not show",
        100_000,
        "changes, with reads between them",
        partial(changes, store),
    )
    for store, name in STORES.items()
)
