"""The memory of the last second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from centrex.access.recent import KEPT, SECONDS, Recent
from tests.clock import ManualClock


class Source:
    """Looks up how often it was asked for a key; fails when told to, and waits while it is closed."""

    def __init__(self) -> None:
        self.asked: dict[int, int] = {}
        self.fails = False
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, key: int) -> int:
        self.asked[key] = self.asked.get(key, 0) + 1
        times, fails = self.asked[key], self.fails
        await self.open.wait()
        if fails:
            raise LookupError(key)
        return times


Made = tuple[Recent[int, int], Source, ManualClock]


@pytest.fixture
def made() -> Made:
    clock, source = ManualClock(), Source()
    look_up: Callable[[int], Coroutine[Any, Any, int]] = source.__call__
    return Recent(clock, look_up), source, clock


async def test_a_value_holds_for_a_second(made: Made) -> None:
    recent, _, clock = made
    assert recent.get(1) is None
    assert await recent.of(1) == 1
    clock.advance(SECONDS - 0.125)
    assert (recent.get(1), await recent.of(1)) == (1, 1)
    clock.advance(0.125)
    assert recent.get(1) is None
    assert await recent.of(1) == 2


async def test_who_asks_at_the_same_time_waits_for_one_look_up(made: Made) -> None:
    recent, source, _ = made
    source.open.clear()
    waiting = [asyncio.create_task(recent.of(1)) for _ in range(5)]
    await asyncio.sleep(0)
    source.open.set()
    assert await asyncio.gather(*waiting, recent.of(2)) == [1] * 6
    assert source.asked == {1: 1, 2: 1}


async def test_a_failure_is_told_to_all_who_wait_and_is_not_kept(made: Made) -> None:
    recent, source, _ = made
    source.fails = True
    answers = await asyncio.gather(recent.of(1), recent.of(1), return_exceptions=True)
    assert [type(answer) for answer in answers] == [LookupError] * 2
    source.fails = False
    assert await recent.of(1) == 2


async def test_one_who_goes_away_does_not_end_the_look_up(made: Made) -> None:
    recent, source, _ = made
    source.open.clear()
    leaving, staying = asyncio.create_task(recent.of(1)), asyncio.create_task(recent.of(1))
    await asyncio.sleep(0)
    leaving.cancel()
    source.open.set()
    assert await staying == 1
    assert leaving.cancelled()


async def test_what_is_dropped_is_forgotten_alone(made: Made) -> None:
    recent, _, _ = made
    await asyncio.gather(recent.of(1), recent.of(2))
    recent.drop(1)
    recent.drop(3)
    assert (recent.get(1), recent.get(2)) == (None, 1)


@pytest.mark.parametrize("forget", [lambda recent: recent.drop(1), lambda recent: recent.clear()])
async def test_a_look_up_that_had_begun_before_does_not_count(made: Made, forget: Callable[[Any], None]) -> None:
    recent, source, _ = made
    source.open.clear()
    early = asyncio.create_task(recent.of(1))
    await asyncio.sleep(0)
    forget(recent)
    late = asyncio.create_task(recent.of(1))
    await asyncio.sleep(0)
    source.open.set()
    assert [await early, await late] == [1, 2]
    assert recent.get(1) == 2


async def test_clearing_forgets_everything(made: Made) -> None:
    recent, _, _ = made
    await recent.of(1)
    recent.clear()
    assert recent.get(1) is None


async def test_the_values_kept_are_bounded_and_the_oldest_go_first(made: Made) -> None:
    recent, _, _ = made
    for number in range(KEPT + 1):
        await recent.of(number)
    assert [recent.get(number) for number in (0, 1, KEPT)] == [None, 1, 1]
