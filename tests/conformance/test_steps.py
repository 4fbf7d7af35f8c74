"""What both stores answer to the single steps of a change, and the types in which they keep values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from centrex.access.secrets import digest
from centrex.catalogue import CatalogueError, Level
from centrex.patterns import fold
from centrex.resources.credential import api_key
from centrex.resources.employee import employee, employee_group
from centrex.resources.ledger import ordinal
from centrex.resources.number_category import number_category
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import group_employee, virtual_number_group
from centrex.scope import SERVER, Scope
from centrex.store.steps import (
    Add,
    Change,
    Count,
    Delete,
    Find,
    FindIds,
    Insert,
    InsertMany,
    NextId,
    NotUnique,
    SkipIds,
    Update,
)
from tests.conformance.step_by_step import each_of
from tests.world import World


class Refused(Exception):
    """What a change raises in the middle."""


async def run(world: World, *steps: Any, scope: Scope | None = None) -> list[Any]:
    """The rows that each step answers, in one change."""
    return await world.store.change(each_of(steps), scope or _own(world))


def _own(world: World) -> Scope:
    return Scope(Level.CUSTOMER, world.a.id, world.a.user.id)


async def test_new_ids_grow_and_are_never_given_twice(world: World) -> None:
    first, second = await run(world, NextId(employee), NextId(employee))
    assert second[0][0] == first[0][0] + 1 == max(world.d.ids["employee"]) + 2

    def lost() -> Change[int]:
        yield NextId(employee)
        raise Refused

    with pytest.raises(Refused):
        await world.store.change(lost(), _own(world))
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


@pytest.mark.parametrize("count", [1, 257, 3_000])
async def test_many_rows_are_inserted_each_once_or_none(world: World, count: int) -> None:
    rows = [{"series": f"many {number}", "last": number} for number in range(count)]
    own = {"customer_id": world.a.id}
    ((before,),), _, ((after,),) = await run(world, Count(ordinal, own), InsertMany(ordinal, rows), Count(ordinal, own))
    assert after - before == count
    for number in {0, count // 2, count - 1}:
        assert await run(world, Find(ordinal, ("last",), {"series": f"many {number}"})) == [[(number,)]]
    others = [{**row, "series": f"other {row['last']}"} for row in rows]
    with pytest.raises(NotUnique):
        await run(world, InsertMany(ordinal, [*others, rows[0]]))
    assert await run(world, Count(ordinal, own)) == [[(after,)]]


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
    assert await world.store.find(Find(virtual_number_group, ("id",), {"name": "stolen"}), SERVER) == []


@pytest.mark.parametrize("level", [Level.EXTENSION_GROUP, Level.EXTENSION])
async def test_other_levels_change_nothing(world: World, level: Level) -> None:
    scope = Scope(level, world.a.id, world.a.user.id)
    with pytest.raises(CatalogueError):
        await run(world, Update(employee, {"id": world.a.ids["employee"][0]}, {"login": "x"}), scope=scope)


async def test_a_table_without_a_customer_is_the_servers(world: World) -> None:
    with pytest.raises(CatalogueError):
        await run(world, Find(number_category, ("id",), {"id": 1}))


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


TEXTS = ("", " ", "'\"\\%_", "\n\t\x01\x7f", "İ😀e\u0301", "\u202eשלום", "\u2028", "x" * 255, "😀" * 255)


@pytest.mark.parametrize("text", TEXTS)
async def test_texts_are_kept_to_the_letter(world: World, text: str) -> None:
    (((identifier,),),) = await run(world, NextId(employee_group))
    row = {
        "id": identifier,
        "name": text,
        "name_folded": fold(text),
        "queue_enabled": True,
        "channels_count": 2**31 - 1,
    }
    await run(world, Insert(employee_group, row))
    columns = ("name", "name_folded", "channels_count")
    found = await world.store.find(Find(employee_group, columns, {"id": identifier}), _own(world))
    assert found == [(text, fold(text), 2**31 - 1)]


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63 - 1, -(2**63)])
async def test_numbers_of_64_bits_are_kept(world: World, number: int) -> None:
    first = world.a.ids["virtual_number"][0]
    await run(world, Update(virtual_number, {"id": first}, {"activated_at": number}))
    found = await world.store.find(Find(virtual_number, ("activated_at",), {"id": first}), _own(world))
    assert found == [(number,)]
