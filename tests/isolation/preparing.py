"""Databases for the processes of mutants: laid out by the program as it is, a folder of them for each dialect."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.isolation import under_mutation, under_rest_mutation
from tests.isolation.console_runs import console_laid_out
from tests.isolation.console_worlds import prepared as console_prepared
from tests.isolation.prepared import keep
from tests.isolation.rest_runs import rest_laid_out
from tests.isolation.rest_worlds import prepared as rest_prepared
from tests.isolation.runs import copies_of, laid_out
from tests.isolation.under_console_mutation import ConsolePrepared
from tests.isolation.under_mutation import Prepared
from tests.isolation.under_rest_mutation import RestPrepared
from tests.isolation.worlds import prepared

PAIRS: Final = ("canaryA", "canaryTwin", "canaryNorth", under_mutation.ENDING)
PARTS: Final = ("canaryA", "canaryA_groupa", "canaryA_numbera", under_rest_mutation.ENDING)
VISITED: Final = ("canaryA", "canaryA_groupa")


async def prepare(folder: Path, url: str) -> None:
    """For probes of the Data API; ``url`` is an empty database in the folder."""
    cast, rows = await laid_out(url)
    urls = await prepared(cast, copies_of(url, folder, None), *PAIRS)
    keep(Prepared(cast, rows, urls, url), folder)


async def prepare_rest(folder: Path, url: str) -> None:
    """For probes of the RingMe API; ``url`` is an empty database in the folder."""
    cast, rows = await rest_laid_out(url)
    urls = await rest_prepared(cast, copies_of(url, folder, None), *PARTS)
    keep(RestPrepared(cast, rows, urls), folder)


async def prepare_console(folder: Path, url: str) -> None:
    """For probes of the console; ``url`` is an empty database in the folder."""
    cast, rows = await console_laid_out(url)
    urls = await console_prepared(cast, copies_of(url, folder, None), *VISITED)
    keep(ConsolePrepared(cast, rows, urls), folder)
