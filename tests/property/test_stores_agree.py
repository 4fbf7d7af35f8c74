"""The same world on both stores answers alike, to the letter once the JSON is parsed."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from centrex.resources import OPERATIONS
from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.postgres import PostgresServer
from tests.property.actors import LISTS, actors, face_of
from tests.property.many_rows import enlarge
from tests.property.own_parameters import own_parameters
from tests.property.trees import Maker
from tests.served import Served
from tests.world import make_world

REQUESTS = 60
Both = tuple[Served, Served]


@pytest.fixture
async def both(
    sqlite_template: Path, postgres_template: str, postgres_server: PostgresServer, tmp_path: Path
) -> AsyncIterator[Both]:
    """The large world on SQLite and on PostgreSQL."""
    database = postgres_server.create_database(postgres_template)
    file = shutil.copyfile(sqlite_template, tmp_path / "centrex.db")
    async with AsyncExitStack() as stack:
        lite = await stack.enter_async_context(_served(f"sqlite:///{file}"))
        postgres = await stack.enter_async_context(_served(database))
        yield lite, postgres
    postgres_server.drop_database(database)


@asynccontextmanager
async def _served(url: str) -> AsyncIterator[Served]:
    clock = ManualClock()
    store = await open_store(url)
    world = await make_world(store, clock)
    await enlarge(world)

    async def opened() -> Store:
        return store

    application = Application(opened, url, Parts(clock=clock))
    await application.start()
    yield Served(application, world)
    await application.stop()


async def _answers(both: Both, method: str, key: str, params: dict[str, Any]) -> list[str]:
    return [json.dumps((await served.call(method, key, params)).json) for served in both]


async def test_every_row_is_shown_alike(both: Both) -> None:
    world = both[0].world
    for method in LISTS:
        fields = list(face_of(OPERATIONS[method]).fields)
        for actor in actors(world, OPERATIONS[method]):
            for number in range(3 if face_of(OPERATIONS[method]).params else 1):
                own = own_parameters(face_of(OPERATIONS[method]), Random(f"{method} {number}"))
                params = {**actor.params, **own, "limit": 10_000, "fields": fields}
                on_sqlite, on_postgres = await _answers(both, method, actor.key, params)
                assert on_sqlite == on_postgres, (method, actor.name, own)


async def test_methods_without_paging_answer_alike(both: Both) -> None:
    world = both[0].world
    for name, operation in OPERATIONS.items():
        if operation.verb in {"get", "getobj"} and operation.face and not operation.face.paged:
            for actor in actors(world, operation):
                on_sqlite, on_postgres = await _answers(both, name, actor.key, actor.params)
                assert on_sqlite == on_postgres, (name, actor.name)


@pytest.mark.parametrize("method", LISTS)
async def test_generated_requests_are_answered_alike(both: Both, method: str) -> None:
    operation = OPERATIONS[method]
    face, everybody = face_of(operation), list(actors(both[0].world, operation))
    for index in range(REQUESTS):
        seed = f"alike {method} {index}"
        random = Random(seed)
        actor = random.choice(everybody)
        own = {**actor.params, **own_parameters(face, random)}
        everything = {**own, "fields": list(face.fields)}
        rows = (await both[0].call(method, actor.key, everything)).data
        request = Maker(random, face, rows, actor.zone).request()
        on_sqlite, on_postgres = await _answers(both, method, actor.key, {**own, **request.params})
        assert on_sqlite == on_postgres, (seed, actor.name, own, request.params)
