"""Deletes recordings, voice messages and faxes: the row first, its file once the row is gone for good."""

from __future__ import annotations

from typing import Final

from centrex.engine.work import Work
from centrex.errors import EntityNotFound
from centrex.resources.fax import fax
from centrex.store.steps import Change, Delete, Find, FindBetween, Rows, Values

SHOWN: Final = ("id", "media")


def remove(work: Work) -> Change[int]:
    """Deletes the one that the path names."""
    rows = yield Find(work.resource.table, SHOWN, {**_kind(work), "uuid": work.string("id")})
    if not rows:
        raise EntityNotFound("id", work.arguments["id"])
    return (yield from _removed(work, rows))


def remove_all(work: Work) -> Change[int]:
    """Deletes those that began in the interval; answers the id of the first, or 0 where there is none."""
    table = work.resource.table
    first, last = work.integer("start"), work.integer("end")
    rows = yield FindBetween(table, SHOWN, _kind(work), "started_at", first, last)
    return (yield from _removed(work, rows)) if rows else 0


def _removed(work: Work, rows: Rows) -> Change[int]:
    ids = [identifier for identifier, _ in rows]
    yield Delete(work.resource.table, {"id": ids})
    work.unlinked.extend(media for _, media in rows)
    return int(ids[0])


def _kind(work: Work) -> Values:
    """Recordings and voice messages are one table."""
    return {} if work.resource.table is fax else {"kind": work.resource.name}
