"""How requests are written, kept and forgotten, also when the store fails."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import asyncpg
import pytest

from centrex.engine.requests import (
    BATCH,
    DAY_SECONDS,
    KEPT,
    RequestRecorder,
    Wanted,
    forget,
    list_requests,
)
from centrex.errors import ServerBusy
from centrex.resources.api_request import api_request
from centrex.scope import Scope
from centrex.server import upkeep
from centrex.store.opening import open_store
from centrex.store.steps import Change
from tests.acceptance.request_log import Client, record, serving_requests
from tests.databases import fetch
from tests.served import Served
from tests.world import World


async def test_requests_are_kept_for_the_days_and_no_longer(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    for request_id in ("old", "young"):
        record(recorder, world, request_id)
        world.clock.advance(1)
    await recorder.flush(world.store)
    world.clock.advance(7 * DAY_SECONDS - 3)
    assert await forget(world.store, world.clock, 7) == 0
    world.clock.advance(1)
    assert await forget(world.store, world.clock, 7) == 1
    assert [each.request_id for each in (await list_requests(world.store, Wanted()))[1]] == ["young"]


async def test_more_than_a_batch_is_written_in_order_and_forgotten_in_full(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    number = BATCH + 5
    for index in range(number):
        record(recorder, world, f"r-{index}")
    await recorder.flush(world.store)
    total, logged = await list_requests(world.store, Wanted(limit=number))
    assert total == number
    assert [each.request_id for each in reversed(logged)] == [f"r-{index}" for index in range(number)]
    assert len({each.id for each in logged}) == number
    assert {each.milliseconds for each in logged} == {12.35}
    world.clock.advance(DAY_SECONDS)
    record(recorder, world, "later")
    await recorder.flush(world.store)
    assert await forget(world.store, world.clock, 1) == number
    assert [each.request_id for each in (await list_requests(world.store, Wanted()))[1]] == ["later"]


async def test_with_no_days_nothing_is_recorded_and_the_rest_is_removed(world: World, client: Client) -> None:
    await client.call("get.employees", world.a.user.key)
    assert len(await client.logged()) == 1
    application = await serving_requests(world, days=0)
    assert application.upkeep.requests is None
    await Client(Served(application, world)).call("get.employees", world.a.user.key)
    await forget(world.store, world.clock, 0)
    assert await list_requests(world.store, Wanted()) == (0, [])
    await application.upkeep.stop()


async def test_no_request_is_dropped_while_more_than_a_thousand_come_during_each_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen on a busy PostgreSQL: a change takes 200 milliseconds beside 5,300 requests a second."""
    recorder = RequestRecorder(world.clock, kept=5_000)
    change_really, changes = world.store.change, 0

    def come(number: int) -> None:
        for index in range(number):
            record(recorder, world, f"r-{changes}-{index}")

    async def change(what: Change[Any], scope: Scope) -> Any:
        nonlocal changes
        changes += 1
        come(1_100)
        return await change_really(what, scope)

    monkeypatch.setattr(world.store, "change", change)
    come(3_500)
    while changes < 30:
        await recorder.flush(world.store)
    assert recorder.take_dropped() == 0


async def test_without_room_the_oldest_are_dropped_and_counted(world: World) -> None:
    recorder = RequestRecorder(world.clock, kept=3)
    for index in range(5):
        record(recorder, world, f"r-{index}")
    assert (recorder.take_dropped(), recorder.take_dropped()) == (2, 0)
    await recorder.flush(world.store)
    _, logged = await list_requests(world.store, Wanted())
    assert [each.request_id for each in logged] == ["r-4", "r-3", "r-2"]


async def test_what_the_store_does_not_take_is_written_the_next_time(world: World, database_url: str) -> None:
    recorder = RequestRecorder(world.clock, kept=3)
    for request_id in ("one", "two", "three"):
        record(recorder, world, request_id)
    await fetch(database_url, f"ALTER TABLE {api_request.name} RENAME TO away")
    writing = asyncio.create_task(recorder.flush(world.store))
    await asyncio.sleep(0)  # until it waits for the store
    record(recorder, world, "meanwhile")
    with pytest.raises((sqlite3.OperationalError, asyncpg.UndefinedTableError)):
        await writing
    assert recorder.take_dropped() == 1
    await fetch(database_url, f"ALTER TABLE away RENAME TO {api_request.name}")
    await recorder.flush(world.store)
    _, logged = await list_requests(world.store, Wanted())
    assert [each.request_id for each in logged] == ["meanwhile", "three", "two"]


async def test_a_closed_store_is_refused_and_nothing_is_lost(world: World, database_url: str) -> None:
    closed = await open_store(database_url)
    await closed.close()
    recorder = RequestRecorder(world.clock)
    record(recorder, world, "kept")
    with pytest.raises((ServerBusy, asyncpg.InterfaceError)):
        await recorder.flush(closed)
    await recorder.flush(world.store)
    _, logged = await list_requests(world.store, Wanted())
    assert [each.request_id for each in logged] == ["kept"]


async def test_the_upkeep_goes_on_when_the_store_fails_and_says_what_was_lost(
    served: Served, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    application, world = served.application, served.world
    assert application.upkeep.requests is not None
    await fetch(database_url, f"ALTER TABLE {api_request.name} RENAME TO away")
    for index in range(KEPT + 2):
        record(application.upkeep.requests, world, f"r-{index}")
    await application.upkeep.tell()
    assert "centrex_requests_dropped_total 2.0" in application.metrics.text().decode()
    said = capsys.readouterr().out
    assert "requests not written, trying again" in said
    assert "requests dropped before they were written" in said
    await fetch(database_url, f"ALTER TABLE away RENAME TO {api_request.name}")
    await application.upkeep.tell()
    assert (await list_requests(world.store, Wanted(limit=1)))[0] == KEPT


async def test_a_server_writes_forgets_and_stops_by_itself(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "TELL_SECONDS", 0)
    monkeypatch.setattr(upkeep, "FORGET_SECONDS", 0)
    application = await serving_requests(world)
    client = Client(Served(application, world))
    await client.call("get.employees", world.a.user.key, "first")
    while not (await list_requests(world.store, Wanted()))[1]:
        await asyncio.sleep(0)
    world.clock.advance(8 * DAY_SECONDS)
    while (await list_requests(world.store, Wanted()))[1]:
        await asyncio.sleep(0)
    monkeypatch.setattr(upkeep, "TELL_SECONDS", 3600)
    await client.call("get.employees", world.a.user.key, "last")
    await application.stop()
    kept = await fetch(database_url, f"SELECT request_id FROM {api_request.name}")
    assert kept == [("last",)]


async def test_a_request_outlives_its_user_in_the_log(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    recorder.record(world.a.id, 987_654, "get.employees", "ok", 1, "fe80::1%" + "x" * 100, 0.0, "r")
    await recorder.flush(world.store)
    _, (logged,) = await list_requests(world.store, Wanted())
    assert (logged.user_id, logged.login) == (987_654, None)
    assert logged.address == "fe80::1%" + "x" * 56
