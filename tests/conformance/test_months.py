"""PostgreSQL keeps each month of calls apart: months are made ahead, rows of other times are kept with the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from centrex.catalogue import Level
from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.calls import record_calls
from centrex.outcomes import Outcome
from centrex.scope import SERVER, Scope
from tests.world import World

JANUARY = datetime(2026, 1, 5, 12, tzinfo=UTC)
LONG_AGO = datetime(2019, 3, 1, tzinfo=UTC)


def call_at(moment: datetime) -> CallReport:
    over = moment + timedelta(seconds=5)
    leg = LegReport(leg_id="1", caller="391", called="79161234567", started=moment, ended=over, outcome=Outcome.BUSY)
    return CallReport(call_id=moment.isoformat(), legs=(leg,))


@pytest.fixture
async def recorded(world: World) -> None:
    """Two calls of customer A, of which one has a month of its own."""
    first = int(JANUARY.timestamp())
    await world.store.make_months(first, first + 40 * 86_400, SERVER)
    await world.store.make_months(first, first, SERVER)
    scope = Scope(Level.CUSTOMER, world.a.id, 0)
    reports = [call_at(LONG_AGO), call_at(JANUARY)]
    await world.store.change(record_calls(reports, lambda: f"{world.clock.now():032.0f}"), scope)


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_rows_stand_in_their_month_and_others_with_the_rest(recorded: None, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(
            "SELECT tableoid::regclass::text FROM call_leg WHERE started_at = ANY ($1) ORDER BY started_at",
            [int(moment.timestamp()) for moment in (LONG_AGO, JANUARY)],
        )
    finally:
        await connection.close()
    assert [row[0] for row in rows] == ["call_leg_rest", "call_leg_2026_01"]


async def test_a_month_whose_rows_are_with_the_rest_already_stays_there(recorded: None, world: World) -> None:
    moment = int(LONG_AGO.timestamp())
    await world.store.make_months(moment, moment, SERVER)
    await world.store.make_months(moment, moment, SERVER)
