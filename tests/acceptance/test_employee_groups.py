"""Employee groups and the order of their phones, as a client changes them, on both stores."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest

from centrex.catalogue import Level
from centrex.engine.employees import BLANK
from centrex.resources.employee import employee, employee_group_phone, employee_phone
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Count, Find, InsertMany, NextIds
from tests.databases import fetch
from tests.served import Served
from tests.world import Customer

METHOD: Final = "get.group_employees"
MAX_MEMBERS: Final = 10_000


async def groups(served: Served) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = (await served.call(METHOD, served.world.a.user.key)).data
    return data


async def read(served: Served, identifier: int) -> dict[str, Any]:
    """The group of customer A with this id."""
    return next(group for group in await groups(served) if group["id"] == identifier)


async def create(served: Served, **params: Any) -> int:
    """The id of a new group of customer A."""
    data = (await served.call("create.group_employees", served.world.a.user.key, {"name": "New", **params})).data
    identifier: int = data.pop("id")
    assert data == {}
    return identifier


async def update(served: Served, identifier: int, **params: Any) -> None:
    answer = await served.call("update.group_employees", served.world.a.user.key, {"id": identifier, **params})
    assert answer.data == {}


async def order(served: Served, identifier: int, numbers: list[tuple[int, bool]]) -> Any:
    """Calls ``update.group_employees_numbers``."""
    sent = [{"employee_phone_number_id": number, "available": available} for number, available in numbers]
    params = {"id": identifier, "phone_numbers": sent}
    return await served.call("update.group_employees_numbers", served.world.a.user.key, params)


def numbers_of(group: dict[str, Any]) -> list[tuple[int, bool]]:
    return [(phone["employee_phone_number_id"], phone["available"]) for phone in group["phone_numbers"]]


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


@pytest.mark.parametrize(
    ("named", "mnemonic", "field"),
    [
        ("none", "invalid_parameter_value", "phone_numbers"),
        ("all but one", "invalid_parameter_value", "phone_numbers"),
        ("one twice", "invalid_parameter_value", "phone_numbers.employee_phone_number_id"),
        ("a stranger", "entity_not_found", "phone_numbers.employee_phone_number_id"),
        ("another group's", "entity_not_found", "phone_numbers.employee_phone_number_id"),
        ("another customer's", "entity_not_found", "phone_numbers.employee_phone_number_id"),
    ],
)
async def test_every_number_of_the_group_is_named_once_and_no_other(
    served: Served, named: str, mnemonic: str, field: str
) -> None:
    world = served.world
    identifier = await create(served, members=world.a.ids["employee"])
    numbers = [(number, False) for number, _ in numbers_of(await read(served, identifier))]
    sent = {
        "none": [],
        "all but one": numbers[1:],
        "one twice": [numbers[0], *numbers[:-1]],
        "a stranger": [*numbers, (987_654_321, True)],
        "another group's": [*numbers, (world.a.ids["employee_group_phone"][0], True)],
        "another customer's": [*numbers[1:], (world.b.ids["employee_group_phone"][0], True)],
    }[named]
    before = await groups(served)
    told = (await order(served, identifier, sent)).error["data"]
    assert (told["mnemonic"], told["field"]) == (mnemonic, field)
    assert await groups(served) == before


BAD: Final[list[tuple[dict[str, Any], str, str, str | None]]] = [
    ({"name": ""}, "invalid_parameter_value", "name", ""),
    ({"name": "x" * 2**20}, "invalid_parameter_value", "name", "x" * 2**20),
    ({"name": "SALES canarya"}, "duplicate_entity", "name", "SALES canarya"),
    ({"name": "ПОДДЕРЖКА CANARYa"}, "duplicate_entity", "name", "ПОДДЕРЖКА CANARYa"),
    ({"members": [999999]}, "entity_not_found", "members", "999999"),
    ({"members": ["1"]}, "data_type_error", "members", "1"),
    ({"members": list(range(1, MAX_MEMBERS + 2))}, "data_limit_exceeded", "members", None),
    ({"group_phone_number": "123456"}, "invalid_parameter_value", "group_phone_number", "123456"),
    ({"group_phone_number": "12a"}, "invalid_parameter_value", "group_phone_number", "12a"),
    ({"group_phone_number": "１２"}, "invalid_parameter_value", "group_phone_number", "１２"),
    ({"group_phone_number": ""}, "invalid_parameter_value", "group_phone_number", ""),
    ({"group_phone_number": 12}, "data_type_error", "group_phone_number", "12"),
    ({"group_phone_number": "201"}, "already_in_use", "group_phone_number", "201"),
    ({"group_phone_number": "101"}, "already_in_use", "group_phone_number", "101"),
    ({"queue_enabled": 1}, "data_type_error", "queue_enabled", "1"),
    ({"channels_count": 0}, "invalid_parameter_value", "channels_count", "0"),
    ({"channels_count": 200}, "invalid_parameter_value", "channels_count", "200"),
    ({"channels_count": 1.5}, "invalid_parameter_value", "channels_count", "1.5"),
    ({"phone_numbers": []}, "unexpected_parameters", "phone_numbers", "[]"),
]
"""What both create and update refuse."""


@pytest.mark.parametrize(
    ("method", "params", "mnemonic", "field", "value"),
    [
        *((method, *bad) for method in ("create.group_employees", "update.group_employees") for bad in BAD),
        ("create.group_employees", {"name": None}, "required_parameter_missed", "name", None),
        ("update.group_employees", {"name": None}, "invalid_parameter_value", "name", None),
        ("update.group_employees", {"id": 999999}, "entity_not_found", "id", "999999"),
        ("update.group_employees", {"id": None}, "required_parameter_missed", "id", None),
        ("update.group_employees_numbers", {}, "required_parameter_missed", "phone_numbers", None),
        ("update.group_employees_numbers", {"phone_numbers": None}, "required_parameter_missed", "phone_numbers", None),
        ("update.group_employees_numbers", {"phone_numbers": 5}, "data_type_error", "phone_numbers", "5"),
        ("update.group_employees_numbers", {"phone_numbers": [5]}, "data_type_error", "phone_numbers", "5"),
        (
            "update.group_employees_numbers",
            {"phone_numbers": [{"employee_phone_number_id": 5}]},
            *("required_parameter_missed", "phone_numbers.available", None),
        ),
        (
            "update.group_employees_numbers",
            {"id": 999999, "phone_numbers": []},
            *("entity_not_found", "id", "999999"),
        ),
        ("delete.group_employees", {"id": 999999}, "entity_not_found", "id", "999999"),
        ("delete.group_employees", {"id": "1"}, "data_type_error", "id", "1"),
        ("delete.group_employees", {"id": None}, "required_parameter_missed", "id", None),
    ],
)
async def test_a_bad_change_is_refused_and_nothing_is_written(
    served: Served, method: str, params: dict[str, Any], mnemonic: str, field: str, value: str | None
) -> None:
    a = served.world.a
    before = await groups(served)
    needed: dict[str, Any] = {"name": "New"} if method.startswith("create") else {"id": a.ids["employee_group"][2]}
    told = (await served.call(method, a.user.key, {**needed, **params})).error["data"]
    assert (told["mnemonic"], told["field"], told["value"]) == (mnemonic, field, value)
    assert await groups(served) == before


async def test_a_foreign_member_answers_exactly_as_one_that_does_not_exist(served: Served) -> None:
    world = served.world
    before = await groups(served)
    answers = []
    for member in (world.b.ids["employee"][0], 987_654_321):
        params = {"id": world.a.ids["employee_group"][0], "name": "Half", "members": [member]}
        error = (await served.call("update.group_employees", world.a.user.key, params)).error
        assert error["data"].pop("value") == str(member)
        answers.append(error)
    assert answers[0] == answers[1]
    assert await groups(served) == before


@pytest.mark.parametrize("parameter", ["group_phone_number", "queue_enabled", "channels_count"])
async def test_a_parameter_of_the_virtual_pbx_needs_its_component(served: Served, parameter: str) -> None:
    world = served.world
    await world.accounts.set_components(world.a.id, {"data_api"})
    value = {"group_phone_number": "5", "queue_enabled": True, "channels_count": 2}[parameter]
    answer = await served.call("create.group_employees", world.a.user.key, {"name": "New", parameter: value})
    assert (answer.mnemonic, answer.error["data"]["field"]) == ("parameter_component_disabled", parameter)
    assert (await served.call("create.group_employees", world.a.user.key, {"name": "New"})).mnemonic == "ok"


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
