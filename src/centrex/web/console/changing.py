"""One after the other: who changes a thing in this process waits for who changes it already."""

from __future__ import annotations

import asyncio
from typing import Final
from weakref import WeakValueDictionary

from centrex.access.caller import Caller


class Changing:
    """The locks of the things that are being changed, which what is read before a change stays true under."""

    def __init__(self) -> None:
        self._held: Final[WeakValueDictionary[tuple[int, str, int], asyncio.Lock]] = WeakValueDictionary()

    def of(self, caller: Caller, section: str, thing: int) -> asyncio.Lock:
        """The lock of one thing of the caller's account."""
        return self._held.setdefault((caller.account.id, section, thing), asyncio.Lock())
