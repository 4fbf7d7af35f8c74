"""Rows on their way from the database to a client, when there are too many for memory.

The database is let go of once it has told them all: a client that reads slowly holds no connection, and what fails
on the way fails before anything is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Final, NamedTuple

from centrex.errors import ServerBusy
from centrex.waiting import to_its_end

IN_MEMORY: Final = 1024 * 1024
"""Bytes of one answer; what is longer waits in a temporary file."""

PIECE: Final = 64 * 1024


class Spool:
    """The JSON array of objects that are added in their order, ``between`` them. Whoever has it closes it."""

    def __init__(self, between: bytes = b",") -> None:
        self._between = between
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # it outlives this call
        self.rows = 0
        self.size = len(b"[]")

    def add(self, rows: Sequence[bytes]) -> None:
        """Takes the next rows, each a JSON object. Raises ServerBusy when there is no room for them."""
        joined = (self._between if self.rows else b"[") + self._between.join(rows)
        try:
            self._file.write(joined)
        except OSError as error:
            raise ServerBusy from error
        self.size += len(joined) - (0 if self.rows else 1)
        self.rows += len(rows)

    async def take(self, rows: Sequence[bytes]) -> None:
        """The same in a thread, which alone has the spool until it is done."""
        await to_its_end(asyncio.get_running_loop().run_in_executor(None, self.add, rows))

    def whole(self) -> bytes:
        """The array in one piece; the spool is closed then."""
        with self._file as file:
            file.seek(0)
            return (file.read() or b"[") + b"]"

    async def pieces(self) -> AsyncGenerator[bytes]:
        """The array, a piece at a time."""
        self._file.seek(0)
        running = asyncio.get_running_loop()
        while piece := await to_its_end(running.run_in_executor(None, self._file.read, PIECE)):
            yield piece
        yield b"]"

    def close(self) -> None:
        """Lets go of what was kept."""
        self._file.close()


class Long(NamedTuple):
    """An answer that is sent in pieces: rows, and what stands around them."""

    head: bytes
    rows: Spool
    tail: bytes

    @property
    def size(self) -> int:
        """Bytes of the whole answer."""
        return len(self.head) + self.rows.size + len(self.tail)

    def whole(self) -> bytes:
        """The answer in one piece, and its rows closed."""
        return self.head + self.rows.whole() + self.tail
