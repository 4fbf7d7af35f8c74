"""Pages of more rows than an answer holds in memory: the same rows as any page, sent in pieces, from both stores."""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any, Final

import msgspec
import pytest

from centrex.catalogue import Level
from centrex.patterns import fold
from centrex.resources.extension_group import extension_group
from centrex.resources.virtual_number_group import group_employee, virtual_number_group
from centrex.scope import Scope
from centrex.spool import IN_MEMORY
from centrex.store import SHORT
from centrex.store.postgres import CONNECTIONS
from centrex.store.steps import Change, Insert, InsertMany, NextIds
from tests.acceptance.http import envelope
from tests.ringme import Ring
from tests.served import LOOPBACK, Served
from tests.world import Customer

METHOD: Final = "get.virtual_number_groups"
MANY: Final = 2 * SHORT + 321
LONG: Final = "x" * 200
"""So that all of them do not stay in memory."""


@pytest.fixture
async def crowded(served: Served) -> Served:
    """Customer A has thousands of number groups, the last of which has a member, and of extension groups."""
    a = served.world.a
    await served.world.store.change(_groups(a), Scope(Level.CUSTOMER, a.id, a.user.id))
    return served


def _groups(a: Customer) -> Change[None]:
    ids = msgspec.json.decode((yield NextIds(virtual_number_group, MANY))[0][0])
    names = [f'Group {number * 7919 % MANY:05d} Ж\\"{LONG}' for number in range(MANY)]
    rows = [
        {"id": identifier, "name": name, "name_folded": fold(name), "number": f"g{1_000 + number}"}
        for number, (identifier, name) in enumerate(zip(ids, names, strict=True))
    ]
    yield InsertMany(virtual_number_group, rows)
    yield Insert(group_employee, {"group_id": ids[-1], "employee_id": a.ids["employee"][0]})
    others = msgspec.json.decode((yield NextIds(extension_group, MANY))[0][0])
    yield InsertMany(extension_group, [{"id": identifier, "name": f"Of {identifier}"} for identifier in others])


async def test_a_long_page_has_the_rows_of_many_short_ones(crowded: Served) -> None:
    key = crowded.world.a.user.key
    asked: dict[str, Any] = {
        "sort": [{"field": "name", "order": "desc"}],
        "filter": {"field": "name", "operator": "like", "value": "Group %"},
    }
    whole = await crowded.call(METHOD, key, {**asked, "limit": 10_000})
    pages = [await crowded.call(METHOD, key, {**asked, "limit": 1_000, "offset": 1_000 * n}) for n in range(5)]
    assert whole.total == len(whole.data) == MANY
    assert len(whole.raw) > IN_MEMORY
    assert whole.data == [row for page in pages for row in page.data]
    assert [len(row["employees"]) for row in whole.data].count(1) == 1
    assert {tuple(row) for row in whole.data} == {tuple(row) for row in pages[0].data}  # keys in one order


async def test_a_part_of_a_long_page_knows_how_many_there_are_in_all(crowded: Served) -> None:
    key = crowded.world.a.user.key
    everything = MANY + len(crowded.world.a.ids["virtual_number_group"])
    some = await crowded.call(METHOD, key, {"limit": 5_000, "offset": MANY - 100, "fields": ["id"]})
    none = await crowded.call(METHOD, key, {"limit": 5_000, "offset": 50_000})
    assert (some.total, len(some.data)) == (everything, everything - MANY + 100)
    assert (none.total, none.data) == (everything, [])


async def test_only_what_is_long_is_sent_in_pieces(crowded: Served) -> None:
    for limit, is_long in ((SHORT, False), (SHORT + 1, True)):
        sent, _ = await _asgi(crowded, _body(crowded, limit))
        assert (len(sent) > 2) == is_long
        assert len(json.loads(b"".join(sent))["result"]["data"]) == limit


async def test_a_list_of_the_other_dialect_is_as_long_as_it_is(crowded: Served) -> None:
    ring = Ring(crowded)
    holder = await ring.holder(crowded.world.a)
    everything = MANY + len(crowded.world.a.ids["extension_group"])
    path = "/client/@me/extension_group/"
    whole = await ring.call("GET", path, holder)
    assert int(whole.headers["content-length"]) == len(whole.content)
    pages = [await ring.get(path, holder, per_page=1_000, page=number) for number in range(1, 6)]
    assert len(whole.json()) == everything
    assert whole.json() == [row for page in pages for row in page]


async def test_clients_who_do_not_read_keep_nobody_waiting(crowded: Served) -> None:
    """More of them than there are connections and threads."""
    body = _body(crowded, 10_000)
    reading = asyncio.Event()
    begun = [asyncio.Event() for _ in range(2 * CONNECTIONS + 4)]
    slow = [asyncio.create_task(_asgi(crowded, body, one, reading)) for one in begun]
    for one in begun:
        await one.wait()
    filtered = {"filter": {"field": "name", "operator": "like", "value": "%00001%"}}
    assert (await crowded.call(METHOD, crowded.world.a.user.key, filtered)).total == 1
    reading.set()
    for sent, length in await asyncio.gather(*slow):
        assert len(b"".join(sent)) == length
        assert len(json.loads(b"".join(sent))["result"]["data"]) > MANY


def _body(served: Served, limit: int) -> bytes:
    return json.dumps(envelope(METHOD, served.world.a.user.key, limit=limit)).encode()


async def _asgi(
    served: Served,
    body: bytes,
    begun: asyncio.Event | None = None,
    reading: asyncio.Event | None = None,
) -> tuple[list[bytes], int]:
    """The pieces of the body, and the length that was promised; sends nothing before the client is ``reading``."""
    pieces: list[bytes] = []
    lengths: list[int] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            lengths.append(int(dict(message["headers"])[b"content-length"]))
            return
        if begun is not None and reading is not None:
            begun.set()
            await reading.wait()
        pieces.append(message["body"])

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "path": "/v2.0", "headers": [], "client": (LOOPBACK, 4000)}
    await served.application(scope, receive, send)
    return pieces, lengths[0]
