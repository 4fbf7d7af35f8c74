"""Run by ``test_rest_mutants`` in a process of its own: probes whatever ``centrex`` is found there, until a leak.

The databases were made by the program as it is; the folder that holds them is the only argument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog

from tests.isolation.prepared import moved_url, run
from tests.isolation.probing import Tally
from tests.isolation.rest_cast import CLIENTS, RestCast
from tests.isolation.rest_endings import probe_endings
from tests.isolation.rest_probing import RestProber
from tests.isolation.rest_worlds import opened
from tests.isolation.rows import Rows

FEW, MANY = 300, 3_000
ENDING: Final = CLIENTS[1]
"""The pair in which users end; the others go on."""


@dataclass
class RestPrepared:
    """What the probes need to know, and databases for them alone."""

    cast: RestCast
    rows: Rows
    urls: dict[str, str]

    def moved(self, folder: Path) -> RestPrepared:
        return replace(self, urls={name: moved_url(url, folder) for name, url in self.urls.items()})


async def probe(prepared: RestPrepared) -> None:
    """First a little of everything, since most faults show at once."""
    tally = Tally(stop_at_first=True)
    prober = RestProber(prepared.cast, prepared.rows, tally)
    async with opened(prepared.cast, prepared.urls) as pairs:
        (ending,) = (pair for pair in pairs if pair.name == ENDING)
        others = [pair for pair in pairs if pair is not ending]
        await prober.probe_in_turn(others, FEW, 0)
        await probe_endings(prober, ending)
        await prober.probe_all(others, MANY, first=1)
    print(f"{tally.probes} probes, no leak")


if __name__ == "__main__":
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    run(probe)
