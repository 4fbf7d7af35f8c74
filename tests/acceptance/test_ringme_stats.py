"""``/record/stats/``: how many recordings there are and how large they are, counted once at a time for a client."""

from __future__ import annotations

import asyncio
from typing import Final

import asyncpg
import pytest

from tests.calls import SOUND
from tests.ringme import Ring

DAY: Final = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-15 23:59:59"}
BEFORE: Final = {"start_datetime": "2025-05-01 00:00:00", "end_datetime": "2025-06-14 23:59:59"}
WAITING: Final = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'recording'::regclass"


async def test_totals_are_of_what_the_user_sees(ring: Ring) -> None:
    for kind, number in {"client": 3, "extension_group": 2, "extension": 1}.items():
        holder = await ring.holder(ring.world.a, kind)
        path = f"/{kind}/@me/record/stats/"
        assert await ring.get(path, holder, **DAY) == {"count": number, "size": number * len(SOUND)}
        assert await ring.get(path, holder, **BEFORE) == {"count": 0, "size": 0}


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
async def test_while_a_client_has_totals_counted_he_gets_no_others_but_lists(ring: Ring, database_url: str) -> None:
    """The first count waits for somebody else who has locked the table."""
    holder, other = await ring.holder(ring.world.a), await ring.holder(ring.world.b)
    path = "/client/@me/record/stats/"
    somebody = await asyncpg.connect(database_url)
    async with somebody.transaction():
        await somebody.execute("LOCK TABLE recording IN ACCESS EXCLUSIVE MODE")
        first = asyncio.create_task(ring.get(path, holder, **DAY))
        while not await somebody.fetchval(WAITING):
            assert not first.done()
        refusal = await ring.refused("GET", path, holder, **DAY)
        assert refusal == (429, None, "Stats request already exists, concurrent request not allowed")
        listing = asyncio.create_task(ring.get("/client/@me/record/", holder, **DAY))
        others = asyncio.create_task(ring.get(path, other, **DAY))
    await somebody.close()
    assert [(await counted)["count"] for counted in (first, others)] == [3, 3]
    assert len(await listing) == 3
    assert (await ring.get(path, holder, **DAY))["count"] == 3
