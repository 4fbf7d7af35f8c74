"""The world laid once for each database and test process; tests get copies of it."""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.postgres import PostgresServer
from tests.world import World, make_world

Facts = dict[str, Any]
"""What is known of the world, besides its store and its clock."""


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path) -> tuple[Path, Facts]:
    file = shutil.copyfile(sqlite_template, sqlite_template.with_name("world.db"))
    return file, _laid(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def sqlite_laid(sqlite_world: tuple[Path, Facts]) -> Path:
    """A database file that holds the world."""
    return sqlite_world[0]


@pytest.fixture(scope="session")
def postgres_world(postgres_server: PostgresServer, postgres_template: str) -> tuple[str, Facts]:
    url = postgres_server.create_database(postgres_template)
    return url, _laid(url)


@pytest.fixture(scope="session")
def postgres_laid(postgres_world: tuple[str, Facts]) -> str:
    """The address of a database that holds the world."""
    return postgres_world[0]


def _laid(url: str) -> Facts:
    """On a thread of its own, since a test's event loop may stand on this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, _facts(url)).result()


async def _facts(url: str) -> Facts:
    store = await open_store(url)
    try:
        world = await make_world(store, ManualClock())
    finally:
        await store.close()
    return {each.name: getattr(world, each.name) for each in fields(World) if each.name not in {"store", "clock"}}
