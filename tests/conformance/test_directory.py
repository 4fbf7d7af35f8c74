"""What is remembered of callers: for a second, and never what a change here has made untrue."""

from __future__ import annotations

import asyncio

from centrex.access.directory import Directory
from tests.world import World


async def test_a_look_up_that_began_before_a_change_is_not_remembered_after_it(world: World) -> None:
    """On PostgreSQL the look-up is under way while the change is told of; on SQLite it is done already."""
    directory = Directory(world.store, world.clock)
    by_id = asyncio.create_task(directory.caller(world.a.user.id))
    by_token = asyncio.create_task(directory.principal(world.a.user.key))
    await asyncio.sleep(0)
    directory.forget()
    assert (await by_token).caller.account.active
    await by_id
    await world.accounts.set_status(world.a.id, "manual_lock")
    found = await directory.caller(world.a.user.id)
    assert found is not None
    assert not found.account.active
    assert not (await directory.principal(world.a.user.key)).caller.account.active


async def test_what_another_process_changed_is_known_after_a_second(world: World) -> None:
    directory = Directory(world.store, world.clock)
    assert (await directory.principal(world.a.user.key)).caller.account.active
    await world.accounts.set_status(world.a.id, "manual_lock")
    assert (await directory.principal(world.a.user.key)).caller.account.active
    world.clock.advance(1)
    assert not (await directory.principal(world.a.user.key)).caller.account.active
