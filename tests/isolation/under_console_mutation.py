"""Run by ``test_console_mutants`` in a process of its own: probes whatever ``centrex`` is found there, until a leak.

The databases were made by the program as it is; the folder that holds them is the only argument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog

from tests.isolation.console_cast import ConsoleCast
from tests.isolation.console_probing import ConsoleProber
from tests.isolation.console_worlds import opened, routes_of
from tests.isolation.prepared import moved_url, run
from tests.isolation.probing import Tally
from tests.isolation.rows import Rows

PROBES: Final = 200
VISITORS: Final = {"canaryUserA", "canaryA-reader", "canaryA-blocked", "canaryA_groupa-full", "canaryA_groupa-reader"}
"""One of each kind."""


@dataclass
class ConsolePrepared:
    """What the probes need to know, and databases for them alone."""

    cast: ConsoleCast
    rows: Rows
    urls: dict[str, str]

    def moved(self, folder: Path) -> ConsolePrepared:
        return replace(self, urls={name: moved_url(url, folder) for name, url in self.urls.items()})


async def _probe(prepared: ConsolePrepared) -> None:
    tally = Tally(stop_at_first=True)
    few = tuple(visitor for visitor in prepared.cast.visitors if visitor.name in VISITORS)
    cast = replace(prepared.cast, visitors=few)
    async with opened(cast, prepared.urls) as pairs:
        await ConsoleProber(cast, prepared.rows, tally, routes_of(pairs[0])).probe_all(pairs, PROBES)
    print(f"{tally.probes} probes, no leak")


if __name__ == "__main__":
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    run(_probe)
