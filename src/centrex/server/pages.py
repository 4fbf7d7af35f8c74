"""What is served beside the hot path: finds out where requests come from, gives answers their ids, writes the log."""

from __future__ import annotations

from typing import Final

from centrex.engine.own_deeds import Place
from centrex.server.frame import Frame
from centrex.server.http import App, Header, Message, Receive, Scope, Send
from centrex.waiting import afresh

CAME: Final = "centrex.came"
"""Below which name of the scope it stands where a request comes from: a Place, and whether it came with https."""

GUARDS: Final[tuple[Header, ...]] = (
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
"""What every answer tells a browser, unless it has its own: load nothing, guess nothing, frame nothing."""


class Pages:
    """An ASGI application in front of another one."""

    def __init__(self, pages: App, frame: Frame) -> None:
        self._pages = pages
        self._frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        afresh()
        frame = self._frame
        began = frame.clock.elapsed()
        request_id, address = frame.request_id(scope), frame.address(scope)
        client = scope.get("client")
        secure = frame.addresses.is_secure(client[0] if client else "", scope["headers"], scope["scheme"])
        scope[CAME] = Place(address, request_id), secure
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _guarded([*message.get("headers", ()), (b"x-request-id", request_id.encode())])
            await send(message)

        try:
            await self._pages(scope, receive, sent)
        finally:
            self._record(scope, request_id, address, status, frame.clock.elapsed() - began)

    def _record(self, scope: Scope, request_id: str, address: str, status: int, seconds: float) -> None:
        if self._frame.log is None:
            return
        self._frame.log.write(
            at=self._frame.clock.now(),
            request_id=request_id,
            address=address,
            verb=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=seconds * 1000,
        )


def _guarded(headers: list[Header]) -> list[Header]:
    """The headers, and those guards that they have not."""
    told = {name.lower() for name, _ in headers}
    return [*headers, *(guard for guard in GUARDS if guard[0] not in told)]
