"""What cannot be made of an employee, with the error that tells it; nothing is half written."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.acceptance.employees import DIRECTIONS, OPERATOR, everything
from tests.served import Served

BAD: Final[list[tuple[dict[str, Any], str, str, str | None]]] = [
    ({"last_name": ""}, "invalid_parameter_value", "last_name", ""),
    ({"last_name": "  "}, "invalid_parameter_value", "last_name", "  "),
    ({"last_name": "x" * 2**20}, "invalid_parameter_value", "last_name", "x" * 2**20),
    ({"first_name": "x" * 256}, "invalid_parameter_value", "first_name", "x" * 256),
    ({"first_name": 5}, "data_type_error", "first_name", "5"),
    ({"patronymic": "a\0b"}, "invalid_parameter_value", "patronymic", "a\0b"),
    ({"nickname": "x"}, "unexpected_parameters", "nickname", "x"),
    ({"status": "asleep"}, "invalid_parameter_value", "status", "asleep"),
    ({"calls_available": "true"}, "data_type_error", "calls_available", "true"),
    ({"allowed_in_call_types": ["in"]}, "invalid_parameter_value", "allowed_in_call_types", "in"),
    ({"allowed_out_call_types": "internal"}, "data_type_error", "allowed_out_call_types", "internal"),
    ({DIRECTIONS[0]: ["in", None]}, "data_type_error", DIRECTIONS[0], None),
    ({DIRECTIONS[3]: ["sideways"]}, "invalid_parameter_value", DIRECTIONS[3], "sideways"),
    ({"call_recording": "some"}, "invalid_parameter_value", "call_recording", "some"),
    ({"schedule_id": 1}, "entity_not_found", "schedule_id", "1"),
    ({"coach": 1}, "data_type_error", "coach", "1"),
    ({"coach": {"coach_id": 999999}}, "entity_not_found", "coach.coach_id", "999999"),
    ({"coach": {"coach_id": "1"}}, "data_type_error", "coach.coach_id", "1"),
    ({"coach": {"coach_id": 1, "name": "x"}}, "unexpected_parameters", "coach.name", "x"),
    ({"groups": [999999]}, "entity_not_found", "groups", "999999"),
    ({"groups": 1}, "data_type_error", "groups", "1"),
    ({"phone_numbers": [{}]}, "required_parameter_missed", "phone_numbers.phone_number", None),
    ({"phone_numbers": ["1001"]}, "data_type_error", "phone_numbers", "1001"),
    ({"phone_numbers": [{"phone_number": 1001}]}, "data_type_error", "phone_numbers.phone_number", "1001"),
    *(
        ({"phone_numbers": [{"phone_number": bad}]}, "invalid_parameter_value", "phone_numbers.phone_number", bad)
        for bad in (
            *("", "12", "1" * 16, "7900abc4455", "+79001234567", "7 900 123", "７９００１２３", "٧٩٠٠١٢٣"),
            *("1001\n", "1001...", "1001..5", "1001...5...5", "1001...x", f"1001...{'1' * 11}", "sip:1@example.org"),
        )
    ),
    (
        {"phone_numbers": [{"phone_number": "1001"}, {"phone_number": "1001"}]},
        *("invalid_parameter_value", "phone_numbers.phone_number", "1001"),
    ),
    (
        {"phone_numbers": [{"phone_number": str(1000 + index)} for index in range(11)]},
        *("data_limit_exceeded", "phone_numbers", None),
    ),
    *(
        (
            {"phone_numbers": [{"phone_number": "1001", name: value}]},
            *("invalid_parameter_value", f"phone_numbers.{name}", str(value)),
        )
        for name, value in (
            *(("channels_count", 0), ("channels_count", 151), ("channels_count", 1.5)),
            *(("dial_time", 0), ("dial_time", 101), ("status", "off")),
        )
    ),
    (
        {"phone_numbers": [{"phone_number": "1001", "dial_time": "5"}]},
        "data_type_error",
        "phone_numbers.dial_time",
        "5",
    ),
    *(
        (
            {"extension": {"extension_phone_number": bad, **dict.fromkeys(flags, False)}},
            *("invalid_parameter_value", "extension.extension_phone_number", bad),
        )
        for flags in [("extension_voice_mail_enabled", "extension_queue_enabled")]
        for bad in ("", "123456", "12a", "１２", " 1", "1\n", "-1")
    ),
    ({"operator": {}}, "required_parameter_missed", "operator.operator_display_name", None),
    ({"operator": {**OPERATOR, "operator_login": ""}}, "invalid_parameter_value", "operator.operator_login", ""),
    (
        {"operator": {**OPERATOR, "operator_login": "LOGIN3CANARYa"}},
        *("duplicate_entity", "operator.operator_login", "LOGIN3CANARYa"),
    ),
    (
        {"operator": {**OPERATOR, "operator_position_id": 999999}},
        *("entity_not_found", "operator.operator_position_id", "999999"),
    ),
    ({"operator": {**OPERATOR, "operator_sites": [3, 2]}}, "entity_not_found", "operator.operator_sites", "2"),
]
"""What both create and update refuse."""


BAD_CREATE: Final[list[tuple[dict[str, Any], str, str, str | None]]] = [
    ({"last_name": None}, "required_parameter_missed", "last_name", None),
    ({"status": "auto_out_call"}, "invalid_parameter_value", "status", "auto_out_call"),
    ({"status_id": 1}, "unexpected_parameters", "status_id", "1"),
    ({"coach": {}}, "required_parameter_missed", "coach.coach_id", None),
    ({"coach": {"coach_always_enabled": True}}, "required_parameter_missed", "coach.coach_id", None),
    ({"extension": {}}, "required_parameter_missed", "extension.extension_phone_number", None),
    (
        {"phone_numbers": [{"phone_number": "1001", "phone_id": 1}]},
        *("unexpected_parameters", "phone_numbers.phone_id", "1"),
    ),
]


BAD_UPDATE: Final[list[tuple[dict[str, Any], str, str, str | None]]] = [
    ({"id": None}, "required_parameter_missed", "id", None),
    ({"id": 999999}, "entity_not_found", "id", "999999"),
    ({"id": 2**70}, "invalid_parameter_value", "id", str(2**70)),
    ({"last_name": None}, "invalid_parameter_value", "last_name", None),
    ({"status_id": 999999}, "entity_not_found", "status_id", "999999"),
    ({"coach": {"coach_always_enabled": True}}, "invalid_parameters_combination", "coach.coach_always_enabled", "true"),
    (
        {"coach": {"coach_id": None, "coach_always_enabled": True}},
        *("invalid_parameters_combination", "coach.coach_always_enabled", "true"),
    ),
    (
        {"extension": {"extension_phone_number": "5"}},
        *("required_parameter_missed", "extension.extension_voice_mail_enabled", None),
    ),
    (
        {"phone_numbers": [{"phone_number": "1001", "phone_id": 999999}]},
        *("entity_not_found", "phone_numbers.phone_id", "999999"),
    ),
    (
        {"phone_numbers": [{"phone_number": "1", "phone_id": 1}]},
        *("invalid_parameter_value", "phone_numbers.phone_number", "1"),
    ),
    (
        {"operator": {"operator_login": "x", "operator_password": "long enough"}},
        *("required_parameter_missed", "operator.operator_display_name", None),
    ),
]


@pytest.mark.parametrize(
    ("method", "params", "mnemonic", "field", "value"),
    [
        *(("create", *bad) for bad in [*BAD, *BAD_CREATE]),
        *(("update", *bad) for bad in [*BAD, *BAD_UPDATE] if bad[0] != {"operator": {}}),
    ],
)
async def test_a_bad_change_is_refused_and_nothing_is_written(
    served: Served, method: str, params: dict[str, Any], mnemonic: str, field: str, value: str | None
) -> None:
    a = served.world.a
    before = await everything(served)
    needed = {"last_name": "New"} if method == "create" else {"id": a.ids["employee"][0], "email": "new@example.org"}
    answer = await served.call(f"{method}.employees", a.user.key, {**needed, **params})
    told = answer.error["data"]
    assert (answer.error["code"], told["mnemonic"], told["field"], told["value"]) == (-32602, mnemonic, field, value)
    assert await everything(served) == before


@pytest.mark.parametrize("deleted", ["deleted", "other"])
async def test_a_status_that_is_deleted_or_contradicted_is_refused(served: Served, deleted: str) -> None:
    a = served.world.a
    by_id = {"status_id": a.ids["employee_status"][3]}
    both = {"status_id": a.ids["employee_status"][0], "status": "break"}
    params = {"id": a.ids["employee"][0], **(by_id if deleted == "deleted" else both)}
    answer = await served.call("update.employees", a.user.key, params)
    assert answer.mnemonic == ("entity_not_found" if deleted == "deleted" else "invalid_parameters_combination")


@pytest.mark.parametrize("component", ["recording", "coach", "consultant"])
async def test_a_parameter_of_a_component_that_the_account_lacks_is_refused(served: Served, component: str) -> None:
    world = served.world
    await world.accounts.set_components(world.a.id, {"data_api"})
    parameters: dict[str, dict[str, Any]] = {
        "recording": {"call_recording": "in"},
        "coach": {"coach": {"coach_id": world.a.ids["employee"][0]}},
        "consultant": {"operator": OPERATOR},
    }
    sent = parameters[component]
    answer = await served.call("create.employees", world.a.user.key, {"last_name": "New", **sent})
    assert (answer.error["code"], answer.mnemonic) == (-32008, "parameter_component_disabled")
    assert answer.error["data"]["params"] == {"components": component}
    assert answer.error["data"]["field"] == next(iter(sent))


@pytest.mark.parametrize(
    "name",
    ["coach.coach_id", "groups", "operator.operator_position_id", "status_id", "phone_numbers.phone_id"],
)
async def test_a_foreign_id_answers_exactly_as_one_that_does_not_exist(served: Served, name: str) -> None:
    world = served.world
    tables = {
        "coach.coach_id": "employee",
        "groups": "employee_group",
        "operator.operator_position_id": "employee_position",
        "status_id": "employee_status",
        "phone_numbers.phone_id": "employee_phone",
    }
    before = await everything(served)
    answers = []
    for identifier in (world.b.ids[tables[name]][0], 987_654_321):
        parameters: dict[str, dict[str, Any]] = {
            "coach.coach_id": {"coach": {"coach_id": identifier}},
            "groups": {"groups": [identifier]},
            "operator.operator_position_id": {"operator": {**OPERATOR, "operator_position_id": identifier}},
            "status_id": {"status_id": identifier},
            "phone_numbers.phone_id": {"phone_numbers": [{"phone_number": "1001", "phone_id": identifier}]},
        }
        params = {"id": world.a.ids["employee"][0], "first_name": "Half", **parameters[name]}
        error = (await served.call("update.employees", world.a.user.key, params)).error
        assert (error["data"]["field"], error["data"].pop("value")) == (name, str(identifier))
        answers.append(error)
    assert answers[0] == answers[1]
    assert answers[0]["data"]["mnemonic"] == "entity_not_found"
    assert await everything(served) == before
