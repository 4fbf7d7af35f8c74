"""``make bench``: everything side by side in one run; ``make bench ARGS=--quick`` takes about a minute."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import machine, startup, verdicts
from benchmarks.contenders import Contender, contenders
from benchmarks.databases import postgres_url, postgres_version, sqlite_url
from benchmarks.processes import ask
from benchmarks.report import Report, write
from benchmarks.rounds import FULL, QUICK, Measured, Plan, measure
from benchmarks.startup import Started
from benchmarks.statements import open_statements
from benchmarks.verdicts import POSTGRES, SQLITE, Verdict
from benchmarks.world import World, fill


@dataclass(frozen=True, slots=True)
class OfStore:
    """What one database gave."""

    measured: Measured
    started: Started
    size: int
    version: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, not kept as latest.md")
    plan = QUICK if parser.parse_args().quick else FULL
    before = machine.load()
    with tempfile.TemporaryDirectory(prefix="centrex-bench-") as name:
        folder = Path(name)
        stores = {
            SQLITE: _store(SQLITE, sqlite_url(folder), folder, plan),
            POSTGRES: _store(POSTGRES, postgres_url(), folder, plan),
        }
        _say("centrex demo")
        shown = startup.demo(folder, plan.starts)
    report = Report(
        day=date.today().isoformat(),
        machine=machine.described(stores[POSTGRES].version, before),
        plan=plan,
        size=stores[SQLITE].size,
        stores={store: found.measured for store, found in stores.items()},
        verdicts=[*_verdicts(stores), verdicts.of_demo(shown)],
    )
    text = report.text()
    name = f"{report.day}-{machine.slug()}"
    write(text, *((f"{name}-quick",) if plan is QUICK else (name, "latest")))
    print(text)


def _store(name: str, database: AbstractContextManager[str], folder: Path, plan: Plan) -> OfStore:
    """Everything on one database, which is thrown away after it."""
    with database as url:
        _say(f"{name}: rows")
        world = asyncio.run(fill(url))
        with contenders(url, world, folder) as servers:
            size = len(ask(servers[0].targets["page50"]))
            _say(f"{name}: {plan.rounds} rounds")
            measured = asyncio.run(_measured(url, world, servers, plan))
        _say(f"{name}: starts")
        started = startup.serve(url, world, folder, plan.starts)
        version = asyncio.run(postgres_version(url)) if name == POSTGRES else ""
    return OfStore(measured, started, size, version)


async def _measured(url: str, world: World, servers: tuple[Contender, ...], plan: Plan) -> Measured:
    bare = await open_statements(url, world, connections=1)
    try:
        return await measure(url, servers, bare, plan)
    finally:
        await bare.close()


def _verdicts(stores: dict[str, OfStore]) -> Iterator[Verdict]:
    for name, found in stores.items():
        yield from verdicts.of_store(name, found.measured)
    for name, found in stores.items():
        yield from verdicts.of_starts(name, found.started)


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
