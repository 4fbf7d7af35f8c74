"""uvicorn's HTTP protocol, but head and body of an answer leave in one write, which wakes the client once."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_BEGINS: Final = b"HTTP/1.1 "
_INTERIM: Final = b"HTTP/1.1 1"


class OneWrite(HttpToolsProtocol):
    """For the setting ``http`` of uvicorn. ASGI lets a server hold the head until there is a part of the body."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        self.joined = JoinedWrites(transport)
        super().connection_made(self.joined)

    def on_response_complete(self) -> None:
        self.joined.flush()
        super().on_response_complete()


class JoinedWrites(asyncio.Transport):
    """A transport that keeps the head of an answer back until the next write."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:  # type: ignore[override]  # uvicorn writes bytes alone
        if self._head:
            self._transport.write(self._head + data)
            self._head = b""
        elif data.startswith(_BEGINS) and not data.startswith(_INTERIM):
            self._head = data
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """An answer without a body has ended."""
        if self._head:
            self._transport.write(self._head)
            self._head = b""

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()
