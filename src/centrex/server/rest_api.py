"""``/api/ver1.0/…``: from the HTTP request to the RingMe API and back."""

from __future__ import annotations

from typing import Final

from centrex.clock import Clock
from centrex.dialects.ringme.routes import BASE
from centrex.dialects.ringme.service import Asked, Body, Exchange, RingMeApi
from centrex.engine.files import StoredFile
from centrex.engine.requests import RequestRecorder
from centrex.errors import CentrexError, MediaMissing
from centrex.resources.api_request import OK
from centrex.server.address import Addresses, ServerUrl
from centrex.server.files import FileSender
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

__all__ = ["BASE", "RestEndpoint"]

_JSON: Final = (b"content-type", b"application/json")
_TOO_LARGE: Final = b'{"message":"The body is too large"}'
_TOO_SLOW: Final = b'{"message":"The body did not come in time"}'
_WITH_BODY: Final = frozenset({"POST", "PUT"})


class RestEndpoint:
    """The ASGI application below the base path of the RingMe API."""

    def __init__(
        self,
        api: RingMeApi,
        clock: Clock,
        *,
        addresses: Addresses,
        request_ids: RequestIds,
        log: RequestLog | None,
        metrics: Metrics,
        requests: RequestRecorder | None = None,
        files: FileSender | None = None,
        public_url: str = "",
    ) -> None:
        self._files = files
        self._server_url = ServerUrl(addresses, public_url)
        self._api = api
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
        )
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
        self._record(scope, exchange, status, self._clock.elapsed() - began)

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
            authorization=_authorization(scope),
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

    def _record(self, scope: Scope, exchange: Exchange, status: int, seconds: float) -> None:
        operation = exchange.operation or "unknown"
        outcome = exchange.outcome or (OK if status < 400 else f"http_{status}")
        self._metrics.observe(operation, outcome, seconds)
        caller = exchange.bearer.caller if exchange.bearer else None
        if caller is not None and self._requests is not None:
            self._requests.record(
                caller.account.id,
                caller.user_id,
                operation,
                outcome,
                0,
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
            method=operation,
            error="" if outcome == OK else outcome,
            user_id=caller.user_id if caller else None,
            account_id=caller.account.id if caller else None,
        )


def _authorization(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            found: bytes = value
            return found.decode("latin-1")
    return ""
