"""``/ingest/v1/…``: from the HTTP request to the ways in and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

import structlog

from centrex.clock import Clock
from centrex.ingest.openapi import BASE
from centrex.ingest.service import OPERATIONS, Asked, Exchange, IngestApi
from centrex.ingest.wire import MESSAGES, RequestRefused
from centrex.resources.api_request import OK
from centrex.server.address import Addresses
from centrex.server.http import (
    BODY_SECONDS,
    BodyTooLarge,
    BodyTooSlow,
    ClientGone,
    Header,
    Receive,
    Scope,
    Send,
    read_body,
    reply,
)
from centrex.server.metrics import Metrics
from centrex.server.request_ids import RequestIds
from centrex.server.request_log import RequestLog
from centrex.web.errors.answers import INGEST, Answer, Told

__all__ = ["BASE", "IngestEndpoint", "error_answers"]

_log = structlog.get_logger()

_JSON: Final = (b"content-type", b"application/json")
_TOO_LARGE: Final = RequestRefused(413, "body_too_large", "The body is too large")
_TOO_SLOW: Final = RequestRefused(408, "body_too_slow", "The body did not come in time")
_FAILED: Final = RequestRefused(500, "internal_error", "Internal error")


def error_answers() -> Iterator[Told]:
    """How the ways in answer the errors that have a page."""
    for error, (status, text) in MESSAGES.items():
        yield error.mnemonic, Answer(INGEST, status, error.mnemonic, text)


class IngestEndpoint:
    """The ASGI application below the base path of the ways in."""

    def __init__(
        self,
        api: IngestApi,
        clock: Clock,
        *,
        addresses: Addresses,
        request_ids: RequestIds,
        log: RequestLog | None,
        metrics: Metrics,
    ) -> None:
        self._api = api
        self._clock = clock
        self._addresses = addresses
        self._request_ids = request_ids
        self._log = log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._clock.elapsed()
        client = scope.get("client")
        exchange = Exchange(
            address=self._addresses.of(client[0] if client else "", scope["headers"]),
            request_id=self._request_ids.of(scope["headers"]),
        )
        try:
            status, answer = await self._answer(scope, receive, exchange)
        except ClientGone:
            self._record(scope, exchange, 499, self._clock.elapsed() - began)
            return
        await reply(send, status, _headers(status, exchange), answer)
        self._record(scope, exchange, status, self._clock.elapsed() - began)

    async def _answer(self, scope: Scope, receive: Receive, exchange: Exchange) -> tuple[int, bytes]:
        asked = Asked(
            method=scope["method"],
            path=scope["path"][len(BASE) :],
            query=scope["query_string"],
            authorization=_header(scope, b"authorization"),
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

    def _record(self, scope: Scope, exchange: Exchange, status: int, seconds: float) -> None:
        operation = exchange.operation if exchange.operation in OPERATIONS else "unknown"
        outcome = exchange.outcome or (OK if status < 400 else f"http_{status}")
        self._metrics.observe(operation, outcome, seconds)
        if self._log is None:
            return
        key = exchange.key
        self._log.write(
            at=self._clock.now(),
            request_id=exchange.request_id,
            address=exchange.address,
            verb=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=seconds * 1000,
            method=operation,
            error="" if outcome == OK else outcome,
            account_id=key.customer_id if key is not None and not key.is_operator else None,
        )


class _Body:
    """The body of a request, as it comes."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive

    @property
    def length(self) -> int | None:
        told = _header(self._scope, b"content-length")
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


def _header(scope: Scope, wanted: bytes) -> str:
    for name, value in scope["headers"]:
        if name == wanted:
            found: bytes = value
            return found.decode("latin-1")
    return ""
