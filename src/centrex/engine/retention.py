"""What is to be done with time: media removed after an account's days, files that no row names, room for calls."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Final, NamedTuple

from centrex.access.signing import kept
from centrex.clock import Clock
from centrex.engine.audit import calls_counted, recorded
from centrex.engine.operator import Operator
from centrex.resources.customer import customer
from centrex.resources.fax import fax
from centrex.resources.ingest_key import MEDIA_OWNER
from centrex.resources.recording import recording
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.media_files import MediaFiles
from centrex.store.steps import Change, Delete, Enter, Find, FindBetween

DAY_SECONDS: Final = 86_400
HOUR_SECONDS: Final = 3_600
MONTHS_AHEAD: Final = 28 * DAY_SECONDS
AGED: Final = ((recording, "started_at"), (fax, "received_at"))
"""The tables with files, and when each row began."""


class Purged(NamedTuple):
    """How many rows of an account were removed, with their files."""

    customer_id: int
    rows: int


async def purge(
    store: Store, files: MediaFiles | None, clock: Clock, customer_id: int | None = None, address: str = "upkeep"
) -> list[Purged]:
    """Removes what is older than the days of each account, or of the one; who had nothing so old is left out.

    Rows go first, in one change an account with its audit rows; a file that stays behind is found by the sweep.
    """
    key = {} if customer_id is None else {"id": customer_id}
    operator = Operator(store, clock, address)
    purged = []
    for account_id, days in await store.find(Find(customer, ("id", "media_days"), key), SERVER):
        if days is None:
            continue
        before = int(clock.now()) - days * DAY_SECONDS - 1
        keys = await store.change(_forgotten(operator, account_id, before), SERVER)
        if files is not None:
            for media in keys:
                await files.delete(media)
        if keys:
            purged.append(Purged(account_id, len(keys)))
    return purged


def _forgotten(operator: Operator, account_id: int, before: int) -> Change[list[str]]:
    """The files of the rows that are gone now."""
    yield Enter(account_id)
    keys: list[str] = []
    for table, column in AGED:
        rows = yield FindBetween(table, ("id", "media"), {}, column, 0, before)
        if not rows:
            continue
        if not keys:
            yield from calls_counted()
        yield Delete(table, {"id": [identifier for identifier, _ in rows]})
        yield from recorded(operator.deed("purge.media", table.name), rows[0][0], {})
        keys += [media for _, media in rows]
    return keys


async def make_months(store: Store, clock: Clock) -> None:
    """Makes room for the calls of this month and the next."""
    now = int(clock.now())
    await store.make_months(now, now + MONTHS_AHEAD, SERVER)


async def count_grown(store: Store) -> None:
    """Has the database count what has grown a lot, so that it takes good plans."""
    await store.count_grown(SERVER)


async def sweep(store: Store, files: MediaFiles, clock: Clock) -> int | None:
    """Removes files older than an hour that no row names; answers how many.

    Where the place is another database's nothing is removed, and None answered: a backup that is put back to be looked
    at has other rows.
    """
    mine = (await store.change(kept(MEDIA_OWNER, secrets.token_bytes(16)), SERVER)).hex()
    if await files.owner(mine) != mine:
        return None

    async def known(keys: Collection[str]) -> Collection[str]:
        found: set[str] = set()
        for table, _ in AGED:
            rows = await store.find(Find(table, ("media",), {"media": list(keys)}), SERVER)
            found.update(row[0] for row in rows)
        return found

    return await files.sweep(known, clock.now() - HOUR_SECONDS)
