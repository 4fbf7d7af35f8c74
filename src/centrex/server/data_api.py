"""``POST /v2.0``: from the HTTP request to the Data API and back. HTTP 200 for every JSON-RPC answer."""

from __future__ import annotations

from functools import partial
from typing import Final

from centrex.clock import Clock
from centrex.dialects.dataapi.methods import METHODS
from centrex.dialects.dataapi.service import DataApi, Exchange
from centrex.engine.requests import RequestRecorder
from centrex.resources.api_request import OK
from centrex.server.address import Addresses, ServerUrl
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
from centrex.server.metrics import Metrics
from centrex.server.request_ids import RequestIds
from centrex.server.request_log import RequestLog
from centrex.spool import Long

PATHS: Final = frozenset({"/v2.0", "/v2.0/"})
_JSON: Final = (b"content-type", b"application/json")


class DataApiEndpoint:
    """The ASGI application behind the Data API's path."""

    def __init__(
        self,
        api: DataApi,
        clock: Clock,
        *,
        addresses: Addresses,
        request_ids: RequestIds,
        log: RequestLog | None,
        metrics: Metrics,
        requests: RequestRecorder | None = None,
        public_url: str = "",
    ) -> None:
        self._api = api
        self._server_url = ServerUrl(addresses, public_url)
        self._clock = clock
        self._addresses = addresses
        self._request_ids = request_ids
        self._log = log
        self._metrics = metrics
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = self._clock.elapsed()
        headers = scope["headers"]
        client = scope.get("client")
        exchange = Exchange(
            address=self._addresses.of(client[0] if client else "", headers),
            request_id=self._request_ids.of(headers),
            server_url=partial(self._server_url.of, scope),
        )
        try:
            status, answer = await self._answer(scope, receive, exchange)
        except ClientGone:
            return
        headers_told = self._headers(status, exchange)
        if isinstance(answer, bytes):
            await reply(send, status, headers_told, answer)
        else:
            await reply_long(send, status, headers_told, answer)
        self._record(scope, exchange, status, self._clock.elapsed() - began)

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
        return (429 if exchange.retry_after is not None else 200), answer

    def _headers(self, status: int, exchange: Exchange) -> list[Header]:
        headers: list[Header] = [_JSON, (b"x-request-id", exchange.request_id.encode())]
        if status == 405:
            headers.append((b"allow", b"POST"))
        if status == 408:
            headers.append((b"connection", b"close"))
        if exchange.retry_after is not None:
            headers.append((b"retry-after", b"%d" % exchange.retry_after))
        return headers

    def _record(self, scope: Scope, exchange: Exchange, status: int, seconds: float) -> None:
        method = exchange.method if exchange.method in METHODS else "unknown"
        outcome = exchange.mnemonic or (OK if status == 200 else f"http_{status}")
        self._metrics.observe(method, outcome, seconds)
        visitor = exchange.visitor
        if visitor is not None and self._requests is not None:
            self._requests.record(
                visitor.account.id,
                visitor.principal.caller.user_id,
                method,
                exchange.mnemonic or OK,
                exchange.points,
                exchange.address,
                seconds,
                exchange.request_id,
            )
        if self._log is None:
            return
        self._log.write(
            at=self._clock.now(),
            request_id=exchange.request_id,
            address=exchange.address,
            verb=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=seconds * 1000,
            method=method,
            error=exchange.mnemonic,
            user_id=visitor.acting.user_id if visitor else None,
            account_id=visitor.account.id if visitor else None,
        )
