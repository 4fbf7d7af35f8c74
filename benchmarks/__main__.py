"""``make bench``: everything side by side in one run; ``make bench ARGS=--quick`` takes a few minutes.

A whole run writes ``docs/performance.md``, a quick one with ``--page``. ``ARGS=--calls-only`` measures calls alone, on
one database with ``--on``, and ``--ten-million`` 10 million of them as well.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import machine, startup, verdicts
from benchmarks.calls import FULL as FULL_CALLS
from benchmarks.calls import MOST, CallPlan
from benchmarks.calls import QUICK as QUICK_CALLS
from benchmarks.calls_measured import CallsMeasured, Databases, measure_calls
from benchmarks.contenders import Contender, contenders
from benchmarks.databases import postgres_url, postgres_version, sqlite_url
from benchmarks.processes import ask
from benchmarks.report import Report, call_tables, promises, write
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
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--ten-million", action="store_true", help="10 million calls as well, which takes an hour")
    parser.add_argument("--calls-only", action="store_true", help="nothing but calls")
    parser.add_argument("--on", choices=(SQLITE, POSTGRES), help="calls on this database alone")
    parser.add_argument("--page", action="store_true", help="a quick run writes docs/performance.md too")
    wanted = parser.parse_args()
    plan, calls = (QUICK, QUICK_CALLS) if wanted.quick else (FULL, FULL_CALLS)
    if wanted.ten_million:
        calls = replace(calls, sizes=(*calls.sizes, MOST))
    if wanted.calls_only:
        _calls_alone(calls, wanted.on)
    else:
        _everything(plan, calls, page=wanted.page or not wanted.quick)


def _everything(plan: Plan, calls_plan: CallPlan, *, page: bool) -> None:
    before = machine.load()
    with tempfile.TemporaryDirectory(prefix="centrex-bench-") as name:
        folder = Path(name)
        stores = {
            SQLITE: _store(SQLITE, sqlite_url(folder), folder, plan),
            POSTGRES: _store(POSTGRES, postgres_url(), folder, plan),
        }
        _say("centrex demo")
        shown = startup.demo(folder, plan.starts)
    calls = _calls(calls_plan)
    report = Report(
        day=date.today().isoformat(),
        command=_command(),
        machine=machine.described(stores[POSTGRES].version, before),
        plan=plan,
        size=stores[SQLITE].size,
        stores={store: found.measured for store, found in stores.items()},
        verdicts=[*_verdicts(stores), verdicts.of_demo(shown), *_verdicts_of_calls(calls)],
        calls=calls,
    )
    text = report.text()
    name = f"{report.day}-{machine.slug()}"
    write(text, f"{name}-quick" if plan is QUICK else name, page=page)
    print(text)


def _command() -> str:
    """As it is told to make."""
    return f'make bench ARGS="{" ".join(sys.argv[1:])}"' if sys.argv[1:] else "make bench"


def _calls_alone(plan: CallPlan, only: str | None) -> None:
    before = machine.load()
    calls = _calls(plan, only)
    day = date.today().isoformat()
    parts = [f"# Calls, {day}", f"`{_command()}`", machine.described("", before)]
    parts.append(promises(list(_verdicts_of_calls(calls))))
    for store, measured in calls.items():
        parts += [f"## {store}", call_tables(measured)]
    text = "\n\n".join(parts) + "\n"
    which = (day, machine.slug(), "calls", only and only.lower(), f"{plan.sizes[-1]:,}".replace(",", "_"))
    write(text, "-".join(filter(None, which)))
    print(text)


def _calls(plan: CallPlan, only: str | None = None) -> dict[str, CallsMeasured]:
    databases: dict[str, Databases] = {SQLITE: sqlite_url, POSTGRES: lambda _: postgres_url()}
    chosen = {store: made for store, made in databases.items() if only in {None, store}}
    return {store: measure_calls(made, plan, partial(_say_of, store)) for store, made in chosen.items()}


def _verdicts_of_calls(calls: dict[str, CallsMeasured]) -> Iterator[Verdict]:
    for store, measured in calls.items():
        yield from verdicts.of_calls(store, measured.reads, measured.incoming)
        yield from verdicts.of_long(store, measured.long)


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


def _say_of(store: str, text: str) -> None:
    _say(f"{store}: {text}")


if __name__ == "__main__":
    main()
