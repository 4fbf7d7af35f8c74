"""What writers stand on: the world in a database, with customer A's keys of both dialects and of his PBX engine."""

from __future__ import annotations

import asyncio
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from centrex.engine.accounts import Accounts
from centrex.engine.ingest_keys import IngestKeyring
from centrex.resources.application import ALL
from centrex.scope import SERVER
from centrex.store.opening import open_store
from centrex.store.urls import sqlite_path
from tests.calls import lay_files
from tests.clock import ManualClock
from tests.pbx import OWN
from tests.postgres import PostgresServer
from tests.ringme import granted
from tests.world import make_world

YEAR: Final = 366 * 86_400
BEARER: Final = "bearer-of-durability".ljust(30, "0")


@dataclass(frozen=True)
class Ground:
    """A database to be copied, and the customer in it; ``people`` are ids of his employees."""

    url: str
    media: Path
    customer_id: int
    key: str
    people: tuple[int, ...]
    bearer: str = BEARER
    engine: str = OWN

    def copied(self, folder: Path, server: PostgresServer | None = None) -> tuple[str, Path]:
        """The address of a database of one's own and its media; on SQLite both are in the folder."""
        media = shutil.copytree(self.media, folder / "media")
        if server is not None:
            return server.create_database(self.url), media
        file = sqlite_path(self.url)
        assert file is not None
        return f"sqlite:///{shutil.copyfile(file, folder / 'centrex.db')}", media


def lay_ground(url: str, media: Path) -> Ground:
    """Fills a database that has its tables and no rows; what it costs stands in no one's way."""
    return asyncio.run(_laid(url, media))


async def _laid(url: str, media: Path) -> Ground:
    store = await open_store(url)
    try:
        world = await make_world(store, ManualClock())
        a = world.a
        await Accounts(world.operator).set_columns(a.id, {"day_limit": None, "minute_limit": None})
        await IngestKeyring(world.operator).create(OWN, "own", a.id)
        await store.change(granted(a.id, a.user.id, BEARER, ALL, int(time.time()) + YEAR), SERVER)
    finally:
        await store.close()
    for each in world.customers:
        lay_files(media, each.canary, each.ids)
    return Ground(url, media, a.id, a.user.key, tuple(a.ids["employee"]))


@pytest.fixture(scope="session")
def sqlite_ground(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("ground")
    file = shutil.copyfile(sqlite_template, folder / "ground.db")
    return lay_ground(f"sqlite:///{file}", folder / "media")


@pytest.fixture(scope="session")
def postgres_ground(
    postgres_server: PostgresServer, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Ground:
    url = postgres_server.create_database(postgres_template)
    return lay_ground(url, tmp_path_factory.mktemp("ground") / "media")
