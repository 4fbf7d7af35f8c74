"""Filter trees equal to a Python oracle, in worlds that differ from portion to portion."""

from __future__ import annotations

import asyncio
from functools import partial
from random import Random
from typing import Final

from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.property.actors import LISTS
from tests.property.many_rows import enlarge
from tests.property.tree_runs import failing_trees
from tests.served import served_world

EACH: Final = 200
"""Trees of a portion for each list method."""


def trees(store: str, portion: Portion) -> Outcome:
    with database(store, portion.folder) as made:
        return Outcome(EACH * len(LISTS), asyncio.run(_failures(made.url, portion)))


async def _failures(url: str, portion: Portion) -> list[str]:
    async with served_world(url, portion.folder) as many:
        await enlarge(many.world, Random(portion.seed).randrange(2**32))
        seeds = {method: [f"{portion.seed} {method} {index}" for index in range(EACH)] for method in LISTS}
        return [failure for method in LISTS async for failure in failing_trees(many, method, seeds[method])]


SLICES: Final = tuple(
    Slice(
        f"trees/{store}",
        f"Filter trees on {name} answer what a Python oracle does: ids, order, values and total",
        1_000_000,
        "trees",
        partial(trees, store),
    )
    for store, name in STORES.items()
)
