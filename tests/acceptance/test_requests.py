"""The log of requests to the API, as a client fills it and the operator reads it, on both stores."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from typing import Any

import asyncpg
import httpx
import pytest

from centrex.catalogue import Level
from centrex.engine.requests import (
    BATCH,
    DAY_SECONDS,
    KEPT,
    ApiRequest,
    RequestRecorder,
    Wanted,
    forget,
    list_requests,
)
from centrex.errors import CentrexError, EntityNotFound, InvalidParameterValue, ServerBusy
from centrex.resources.api_request import api_request
from centrex.resources.ledger import audit
from centrex.scope import SERVER, Scope
from centrex.server import upkeep
from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.opening import open_store
from centrex.store.steps import Change, DeleteBefore, Find, InsertMany
from tests.clock import NOON
from tests.databases import fetch
from tests.served import Served
from tests.world import World

ADDRESS = "127.0.0.9"
EVERYTHING = f"SELECT * FROM {api_request.name}"


class Client:
    """Calls the Data API over HTTP, and looks into the log afterwards."""

    def __init__(self, served: Served) -> None:
        self.world = served.world
        self._application = served.application

    async def call(self, method: str, key: str | None, request_id: str = "r-1", **params: object) -> dict[str, Any]:
        given = params if key is None else {"access_token": key, **params}
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": given}
        transport = httpx.ASGITransport(self._application, client=(ADDRESS, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            answer = await http.post("/v2.0", json=request, headers={"X-Request-Id": request_id})
        parsed: dict[str, Any] = answer.json()
        return parsed

    async def logged(self, wanted: Wanted | None = None) -> list[ApiRequest]:
        """What is in the log once all is written."""
        await self._application.upkeep.tell()
        return (await list_requests(self.world.store, wanted or Wanted()))[1]


@pytest.fixture
def client(served: Served) -> Client:
    return Client(served)


def record(recorder: RequestRecorder, world: World, request_id: str = "r", result: str = "ok") -> None:
    """A request of a's user."""
    a = world.a
    recorder.record(a.id, a.user.id, "get.employees", result, int(result == "ok"), ADDRESS, 0.0123456, request_id)


async def test_requests_that_were_done_and_refused_are_there_with_all_that_is_known_of_them(client: Client) -> None:
    a = client.world.a
    await client.call("get.employees", a.user.key, "done")
    client.world.clock.advance(1)
    await client.call("get.employees", a.user.key, "refused", limit="many")
    refused, done = await client.logged()
    assert done == ApiRequest(
        id=done.id,
        at=int(NOON),
        customer_id=a.id,
        user_id=a.user.id,
        login=a.user.login,
        method="get.employees",
        result="ok",
        points=1,
        address=ADDRESS,
        milliseconds=0.0,
        request_id="done",
    )
    assert (refused.at, refused.result, refused.points) == (int(NOON) + 1, "data_type_error", 0)
    assert refused.request_id == "refused"


async def test_a_session_is_logged_from_its_login_to_its_logout(client: Client) -> None:
    user = client.world.a.user
    opened = await client.call("login.user", None, login=user.login, password="correct horse")
    token = opened["result"]["data"]["access_token"]
    await client.call("create.virtual_number_groups", token, name="One")
    await client.call("logout.user", token)
    logged = [(each.method, each.user_id, each.result, each.points) for each in await client.logged()]
    assert logged == [
        ("logout.user", user.id, "ok", 1),
        ("create.virtual_number_groups", user.id, "ok", 1),
        ("login.user", user.id, "ok", 1),
    ]


async def test_an_agents_request_is_that_of_his_user_in_the_account_acted_for(client: Client) -> None:
    north, a = client.world.north, client.world.a
    await client.call("get.employees", north.key, user_id=a.user.id)
    await client.call("get.customers", north.key)
    own, acted = await client.logged()
    assert (acted.customer_id, acted.user_id, acted.login) == (a.id, north.id, north.login)
    assert (own.customer_id, own.user_id, own.method) == (north.account_id, north.id, "get.customers")


@pytest.mark.parametrize(
    ("method", "params", "mnemonic"),
    [
        ("get.customers", {}, "forbidden"),
        ("get.employees", {"user_id": 987_654}, "forbidden"),
        ("get.employees", {"user_id": "me"}, "data_type_error"),
    ],
)
async def test_a_refusal_before_the_account_is_known_is_laid_to_the_holder_of_the_token(
    client: Client, method: str, params: dict[str, Any], mnemonic: str
) -> None:
    user = client.world.a.user
    await client.call(method, user.key, **params)
    (logged,) = await client.logged()
    assert (logged.customer_id, logged.user_id) == (user.account_id, user.id)
    assert (logged.method, logged.result, logged.points) == (method, mnemonic, 0)


async def test_an_agent_who_names_no_user_of_his_is_refused_in_his_own_name(client: Client) -> None:
    north = client.world.north
    await client.call("get.employees", north.key)
    await client.call("get.employees", north.key, user_id=client.world.c.user.id)
    logged = [(each.customer_id, each.user_id, each.result) for each in await client.logged()]
    assert logged == [
        (north.account_id, north.id, "forbidden"),
        (north.account_id, north.id, "required_parameter_missed"),
    ]


async def test_requests_of_nobody_known_are_counted_and_not_logged(client: Client, served: Served) -> None:
    await client.call("get.employees", "no-such-key")
    await client.call("get.employees", None)
    await client.call("get.nothing", client.world.a.user.key)
    await client.call("login.user", None, login=client.world.a.user.login, password="wrong")
    assert await client.logged() == []
    counted = served.application.metrics.text().decode()
    assert 'centrex_requests_total{method="get.employees",outcome="access_token_invalid"} 1.0' in counted


async def test_closed_doors_are_logged_for_the_account_that_they_belong_to(client: Client) -> None:
    world = client.world
    await world.accounts.set_columns(world.a.id, {"minute_limit": 0})
    await world.accounts.set_status(world.b.id, "debt_lock")
    await world.accounts.disallow(world.c.id, "127.0.0.0/8")
    for customer in (world.a, world.b, world.c):
        await client.call("get.employees", customer.user.key)
    logged = {each.customer_id: each.result for each in await client.logged()}
    assert logged == {world.a.id: "limit_exceeded", world.b.id: "account_inactive", world.c.id: "ip_not_whitelisted"}


async def test_nothing_that_was_in_a_request_is_kept(client: Client, database_url: str) -> None:
    user = client.world.a.user
    opened = await client.call("login.user", None, login=user.login, password="correct horse")
    token = opened["result"]["data"]["access_token"]
    await client.call("create.virtual_number_groups", user.key, name="In confidence")
    await client.call("get.employees", token, secret="In confidence")
    assert len(await client.logged()) == 3
    kept = repr(await fetch(database_url, EVERYTHING))
    for secret in (user.key, token, "correct horse", user.login, "In confidence", client.world.a.canary):
        assert secret not in kept


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
    number = 2 * BATCH + 5
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
    application = await _application(world, days=0)
    assert application.upkeep.requests is None
    await Client(Served(application, world)).call("get.employees", world.a.user.key)
    await forget(world.store, world.clock, 0)
    assert await list_requests(world.store, Wanted()) == (0, [])
    await application.upkeep.stop()


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
    application = await _application(world)
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


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [5, 4, 3, 2, 1, 0]),
        (Wanted(limit=2), [5, 4]),
        (Wanted(limit=0), []),
        (Wanted(customer_id=1), [4, 3, 2, 1, 0]),
        (Wanted(user=1), [3, 2, 1, 0]),
        (Wanted(user="north"), [4]),
        (Wanted(method="get.employees"), [4, 2, 0]),
        (Wanted(result="ok"), [5, 3, 0]),
        (Wanted(result="failed"), [4, 2, 1]),
        (Wanted(result="forbidden"), [4, 1]),
        (Wanted(since=int(NOON) + 4), [5, 4]),
        (Wanted(until=int(NOON) + 2), [1, 0]),
        (Wanted(1, 1, "get.employees", "failed", int(NOON) + 1, int(NOON) + 4, 10), [2]),
    ],
)
async def test_the_operator_asks_for_some_of_them_newest_first(
    world: World, wanted: Wanted, numbers: list[int]
) -> None:
    a, b, north = world.a, world.b, world.north
    recorder = RequestRecorder(world.clock)
    for index, (customer_id, user_id, method, result) in enumerate(
        (
            (a.id, a.user.id, "get.employees", "ok"),
            (a.id, a.user.id, "get.account", "forbidden"),
            (a.id, a.user.id, "get.employees", "data_type_error"),
            (a.id, a.user.id, "get.account", "ok"),
            (a.id, north.id, "get.employees", "forbidden"),
            (b.id, b.user.id, "get.account", "ok"),
        )
    ):
        recorder.record(customer_id, user_id, method, result, 1, ADDRESS, 0.0, str(index))
        world.clock.advance(1)
    await recorder.flush(world.store)
    real = replace(
        wanted,
        customer_id=wanted.customer_id and a.id,
        user=a.user.id if wanted.user == 1 else wanted.user,
    )
    total, logged = await list_requests(world.store, real)
    assert [int(each.request_id) for each in logged] == numbers
    assert total == len(numbers) or wanted.limit < total == 6


@pytest.mark.parametrize(
    ("wanted", "error", "field"),
    [
        (Wanted(customer_id=987_654), EntityNotFound, "customer_id"),
        (Wanted(user=987_654), EntityNotFound, "user_id"),
        (Wanted(user="nobody"), EntityNotFound, "user_id"),
        (Wanted(user=2**63), InvalidParameterValue, "user_id"),
        (Wanted(user="\ud800"), InvalidParameterValue, "user_id"),
        (Wanted(customer_id=2**63), InvalidParameterValue, "customer_id"),
        (Wanted(limit=-1), InvalidParameterValue, "limit"),
        (Wanted(limit=10_001), InvalidParameterValue, "limit"),
    ],
)
async def test_what_is_not_there_is_refused_and_not_answered_with_nothing(
    world: World, wanted: Wanted, error: type[CentrexError], field: str
) -> None:
    with pytest.raises(error) as refused:
        await list_requests(world.store, wanted)
    assert refused.value.field == field


async def test_a_request_outlives_its_user_in_the_log(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    recorder.record(world.a.id, 987_654, "get.employees", "ok", 1, "fe80::1%" + "x" * 100, 0.0, "r")
    await recorder.flush(world.store)
    _, (logged,) = await list_requests(world.store, Wanted())
    assert (logged.user_id, logged.login) == (987_654, None)
    assert logged.address == "fe80::1%" + "x" * 56


async def test_many_rows_of_a_customer_are_inserted_as_his_own(world: World) -> None:
    """The step binds the caller's customer, and keeps null and text as they are."""
    shared = {"at": 0, "user_id": None, "address": "", "request_id": "", "object_kind": "", "object_id": None}

    def inserted() -> Change[None]:
        yield InsertMany(audit, [{"id": 9_000 + index, "operation": f"Ünï '{index}'", **shared} for index in range(3)])

    await world.store.change(inserted(), Scope(Level.CUSTOMER, world.b.id, world.b.user.id))
    step = Find(audit, ("customer_id", "operation", "user_id"), {"id": 9_002})
    assert await world.store.find(step, SERVER) == [(world.b.id, "Ünï '2'", None)]


async def test_a_customer_removes_old_rows_of_his_own_alone(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    for customer in (world.a, world.b):
        for _ in range(3):
            recorder.record(customer.id, customer.user.id, "get.account", "ok", 1, ADDRESS, 0.0, "r")
            world.clock.advance(1)
    await recorder.flush(world.store)

    def removed() -> Change[list[tuple[Any, ...]]]:
        return (yield DeleteBefore(api_request, "at", int(NOON) + 5, 2))

    scope = Scope(Level.CUSTOMER, world.b.id, world.b.user.id)
    assert sorted(await world.store.change(removed(), scope)) == [(int(NOON) + 3,), (int(NOON) + 4,)]
    assert await world.store.change(removed(), scope) == []
    assert (await list_requests(world.store, Wanted()))[0] == 4


async def _application(world: World, days: int = 7) -> Application:
    async def opened() -> Store:
        return world.store

    application = Application(opened, "", Parts(clock=world.clock, request_days=days))
    await application.start()
    return application
