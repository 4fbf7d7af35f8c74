"""A long page that takes too long, or that nobody waits for any more: nothing stays open, the connection goes on."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import msgspec
import pytest

from centrex.catalogue import Level
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.query import Query, Shape
from centrex.resources.extension_group import EXTENSION_GROUP, EXTENSION_GROUPS, extension_group
from centrex.scope import Scope
from centrex.spool import IN_MEMORY, Spool
from centrex.store import BATCH, Limits
from centrex.store.opening import open_store
from centrex.store.postgres_readers import Readers
from centrex.store.steps import Change, InsertMany, NextIds
from tests.clock import ManualClock

LONG: Final = "x" * (IN_MEMORY * 2 // 3 // BATCH)
"""The first rows stay in memory, and with the next ones all go to the disk."""

ENDLESS: Final = f"SELECT 1, '\"{LONG}\"'::bytea, generate_series(1, 100000000)"
MANY: Final = 9_000
WIDE: Final = "x" * 240


def open_files() -> set[str]:
    """What this process has open on the disk: temporary files have been unlinked."""
    links = (_link(each) for each in Path("/proc/self/fd").iterdir())
    return {link for link in links if link.endswith("(deleted)")}


def _link(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:
        return ""


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[asyncpg.Pool[asyncpg.Record]]:
    async with asyncpg.create_pool(postgres_url, min_size=1, max_size=2) as pool:
        yield pool


async def test_a_page_that_takes_too_long_on_postgresql_leaves_nothing_behind(
    pool: asyncpg.Pool[asyncpg.Record],
) -> None:
    readers, before = Readers(pool, Limits(statement_seconds=0.1)), open_files()
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await readers.spooled(ENDLESS, ())
        assert open_files() <= before
        assert (await readers.one("SELECT 7", ()))[0] == 7
    await readers.close()


async def test_a_page_that_is_called_off_on_postgresql_once_it_is_on_the_disk_leaves_nothing_behind(
    pool: asyncpg.Pool[asyncpg.Record],
) -> None:
    readers, before = Readers(pool, Limits(statement_seconds=60)), open_files()
    for _ in range(3):
        asked = asyncio.create_task(readers.spooled(ENDLESS, ()))
        while not open_files() - before:
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert open_files() <= before
        assert (await readers.one("SELECT 7", ()))[0] == 7
    await readers.close()


async def test_a_page_that_is_called_off_on_sqlite_is_let_go_of_when_its_thread_is_done(
    sqlite_template: Path, tmp_path: Path
) -> None:
    store = await open_store(f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'centrex.db')}")
    before = open_files()
    account = await Accounts(Operator(store, ManualClock())).create(NewAccount("One"))
    scope = Scope(Level.CUSTOMER, account, 0)
    await store.change(_many(), scope)
    query = Query(EXTENSION_GROUPS, Shape(("id", "name"), None, (), 0), (), 10_000, 0)
    for _ in range(3):
        asked = asyncio.create_task(store.listing(EXTENSION_GROUP, query, scope))
        while not open_files() - before:
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert open_files() <= before
    assert len(msgspec.json.decode((await store.listing(EXTENSION_GROUP, query, scope)).whole())) == MANY
    await store.close()


def _many() -> Change[None]:
    ids = msgspec.json.decode((yield NextIds(extension_group, MANY))[0][0])
    yield InsertMany(extension_group, [{"id": identifier, "name": f"{identifier} {WIDE}"} for identifier in ids])


class Slow(Spool):
    """On a disk that takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.on = threading.Event(), threading.Event()

    def add(self, rows: Sequence[bytes]) -> None:
        self.begun.set()
        self.on.wait()
        super().add(rows)


async def test_nobody_closes_a_spool_to_which_a_thread_still_adds() -> None:
    spool = Slow()
    adding = asyncio.create_task(spool.take([b"{}"]))
    await asyncio.to_thread(spool.begun.wait)
    for _ in range(2):
        adding.cancel()
        await asyncio.sleep(0)
    waited = not adding.done()
    spool.on.set()
    assert waited
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert (spool.rows, spool.whole()) == (1, b"[{}]")
