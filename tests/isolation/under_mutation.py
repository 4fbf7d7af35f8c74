"""Run by ``test_mutants`` in a process of its own: probes whatever ``centrex`` is found there, until the first leak.

The databases were made by the program as it is; the folder that holds them is the only argument.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from centrex.store.opening import open_store
from tests.isolation.cast import Cast
from tests.isolation.probing import LeakFoundError, Prober, Tally
from tests.isolation.rows import Rows
from tests.isolation.stores import StoreProber
from tests.isolation.tokens import probe_endings
from tests.isolation.worlds import opened

LEAK: Final = 3
"""The exit code of a process whose ``centrex`` was found out."""
PROBES: Final = 1_000
ENDING: Final = "canaryA"
"""The pair in which tokens end."""


@dataclass
class Prepared:
    """What the probes need to know, and databases for them alone: of pairs of worlds, and of a store."""

    cast: Cast
    rows: Rows
    urls: dict[str, str]
    store_url: str


FILE: Final = "prepared.pickle"


async def _probe(prepared: Prepared) -> None:
    tally = Tally(stop_at_first=True)
    async with opened(prepared.cast, prepared.urls) as pairs:
        prober = Prober(prepared.cast, prepared.rows, tally)
        await prober.probe_all(pairs, PROBES)
        await probe_endings(prober, next(pair for pair in pairs if pair.name == ENDING), 1)
    store = await open_store(prepared.store_url)
    try:
        await StoreProber(store, prepared.store_url, prepared.cast, prepared.rows, tally).probe_all(rows_each=1)
    finally:
        await store.close()
    print(f"{tally.probes} probes, no leak")


if __name__ == "__main__":
    try:
        asyncio.run(_probe(pickle.loads(Path(sys.argv[1], FILE).read_bytes())))
    except LeakFoundError as leak:
        print(leak)
        sys.exit(LEAK)
