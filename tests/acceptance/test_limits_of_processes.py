"""Points of one account that several processes charge, and that a restart must not forget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.opening import open_store
from tests.acceptance.overtaking import overtaken
from tests.acceptance.points_left import DAY, GROUPS, MINUTE, left
from tests.acceptance.refusals import later
from tests.served import Served
from tests.world import World


@asynccontextmanager
async def process(world: World, url: str) -> AsyncIterator[Served]:
    """The world served by a process with a store of its own over the same database."""

    async def opened() -> Store:
        return await open_store(url)

    application = Application(opened, url, Parts(clock=world.clock))
    await application.start()
    try:
        yield Served(application, world)
    finally:
        await application.stop()


async def tell(*processes: Served) -> None:
    """As the upkeep does each second, which may be at work at this moment."""
    for served in processes:
        await served.application.upkeep.tell()


async def test_two_processes_add_up_what_they_have_charged(world: World, database_url: str) -> None:
    key = world.a.user.key
    async with AsyncExitStack() as running:
        one, two = [await running.enter_async_context(process(world, database_url)) for _ in range(2)]
        for _ in range(3):
            await one.call(GROUPS, key)
        await tell(one)
        assert left(await two.call(GROUPS, key)) == (DAY - 4, MINUTE - 4)
        await two.call(GROUPS, key)
        await tell(two)
        later(one)
        assert left(await one.call(GROUPS, key)) == (DAY - 6, MINUTE - 6)
        await tell(one, two)
        later(one)
        assert left(await two.call(GROUPS, key)) == (DAY - 7, MINUTE - 7)


async def test_processes_share_one_limit(world: World, database_url: str) -> None:
    await world.accounts.set_columns(world.a.id, {"minute_limit": 4})
    key = world.a.user.key
    async with AsyncExitStack() as running:
        one, two = [await running.enter_async_context(process(world, database_url)) for _ in range(2)]
        outcomes = []
        for served in (one, two, one, two, one, two):
            outcomes.append((await served.call(GROUPS, key)).mnemonic)
            await tell(one, two)
            later(one)
        assert outcomes == ["ok"] * 4 + ["limit_exceeded"] * 2


async def test_telling_twice_counts_once(world: World, database_url: str) -> None:
    async with process(world, database_url) as one, process(world, database_url) as two:
        await one.call(GROUPS, world.a.user.key)
        await tell(one, one, two, one)
        assert left(await two.call(GROUPS, world.a.user.key)) == (DAY - 2, MINUTE - 2)


async def test_processes_that_tell_at_the_same_time_lose_nothing(world: World, database_url: str) -> None:
    key, rounds = world.a.user.key, 20
    async with AsyncExitStack() as running:
        processes = [await running.enter_async_context(process(world, database_url)) for _ in range(3)]
        for _ in range(rounds):
            for served in processes:
                await served.call(GROUPS, key)
            await asyncio.gather(*(tell(served) for served in processes))
        spent = rounds * len(processes)
        later(processes[0])
        assert left(await processes[0].call(GROUPS, key)) == (DAY - spent - 1, MINUTE - spent - 1)


async def test_what_is_charged_while_it_is_told_is_told_the_next_time(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.a.user.key
    async with process(world, database_url) as one, process(world, database_url) as two:
        additions = overtaken(one.application.store, monkeypatch, lambda: one.call(GROUPS, key))
        await one.call(GROUPS, key)
        for told in (1, 2):
            await one.application.points.tell(one.application.store)
            assert len(additions) == told
        assert left(await two.call(GROUPS, key)) == (DAY - 3, MINUTE - 3)


async def test_what_is_told_late_of_a_window_does_not_undo_the_next_one(world: World, database_url: str) -> None:
    key = world.a.user.key
    async with process(world, database_url) as slow, process(world, database_url) as quick:
        await slow.call(GROUPS, key)
        later(slow, 60)
        for _ in range(3):
            await quick.call(GROUPS, key)
        await tell(quick)
        await tell(slow)
        await quick.call(GROUPS, key)
        await tell(quick)
        async with process(world, database_url) as third:
            assert left(await third.call(GROUPS, key)) == (DAY - 6, MINUTE - 5)


async def test_a_clock_that_was_ahead_lets_nobody_past_his_limit(world: World, database_url: str) -> None:
    await world.accounts.set_columns(world.a.id, {"minute_limit": 4})
    async with process(world, database_url) as served:
        world.clock.advance(24 * 3600)
        await served.call(GROUPS, world.a.user.key)
        await tell(served)
        world.clock.advance(-24 * 3600)
        answers = []
        for _ in range(6):
            answers.append(await served.call(GROUPS, world.a.user.key))
            await tell(served)
    assert [answer.mnemonic for answer in answers] == [*["ok"] * 4, *["limit_exceeded"] * 2]


async def test_a_restart_keeps_the_points(world: World, database_url: str) -> None:
    async with process(world, database_url) as before:
        for _ in range(4):
            await before.call(GROUPS, world.a.user.key)
    async with process(world, database_url) as after:
        assert left(await after.call(GROUPS, world.a.user.key)) == (DAY - 5, MINUTE - 5)


async def test_points_of_a_window_that_has_ended_are_not_kept(world: World, database_url: str) -> None:
    async with process(world, database_url) as before:
        await before.call(GROUPS, world.a.user.key)
    world.clock.advance(60)
    async with process(world, database_url) as after:
        assert left(await after.call(GROUPS, world.a.user.key)) == (DAY - 2, MINUTE - 1)
    world.clock.advance(24 * 3600)
    async with process(world, database_url) as next_day:
        assert left(await next_day.call(GROUPS, world.a.user.key)) == (DAY - 1, MINUTE - 1)
