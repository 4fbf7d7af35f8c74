"""Connections that read. asyncpg's pool hands one out anew for each request, which costs more than a small read:
here they are kept once they are taken, and given back to the pool only when something went wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from centrex.spool import Spool
from centrex.store import BATCH

Answer = TypeVar("Answer")


class Readers:
    """Runs statements, as many at once as the pool has connections; who comes first is served first."""

    def __init__(self, pool: asyncpg.Pool[Any]) -> None:
        self._pool = pool
        self._places = asyncio.Semaphore(pool.get_max_size())
        self._long = asyncio.Semaphore(max(1, pool.get_max_size() // 2))
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

        Raises asyncpg's errors, and ServerBusy.
        """
        async with self._long:
            return await self._asked(lambda connection: _spooled(connection, text, values))

    async def close(self) -> None:
        """Lets go of all connections, once what has begun or waits for its turn is finished."""
        self._closed = True
        for _ in range(self._pool.get_max_size()):
            await self._places.acquire()
        while self._kept:
            await self._pool.release(self._kept.pop())
        await self._pool.close()

    async def _asked(self, ask: Callable[[PoolConnectionProxy[Any]], Awaitable[Answer]]) -> Answer:
        """What a connection answers; after an error the pool looks whether it still is of use."""
        if self._closed:
            raise ConnectionError("closed")
        async with self._places:
            connection = await self._taken()
            try:
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
            if not connection.is_closed():
                return connection
            await self._pool.release(connection)
        return await self._pool.acquire()


async def _spooled(connection: PoolConnectionProxy[Any], text: str, values: Sequence[object]) -> tuple[int, Spool]:
    """A cursor lives in a transaction; the first rows are few enough to be kept here, others may go to the disk."""
    spool, total = Spool(), 0
    try:
        async with connection.transaction():
            cursor = await connection.cursor(text, *values)
            while rows := await cursor.fetch(BATCH):
                total = rows[0][0]
                told = [row[1] for row in rows]
                if spool.rows:
                    await asyncio.to_thread(spool.add, told)
                else:
                    spool.add(told)
    except BaseException:
        spool.close()
        raise
    return total, spool
