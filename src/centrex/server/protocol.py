"""HTTP/1.1 as uvicorn speaks it, but what is said in one turn of the event loop goes out at once.

uvicorn writes the head of an answer and its body one after the other, and uvloop sends each in a packet of its own.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 64 * 1024
"""Bytes that are held back; with more the client is already behind."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        gathered = Gathered(cast("asyncio.Transport", transport), self.loop)
        super().connection_made(cast("asyncio.Transport", gathered))


class Gathered:
    """A transport that writes at the end of the turn, in the order in which it was told to."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, part: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(part)
        self._size += len(part)
        if self._size > MOST:
            self.flush()

    def flush(self) -> None:
        """Hands over what is held."""
        if self._held:
            held, self._held, self._size = self._held, [], 0
            self._transport.writelines(held)

    def close(self) -> None:
        """After what is held."""
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Asked for each request."""
        return self._transport.is_closing()

    def __getattr__(self, name: str) -> Any:
        """All else is the transport's own."""
        return getattr(self._transport, name)
