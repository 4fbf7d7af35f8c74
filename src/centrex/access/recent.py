"""A small memory of what was looked up within the last second. Who asks for the same at the same time waits for one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final, Generic, TypeVar

from centrex.clock import Clock

SECONDS: Final = 1.0
KEPT: Final = 10_000

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values that hold for a second, bounded in number."""

    def __init__(self, clock: Clock, look_up: Callable[[Key], Coroutine[Any, Any, Value]]) -> None:
        self._clock = clock
        self._look_up = look_up
        self._kept: OrderedDict[Key, tuple[float, Value]] = OrderedDict()
        self._under_way: dict[Key, asyncio.Task[Value]] = {}

    def get(self, key: Key) -> Value | None:
        """The value, if it still holds."""
        kept = self._kept.get(key)
        if kept is None or self._clock.elapsed() - kept[0] >= SECONDS:
            return None
        return kept[1]

    async def of(self, key: Key) -> Value:
        """The value, looked up if need be; raises what the look-up raises, which is not kept."""
        known = self.get(key)
        if known is not None:
            return known
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.create_task(self._look_up(key))
            task.add_done_callback(partial(self._keep, key))
        return await asyncio.shield(task)

    def drop(self, key: Key) -> None:
        """The value holds no more, nor what a look-up that has begun will find."""
        self._kept.pop(key, None)
        self._under_way.pop(key, None)

    def clear(self) -> None:
        """No value holds any more."""
        self._kept.clear()
        self._under_way.clear()

    def _keep(self, key: Key, task: asyncio.Task[Value]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if self._under_way.get(key) is not task:
            return
        del self._under_way[key]
        if failed:
            return
        self._kept[key] = (self._clock.elapsed(), task.result())
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
