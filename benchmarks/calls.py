"""``python -m benchmarks.calls``: what a group's month of records costs as calls grow, and how fast they come in.

Every figure is a ratio within one run: of more calls to fewer, or of ingest to the bare inserts of the same rows.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from benchmarks import machine
from benchmarks.call_rows import A_MONTH, MONTHS, CallWorld, lay_account, lay_calls, report, rows_written
from benchmarks.databases import analyze, postgres_url, sqlite_url
from centrex.access.ingest_keys import IngestKey
from centrex.clock import SystemClock
from centrex.engine.ingest import Ingest
from centrex.engine.own_deeds import Place
from centrex.engine.parties import exchange_of
from centrex.query import Comparison, Group, Query, Shape
from centrex.query.rows import default_fields, parse_query
from centrex.resources.calls_report import CALL, CALLS_REPORT
from centrex.resources.cdr import RECORD_STATS, RECORD_TOTALS, RECORDING, RECORDS
from centrex.store import Store
from centrex.store.opening import open_store

ROUNDS: Final = 15
CONNECTIONS: Final = 16
SINGLE: Final = 800
TOGETHER: Final = 1_000
BATCHES: Final = 5
RESULTS: Final = Path(__file__).with_name("results")
MONTH: Final = (
    int(datetime(2025, 6, 1, tzinfo=UTC).timestamp()),
    int(datetime(2025, 7, 1, tzinfo=UTC).timestamp()) - 1,
)
PLACE: Final = Place("127.0.0.1", "bench")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calls", description=__doc__)
    parser.add_argument("--calls", type=int, nargs="+", default=[100_000, 1_000_000], help="how many calls there are")
    counts = parser.parse_args().calls
    lines = [f"# Calls, {date.today().isoformat()}", "", machine.processor(), ""]
    for name in ("SQLite", "PostgreSQL"):
        lines += [f"## {name}", "", "| calls | a group's month, ms | its totals, ms | calls_report of 1,000, ms |"]
        lines += ["|---|---|---|---|"]
        for count in counts:
            with tempfile.TemporaryDirectory(prefix="centrex-bench-") as folder, _database(name, Path(folder)) as url:
                lines += asyncio.run(_measured(url, count, last=count == counts[-1]))
        lines.append("")
    text = "\n".join(lines)
    (RESULTS / f"calls-{machine.slug()}.md").write_text(text)
    print(text)


def _database(name: str, folder: Path) -> AbstractContextManager[str]:
    return sqlite_url(folder) if name == "SQLite" else postgres_url()


async def _measured(url: str, count: int, *, last: bool) -> list[str]:
    store = await open_store(url)
    try:
        world = await lay_account(store, max(1, count // (A_MONTH * MONTHS)))
        await lay_calls(store, world, count)
        await analyze(url)
        reads = [await _median(read) for read in _reads(store, world)]
        told = [f"| {count:,} | " + " | ".join(f"{1000 * seconds:.2f}" for seconds in reads) + " |"]
        return [*told, *(await _incoming(store, world) if last else [])]
    finally:
        await store.close()


def _reads(store: Store, world: CallWorld) -> tuple[Callable[[], Awaitable[object]], ...]:
    tree = Group("and", (Comparison("init_time_gmt", ">="), Comparison("init_time_gmt", "<=")))
    newest = (("init_time_gmt", True),)
    records = Query(RECORDS, Shape(default_fields(RECORDS), tree, newest, 2), MONTH, 2**31, 0)
    totals = Query(RECORD_STATS, Shape(default_fields(RECORD_STATS), tree, (), 2), MONTH, 1, 0)
    asked = {
        "date_from": "2025-06-01 00:00:00",
        "date_till": "2025-06-30 23:59:59",
        "fields": [*default_fields(CALLS_REPORT), "employees"],
    }
    page = parse_query(CALLS_REPORT, asked, "UTC")
    return (
        lambda: store.page(RECORDING, records, world.of_group),
        lambda: store.page(RECORD_TOTALS, totals, world.of_group),
        lambda: store.page(CALL, page, world.scope),
    )


async def _median(read: Callable[[], Awaitable[object]]) -> float:
    """Seconds, warm."""
    await read()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await read()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


async def _incoming(store: Store, world: CallWorld) -> list[str]:
    """Calls a second through ingest and as bare inserts, turn by turn."""
    ingest, key = Ingest(store, SystemClock()), IngestKey(world.customer_id)
    exchange = await store.change(exchange_of([report("", world.numbers[0], _now(0)).legs[0]]), world.scope)

    async def reported(names: range) -> None:
        await ingest.calls(key, [report(f"in-{name}", world.numbers[0], _now(name)) for name in names], PLACE)

    async def inserted(names: range) -> None:
        reports = [report(f"bare-{name}", world.numbers[0], _now(name)) for name in names]
        await store.change(rows_written(reports, exchange, recorded=False), world.scope)

    lines = ["", "| calls come in | ingest, calls/s | bare inserts, calls/s | ratio |", "|---|---|---|---|"]
    for title, size, number in (("one by one over 16 connections", 1, SINGLE), ("1,000 at once", TOGETHER, BATCHES)):
        rates = [await _rate(write, size, number) for write in (reported, inserted)]
        lines.append(f"| {title} | {rates[0]:,.0f} | {rates[1]:,.0f} | {rates[0] / rates[1]:.2f} |")
    return lines


async def _rate(write: Callable[[range], Awaitable[None]], size: int, number: int) -> float:
    """Calls a second when so many requests of ``size`` calls each come in, some at a time."""
    waiting = [range(place * size + size * 10_000, (place + 1) * size + size * 10_000) for place in range(number)]
    began = time.perf_counter()

    async def connection() -> None:
        while waiting:
            await write(waiting.pop())

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS if size == 1 else 1)))
    return number * size / (time.perf_counter() - began)


def _now(name: int) -> datetime:
    return datetime.fromtimestamp(MONTH[1] + name % 80_000, UTC)


if __name__ == "__main__":
    main()
