"""Connections that read. asyncpg's pool hands one out anew for each request, which costs more than a small read:
here they are kept once they are taken, and given back to the pool only when something went wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from centrex.spool import Spool
from centrex.store import BATCH, Limits
from centrex.waiting import Room

AS_AGGREGATED: Final = b", "
"""What json_agg puts between rows: the same request has the same answer, whichever way it is read."""

Answer = TypeVar("Answer")


class Readers:
    """Runs statements, as many at once as the pool has connections; who comes first is served first."""

    def __init__(self, pool: asyncpg.Pool[Any], limits: Limits) -> None:
        most, seconds = limits.waiting, limits.statement_seconds
        self._pool = pool
        self._seconds = seconds
        self.reading = Room("reads", pool.get_max_size(), most, seconds)
        self.long = Room("long_reads", max(1, pool.get_max_size() // 2), most, seconds)
        self._kept: list[PoolConnectionProxy[Any]] = []
        self._closed = False

    async def one(self, text: str, values: Sequence[object]) -> Any:
        """The first row of the statement, or None. Raises asyncpg's errors, ConnectionError once closed."""
        return await self._asked(lambda connection: connection.fetchrow(text, *values))

    async def all(self, text: str, values: Sequence[object]) -> list[Any]:
        """All rows of the statement. Raises asyncpg's errors."""
        return await self._asked(lambda connection: connection.fetch(text, *values))

    async def spooled(self, text: str, values: Sequence[object]) -> tuple[int, Spool]:
        """The rows of a statement that tells a number and a JSON object in each, and that number; 0 without a row.

        Raises asyncpg's errors, TimeoutError when the database has not told them all in time, and ServerBusy.
        """

        async def ask(connection: PoolConnectionProxy[Any]) -> tuple[int, Spool]:
            async with asyncio.timeout(self._seconds):
                return await _spooled(connection, text, values)

        async with self.long:
            return await self._asked(ask)

    async def close(self) -> None:
        """Lets go of all connections, once what has begun or waits for its turn is finished."""
        self._closed = True
        await self.reading.emptied()
        while self._kept:
            await self._pool.release(self._kept.pop())
        await self._pool.close()

    async def _asked(self, ask: Callable[[PoolConnectionProxy[Any]], Awaitable[Answer]]) -> Answer:
        """What a connection answers; after an error the pool looks whether it still is of use."""
        if self._closed:
            raise ConnectionError("closed")
        async with self.reading:
            connection = await self._taken()
            try:
                with lost_told(connection):
                    answer = await ask(connection)
            except BaseException:
                await self._pool.release(connection)
                raise
            self._kept.append(connection)
            return answer

    async def _taken(self) -> PoolConnectionProxy[Any]:
        """A connection that is open."""
        while self._kept:
            connection = self._kept.pop()
            if not is_lost(connection):
                return connection
            await self._pool.release(connection)
        return await self._pool.acquire()


def is_lost(connection: PoolConnectionProxy[Any]) -> bool:
    """Whether it is of no use any more."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # the pool has taken it back
        return True


@contextmanager
def lost_told(connection: PoolConnectionProxy[Any]) -> Iterator[None]:
    """A connection that is lost is told as ConnectionError, whatever its loss was taken for where it was noticed."""
    try:
        yield
    except asyncpg.InternalClientError as error:  # asked before it had noticed
        raise _ended(connection) from error
    except asyncpg.InterfaceError as error:
        if is_lost(connection) or _is_left_open(error):
            raise _ended(connection) from error
        raise


def _is_left_open(error: asyncpg.InterfaceError) -> bool:
    """Whether a transaction that failed could not be ended, since its last statement never was."""
    return type(error) is asyncpg.InterfaceError and error.__context__ is not None


def _ended(connection: PoolConnectionProxy[Any]) -> ConnectionError:
    if not is_lost(connection):
        connection.terminate()
    return ConnectionError("lost")


async def _spooled(connection: PoolConnectionProxy[Any], text: str, values: Sequence[object]) -> tuple[int, Spool]:
    """A cursor lives in a transaction; the first rows are few enough to be kept here, others may go to the disk."""
    spool, total = Spool(AS_AGGREGATED), 0
    try:
        async with connection.transaction():
            cursor = await connection.cursor(text, *values)
            while rows := await cursor.fetch(BATCH):
                total = rows[0][0]
                told = [row[1] for row in rows]
                if spool.rows:
                    await spool.take(told)
                else:
                    spool.add(told)
    except BaseException:
        spool.close()
        raise
    return total, spool
