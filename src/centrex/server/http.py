"""The little of ASGI that the hot path needs: a body with a bound, an answer in one piece."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import aclosing
from typing import Any, Final

from centrex.spool import Long

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

MAX_BODY: Final = 1024 * 1024
BODY_SECONDS: Final = 30.0
SEND_SECONDS: Final = 60.0
"""For a piece of a long answer: a client who takes none of it for so long is not waited for."""


class BodyTooLarge(Exception):
    """The body is larger than its limit."""


class BodyTooSlow(Exception):
    """The body was not whole in time."""


class ClientGone(Exception):
    """The client closed before the body was whole."""


async def read_body(scope: Scope, receive: Receive, seconds: float = BODY_SECONDS, *, limit: int = MAX_BODY) -> bytes:
    """The whole body, in ``seconds`` after its first part; raises BodyTooLarge, BodyTooSlow or ClientGone."""
    message = await _next(receive)
    if not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        _check_size(body, limit)
        return body
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise BodyTooLarge
    return await _rest(message.get("body", b""), receive, seconds, limit)


async def _rest(first: bytes, receive: Receive, seconds: float, limit: int) -> bytes:
    body = bytearray(first)
    more = True
    try:
        async with asyncio.timeout(seconds):
            while more:
                message = await _next(receive)
                body += message.get("body", b"")
                _check_size(body, limit)
                more = message.get("more_body", False)
    except TimeoutError as error:
        raise BodyTooSlow from error
    return bytes(body)


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message


def _check_size(body: bytes | bytearray, limit: int) -> None:
    if len(body) > limit:
        raise BodyTooLarge


def header(scope: Scope, wanted: bytes) -> str:
    """The first header of that name, or nothing."""
    for name, value in scope["headers"]:
        if name == wanted:
            found: bytes = value
            return found.decode("latin-1")
    return ""


async def reply_long(send: Send, status: int, headers: list[Header], answer: Long) -> None:
    """An answer in pieces, as fast as the client reads them."""
    headers.append((b"content-length", b"%d" % answer.size))
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.head, "more_body": True})
        async with aclosing(answer.rows.pieces()) as pieces:
            async for piece in pieces:
                async with asyncio.timeout(SEND_SECONDS):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": answer.tail})
    finally:
        answer.rows.close()


async def reply(send: Send, status: int, headers: list[Header], body: bytes) -> None:
    """The whole answer."""
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
