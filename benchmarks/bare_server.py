"""Two bare ASGI servers in one, for uvicorn: as little as can be done around an answer.

``/static/…`` answers the same bytes each time, ``/statement/…`` runs the hand-written statement. A request's body is
read and not looked at. The order stands in BENCH_BARE.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.statements import Statements, open_statements
from benchmarks.world import World

ORDER: Final = "BENCH_BARE"
STATIC: Final = "/static/"
STATEMENT: Final = "/statement/"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Order:
    """What to serve: ``sizes`` are the bytes of the constant answer to each question."""

    url: str
    world: dict[str, Any]
    sizes: dict[str, int]
    connections: int

    def environment(self) -> dict[str, str]:
        return {ORDER: json.dumps(asdict(self))}


class Bare:
    """The application; it connects when the server starts."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._constant = {STATIC + question: bytes(size) for question, size in order.sizes.items()}
        self._statements: Statements

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        while (await receive()).get("more_body"):
            pass
        path: str = scope["path"]
        answer = self._constant.get(path)
        if answer is None:
            answer = await self._statements.answer(path.removeprefix(STATEMENT))
        length = b"%d" % len(answer)
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Receive, send: Send) -> None:
        order = self._order
        await receive()
        self._statements = await open_statements(order.url, World(**order.world), order.connections)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._statements.close()
        await send({"type": "lifespan.shutdown.complete"})


def application() -> Bare:
    """What uvicorn calls (``--factory``)."""
    return Bare(Order(**json.loads(os.environ[ORDER])))
