"""Who waits for the same thing is served together: many requests of an account share a transaction and its sync.

Who comes while others are being served waits for the next time, so that nobody is ever held up to wait for company.
A request that is refused harms no neighbour: what fails together is tried again in halves. How many wait is bounded.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from centrex.errors import ServerBusy
from centrex.waiting import Queue

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Asked, Answer]):
    """A request, and where its answer is waited for."""

    asked: Asked
    answer: asyncio.Future[Answer]
    is_served: bool = False


class Gathering(Generic[Asked, Answer]):
    """Serves by ``serve``, which answers several requests in their order, or raises and has done nothing.

    ``together`` says how many of the first of those that wait may be served at once, at least one.
    """

    def __init__(
        self,
        serve: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]],
        together: Callable[[Iterable[Asked]], int],
        bounds: Queue,
    ) -> None:
        self._serve = serve
        self.bounds = bounds
        self._together = together
        self._queues: dict[Hashable, deque[_Waiting[Asked, Answer]]] = {}
        self._at_work: set[asyncio.Task[None]] = set()

    async def ask(self, queue: Hashable, asked: Asked) -> Answer:
        """The answer, after those who stand in the same queue already; raises what ``serve`` raises for it alone.

        Raises Overloaded when too many wait, or its turn does not come.
        """
        self.bounds.enter()
        mine: _Waiting[Asked, Answer] = _Waiting(asked, asyncio.get_running_loop().create_future())
        if queue in self._queues:
            self._queues[queue].append(mine)
        else:
            self._queues[queue] = deque([mine])
            task = asyncio.create_task(self._serve_queue(queue))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        patience = asyncio.get_running_loop().call_later(self.bounds.seconds, self._give_up, mine)
        try:
            return await mine.answer
        finally:
            patience.cancel()

    def _give_up(self, waiting: _Waiting[Asked, Answer]) -> None:
        """Nobody is sent away whose turn has come."""
        if not (waiting.is_served or waiting.answer.done()):
            waiting.answer.set_exception(self.bounds.refusal())

    async def _serve_queue(self, queue: Hashable) -> None:
        waiting = self._queues[queue]
        try:
            while waiting:
                count = self._together(each.asked for each in waiting)
                some = [waiting.popleft() for _ in range(count)]
                self.bounds.leave(count)
                await self._answer([each for each in some if not each.answer.done()])
        finally:
            del self._queues[queue]

    async def _answer(self, some: Sequence[_Waiting[Asked, Answer]]) -> None:
        """A store that is busy is so for all of them."""
        if not some:
            return
        for each in some:
            each.is_served = True
        try:
            answers = await self._serve([each.asked for each in some])
        except Exception as failure:
            if len(some) > 1 and not isinstance(failure, ServerBusy):
                middle = len(some) // 2
                await self._answer(some[:middle])
                await self._answer(some[middle:])
                return
            for each in some:
                if not each.answer.done():
                    each.answer.set_exception(failure)
        else:
            for each, answer in zip(some, answers, strict=True):
                if not each.answer.done():
                    each.answer.set_result(answer)
