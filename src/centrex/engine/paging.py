"""Every row of a face for the operator, page by page, so that no list is too long."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import msgspec

from centrex.catalogue import Face, Resource
from centrex.query.rows import parse_query
from centrex.scope import SERVER
from centrex.store import Store

PAGE: Final = 1_000


async def every_row(
    store: Store, resource: Resource, face: Face, tests: Sequence[tuple[str, str, object]] = ()
) -> AsyncIterator[dict[str, Any]]:
    """The rows that meet the tests (field, operator, value), in the order of their ids, which the face must show."""
    after = 0
    while True:
        every = [*tests, ("id", ">", after)]
        filters = [{"field": field, "operator": operator, "value": value} for field, operator, value in every]
        query = parse_query(face, {"filter": {"filters": filters}, "limit": PAGE}, SERVER.zone)
        rows = msgspec.json.decode((await store.page(resource, query, SERVER)).data)
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        after = rows[-1]["id"]
