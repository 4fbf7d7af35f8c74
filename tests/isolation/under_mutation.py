"""Run by ``test_mutants`` in a process of its own: probes whatever ``centrex`` is found there, until the first leak.

The databases were made by the program as it is; the folder that holds them is the only argument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from centrex.store.opening import open_store
from tests.isolation.cast import Cast
from tests.isolation.links import Links
from tests.isolation.prepared import moved_url, run
from tests.isolation.probing import Prober, Tally
from tests.isolation.requests import probe_requests
from tests.isolation.rows import Rows
from tests.isolation.stores import StoreProber
from tests.isolation.tokens import probe_endings
from tests.isolation.worlds import opened

FEW, MANY = 200, 4_000
"""Probes of the Data API."""
ENDING: Final = "canaryB"
"""The pair in which tokens end; the others go on."""


@dataclass
class Prepared:
    """What the probes need to know, and databases for them alone: of pairs of worlds, and of a store."""

    cast: Cast
    rows: Rows
    urls: dict[str, str]
    store_url: str

    def moved(self, folder: Path) -> Prepared:
        urls = {name: moved_url(url, folder) for name, url in self.urls.items()}
        return replace(self, urls=urls, store_url=moved_url(self.store_url, folder))


async def probe(prepared: Prepared) -> None:
    """First a little of everything, since most faults show at once."""
    tally = Tally(stop_at_first=True)
    prober = Prober(prepared.cast, prepared.rows, tally)
    async with opened(prepared.cast, prepared.urls) as pairs:
        (ending,) = (pair for pair in pairs if pair.name == ENDING)
        others = [pair for pair in pairs if pair is not ending]
        await prober.probe_all(others, FEW)
        await Links(prepared.cast, prepared.rows, tally).probe(others)
        await probe_endings(prober, ending, 1)
        await _probe_store(prepared, tally)
        await prober.probe_all(others, MANY, first_turn=1)
        await probe_requests(prober, next(pair for pair in others if any(actor.acts_for for actor in pair.actors)), 1)
    print(f"{tally.probes} probes, no leak")


async def _probe_store(prepared: Prepared, tally: Tally) -> None:
    store = await open_store(prepared.store_url)
    try:
        await StoreProber(store, prepared.store_url, prepared.cast, prepared.rows, tally).probe_all(rows_each=1)
    finally:
        await store.close()


if __name__ == "__main__":
    run(probe)
