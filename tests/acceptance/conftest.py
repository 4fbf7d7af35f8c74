"""What several tests share: a server on each store, numbers, plans, a client."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from centrex.engine.pool import Pool
from centrex.engine.tariffs import NewPlan, Tariffs
from centrex.store.opening import open_store
from tests.acceptance.commands import Commands
from tests.acceptance.numbers import POOL
from tests.acceptance.request_log import Client
from tests.clock import ManualClock
from tests.databases import KINDS
from tests.postgres import PostgresServer
from tests.programs import Running, serving
from tests.served import Served
from tests.shared_rows import remove_shared_rows
from tests.world import Member, World, make_world


@dataclass
class Server:
    """A running `centrex serve`, its database, and a customer's user in it."""

    running: Running
    database: str
    user: Member

    @property
    def url(self) -> str:
        return self.running.url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite database of the test's own with all tables, and nothing in them."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'centrex.db')}"


@pytest.fixture(scope="module", params=KINDS)
def filled_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with the small world, for the tests of a file; on both stores."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copyfile(template, tmp_path_factory.mktemp('served') / 'centrex.db')}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database(request.getfixturevalue("postgres_template"))
        yield url
        server.drop_database(url)


@pytest.fixture(scope="module")
def server(filled_url: str) -> Iterator[Server]:
    """One server for the tests of a file; on both stores."""
    user = asyncio.run(_filled(filled_url))
    with serving(filled_url) as running:
        yield Server(running, filled_url, user)


async def _filled(url: str) -> Member:
    store = await open_store(url)
    try:
        return (await make_world(store, ManualClock())).a.user
    finally:
        await store.close()


@pytest.fixture
async def empty_pool(world: World) -> None:
    """Takes the free numbers and the tariff plans out of the world."""
    await remove_shared_rows(world.store)


@pytest.fixture
async def ids(served: Served, empty_pool: None) -> dict[str, int]:
    """Three free numbers and no other, and their ids."""
    pool = Pool(served.world.operator)
    return {new.number: await pool.add(new) for new in POOL}


@pytest.fixture
async def plans(served: Served, empty_pool: None) -> dict[str, int]:
    """Plans of both agents, one of the operator's own, by name; no others."""
    tariffs, north, south = Tariffs(served.world.operator), served.world.north, served.world.south
    every = (
        NewPlan("Full", north.account_id),
        NewPlan("Small", north.account_id, ("data_api", "va"), day_limit=100, minute_limit=10, number_limit=1),
        NewPlan("South", south.account_id),
        NewPlan("Own"),
    )
    return {plan.name: await tariffs.create(plan) for plan in every}


@pytest.fixture
def client(served: Served) -> Client:
    """Fills the log of requests."""
    return Client(served)


@pytest.fixture
def commands(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.setenv("CENTREX_LANG", "en")
    return Commands(database_url, capsys)
