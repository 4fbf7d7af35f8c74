"""``/ingest/v1/…``: from the HTTP request to the ways in and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

import structlog

from centrex.ingest.openapi import BASE
from centrex.ingest.service import OPERATIONS, Asked, Exchange, IngestApi
from centrex.ingest.wire import MESSAGES, REQUESTS, RequestRefused
from centrex.resources.api_request import OK
from centrex.server.frame import Frame
from centrex.server.http import (
    BODY_SECONDS,
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
)
from centrex.web.errors.answers import INGEST, Answer, Told

__all__ = ["BASE", "IngestEndpoint", "error_answers"]

_log = structlog.get_logger()

_JSON: Final = (b"content-type", b"application/json")
_TOO_LARGE: Final = RequestRefused("body_too_large")
_TOO_SLOW: Final = RequestRefused("body_too_slow")
_FAILED: Final = RequestRefused("internal_error")


def error_answers() -> Iterator[Told]:
    """How the ways in answer the errors that have a page."""
    for error, (status, text) in MESSAGES.items():
        yield error.mnemonic, Answer(INGEST, status, error.mnemonic, text)
    for name, (status, text) in REQUESTS.items():
        yield name, Answer(INGEST, status, name, text)


class IngestEndpoint:
    """The ASGI application below the base path of the ways in."""

    def __init__(self, api: IngestApi, frame: Frame) -> None:
        self._api = api
        self._frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._frame.clock.elapsed()
        exchange = Exchange(address=self._frame.address(scope), request_id=self._frame.request_id(scope))
        try:
            status, answer = await self._answer(scope, receive, exchange)
        except ClientGone:
            self._record(scope, exchange, 499, began)
            return
        await reply(send, status, _headers(status, exchange), answer)
        self._record(scope, exchange, status, began)

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> tuple[int, bytes]:
        asked = Asked(
            method=scope["method"],
            path=scope["path"][len(BASE) :],
            query=scope["query_string"],
            authorization=header(scope, b"authorization"),
            body=_Body(scope, receive),
        )
        try:
            return await self._api.answer(asked, exchange)
        except ClientGone:
            raise
        except BodyTooLarge:
            refused = _TOO_LARGE
        except BodyTooSlow:
            refused = _TOO_SLOW
        except Exception:
            _log.exception("report not taken", request_id=exchange.request_id, method=exchange.operation)
            refused = _FAILED
        exchange.outcome = refused.error
        return refused.status, refused.body()

    def _record(self, scope: Scope, exchange: Exchange, status: int, began: float) -> None:
        key = exchange.key
        self._frame.record(
            scope,
            began,
            status=status,
            address=exchange.address,
            request_id=exchange.request_id,
            operation=exchange.operation if exchange.operation in OPERATIONS else "unknown",
            outcome=exchange.outcome or (OK if status < 400 else f"http_{status}"),
            caller=None,
            acting=(None if key is None or key.is_operator else key.customer_id, None),
        )


class _Body:
    """The body of a request, as it comes."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive

    @property
    def length(self) -> int | None:
        told = header(self._scope, b"content-length")
        return int(told) if told.isascii() and told.isdigit() else None

    async def whole(self, limit: int) -> bytes:
        return await read_body(self._scope, self._receive, limit=limit)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Raises ClientGone when the connection ends before the body, BodyTooSlow when nothing comes for a while."""
        more = True
        while more:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    message = await self._receive()
            except TimeoutError as error:
                raise BodyTooSlow from error
            if message["type"] == "http.disconnect":
                raise ClientGone
            yield message.get("body", b"")
            more = message.get("more_body", False)


def _headers(status: int, exchange: Exchange) -> list[Header]:
    headers: list[Header] = [_JSON, (b"x-request-id", exchange.request_id.encode())]
    if status == 401:
        headers += [(b"www-authenticate", b'Basic realm="ingest"'), (b"www-authenticate", b"Bearer")]
    if status == 405:
        headers.append((b"allow", ", ".join(exchange.allowed).encode()))
    if status in {408, 413}:
        headers.append((b"connection", b"close"))
    if status == 503:
        headers.append((b"retry-after", b"5"))
    return headers
