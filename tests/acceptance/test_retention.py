"""How long media are kept: the days of each account, and what becomes of files that no row names."""

from __future__ import annotations

import os
from pathlib import Path

from centrex.engine.retention import purge, sweep
from centrex.resources.ledger import audit
from centrex.resources.recording import recording
from centrex.scope import SERVER
from centrex.store.media import MediaStore
from centrex.store.steps import Find
from tests.calls import media_key
from tests.clock import NOON
from tests.world import World

DAY = 86_400


async def kept(world: World, customer_id: int) -> int:
    return len(await world.store.find(Find(recording, ("id",), {"customer_id": customer_id}), SERVER))


async def test_what_is_older_than_the_days_of_its_account_goes_with_its_file_and_nothing_else(
    world: World, media: MediaStore
) -> None:
    a, b = world.a, world.b
    await world.accounts.set_columns(a.id, {"media_days": 1})
    await world.accounts.set_columns(b.id, {"media_days": 30})
    before = await kept(world, a.id)
    assert await purge(world.store, media, world.clock) == []
    world.clock.advance(2 * DAY)
    (purged,) = await purge(world.store, media, world.clock)
    assert (purged.customer_id, purged.rows) == (a.id, before + len(a.ids["fax"]))
    assert (await kept(world, a.id), await kept(world, b.id)) == (0, before)
    assert not await media.delete(media_key(a.canary, a.ids["record"][0]))
    assert await media.delete(media_key(b.canary, b.ids["record"][0]))
    told = await world.store.find(Find(audit, ("operation", "object_kind"), {"customer_id": a.id}), SERVER)
    assert sorted(row for row in told if row[0] == "purge.media") == [
        ("purge.media", "fax"),
        ("purge.media", "recording"),
    ]
    assert await purge(world.store, media, world.clock) == []


async def test_an_account_without_days_keeps_everything(world: World, media: MediaStore) -> None:
    world.clock.advance(10_000 * DAY)
    assert await purge(world.store, media, world.clock, world.a.id) == []


async def test_a_file_without_a_row_is_removed_once_it_is_an_hour_old(
    world: World, media: MediaStore, tmp_path: Path
) -> None:
    lost, named = media_key("lost"), media_key(world.a.canary, world.a.ids["record"][0])
    root = tmp_path / "media"
    for key, age in ((lost, 7200), (media_key("young"), 60), (named, 7200)):
        file = root / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"sound")
        os.utime(file, (NOON - age, NOON - age))
    assert await sweep(world.store, media, world.clock) == 1
    assert [(root / key).exists() for key in (lost, media_key("young"), named)] == [False, True, True]
