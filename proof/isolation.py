"""Probes across customers and levels: dialects, console, links to files, tokens that end, and the store itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from typing import Final

from centrex.store.opening import open_store
from proof.databases import STORES, Database, database
from proof.slices import Outcome, Portion, Slice
from tests.isolation.console_runs import probe_console
from tests.isolation.links import Links
from tests.isolation.probing import Prober, Tally
from tests.isolation.requests import probe_requests
from tests.isolation.rest_runs import probe_ends, probe_ringme
from tests.isolation.runs import copies_of, laid_out, probe_data_api
from tests.isolation.stores import StoreProber
from tests.isolation.tokens import probe_endings
from tests.isolation.worlds import Copy, opened, prepared

DATA_API, RINGME, CONSOLE = 5_000, 3_000, 1_200
"""Probes of a portion."""
ENDING: Final = ("canaryA", "canaryB", "canaryC")
"""In whose worlds tokens end, and requests are looked up in the log: one for each in a portion."""
ROWS: Final = 3
"""Of each table and owner so many are aimed at in the store itself."""

Probes = Callable[[Database, Copy, Random], Awaitable[Tally]]


def probed(probes: Probes, store: str, portion: Portion) -> Outcome:
    """New worlds, and what the probes found in them."""
    folder = portion.folder / "copies"
    folder.mkdir()
    with database(store, portion.folder) as made:
        copy = copies_of(made.url, folder, made.server)
        tally = asyncio.run(_awaited(probes(made, copy, Random(portion.seed))))
    return Outcome(tally.probes, tally.findings)


async def _awaited(tally: Awaitable[Tally]) -> Tally:
    return await tally


async def data_api(made: Database, copy: Copy, random: Random) -> Tally:
    return await probe_data_api(made.url, copy, DATA_API, random.randrange(2**31))


async def ringme(made: Database, copy: Copy, random: Random) -> Tally:
    return await probe_ringme(made.url, copy, RINGME, random.randrange(2**31))


async def console(made: Database, copy: Copy, random: Random) -> Tally:
    return await probe_console(made.url, copy, CONSOLE, first_turn=random.randrange(2**31))


async def endings(made: Database, copy: Copy, random: Random) -> Tally:
    """Tokens and users that end, links, and the log of requests, by two accounts and who acts for them."""
    cast, rows = await laid_out(made.url)
    tally, turn = Tally(), random.randrange(2**31)
    names = random.sample(ENDING, 2)
    async with opened(cast, await prepared(cast, copy, *names)) as pairs:
        prober = Prober(cast, rows, tally, turn)
        await Links(cast, rows, tally, turn).probe(pairs)
        await probe_endings(prober, pairs[0], 2)
        await probe_requests(prober, pairs[1], 2)
    return tally


async def moves(made: Database, copy: Copy, _: Random) -> Tally:
    """Users and numbers of the RingMe API that move and end."""
    return await probe_ends(made.url, copy)


async def steps(made: Database, _: Copy, __: Random) -> Tally:
    """Every table and step, every face at every level, of the store itself."""
    cast, rows = await laid_out(made.url)
    tally = Tally()
    store = await open_store(made.url)
    try:
        await StoreProber(store, made.url, cast, rows, tally).probe_all(ROWS)
    finally:
        await store.close()
    return tally


ALL: Final[dict[str, tuple[Probes, str, int]]] = {
    "data-api": (data_api, "No call of the Data API shows or changes what is another's", 1_500_000),
    "ringme": (ringme, "No request of the RingMe API shows or changes what is another's", 900_000),
    "console": (console, "No page of the console shows or changes what is another's", 50_000),
    "endings": (endings, "What has ended opens nothing, no link leads astray, the log lays nothing to others", 90_000),
    "moves": (moves, "Who moves, loses a right or ends on the RingMe API has lost it with the next request", 5_000),
    "steps": (steps, "No step and no face of the store reaches rows of others", 40_000),
}
"""The probes, what they promise, and how many there are to be on each store; over 5,000,000 in all."""

SLICES: Final = tuple(
    Slice(f"isolation/{name}-{store}", f"{claim}, on {title}", goal, "probes", partial(probed, probes, store))
    for name, (probes, claim, goal) in ALL.items()
    for store, title in STORES.items()
)
