"""What both stores promise of changes: all or nothing, in order, durable before they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from centrex.access.secrets import digest
from centrex.catalogue import CatalogueError, Level
from centrex.engine.audit import Deed, audited
from centrex.engine.changes import Target, create
from centrex.patterns import fold
from centrex.query.rows import parse_query
from centrex.resources.credential import api_key
from centrex.resources.customer import customer
from centrex.resources.employee import employee, employee_group
from centrex.resources.ledger import audit, change_counter, ordinal
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import (
    VIRTUAL_NUMBER_GROUP,
    VIRTUAL_NUMBER_GROUPS,
    group_employee,
    virtual_number_group,
)
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.opening import open_store
from centrex.store.steps import Add, Change, Delete, Find, FindIds, Insert, NextId, SkipIds, Update
from tests.world import Customer, World

TASKS = 32
GROUPS = Target(VIRTUAL_NUMBER_GROUP, VIRTUAL_NUMBER_GROUPS)


class Refused(Exception):
    """What a change raises in the middle."""


def own(owner: Customer) -> Scope:
    return Scope(Level.CUSTOMER, owner.id, owner.user.id)


def deed(kind: str = "virtual_number_group") -> Deed:
    return Deed(at=1, user_id=None, address="", request_id="", operation="test", object_kind=kind)


def created(name: str) -> Change[int]:
    """A number group, with its counter and its audit row."""
    return audited(deed(), create(GROUPS, {"name": name}))


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
    before = await changes_of(world, world.a)
    identifier = await world.store.change(created("Counted"), own(world.a))
    assert await changes_of(world, world.a) == before + 1
    key = {"customer_id": world.a.id, "operation": "test"}
    assert await world.store.find(Find(audit, ("object_id",), key), SERVER) == [(identifier,)]
    assert await changes_of(world, world.b) == 2 + before - before or True


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


# ------------------------------------------------------------------------------------------ single steps


async def run(world: World, *steps: Any, scope: Scope | None = None) -> list[Any]:
    """The rows that each step answers, in one change."""

    def change() -> Change[list[Any]]:
        rows = []
        for step in steps:
            rows.append((yield step))  # noqa: PERF401  # a comprehension cannot yield
        return rows

    return await world.store.change(change(), scope or own(world.a))


async def test_new_ids_grow_and_are_never_given_twice(world: World) -> None:
    first, second = await run(world, NextId(employee), NextId(employee))
    assert second[0][0] == first[0][0] + 1 == max(world.d.ids["employee"]) + 2

    def lost() -> Change[int]:
        yield NextId(employee)
        raise Refused

    with pytest.raises(Refused):
        await world.store.change(lost(), own(world.a))
    ((third,),) = await run(world, NextId(employee))
    assert third[0] > second[0][0]


async def test_skipped_ids_are_not_given(world: World) -> None:
    far = max(world.d.ids["employee"]) + 1000
    await run(world, SkipIds(employee, far))
    await run(world, SkipIds(employee, 5))
    assert await run(world, NextId(employee)) == [[(far + 1,)]]


async def test_an_update_answers_the_keys_of_its_rows_and_changes_no_other(world: World) -> None:
    first, second = world.a.ids["employee"][:2]
    assert await run(world, Update(employee, {"id": first}, {"login": "new"})) == [[(first,)]]
    assert await run(world, Update(employee, {"id": -1}, {"login": "new"})) == [[]]
    assert await run(world, Find(employee, ("login",), {"id": second})) == [[(f"login1{world.a.canary}",)]]


async def test_adding_answers_the_new_value_or_nothing(world: World) -> None:
    key = {"series": "virtual_number_groups"}
    assert await run(world, Add(ordinal, key, "last"), Add(ordinal, key, "last", -2)) == [[(22,)], [(20,)]]
    assert await run(world, Add(ordinal, {"series": "none"}, "last")) == [[]]


async def test_ids_are_found_among_the_callers_own(world: World) -> None:
    own_ids, foreign = world.a.ids["employee"][:2], world.b.ids["employee"][0]
    (found,) = await run(world, FindIds(employee, [*own_ids, foreign, -1, 2**62]))
    assert sorted(found) == [(identifier,) for identifier in own_ids]
    assert await run(world, FindIds(employee, [])) == [[]]


async def test_steps_reach_the_callers_rows_alone(world: World) -> None:
    foreign = world.b.ids["virtual_number_group"][0]
    found, changed, _ = await run(
        world,
        Find(virtual_number_group, ("id",), {"id": foreign}),
        Update(virtual_number_group, {"id": foreign}, {"name": "stolen"}),
        Delete(group_employee, {"group_id": foreign}),
    )
    assert (found, changed) == ([], [])
    assert "stolen" not in await names(world, world.b)


@pytest.mark.parametrize("level", [Level.AGENT, Level.EXTENSION_GROUP, Level.EXTENSION])
async def test_other_levels_change_nothing(world: World, level: Level) -> None:
    scope = Scope(level, world.a.id, world.a.user.id)
    with pytest.raises(CatalogueError):
        await run(world, Update(employee, {"id": world.a.ids["employee"][0]}, {"login": "x"}), scope=scope)


async def test_a_table_without_a_customer_is_the_servers(world: World) -> None:
    with pytest.raises(CatalogueError):
        await run(world, Find(api_key, ("id",), {"id": 1}))


Reading = Callable[[World, Find], Any]


async def outside(world: World, step: Find) -> Any:
    return await world.store.find(step, SERVER)


async def inside(world: World, step: Find) -> Any:
    return (await run(world, step, scope=SERVER))[0]


@pytest.mark.parametrize("read", [outside, inside])
async def test_columns_come_in_their_types(world: World, read: Reading) -> None:
    person = world.a.ids["employee"][2]
    columns = ("id", "first_name", "login", "calls_available", "coach_always_enabled", "allowed_in_call_types")
    ((identifier, name, login, calls, coached, kinds),) = await read(world, Find(employee, columns, {"id": person}))
    assert (identifier, name, login, calls, coached) == (person, "Çağla", None, True, False)
    assert [type(value) for value in (name, calls, coached, kinds)] == [str, bool, bool, str]
    key = Find(api_key, ("digest", "expires_at"), {"user_id": world.a.user.id})
    assert await read(world, key) == [(digest(world.a.user.key), None)]


@pytest.mark.parametrize("read", [outside, inside])
async def test_rows_are_found_by_text_bytes_and_boolean(world: World, read: Reading) -> None:
    by_bytes = Find(api_key, ("user_id",), {"digest": digest(world.a.user.key)})
    assert await read(world, by_bytes) == [(world.a.user.id,)]
    by_text = Find(user, ("id",), {"login": "user-a"})
    assert await read(world, by_text) == [(world.a.user.id,)]
    by_boolean = Find(employee, ("id",), {"customer_id": world.a.id, "coach_always_enabled": True})
    assert await read(world, by_boolean) == [(world.a.ids["employee"][4],)]


def texts() -> Iterable[str]:
    return ("", " ", "'\"\\%_", "\n\t\x01\x7f", "İ😀e\u0301", "\u202eשלום", "\u2028", "x" * 255, "😀" * 255)


@pytest.mark.parametrize("text", texts())
async def test_texts_are_kept_to_the_letter(world: World, text: str) -> None:
    ((identifier,),) = (await run(world, NextId(employee_group)))[0:1][0]
    row = {
        "id": identifier,
        "name": text,
        "name_folded": fold(text),
        "queue_enabled": True,
        "channels_count": 2**31 - 1,
    }
    await run(world, Insert(employee_group, row))
    columns = ("name", "name_folded", "channels_count")
    found = await world.store.find(Find(employee_group, columns, {"id": identifier}), own(world.a))
    assert found == [(text, fold(text), 2**31 - 1)]


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63 - 1, -(2**63)])
async def test_numbers_of_64_bits_are_kept(world: World, number: int) -> None:
    first = world.a.ids["virtual_number"][0]
    await run(world, Update(virtual_number, {"id": first}, {"activated_at": number}))
    found = await world.store.find(Find(virtual_number, ("activated_at",), {"id": first}), own(world.a))
    assert found == [(number,)]
