"""``/api/ver1.0/…``: from the HTTP request to the RingMe API and back."""

from __future__ import annotations

from typing import Final

from centrex.dialects.ringme.exchange import Asked, Body, Exchange
from centrex.dialects.ringme.routes import BASE
from centrex.dialects.ringme.service import RingMeApi
from centrex.engine.files import StoredFile
from centrex.errors import CentrexError, MediaMissing
from centrex.resources.api_request import OK
from centrex.server.address import ServerUrl
from centrex.server.files import FileSender
from centrex.server.frame import Frame
from centrex.server.http import (
    BodyTooLarge,
    BodyTooSlow,
    ClientGone,
    Header,
    Receive,
    Scope,
    Send,
    header,
    read_body,
    reply,
    reply_long,
)
from centrex.spool import Long

__all__ = ["BASE", "RestEndpoint"]

_JSON: Final = (b"content-type", b"application/json")
_TOO_LARGE: Final = b'{"message":"The body is too large"}'
_TOO_SLOW: Final = b'{"message":"The body did not come in time"}'
_WITH_BODY: Final = frozenset({"POST", "PUT"})


class RestEndpoint:
    """The ASGI application below the base path of the RingMe API."""

    def __init__(self, api: RingMeApi, frame: Frame, files: FileSender | None = None, public_url: str = "") -> None:
        self._api = api
        self._frame = frame
        self._files = files
        self._server_url = ServerUrl(frame.addresses, public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._frame.clock.elapsed()
        exchange = Exchange(address=self._frame.address(scope), request_id=self._frame.request_id(scope))
        try:
            status, answer = await self._answer(scope, receive, exchange)
        except ClientGone:
            return
        if isinstance(answer, StoredFile):
            status = await self._send(scope, send, answer, exchange)
        elif isinstance(answer, Long):
            await reply_long(send, status, self._headers(status, exchange), answer)
        else:
            await reply(send, status, self._headers(status, exchange), answer)
        self._record(scope, exchange, status, began)

    async def _send(self, scope: Scope, send: Send, stored: StoredFile, exchange: Exchange) -> int:
        """Sends a file; what it is missing of, or cannot be read, is told as an error."""
        try:
            if self._files is None:
                raise MediaMissing
            headers = self._headers(200, exchange, json=False)
            return await self._files.send(send, stored, scope["headers"], headers)
        except CentrexError as error:
            status, told = self._api.failed(exchange, error)
            await reply(send, status, self._headers(status, exchange), told)
            return status

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> tuple[int, Body]:
        """A body is read where the method has one; what else is sent with a request is ignored."""
        try:
            body = await read_body(scope, receive) if scope["method"] in _WITH_BODY else b""
        except BodyTooLarge:
            return 413, _TOO_LARGE
        except BodyTooSlow:
            return 408, _TOO_SLOW
        asked = Asked(
            method=scope["method"],
            path=scope["path"][len(BASE) :],
            query=scope["query_string"],
            authorization=header(scope, b"authorization"),
            body=body,
            base_url=self._server_url.of(scope),
        )
        return await self._api.answer(asked, exchange)

    def _headers(self, status: int, exchange: Exchange, *, json: bool = True) -> list[Header]:
        headers: list[Header] = [(b"x-request-id", exchange.request_id.encode())]
        if status != 204 and json:
            headers.append(_JSON)
        if exchange.left is not None:
            limit, remaining, reset = exchange.left
            headers.append((b"x-ratelimit-limit", b"%d" % limit))
            headers.append((b"x-ratelimit-remaining", b"%d" % remaining))
            headers.append((b"x-ratelimit-reset", b"%d" % reset))
            if status == 429:
                headers.append((b"retry-after", b"%d" % reset))
        if exchange.retry_after is not None:
            headers.append((b"retry-after", b"%d" % exchange.retry_after))
        if status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        if exchange.allowed:
            headers.append((b"allow", ", ".join(exchange.allowed).encode()))
        if status == 408:
            headers.append((b"connection", b"close"))
        return headers

    def _record(self, scope: Scope, exchange: Exchange, status: int, began: float) -> None:
        caller = exchange.bearer.caller if exchange.bearer else None
        whose = (caller.account.id, caller.user_id) if caller else None
        self._frame.record(
            scope,
            began,
            status=status,
            address=exchange.address,
            request_id=exchange.request_id,
            operation=exchange.operation or "unknown",
            outcome=exchange.outcome or (OK if status < 400 else f"http_{status}"),
            caller=whose,
            acting=whose or (None, None),
        )
