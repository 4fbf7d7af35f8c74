"""The folder in which a demo world is kept: lays it when it is not there yet."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from centrex.clock import Clock, SystemClock
from centrex.demo.laying import is_laid, lay
from centrex.demo.world import World
from centrex.store.media_opening import beside
from centrex.store.opening import open_store
from centrex.store.schema import upgrade

FILE: Final = "demo.db"


def ready(folder: Path, world: World, clock: Clock | None = None) -> str:
    """The address of the database with the world in it; what happened there ends now.

    Raises NotThisWorld or SchemaMismatch when the folder has something else, and OSError or sqlite3.Error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    url = f"sqlite:///{file.absolute()}"
    if not file.exists():
        upgrade(url)
    asyncio.run(_laid(url, world, beside(file.absolute()), clock or SystemClock()))
    return url


async def _laid(url: str, world: World, media: Path, clock: Clock) -> None:
    store = await open_store(url)
    try:
        if not await is_laid(world, store):
            await lay(world, store, media, int(clock.now()))
    finally:
        await store.close()
