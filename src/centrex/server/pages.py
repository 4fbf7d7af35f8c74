"""What is served beside the hot path: finds out where requests come from, gives answers their ids, writes the log."""

from __future__ import annotations

from typing import Final

from centrex.clock import Clock
from centrex.engine.own_deeds import Place
from centrex.server.address import Addresses
from centrex.server.http import App, Message, Receive, Scope, Send
from centrex.server.request_ids import RequestIds
from centrex.server.request_log import RequestLog

CAME: Final = "centrex.came"
"""Below which name of the scope it stands where a request comes from: a Place, and whether it came with https."""


class Pages:
    """An ASGI application in front of another one."""

    def __init__(
        self, pages: App, clock: Clock, addresses: Addresses, request_ids: RequestIds, log: RequestLog | None
    ) -> None:
        self._pages = pages
        self._clock = clock
        self._addresses = addresses
        self._request_ids = request_ids
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._clock.elapsed()
        request_id = self._request_ids.of(scope["headers"])
        client = scope.get("client")
        peer = client[0] if client else ""
        address = self._addresses.of(peer, scope["headers"])
        scope[CAME] = Place(address, request_id), self._addresses.is_secure(peer, scope["headers"], scope["scheme"])
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._pages(scope, receive, sent)
        finally:
            self._record(scope, request_id, address, status, self._clock.elapsed() - began)

    def _record(self, scope: Scope, request_id: str, address: str, status: int, seconds: float) -> None:
        if self._log is None:
            return
        self._log.write(
            at=self._clock.now(),
            request_id=request_id,
            address=address,
            verb=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=seconds * 1000,
        )
