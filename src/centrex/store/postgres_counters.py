"""Reads the change counters of accounts, those of all who ask meanwhile at once."""

from __future__ import annotations

import asyncio
from typing import Final

from sqlalchemy import BigInteger, select

from centrex.resources.customer import customer
from centrex.store.counters import Stamp, stamp
from centrex.store.postgres_readers import Readers
from centrex.store.postgres_sql import PostgresSql

IDS: Final = "ids"


class Counters:
    """Who asks while the counters are being read waits for the next reading, which begins after he has asked."""

    def __init__(self, readers: Readers, sql: PostgresSql) -> None:
        named = sql.is_in(customer.c.id, IDS, BigInteger())
        asked = select(customer.c.id, *stamp(customer.c.id)).where(named)
        self._text = str(asked.compile(dialect=sql.dialect))
        self._readers = readers
        self._waiting: dict[int, asyncio.Future[Stamp]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def of(self, account_id: int) -> Stamp:
        """As they stand at some time after this was called. Raises what reading raises."""
        waiting = self._waiting.get(account_id)
        if waiting is None:
            waiting = self._waiting[account_id] = asyncio.get_running_loop().create_future()
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(waiting)  # who goes away takes the answer from nobody

    async def _read(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, {}
                await self._told(asked)
        finally:
            self._reading = None

    async def _told(self, asked: dict[int, asyncio.Future[Stamp]]) -> None:
        try:
            rows = await self._readers.all(self._text, (list(asked),))
        except Exception as failure:
            for waiting in asked.values():
                waiting.set_exception(failure)
                waiting.exception()  # nobody may be left to hear it
            return
        found = {account_id: (changes, calls) for account_id, changes, calls in rows}
        for account_id, waiting in asked.items():
            waiting.set_result(found.get(account_id, (None, None)))
