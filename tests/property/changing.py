"""Another process that changes rows of an account, one after the other, and says so when each is acknowledged."""

from __future__ import annotations

import asyncio
import sys

from sqlalchemy import Table

from centrex.catalogue import Level
from centrex.resources.call import call
from centrex.resources.employee import employee_group
from centrex.scope import Scope
from centrex.store.opening import open_store
from centrex.store.steps import Change, Update


async def change_rows(url: str, account: int, group: int, called: int, times: int) -> None:
    """Counts a column of a group and one of a call up to ``times``."""
    store = await open_store(url)
    scope = Scope(Level.CUSTOMER, account, 0)
    for number in range(1, times + 1):
        for table, identifier, column in ((employee_group, group, "channels_count"), (call, called, "talk_duration")):
            await store.change(_set(table, identifier, column, number), scope)
            print(table.name, number, flush=True)
    await store.close()


def _set(table: Table, identifier: int, column: str, value: int) -> Change[None]:
    yield Update(table, {"id": identifier}, {column: value})


if __name__ == "__main__":
    asyncio.run(change_rows(sys.argv[1], *map(int, sys.argv[2:])))
