"""A small memory of what was looked up within the last second."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, Generic, TypeVar

from centrex.clock import Clock

SECONDS: Final = 1.0
KEPT: Final = 10_000

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values that hold for a second, bounded in number."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        kept = self._kept.get(key)
        if kept is None or self._clock.elapsed() - kept[0] >= SECONDS:
            return None
        return kept[1]

    def put(self, key: Key, value: Value) -> None:
        self._kept[key] = (self._clock.elapsed(), value)
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def drop(self, key: Key) -> None:
        self._kept.pop(key, None)

    def clear(self) -> None:
        self._kept.clear()
