"""What cannot be made of an employee group, with the error that tells it; nothing is half written."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.acceptance.employee_groups import MAX_MEMBERS, create, groups, numbers_of, order, read
from tests.served import Served


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
