"""``POST /v2.0``: from the HTTP request to the Data API and back.

HTTP 200 for every JSON-RPC answer, but for those that send the client away for a while.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from centrex.dialects.dataapi.methods import METHODS
from centrex.dialects.dataapi.service import DataApi, Exchange
from centrex.resources.api_request import OK
from centrex.server.address import ServerUrl
from centrex.server.frame import Frame
from centrex.server.http import (
    BodyTooLarge,
    BodyTooSlow,
    ClientGone,
    Header,
    Receive,
    Scope,
    Send,
    read_body,
    reply,
    reply_long,
)
from centrex.spool import Long

PATHS: Final = frozenset({"/v2.0", "/v2.0/"})
_JSON: Final = (b"content-type", b"application/json")


class DataApiEndpoint:
    """The ASGI application behind the Data API's path."""

    def __init__(self, api: DataApi, frame: Frame, public_url: str = "") -> None:
        self._api = api
        self._frame = frame
        self._server_url = ServerUrl(frame.addresses, public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._frame.clock.elapsed()
        exchange = Exchange(
            address=self._frame.address(scope),
            request_id=self._frame.request_id(scope),
            server_url=partial(self._server_url.of, scope),
        )
        try:
            status, answer = await self._answer(scope, receive, exchange)
        except ClientGone:
            return
        headers = self._headers(status, exchange)
        if isinstance(answer, bytes):
            await reply(send, status, headers, answer)
        else:
            await reply_long(send, status, headers, answer)
        self._record(scope, exchange, status, began)

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> tuple[int, bytes | Long]:
        if scope["method"] != "POST":
            return 405, b""
        try:
            body = await read_body(scope, receive)
        except BodyTooLarge:
            return 413, b""
        except BodyTooSlow:
            return 408, b""
        answer = await self._api.answer(body, exchange)
        return exchange.status, answer

    def _headers(self, status: int, exchange: Exchange) -> list[Header]:
        headers: list[Header] = [_JSON, (b"x-request-id", exchange.request_id.encode())]
        if status == 405:
            headers.append((b"allow", b"POST"))
        if status == 408:
            headers.append((b"connection", b"close"))
        if exchange.retry_after is not None:
            headers.append((b"retry-after", b"%d" % exchange.retry_after))
        return headers

    def _record(self, scope: Scope, exchange: Exchange, status: int, began: float) -> None:
        visitor = exchange.visitor
        self._frame.record(
            scope,
            began,
            status=status,
            address=exchange.address,
            request_id=exchange.request_id,
            operation=exchange.method if exchange.method in METHODS else "unknown",
            outcome=exchange.mnemonic or (OK if status == 200 else f"http_{status}"),
            caller=(visitor.account.id, visitor.principal.caller.user_id) if visitor else None,
            acting=(visitor.account.id, visitor.acting.user_id) if visitor else (None, None),
            points=exchange.points,
        )
