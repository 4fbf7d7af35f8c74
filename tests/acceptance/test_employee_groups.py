"""Employee groups and the order of their phones, as a client changes them, on both stores."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from centrex.catalogue import Level
from centrex.engine.employees import BLANK
from centrex.resources.employee import employee, employee_group_phone, employee_phone
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Count, Find, InsertMany, NextIds
from tests.acceptance.employee_groups import MAX_MEMBERS, create, groups, numbers_of, order, read, update
from tests.databases import fetch
from tests.served import Served
from tests.world import Customer


async def test_a_group_of_which_only_the_name_is_known_is_blank(served: Served) -> None:
    identifier = await create(served, members=None, group_phone_number=None, queue_enabled=None, channels_count=None)
    assert await read(served, identifier) == {
        "id": identifier,
        "name": "New",
        "members": [],
        "phone_numbers": [],
        "group_phone_number": None,
        "queue_enabled": False,
        "channels_count": 1,
    }


async def test_a_group_is_created_with_its_members_and_dials_their_phones(served: Served) -> None:
    a = served.world.a
    people = a.ids["employee"]
    identifier = await create(
        served,
        members=[people[4], people[2], people[1], people[4]],
        group_phone_number="00042",
        queue_enabled=True,
        channels_count=199,
    )
    group = await read(served, identifier)
    assert [member["employee_id"] for member in group["members"]] == [people[1], people[2], people[4]]
    assert [phone["employee_id"] for phone in group["phone_numbers"]] == [people[1], people[2], people[2], people[4]]
    assert all(phone["available"] for phone in group["phone_numbers"])
    assert (group["group_phone_number"], group["queue_enabled"], group["channels_count"]) == ("00042", True, 199)


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({}, {}),
        ({"name": "Newer"}, {"name": "Newer"}),
        ({"name": "NEW"}, {"name": "NEW"}),
        ({"group_phone_number": None}, {"group_phone_number": None}),
        ({"group_phone_number": "42"}, {}),
        ({"group_phone_number": "43"}, {"group_phone_number": "43"}),
        ({"queue_enabled": None, "channels_count": None}, {"queue_enabled": False, "channels_count": 1}),
        ({"queue_enabled": False}, {"queue_enabled": False}),
        ({"channels_count": 7}, {"channels_count": 7}),
        ({"members": None}, {"members": [], "phone_numbers": []}),
        ({"members": []}, {"members": [], "phone_numbers": []}),
    ],
)
async def test_an_update_changes_what_was_sent_and_nothing_else(
    served: Served, sent: dict[str, Any], changed: dict[str, Any]
) -> None:
    members = served.world.a.ids["employee"][:3]
    identifier = await create(served, members=members, group_phone_number="42", queue_enabled=True, channels_count=5)
    before = await groups(served)
    await update(served, identifier, **sent)
    after = await groups(served)
    assert after == [*before[:-1], {**before[-1], **changed}]


async def test_members_are_replaced_and_those_who_stay_keep_their_places(served: Served) -> None:
    a = served.world.a
    people = a.ids["employee"]
    identifier = await create(served, members=[people[1], people[2]])
    first, second, third = numbers_of(await read(served, identifier))
    await order(served, identifier, [(third[0], False), (second[0], True), (first[0], True)])
    await update(served, identifier, members=[people[4], people[2]])
    after = numbers_of(await read(served, identifier))
    assert after[:2] == [(third[0], False), (second[0], True)]
    assert after[2][1]
    assert len(after) == 3


async def test_order_and_availability_of_the_numbers_are_set(served: Served) -> None:
    identifier = await create(served, members=served.world.a.ids["employee"])
    wanted = [(number, index % 2 == 0) for index, (number, _) in enumerate(numbers_of(await read(served, identifier)))]
    wanted.reverse()
    assert (await order(served, identifier, wanted)).data == {}
    assert numbers_of(await read(served, identifier)) == wanted


async def test_the_numbers_of_an_empty_group_are_none(served: Served) -> None:
    identifier = await create(served)
    assert (await order(served, identifier, [])).data == {}


async def test_a_deleted_group_is_nowhere_any_more(served: Served) -> None:
    world = served.world
    team = world.a.ids["employee_group"][0]
    assert (await served.call("delete.group_employees", world.a.user.key, {"id": team})).data == {}
    assert team not in [group["id"] for group in await groups(served)]
    numbers = (await served.call("get.virtual_number_groups", world.a.user.key)).data
    assert all(team not in [held["id"] for held in group["employee_groups"]] for group in numbers)
    people = (await served.call("get.employees", world.a.user.key)).data
    assert all(team not in [group["group_id"] for group in person["groups"]] for person in people)
    dialled = Find(employee_group_phone, ("id",), {"customer_id": world.a.id, "group_id": team})
    assert await world.store.find(dialled, SERVER) == []
    assert (await served.call("create.group_employees", world.a.user.key, {"name": "sales canaryA"})).mnemonic == "ok"


async def test_a_group_takes_ten_thousand_members_and_not_one_more(served: Served, database_url: str) -> None:
    a = served.world.a
    people = await many_employees(served, database_url, MAX_MEMBERS + 1)
    identifier = await create(served, members=people[1:])
    assert await served.world.store.change(_numbers_of(identifier), scope_of(a)) == MAX_MEMBERS
    params = {"id": people[0], "groups": [identifier]}
    told = (await served.call("update.employees", a.user.key, params)).error["data"]
    assert (told["mnemonic"], told["field"]) == ("data_limit_exceeded", "groups")
    await update(served, identifier, members=people[:-1])
    assert await served.world.store.change(_numbers_of(identifier), scope_of(a)) == MAX_MEMBERS
    assert (await served.call("delete.group_employees", a.user.key, {"id": identifier})).data == {}


def scope_of(customer: Customer) -> Scope:
    return Scope(Level.CUSTOMER, customer.id, customer.user.id)


async def many_employees(served: Served, database_url: str, count: int) -> list[int]:
    """The ids of new employees of customer A with one phone each."""
    store, scope = served.world.store, scope_of(served.world.a)
    people = await store.change(_hired(count), scope)
    await fetch(database_url, "ANALYZE")  # PostgreSQL would scan a table that it believes to be as small as it was
    await store.change(_equipped(people), scope)
    await fetch(database_url, "ANALYZE")
    return people


def _hired(count: int) -> Change[list[int]]:
    people: list[int] = msgspec.json.decode((yield NextIds(employee, count))[0][0])
    blank = {name: msgspec.json.decode(value) if value == "[]" else value for name, value in BLANK.items()}
    yield InsertMany(employee, [{**blank, "id": person, "last_name": f"Worker {person}"} for person in people])
    return people


def _equipped(people: list[int]) -> Change[None]:
    phones: list[int] = msgspec.json.decode((yield NextIds(employee_phone, len(people)))[0][0])
    settings = {"position": 0, "channels_count": 1, "dial_time": 60, "status": "active"}
    yield InsertMany(
        employee_phone,
        [
            {**settings, "id": phone, "employee_id": person, "phone_number": str(10_000 + phone)}
            for phone, person in zip(phones, people, strict=True)
        ],
    )


def _numbers_of(group_id: int) -> Change[int]:
    return int((yield Count(employee_group_phone, {"group_id": group_id}))[0][0])
