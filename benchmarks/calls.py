"""What is read of calls as they grow: a group's month of records, its totals, and a page of ``get.calls_report``.

Every promise is a ratio within one run: of more calls to fewer, of the page to the best statement for the same rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks.bare_inserts import open_bare
from benchmarks.call_rows import A_MONTH, MONTHS, CallWorld, lay_account, lay_calls
from benchmarks.call_statements import PAGE, CallsStatement, open_calls_statement
from benchmarks.contenders import Unlike
from benchmarks.costs import Compared, Cost, Work, in_turn, repeated
from centrex.query import Comparison, Group, Query, Shape
from centrex.query.rows import default_fields, parse_query
from centrex.resources.calls_report import CALL, CALLS_REPORT
from centrex.resources.cdr import RECORD_STATS, RECORD_TOTALS, RECORDING, RECORDS
from centrex.store import Limits, Page, Store
from centrex.store.opening import open_store

JUNE: Final = (
    int(datetime(2025, 6, 1, tzinfo=UTC).timestamp()),
    int(datetime(2025, 7, 1, tzinfo=UTC).timestamp()) - 1,
)
ASKED: Final = {
    "date_from": "2025-06-01 00:00:00",
    "date_till": "2025-06-30 23:59:59",
    "fields": [*default_fields(CALLS_REPORT), "employees"],
    "limit": PAGE,
}


@dataclass(frozen=True, slots=True)
class CallPlan:
    """How many calls there are, the fewest first; rounds, and how often each reads; requests one by one a round."""

    sizes: tuple[int, ...]
    rounds: int
    reads: int
    singles: int


FULL: Final = CallPlan((100_000, 1_000_000), rounds=7, reads=20, singles=960)
QUICK: Final = CallPlan((10_000, 50_000), rounds=3, reads=5, singles=320)
MOST: Final = 10_000_000
NOTHING_KEPT: Final = Limits(reply_bytes=0)


@dataclass(frozen=True, slots=True)
class Reads:
    """Rounds on one database."""

    records: tuple[Cost, ...]
    totals: tuple[Cost, ...]
    page: Compared


async def lay(url: str, count: int) -> CallWorld:
    """So many calls in an empty database that has its tables."""
    store, bare = await open_store(url), await open_bare(url)
    try:
        world = await lay_account(store, max(1, count // (A_MONTH * MONTHS)))
        await lay_calls(store, bare, world, count)
    finally:
        await bare.close()
        await store.close()
    return world


async def read(url: str, world: CallWorld, plan: CallPlan) -> Reads:
    """Raises Unlike when our page is not the statement's."""
    store = await open_store(url, NOTHING_KEPT)
    best = await open_calls_statement(url, world, JUNE)
    try:
        await _compare(store, world, best)
        records, totals = _of_group(store, world)
        return Reads(
            await repeated(url, records, plan.reads, plan.rounds),
            await repeated(url, totals, plan.reads, plan.rounds),
            await in_turn(url, lambda: _page(store, world), best.page, plan.reads, plan.rounds),
        )
    finally:
        await best.close()
        await store.close()


def _of_group(store: Store, world: CallWorld) -> tuple[Work, Work]:
    """The records of June, the newest first, and how many they are."""
    tree = Group("and", (Comparison("init_time_gmt", ">="), Comparison("init_time_gmt", "<=")))
    shape = Shape(default_fields(RECORDS), tree, (("init_time_gmt", True),), 2)
    records = Query(RECORDS, shape, JUNE, 2**31, 0)
    totals = Query(RECORD_STATS, Shape(default_fields(RECORD_STATS), tree, (), 2), JUNE, 1, 0)
    return (
        lambda: store.page(RECORDING, records, world.of_group),
        lambda: store.page(RECORD_TOTALS, totals, world.of_group),
    )


async def _page(store: Store, world: CallWorld) -> Page:
    return await store.page(CALL, parse_query(CALLS_REPORT, ASKED, "UTC"), world.scope)


async def _compare(store: Store, world: CallWorld, best: CallsStatement) -> None:
    total, data = await best.page()
    ours = await _page(store, world)
    if ours.total != total or json.loads(ours.data) != json.loads(data) or not json.loads(data):
        raise Unlike("calls_report")
