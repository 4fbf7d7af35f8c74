"""What several tests share: a server with the demo world and one on each store, numbers, plans, a client."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from centrex.demo.folder import FILE, ready
from centrex.demo.world import make_world as make_demo_world
from centrex.engine.pool import Pool
from centrex.engine.tariffs import NewPlan, Tariffs
from centrex.store.opening import open_store
from tests.acceptance.commands import Commands
from tests.acceptance.numbers import POOL
from tests.acceptance.request_log import Client
from tests.clock import ManualClock
from tests.databases import KINDS
from tests.postgres import PostgresServer
from tests.programs import Running, demonstrating, serving
from tests.served import Served
from tests.shared_rows import remove_shared_rows
from tests.world import Member, World, make_world


@dataclass
class Demo:
    """A running `centrex demo`, the object that it printed, and its database."""

    running: Running
    said: dict[str, Any]
    database: str

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def agent(self) -> dict[str, Any]:
        agent: dict[str, Any] = self.said["data_api"]["agent"]
        return agent

    @property
    def customer(self) -> dict[str, Any]:
        customer: dict[str, Any] = self.said["data_api"]["customer"]
        return customer


@dataclass
class Server:
    """A running `centrex serve`, its database, and a customer's user in it."""

    running: Running
    database: str
    user: Member

    @property
    def url(self) -> str:
        return self.running.url


@pytest.fixture(scope="session")
def laid_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo world, to be copied: to lay it takes longer."""
    laid = tmp_path_factory.mktemp("laid")
    ready(laid, make_demo_world(7))
    return laid


@pytest.fixture
def demo_folder(laid_demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo world for one test."""
    return shutil.copytree(laid_demo, tmp_path / "demo")


@pytest.fixture(scope="module")
def demo(laid_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo server for the tests of a file."""
    kept = shutil.copytree(laid_demo, tmp_path_factory.mktemp("demo") / "kept")
    with demonstrating("--data", str(kept)) as (running, said):
        yield Demo(running, said, f"sqlite:///{kept / FILE}")


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
