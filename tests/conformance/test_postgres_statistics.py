"""PostgreSQL counts tables that have grown: without that it reads a customer's every row for each row of a page."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import asyncpg
import pytest

from centrex.catalogue import CatalogueError, Level
from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.calls import record_calls
from centrex.engine.retention import count_grown
from centrex.outcomes import Outcome
from centrex.query.rows import parse_query
from centrex.resources.calls_report import CALL, CALLS_REPORT
from centrex.scope import SERVER, Scope
from centrex.store.postgres import PostgresStore
from tests.databases import fetch
from tests.world import World

JANUARY: Final = datetime(2026, 1, 5, tzinfo=UTC)
APRIL: Final = datetime(2026, 4, 5, tzinfo=UTC)
SOUNDS: Final = """
INSERT INTO recording (customer_id, id, kind, uuid, link, started_at, call_id, leg_id, leg_started_at, engine_id, part,
    media, digest, size, format, seconds, file_name)
SELECT customer_id, 1000 + id, 'record', id, id, started_at, call_id, id, started_at, id, 1, id, id, 1, 'wav', 1, id
FROM call_leg
"""
"""A recording of each leg."""

CALLS: Final = 1_500
LIMIT: Final = 100
MOST: Final = 20 * LIMIT
"""Blocks that a page is made of: a few for each of its lists of each row. Bad plans need ten times as many."""

pytestmark = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


def reports(first: datetime) -> list[CallReport]:
    """Calls a minute apart, each of an employee's."""
    begins = [first + timedelta(minutes=number) for number in range(CALLS)]
    return [CallReport(call_id=began.isoformat(), legs=(leg(began),)) for began in begins]


def leg(began: datetime) -> LegReport:
    over = began + timedelta(seconds=5)
    return LegReport(leg_id="1", caller="391", called="79161234567", started=began, ended=over, outcome=Outcome.BUSY)


async def fill(world: World, url: str, first: datetime) -> None:
    """A month of its own with an employee's calls, which nobody has counted."""
    moment = int(first.timestamp())
    await world.store.make_months(moment, moment, SERVER)
    owner = f"UPDATE extension SET employee_id = {world.a.ids['employee'][0]} WHERE number = '391'"
    await fetch(url, f"{owner} AND customer_id = {world.a.id} RETURNING id")
    uuids = iter(range(CALLS))
    await world.store.change(record_calls(reports(first), lambda: f"{next(uuids):032}"), of(world))
    await fetch(url, f"{SOUNDS} WHERE started_at >= {moment} RETURNING id")


def of(world: World) -> Scope:
    return Scope(Level.CUSTOMER, world.a.id, 0)


async def blocks(world: World, url: str, first: datetime) -> int:
    """How many blocks PostgreSQL touches for a page of calls with their employees."""
    assert isinstance(world.store, PostgresStore)
    asked = {
        "date_from": f"{first:%Y-%m-%d} 00:00:00",
        "date_till": f"{first + timedelta(days=20):%Y-%m-%d} 00:00:00",
        "limit": LIMIT,
        "fields": ["id", "employees", "call_records"],
    }
    query = parse_query(CALLS_REPORT, asked, "UTC")
    statement = await world.store.statements.page(CALL, query, Level.CUSTOMER)
    values = world.store.statements.values(statement, of(world), query)
    plan = await explained(url, statement.text, values)
    found: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return found


async def explained(url: str, text: str, values: tuple[object, ...]) -> dict[str, Any]:
    connection = await asyncpg.connect(url)
    try:
        told = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {text}", *values)
    finally:
        await connection.close()
    plan: dict[str, Any] = json.loads(told)[0]["Plan"]
    return plan


async def counted(url: str) -> dict[str, int]:
    """How often each table was counted by us."""
    rows = await fetch(url, "SELECT relname, analyze_count FROM pg_stat_user_tables WHERE analyze_count > 0")
    return dict(rows)


async def test_a_page_of_calls_reads_few_rows_once_grown_tables_are_counted(world: World, database_url: str) -> None:
    await fill(world, database_url, JANUARY)
    await count_grown(world.store)
    assert await blocks(world, database_url, JANUARY) < MOST


async def test_what_did_not_grow_is_not_counted_again_and_a_new_month_is(world: World, database_url: str) -> None:
    await fill(world, database_url, JANUARY)
    await count_grown(world.store)
    once = await counted(database_url)
    assert {"call", "call_2026_01", "call_leg", "call_leg_2026_01", "call_employee", "recording"} <= set(once)
    await count_grown(world.store)
    assert await counted(database_url) == once
    await fill(world, database_url, APRIL)
    await count_grown(world.store)
    assert {"call_2026_04", "call_leg_2026_04"} <= set(await counted(database_url))
    assert await blocks(world, database_url, APRIL) < MOST


async def test_only_the_server_has_tables_counted(world: World) -> None:
    with pytest.raises(CatalogueError):
        await world.store.count_grown(of(world))
