"""More requests than the database can take: some wait, others are refused at once, and nobody is refused halfway."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import pytest

from centrex.access.hourly import LIMIT
from centrex.catalogue import Level
from centrex.engine.audit import counted
from centrex.engine.ingest_keys import IngestKeyring
from centrex.errors import Overloaded, ServerBusy
from centrex.resources.extension_group import extension_group
from centrex.scope import Scope
from centrex.server.app import Application, Parts
from centrex.store import Limits, Store
from centrex.store.media import MediaStore
from centrex.store.media_files import OWNER
from centrex.store.opening import open_store
from centrex.store.postgres import CONNECTIONS
from centrex.store.sqlite import HANDED_OVER
from centrex.store.steps import Change, Find, Insert, NextId
from centrex.store.urls import sqlite_path
from centrex.waiting import Queue, Room
from tests.acceptance.http import envelope
from tests.acceptance.oauth import made
from tests.clock import ManualClock
from tests.pbx import OWN, report
from tests.ringme import Holder, Ring
from tests.served import Served
from tests.world import PASSWORD, World

WAITING: Final = 3
MANY: Final = 20
LIMITS: Final = Limits(statement_seconds=60, waiting=WAITING)
GROUPS: Final = "/api/ver1.0/client/@me/extension_group/"
BUSY: Final = "The server is busy, try again later"


@pytest.fixture
async def served(world: World, media: MediaStore, database_url: str) -> AsyncIterator[Served]:
    """The world, served by a process in which few may wait."""
    async with serving(world, media, database_url, LIMITS) as served:
        yield served


@asynccontextmanager
async def serving(world: World, media: MediaStore, url: str, limits: Limits) -> AsyncIterator[Served]:
    """Its upkeep rests, so that all who wait are the test's own."""
    parts = Parts(clock=world.clock, media=media)
    application = Application(partial(open_store, url, limits), url, parts)
    await application.start()
    resting = (application.upkeep._telling, application.upkeep._forgetting, application.upkeep._counting)
    for task in resting:
        task.cancel()
    await asyncio.wait(resting)
    yield Served(application, world)
    await application.stop()


@pytest.fixture
def taken(database_kind: str) -> int:
    """How many changes are in the hands of the database when it does not get on; SQLite takes none then."""
    return 0 if database_kind == "sqlite" else CONNECTIONS


@asynccontextmanager
async def held(url: str, account: int) -> AsyncIterator[None]:
    """Meanwhile another program holds what every change of the account needs."""
    path = sqlite_path(url)
    if path is not None:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            yield
        return
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT 1 FROM change_counter WHERE customer_id = $1 FOR UPDATE", account)
            await connection.execute("SELECT 1 FROM call_counter WHERE customer_id = $1 FOR UPDATE", account)
            yield
    finally:
        await connection.close()


def client(served: Served) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=served.application, client=("127.0.0.1", 4000))
    return httpx.AsyncClient(transport=transport, base_url="http://busy.test")


async def asked(served: Served, method: str, **params: Any) -> httpx.Response:
    """What customer A's user is answered by the Data API."""
    async with client(served) as hands:
        return await hands.post("/v2.0", json=envelope(method, served.world.a.user.key, **params))


def all_asked(served: Served, count: int, method: str = "create.virtual_number_groups") -> list[asyncio.Task[Any]]:
    """Requests that come together, in this order."""
    return [asyncio.create_task(asked(served, method, **_params(method, number))) for number in range(count)]


def _params(method: str, number: int) -> dict[str, Any]:
    if method.startswith("get."):
        return {"filter": {"field": "name", "operator": "like", "value": f"%{number}%"}}
    return {"name": f"Number {number}"}


async def some_ended(tasks: Iterable[asyncio.Task[Any]], count: int) -> None:
    """Waits until so many have ended."""
    ended: set[asyncio.Task[Any]] = set()
    while len(ended) < count:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)


async def until_waiting(queue: Queue, count: int) -> None:
    while queue.waiting < count:
        await asyncio.sleep(0)


def queue_of(served: Served, name: str) -> Queue:
    return next(queue for queue in served.application.store.queues if queue.name == name)


def assert_sent_away(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1"), answer.text


def assert_refused(answer: httpx.Response, served: Served) -> None:
    """In the words of the Data API."""
    assert_sent_away(answer)
    error = answer.json()["error"]
    assert (error["code"], error["data"]["mnemonic"]) == (-32603, "internal_error")
    assert error["data"]["extended_helper"] == "http://busy.test/errors/internal_error"


async def metrics(served: Served) -> list[str]:
    async with client(served) as hands:
        return (await hands.get("/metrics")).text.splitlines()


async def names(store: Store, world: World) -> set[str]:
    a = world.a
    rows = await store.find(Find(extension_group, ("name",), {}), Scope(Level.CUSTOMER, a.id, a.user.id))
    return {row[0] for row in rows}


async def test_changes_beyond_those_that_may_wait_are_refused_at_once_and_the_others_done(
    served: Served, database_url: str, taken: int
) -> None:
    await asked(served, "get.virtual_number_groups")
    accepted = taken + WAITING
    async with held(database_url, served.world.a.id):
        tasks = all_asked(served, MANY)
        await some_ended(tasks, MANY - accepted)
        assert [task.done() for task in tasks] == [False] * accepted + [True] * (MANY - accepted)
        for task in tasks[accepted:]:
            assert_refused(await task, served)
        told = await metrics(served)
        assert f'centrex_waiting{{queue="changes"}} {float(WAITING)}' in told
        assert f'centrex_refused_total{{queue="changes"}} {float(MANY - accepted)}' in told
    answers = await asyncio.gather(*tasks[:accepted])
    assert [list(answer.json()["result"]["data"]) for answer in answers] == [["id"]] * accepted
    assert 'centrex_waiting{queue="changes"} 0.0' in await metrics(served)
    last = (await asked(served, "get.virtual_number_groups", limit=100)).json()["result"]
    assert sum(row["name"].startswith("Number ") for row in last["data"]) == accepted
    limits = last["metadata"]["limits"]
    assert limits["minute_limit"] - limits["minute_remaining"] == accepted + 2


async def test_every_door_says_so_in_its_own_words_and_the_server_stays_alive(
    served: Served, database_url: str, taken: int
) -> None:
    world, ring = served.world, Ring(served)
    holder, app = await ring.holder(world.a), await made(served, world.a.user)
    await IngestKeyring(world.operator).create(OWN, "own", world.a.id)
    kept = len(files(served))
    async with held(database_url, world.a.id), client(served) as hands:
        await hands.get(GROUPS, headers=bearer(holder.token))
        filling = all_asked(served, taken + WAITING)
        await until_waiting(queue_of(served, "changes"), WAITING)
        ready = asyncio.create_task(hands.get("/readyz"))
        refused = await hands.post(GROUPS, json={"name": "One more"}, headers=bearer(holder.token))
        assert_sent_away(refused)
        assert refused.json() == {"message": BUSY}
        assert int(refused.headers["x-ratelimit-remaining"]) == LIMIT - 1  # but for the one that was answered
        token = await hands.post("/oauth/token", data={"grant_type": "client_credentials", **app.credentials})
        assert_sent_away(token)
        assert token.json()["error"] == "temporarily_unavailable"
        await _ingest_is_refused(hands)
        await _page_is_refused(hands, world)
        assert (await hands.get("/livez")).text == "ok\n"
        assert (await hands.get(GROUPS, headers=bearer(holder.token))).status_code == 200
    assert (await ready).text == "ok\n"
    for answer in await asyncio.gather(*filling):
        assert "result" in answer.json()
    assert len(files(served)) == kept


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def files(served: Served) -> list[Path]:
    """All that is in the media store."""
    folder = served.application.parts.media
    assert isinstance(folder, MediaStore)
    return sorted(path for path in folder._root.rglob("*") if path.name != OWNER)


async def _ingest_is_refused(hands: httpx.AsyncClient) -> None:
    for method, path in (("POST", "calls"), ("PUT", "media/c1/0")):
        body = json.dumps(report("c1")).encode()
        answer = await hands.request(method, f"/ingest/v1/{path}", content=body, headers=bearer(OWN))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["error"] == "internal_error"


async def _page_is_refused(hands: httpx.AsyncClient, world: World) -> None:
    """Signing in opens a session, which is a change."""
    form = await hands.get("/app/")
    csrf = form.text.partition('name="csrf" value="')[2].partition('"')[0]
    sent = {"csrf": csrf, "login": world.a.user.login, "password": PASSWORD}
    answer = await hands.post("/app/", data=sent)
    assert_sent_away(answer)
    assert "The server is busy: try again." in answer.text


async def test_reads_beyond_those_that_may_wait_are_refused_and_the_others_answered(served: Served) -> None:
    await asked(served, "get.virtual_number_groups")
    reading = queue_of(served, "reads")
    assert isinstance(reading, Room)
    async with filled(reading):
        tasks = all_asked(served, MANY, "get.virtual_number_groups")
        await some_ended(tasks, MANY - WAITING)
        for task in tasks[WAITING:]:
            assert_refused(await task, served)
        assert (reading.waiting, reading.refused) == (WAITING, MANY - WAITING)
    for answer in await asyncio.gather(*tasks[:WAITING]):
        assert "result" in answer.json()
    assert reading.waiting == 0


@asynccontextmanager
async def filled(room: Room) -> AsyncIterator[None]:
    """All places are taken."""
    async with AsyncExitStack() as places:
        for _ in range(HANDED_OVER if room._places == HANDED_OVER else CONNECTIONS):
            await places.enter_async_context(room)
        yield


async def test_what_shows_a_change_that_was_made_is_never_refused(served: Served) -> None:
    ring = Ring(served)
    holder = await ring.holder(served.world.a)
    await ring.get("/client/@me/extension_group/", holder)
    await asked(served, "get.virtual_number_groups")
    reading = queue_of(served, "reads")
    assert isinstance(reading, Room)
    async with filled(reading):
        waiting = all_asked(served, WAITING, "get.virtual_number_groups")
        await until_waiting(reading, WAITING)
        creating = asyncio.create_task(_created(served, holder))
        while "Late" not in await names(served.world.store, served.world):
            assert not creating.done() or (await creating).status_code == 201
            await asyncio.sleep(0)
    assert (await creating).json()["name"] == "Late"
    assert reading.refused == 0
    await asyncio.gather(*waiting)


async def _created(served: Served, holder: Holder) -> httpx.Response:
    async with client(served) as hands:
        return await hands.post(GROUPS, json={"name": "Late"}, headers=bearer(holder.token))


def _group(name: str) -> Change[None]:
    identifier = (yield NextId(extension_group))[0][0]
    yield Insert(extension_group, {"id": identifier, "name": name})


def changes(served: Served, names_of: Sequence[str]) -> list[asyncio.Task[None]]:
    a = served.world.a
    scope = Scope(Level.CUSTOMER, a.id, a.user.id)
    return [asyncio.create_task(served.application.store.change(_counted(name), scope)) for name in names_of]


def _counted(name: str) -> Change[None]:
    yield from counted({})
    yield from _group(name)


async def test_a_change_that_nobody_waits_for_any_more_is_left_out(
    served: Served, database_url: str, taken: int
) -> None:
    queue = queue_of(served, "changes")
    async with held(database_url, served.world.a.id):
        tasks = changes(served, [f"Kept {number}" for number in range(taken)] + ["Left", "Stays"])
        await until_waiting(queue, 2)
        tasks[taken].cancel()
        with pytest.raises(asyncio.CancelledError):
            await tasks[taken]
    await asyncio.gather(*tasks[:taken], tasks[-1])
    assert queue.waiting == 0
    assert names_ours(await names(served.world.store, served.world)) == {
        *(f"Kept {number}" for number in range(taken)),
        "Stays",
    }


def names_ours(found: set[str]) -> set[str]:
    return {name for name in found if name.startswith(("Kept", "Left", "Stays"))}


async def test_who_has_waited_too_long_is_refused_and_nothing_was_done(
    world: World, media: MediaStore, database_url: str, taken: int
) -> None:
    async with serving(world, media, database_url, Limits(statement_seconds=0.05)) as served:
        async with held(database_url, world.a.id):
            tasks = changes(served, [f"Kept {number}" for number in range(taken + WAITING)])
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(failure) for failure in ended} <= {Overloaded, ServerBusy}
        assert [type(failure) for failure in ended[taken:]] == [Overloaded] * WAITING
        await asyncio.gather(*changes(served, ["Stays"]))
        assert names_ours(await names(world.store, world)) == {"Stays"}
        assert queue_of(served, "changes").waiting == 0


async def test_a_change_whose_turn_has_come_is_done_as_a_whole_though_nobody_waits_for_it(
    sqlite_world: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """On SQLite, where a thread runs it."""
    laid, facts = sqlite_world
    world = World(await open_store(f"sqlite:///{shutil.copyfile(laid, tmp_path / 'own.db')}"), ManualClock(), **facts)
    scope = Scope(Level.CUSTOMER, world.a.id, world.a.user.id)
    halfway, on = threading.Event(), threading.Event()

    def two() -> Change[None]:
        yield from _counted("Kept 1")
        halfway.set()
        on.wait()
        yield from _group("Kept 2")

    task = asyncio.create_task(world.store.change(two(), scope))
    await asyncio.to_thread(halfway.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    on.set()
    await world.store.change(_counted("Stays"), scope)
    assert names_ours(await names(world.store, world)) == {"Kept 1", "Kept 2", "Stays"}
    await world.store.close()
