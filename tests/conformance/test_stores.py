"""What both stores promise of changes: all or nothing, in order, durable before they are answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centrex.catalogue import Level
from centrex.engine.audit import Deed, audited
from centrex.engine.changes import create
from centrex.engine.work import Work
from centrex.query.rows import parse_query
from centrex.resources import OPERATIONS
from centrex.resources.customer import customer
from centrex.resources.ledger import audit, change_counter, ordinal
from centrex.resources.virtual_number_group import (
    VIRTUAL_NUMBER_GROUP,
    VIRTUAL_NUMBER_GROUPS,
    virtual_number_group,
)
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.opening import open_store
from centrex.store.steps import Change, Find, Insert, Update
from tests.world import Customer, World

TASKS = 32
CREATE = OPERATIONS["create.virtual_number_groups"]


class Refused(Exception):
    """What a change raises in the middle."""


def own(owner: Customer) -> Scope:
    return Scope(Level.CUSTOMER, owner.id, owner.user.id)


def deed(kind: str = "virtual_number_group") -> Deed:
    return Deed(at=1, user_id=None, address="", request_id="", operation="test", object_kind=kind)


def created(name: str) -> Change[int]:
    """A number group, with its counter and its audit row; whose it is, the store says."""
    work = Work(CREATE, VIRTUAL_NUMBER_GROUP, {"name": name}, SERVER, 1, deed())
    return audited(deed(), create(work))


def answered(value: int) -> Change[int]:
    yield from ()
    return value


def then_refused(change: Change[int]) -> Change[int]:
    yield from change
    raise Refused


async def count(store: Store, table: Any, key: dict[str, object]) -> int:
    return len(await store.find(Find(table, (next(iter(key)),), key), SERVER))


async def changes_of(world: World, owner: Customer) -> int:
    rows = await world.store.find(Find(change_counter, ("changes",), {"customer_id": owner.id}), SERVER)
    return int(rows[0][0])


async def names(world: World, owner: Customer) -> list[str]:
    key = {"customer_id": owner.id}
    return sorted(row[0] for row in await world.store.find(Find(virtual_number_group, ("name",), key), SERVER))


async def test_a_change_answers_its_result(world: World) -> None:
    assert await world.store.change(answered(7), own(world.a)) == 7


async def test_a_change_is_read_by_everybody_once_it_is_answered(world: World) -> None:
    scope = own(world.a)
    identifier = await world.store.change(created("New"), scope)
    by_id = {"field": "id", "operator": "=", "value": identifier}
    query = parse_query(VIRTUAL_NUMBER_GROUPS, {"filter": by_id, "fields": ["name"]}, "UTC")
    for _ in range(5):
        assert await world.store.page(VIRTUAL_NUMBER_GROUP, query, scope) == (1, b'[{"name":"New"}]')
    found = await world.store.find(Find(virtual_number_group, ("name",), {"id": identifier}), scope)
    assert found == [("New",)]


async def test_an_error_in_the_middle_undoes_everything_and_is_raised(world: World) -> None:
    before = await names(world, world.a), await changes_of(world, world.a)
    with pytest.raises(Refused):
        await world.store.change(then_refused(created("Lost")), own(world.a))
    assert (await names(world, world.a), await changes_of(world, world.a)) == before
    assert await count(world.store, audit, {"customer_id": world.a.id, "operation": "test"}) == 0


async def test_what_the_database_refuses_undoes_everything(world: World) -> None:
    def twice() -> Change[int]:
        yield from created("Lost")
        yield Insert(ordinal, {"series": "virtual_number_groups", "last": 1})
        return 0

    before = await names(world, world.a)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await world.store.change(twice(), own(world.a))
    assert await names(world, world.a) == before


async def test_a_refused_change_harms_no_neighbour(world: World) -> None:
    scope = own(world.a)
    changes = [created(f"Group {number}") for number in range(TASKS)]
    refused = [change if number % 3 else then_refused(change) for number, change in enumerate(changes)]
    answers = await asyncio.gather(*(world.store.change(each, scope) for each in refused), return_exceptions=True)
    assert [isinstance(answer, Refused) for answer in answers] == [number % 3 == 0 for number in range(TASKS)]
    kept = [f"Group {number}" for number in range(TASKS) if number % 3]
    assert [name for name in await names(world, world.a) if name.startswith("Group ")] == sorted(kept)


async def test_the_counter_and_the_audit_row_belong_to_the_change(world: World) -> None:
    before = [await changes_of(world, owner) for owner in (world.a, world.b)]
    identifier = await world.store.change(created("Counted"), own(world.a))
    assert [await changes_of(world, owner) for owner in (world.a, world.b)] == [before[0] + 1, before[1]]
    found = await world.store.find(Find(audit, ("customer_id", "object_id"), {"operation": "test"}), SERVER)
    assert found == [(world.a.id, identifier)]


async def test_concurrent_creates_get_ids_of_their_own_and_numbers_without_a_gap(world: World) -> None:
    owners = (world.a, world.b)
    creates = [(owner, created(f"Concurrent {number}")) for number in range(TASKS // 2) for owner in owners]
    ids = await asyncio.gather(*(world.store.change(change, own(owner)) for owner, change in creates))
    assert len(set(ids)) == TASKS
    for owner in owners:
        found = await world.store.find(Find(virtual_number_group, ("number",), {"customer_id": owner.id}), SERVER)
        given = sorted(int(number.removeprefix("g")) for (number,) in found)
        assert given[-TASKS // 2 :] == list(range(22, 22 + TASKS // 2))


async def test_no_update_is_lost(world: World) -> None:
    def one_more() -> Change[int]:
        rows = yield Find(ordinal, ("last",), {"series": "virtual_number_groups"})
        yield Update(ordinal, {"series": "virtual_number_groups"}, {"last": rows[0][0] + 1})
        return 0

    before = await changes_of(world, world.a)
    await asyncio.gather(*(world.store.change(audited(deed(), one_more()), own(world.a)) for _ in range(TASKS)))
    key = {"customer_id": world.a.id, "series": "virtual_number_groups"}
    assert await world.store.find(Find(ordinal, ("last",), key), SERVER) == [(21 + TASKS,)]
    assert await changes_of(world, world.a) == before + TASKS


async def test_two_of_one_name_are_not_made_at_the_same_time(world: World) -> None:
    changes = (world.store.change(created(name), own(world.a)) for name in ("Same", "sAME", "SAME"))
    answers = await asyncio.gather(*changes, return_exceptions=True)
    assert sorted(isinstance(answer, int) for answer in answers) == [False, False, True]


async def test_closing_finishes_what_has_begun(world: World, database_url: str) -> None:
    store = await open_store(database_url)
    begun = [asyncio.create_task(store.change(created(f"Last {number}"), own(world.a))) for number in range(TASKS)]
    reading = asyncio.create_task(store.find(Find(customer, ("id",), {"id": world.a.id}), SERVER))
    await asyncio.sleep(0)
    await store.close()
    assert len(set(await asyncio.gather(*begun))) == TASKS
    assert await reading == [(world.a.id,)]
    assert len([name for name in await names(world, world.a) if name.startswith("Last ")]) == TASKS
