"""Run for a mutant in a process of its own: filter trees against the oracle, until the first that is not answered so.

The database was made by the program as it is; the folder that holds it is the only argument.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.isolation.prepared import keep, moved_url, run
from tests.isolation.probing import LeakFoundError
from tests.property.actors import LISTS
from tests.property.many_rows import enlarge
from tests.property.tree_runs import failing_trees
from tests.served import serving
from tests.world import World, make_world

TREES: Final = 12
"""For each list method."""


@dataclass
class Laid:
    """A world with many rows, and what is known of it."""

    url: str
    folder: Path
    facts: dict[str, Any]

    def moved(self, folder: Path) -> Laid:
        return replace(self, url=moved_url(self.url, folder), folder=folder)


async def prepare(folder: Path, url: str) -> None:
    """``url`` is an empty database in the folder."""
    store = await open_store(url)
    world = await make_world(store, ManualClock())
    await enlarge(world)
    await store.close()
    facts = {each.name: getattr(world, each.name) for each in fields(World) if each.name not in {"store", "clock"}}
    keep(Laid(url, folder, facts), folder)


async def probe(laid: Laid) -> None:
    world = World(await open_store(laid.url), ManualClock(), **laid.facts)
    async with serving(world, MediaStore(laid.folder / "media")) as many:
        for method in LISTS:
            async for failure in failing_trees(many, method, (f"mutant {method} {index}" for index in range(TREES))):
                raise LeakFoundError(failure)
    print(f"{TREES * len(LISTS)} trees, no leak")


if __name__ == "__main__":
    run(probe)
