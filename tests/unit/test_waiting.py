"""Waiting for one's turn: how many may, how long, and who is never sent away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from centrex.engine.gathering import Gathering
from centrex.errors import Overloaded, ServerBusy
from centrex.waiting import Queue, Room, afresh, begun


async def stay(room: Room, leave: asyncio.Event, order: list[int], number: int) -> None:
    async with room:
        order.append(number)
        await leave.wait()


async def settled() -> None:
    """Everybody has come as far as he can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_comes_first_is_served_first_and_who_finds_it_full_is_refused_at_once() -> None:
    room, leave, order = Room("reads", 2, most=2), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(stay(room, leave, order, number)) for number in range(6)]
    await settled()
    assert (order, room.waiting, room.refused) == ([0, 1], 2, 2)
    assert [task.done() for task in tasks] == [False] * 4 + [True] * 2
    leave.set()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in ended] == [type(None)] * 4 + [Overloaded] * 2
    assert (order, room.waiting) == ([0, 1, 2, 3], 0)


async def test_who_waits_too_long_is_refused_and_who_is_cancelled_leaves_his_place_to_others() -> None:
    room, leave, order = Room("reads", 1, seconds=0.01), asyncio.Event(), list[int]()
    first = asyncio.create_task(stay(room, leave, order, 1))
    await settled()
    with pytest.raises(Overloaded):
        await stay(room, leave, order, 2)
    room.seconds = 60
    third, fourth = (asyncio.create_task(stay(room, leave, order, number)) for number in (3, 4))
    await settled()
    third.cancel()
    leave.set()
    await asyncio.gather(first, fourth)
    assert (order, room.waiting) == ([1, 4], 0)


async def test_a_request_that_has_changed_something_is_never_told_that_nothing_was_done() -> None:
    room, leave, order = Room("reads", 1, most=1, seconds=0.01), asyncio.Event(), list[int]()
    first = asyncio.create_task(stay(room, leave, order, 1))
    await settled()
    begun()
    waiting = [asyncio.create_task(stay(room, leave, order, number)) for number in (2, 3)]
    afresh()
    await settled()
    assert room.waiting == 2
    with pytest.raises(Overloaded):
        await stay(room, leave, order, 4)
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in ended] == [ServerBusy, ServerBusy]
    leave.set()
    await first


async def test_an_emptied_room_lets_nobody_in_any_more() -> None:
    room, leave, order = Room("reads", 2, seconds=0.01), asyncio.Event(), list[int]()
    inside = asyncio.create_task(stay(room, leave, order, 1))
    await settled()
    emptying = asyncio.create_task(room.emptied())
    await settled()
    assert not emptying.done()
    leave.set()
    await asyncio.gather(inside, emptying)
    with pytest.raises(Overloaded):
        await stay(room, leave, order, 2)


class Slow:
    """Serves when it is told to."""

    def __init__(self) -> None:
        self.served: list[list[int]] = []
        self.on = asyncio.Event()

    async def serve(self, asked: Sequence[int]) -> Sequence[int]:
        self.served.append(list(asked))
        await self.on.wait()
        return asked


async def test_who_gathers_behind_others_is_bounded_as_well() -> None:
    slow = Slow()
    gathering = Gathering(slow.serve, lambda waiting: len(list(waiting)), Queue("reports", most=2))
    first = asyncio.create_task(gathering.ask("account", 1))
    await settled()
    others = [asyncio.create_task(gathering.ask("account", number)) for number in (2, 3, 4)]
    await settled()
    assert (gathering.bounds.waiting, [other.done() for other in others]) == (2, [False, False, True])
    slow.on.set()
    ended = await asyncio.gather(first, *others, return_exceptions=True)
    assert ended[:3] == [1, 2, 3]
    assert isinstance(ended[3], Overloaded)
    assert (slow.served, gathering.bounds.waiting) == ([[1], [2, 3]], 0)


async def test_whose_turn_does_not_come_is_not_served_later_and_whose_turn_has_come_is_not_refused() -> None:
    slow = Slow()
    gathering = Gathering(slow.serve, lambda waiting: len(list(waiting)), Queue("reports", seconds=0.01))
    first = asyncio.create_task(gathering.ask("account", 1))
    await settled()
    with pytest.raises(Overloaded):
        await gathering.ask("account", 2)
    assert not first.done()
    slow.on.set()
    assert await first == 1
    assert (slow.served, gathering.bounds.waiting) == ([[1]], 0)
