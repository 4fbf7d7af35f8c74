"""A database file that may not grow in the midst of a change: the change fails for that reason, and harms no other."""

from __future__ import annotations

import asyncio
from pathlib import Path

from centrex.errors import ServerBusy
from centrex.resources.extension_group import extension_group
from centrex.scope import SERVER
from centrex.store.sqlite_sql import SqliteSql
from centrex.store.sqlite_writer import Writer
from centrex.store.step_compiler import StepCompiler
from centrex.store.steps import Change, Count, Enter, Insert, NextId
from centrex.store.urls import sqlite_path
from tests.durability.ground import Ground


def adding(ground: Ground, groups: int) -> Change[int]:
    """Adds so many large groups, and answers how many there are."""
    yield Enter(ground.customer_id)
    for _ in range(groups):
        identifier = int((yield NextId(extension_group))[0][0])
        yield Insert(extension_group, {"id": identifier, "name": "x" * 200, "extra_params": "x" * 4000})
    return int((yield Count(extension_group, {}))[0][0])


async def test_what_does_not_fit_is_told_to_come_again_and_what_fits_is_kept(
    sqlite_ground: Ground, tmp_path: Path
) -> None:
    path = sqlite_path(sqlite_ground.copied(tmp_path)[0])
    assert path is not None
    writer = Writer(path, StepCompiler(SqliteSql()))
    try:
        before = await writer.run(adding(sqlite_ground, 0), SERVER)
        pages = writer._raw.execute("PRAGMA page_count").fetchone()[0]
        writer._raw.execute(f"PRAGMA max_page_count={pages + 20}")
        changes = [writer.run(adding(sqlite_ground, count), SERVER) for count in (1, 100, 1)]
        first, large, last = await asyncio.gather(*changes, return_exceptions=True)
        assert isinstance(large, ServerBusy)
        writer._raw.execute(f"PRAGMA max_page_count={pages + 1000}")
        kept = before + sum(isinstance(each, int) for each in (first, last))
        assert await writer.run(adding(sqlite_ground, 100), SERVER) == kept + 100
    finally:
        await writer.close()
