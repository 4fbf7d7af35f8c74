"""PostgreSQL ends our sessions: whoever is served then is told to come again, and who comes again is served."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final

import asyncpg
import pytest

from centrex.errors import ServerBusy
from centrex.resources.extension_group import extension_group
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.opening import open_store
from centrex.store.postgres_readers import lost_told
from centrex.store.steps import Change, Count, Find, Rows
from tests.postgres import PostgresServer

ENDED: Final = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()"""
AT_ONCE: Final = 8
ROUNDS: Final = 10


def counted() -> Change[int]:
    return int((yield Count(extension_group, {}))[0][0])


def read(store: Store) -> Awaitable[Rows]:
    return store.find(Find(extension_group, ("id",), {}), SERVER)


async def heard(*asked: Awaitable[object]) -> list[object]:
    """What came of each: what it answers, or that it is to come again."""
    told = await asyncio.gather(*asked, return_exceptions=True)
    for each in told:
        if isinstance(each, BaseException) and not isinstance(each, ServerBusy):
            raise each
    return list(told)


async def test_who_loses_his_connection_is_told_to_come_again(
    postgres_template: str, postgres_server: PostgresServer
) -> None:
    url = postgres_server.create_database(postgres_template)
    store = await open_store(url)
    other = await asyncpg.connect(url)
    try:
        for _ in range(ROUNDS):
            changes = [store.change(counted(), SERVER) for _ in range(AT_ONCE)]
            await heard(other.fetch(ENDED), *changes, *(read(store) for _ in range(AT_ONCE)))
            assert [] in [(await heard(read(store)))[0] for _ in range(AT_ONCE)]
            assert 0 in [(await heard(store.change(counted(), SERVER)))[0] for _ in range(AT_ONCE)]
    finally:
        await other.close()
        await store.close()
        postgres_server.drop_database(url)


async def test_who_was_served_on_a_connection_that_is_stuck_is_told_to_come_again_and_the_next_one_is_served(
    postgres_url: str,
) -> None:
    """As when PostgreSQL dies in a COPY: the transaction cannot be ended, for the driver waits for its statement."""
    pool = await asyncpg.create_pool(postgres_url, min_size=1, max_size=1)
    connection = await pool.acquire()
    sleeping = []

    async def stuck() -> None:
        with lost_told(connection):
            async with connection.transaction():
                sleeping.append(asyncio.create_task(connection.execute("SELECT pg_sleep(60)")))
                await asyncio.sleep(0)  # until it has begun
                raise OSError

    with pytest.raises(ConnectionError):
        await stuck()
    await pool.release(connection)
    assert await pool.fetchval("SELECT 1") == 1
    (told,) = await asyncio.gather(*sleeping, return_exceptions=True)
    assert isinstance(told, asyncpg.ConnectionDoesNotExistError)
    await pool.close()
