"""Several deeds of the operator in one transaction: all of them or none, and one wait for the disk."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic

from centrex.clock import Clock
from centrex.engine.operator import Operator
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Change, Find, Result, Rows, Step


async def together(
    store: Store,
    clock: Clock,
    deeds: Callable[[Operator], Coroutine[Any, Any, Result]],
    address: str = "command line",
) -> Result:
    """What ``deeds`` answers, done by one operator in one transaction; nothing is done when they raise.

    They may wait for what the operator does, and for nothing else.
    """
    return await store.change(_as_change(deeds(Operator(_Within(), clock, address))), SERVER)


def _as_change(deeds: Coroutine[Any, Any, Result]) -> Change[Result]:
    return (yield from deeds.__await__())


class _Within:
    """The store as it looks from within the transaction: steps are handed to it, not begun anew."""

    async def find(self, step: Find, scope: Scope) -> Rows:
        return await _Steps(_found(step))

    async def change(self, change: Change[Result], scope: Scope) -> Result:
        return await _Steps(change)


class _Steps(Generic[Result]):
    """The steps of a change, to be awaited."""

    def __init__(self, change: Change[Result]) -> None:
        self._change = change

    def __await__(self) -> Generator[Step, Rows, Result]:
        return self._change


def _found(step: Find) -> Change[Rows]:
    return (yield step)
