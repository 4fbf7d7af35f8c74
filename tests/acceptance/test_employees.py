"""Employees as a client creates, changes, reads and deletes them, on both stores."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from centrex.access.secrets import password_matches
from centrex.resources.employee import employee, employee_phone
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.served import Served

DIRECTIONS: Final = [
    f"{side}_{kind}_allowed_call_directions" for side in ("in", "out") for kind in ("external", "internal")
]
BLANK: Final[dict[str, Any]] = {
    "login": None,
    "first_name": None,
    "patronymic": None,
    "status": None,
    "status_id": None,
    "calls_available": True,
    "allowed_in_call_types": [],
    "allowed_out_call_types": [],
    **{name: [] for name in DIRECTIONS},
    "email": None,
    "call_recording": "all",
    "schedule_id": None,
    "schedule_name": None,
    "coach": {},
    "groups": [],
    "phone_numbers": [],
    "extension": {},
    "operator": {},
}
OPERATOR: Final[dict[str, Any]] = {
    "operator_display_name": "Vera",
    "operator_login": "vera",
    "operator_password": "long enough",
}


async def read(served: Served, identifier: int) -> dict[str, Any]:
    """The employee of customer A with this id."""
    by_id = {"filter": {"field": "id", "operator": "=", "value": identifier}}
    (found,) = (await served.call("get.employees", served.world.a.user.key, by_id)).data
    assert isinstance(found, dict)
    return found


async def everything(served: Served) -> list[Any]:
    """All that a change of an employee may touch."""
    key = served.world.a.user.key
    methods = ("get.employees", "get.group_employees", "get.virtual_number_groups", "get.employee_positions")
    return [(await served.call(method, key)).data for method in methods]


async def create(served: Served, **params: Any) -> int:
    """The id of a new employee of customer A."""
    data = (await served.call("create.employees", served.world.a.user.key, {"last_name": "New", **params})).data
    identifier: int = data.pop("id")
    assert data == {}
    return identifier


async def update(served: Served, identifier: int, **params: Any) -> None:
    answer = await served.call("update.employees", served.world.a.user.key, {"id": identifier, **params})
    assert answer.data == {}


def phones(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Number, channels, seconds and state of the phones."""
    names = ("phone_number", "channels_count", "dial_time", "status")
    return [tuple(phone[name] for name in names) for phone in found["phone_numbers"]]


async def test_an_employee_of_whom_only_the_name_is_known_is_blank(served: Served) -> None:
    identifier = await create(served, last_name="Только фамилия")
    found = await read(served, identifier)
    assert found == {"id": identifier, "last_name": "Только фамилия", "full_name": "Только фамилия", **BLANK}


async def test_null_in_create_counts_as_absent(served: Served) -> None:
    nulls = [name for name in BLANK if name not in {"login", "status_id", "schedule_name"}]
    identifier = await create(served, **dict.fromkeys(nulls))
    assert {**await read(served, identifier), **BLANK} == await read(served, identifier)


async def test_an_employee_is_created_with_everything(served: Served) -> None:
    a = served.world.a
    teams = a.ids["employee_group"]
    identifier = await create(
        served,
        first_name="Вера",
        patronymic="Ивановна",
        status="do_not_disturb",
        calls_available=False,
        allowed_in_call_types=["external", "internal"],
        allowed_out_call_types=["internal"],
        **{name: ["out", "in"] for name in DIRECTIONS},
        email="vera@example.org",
        call_recording="off",
        coach={"coach_id": a.ids["employee"][1], "coach_always_enabled": True},
        groups=[teams[2], teams[0], teams[2]],
        phone_numbers=[
            {"phone_number": "79001112233...42", "channels_count": 150, "dial_time": 1, "status": "inactive"},
            {"phone_number": "112"},
        ],
        extension={"extension_phone_number": "00777", "extension_queue_enabled": True},
        operator={**OPERATOR, "operator_position_id": a.ids["employee_position"][1], "operator_sites": []},
    )
    found = await read(served, identifier)
    assert phones(found) == [("79001112233...42", 150, 1, "inactive"), ("112", 1, 60, "active")]
    assert [group["group_id"] for group in found["groups"]] == [teams[0], teams[2]]
    assert (found["full_name"], found["login"]) == ("New Вера Ивановна", "vera")
    assert (found["status"], found["calls_available"], found["call_recording"]) == ("do_not_disturb", False, "off")
    assert found["allowed_in_call_types"] == ["external", "internal"]
    assert [found[name] for name in DIRECTIONS] == [["out", "in"]] * 4
    assert found["coach"] == {
        "coach_id": a.ids["employee"][1],
        "coach_full_name": f"Сидоров {a.canary} Иван Ильич",
        "coach_always_enabled": True,
    }
    assert found["extension"] == {
        "extension_phone_number": "00777",
        "extension_queue_enabled": True,
        "extension_voice_mail_enabled": False,
    }
    assert found["operator"] == {
        "operator_login": "vera",
        "operator_sites": [],
        "operator_position_id": a.ids["employee_position"][1],
        "operator_chat_enabled": True,
        "operator_display_name": "Vera",
        "operator_position_name": f"Старший оператор {a.canary}",
        "operator_chats_available": False,
        "operator_invite_to_chat_enabled": False,
        "operator_offline_message_enabled": False,
    }


async def test_an_agent_creates_an_employee_for_his_customer(served: Served) -> None:
    world = served.world
    params = {"user_id": world.a.user.id, "last_name": "Acted"}
    identifier = (await served.call("create.employees", world.north.key, params)).data["id"]
    assert (await read(served, identifier))["last_name"] == "Acted"
    theirs = {**params, "user_id": world.c.user.id}
    assert (await served.call("create.employees", world.north.key, theirs)).mnemonic == "forbidden"


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({}, {}),
        ({"first_name": None}, {"first_name": None, "full_name": "New Middle"}),
        ({"last_name": "Newer"}, {"last_name": "Newer", "full_name": "Newer First Middle"}),
        ({"email": None, "patronymic": ""}, {"email": None, "patronymic": "", "full_name": "New First"}),
        ({"calls_available": None, "call_recording": None}, {"calls_available": True, "call_recording": "all"}),
        ({"allowed_in_call_types": None}, {"allowed_in_call_types": []}),
        ({"in_external_allowed_call_directions": ["out", "out"]}, {"in_external_allowed_call_directions": ["out"]}),
        ({"out_internal_allowed_call_directions": []}, {"out_internal_allowed_call_directions": []}),
        ({"status": None}, {"status": None, "status_id": None}),
        ({"status_id": None}, {"status": None, "status_id": None}),
        ({"coach": None}, {"coach": {}}),
        ({"coach": {"coach_id": None}}, {"coach": {}}),
        ({"coach": {}}, {}),
        ({"extension": None}, {"extension": {}}),
        ({"groups": None}, {"groups": []}),
        ({"groups": []}, {"groups": []}),
        ({"phone_numbers": None}, {"phone_numbers": []}),
        ({"schedule_id": None}, {}),
        ({"operator": None}, {"operator": {}, "login": None}),
    ],
)
async def test_an_update_changes_what_was_sent_and_nothing_else(
    served: Served, sent: dict[str, Any], changed: dict[str, Any]
) -> None:
    a = served.world.a
    identifier = await create(
        served,
        first_name="First",
        patronymic="Middle",
        status="break",
        calls_available=False,
        allowed_in_call_types=["internal"],
        **{name: ["in"] for name in DIRECTIONS},
        email="e@example.org",
        call_recording="in",
        coach={"coach_id": a.ids["employee"][0], "coach_always_enabled": True},
        groups=[a.ids["employee_group"][2]],
        phone_numbers=[{"phone_number": "12345"}],
        extension={"extension_phone_number": "9"},
        operator=OPERATOR,
    )
    before = (await served.call("get.employees", a.user.key)).data
    await update(served, identifier, **sent)
    after = (await served.call("get.employees", a.user.key)).data
    assert after[:-1] == before[:-1]
    assert after[-1] == {**before[-1], **changed}


async def test_a_coach_may_be_changed_in_part(served: Served) -> None:
    people = served.world.a.ids["employee"]
    identifier = await create(served, coach={"coach_id": people[0]})
    await update(served, identifier, coach={"coach_always_enabled": True})
    await update(served, identifier, coach={"coach_id": people[1]})
    coach = (await read(served, identifier))["coach"]
    assert (coach["coach_id"], coach["coach_always_enabled"]) == (people[1], True)


async def test_a_chat_operator_may_be_changed_in_part(served: Served) -> None:
    position = served.world.a.ids["employee_position"][0]
    settings = {"operator_position_id": position, "operator_chat_enabled": False}
    identifier = await create(served, operator={**OPERATOR, **settings})
    login = {"operator_login": "VERA", "operator_password": "another one"}
    await update(served, identifier, operator={**login, "operator_chat_enabled": None})
    operator = (await read(served, identifier))["operator"]
    assert (operator["operator_display_name"], operator["operator_login"]) == ("Vera", "VERA")
    assert (operator["operator_position_id"], operator["operator_chat_enabled"]) == (position, True)


async def test_the_password_of_a_chat_operator_is_kept_as_a_hash(served: Served) -> None:
    identifier = await create(served, operator=OPERATOR)
    key = {"customer_id": served.world.a.id, "id": identifier}
    ((hashed,),) = await served.world.store.find(Find(employee, ("operator_password_hash",), key), SERVER)
    assert hashed.startswith("$argon2id$")
    assert await password_matches(hashed, OPERATOR["operator_password"])


@pytest.mark.parametrize(
    "operator",
    [
        {**OPERATOR, "operator_password": "s3cret!"},
        {**OPERATOR, "operator_password": 31337},
        [{**OPERATOR, "operator_password": "s3cret!s3cret"}],
        "s3cret!",
    ],
)
async def test_a_refused_password_is_never_told(served: Served, operator: Any) -> None:
    params = {"last_name": "New", "operator": operator}
    answer = await served.call("create.employees", served.world.a.user.key, params)
    assert answer.error["data"]["value"] is None
    assert b"s3cret" not in answer.raw
    assert b"31337" not in answer.raw


async def test_phones_are_known_by_id_else_by_number_and_the_list_is_replaced(served: Served) -> None:
    identifier = await create(
        served, phone_numbers=[{"phone_number": number, "dial_time": 10} for number in ("1001", "1002", "1003")]
    )
    first, second, _ = (phone["phone_id"] for phone in (await read(served, identifier))["phone_numbers"])
    await update(
        served,
        identifier,
        phone_numbers=[
            {"phone_number": "1002", "status": "inactive"},
            {"phone_number": "1004", "channels_count": 2},
            {"phone_id": first, "phone_number": "1005", "dial_time": None},
        ],
    )
    found = await read(served, identifier)
    assert phones(found) == [("1002", 1, 10, "inactive"), ("1004", 2, 60, "active"), ("1005", 1, 60, "active")]
    ids = [phone["phone_id"] for phone in found["phone_numbers"]]
    assert (ids[0], ids[2]) == (second, first)


async def test_phones_may_swap_their_numbers(served: Served) -> None:
    identifier = await create(served, phone_numbers=[{"phone_number": "1001"}, {"phone_number": "1002"}])
    first, second = (phone["phone_id"] for phone in (await read(served, identifier))["phone_numbers"])
    swapped = [{"phone_id": first, "phone_number": "1002"}, {"phone_id": second, "phone_number": "1001"}]
    await update(served, identifier, phone_numbers=swapped)
    found = (await read(served, identifier))["phone_numbers"]
    assert [(phone["phone_id"], phone["phone_number"]) for phone in found] == [(first, "1002"), (second, "1001")]


async def test_a_number_that_another_employee_has_is_assigned_to_both(served: Served) -> None:
    one = await create(served, phone_numbers=[{"phone_number": "1001", "channels_count": 7, "dial_time": 9}])
    other = await create(served)
    await update(served, other, phone_numbers=[{"phone_number": "1001", "dial_time": 8}])
    assert phones(await read(served, one)) == [("1001", 7, 9, "active")]
    assert phones(await read(served, other)) == [("1001", 7, 8, "active")]
    await update(served, one, phone_numbers=[])
    assert phones(await read(served, other)) == [("1001", 7, 8, "active")]


async def test_a_status_is_chosen_by_mnemonic_or_id(served: Served) -> None:
    own = served.world.a.ids["employee_status"][2]
    identifier = await create(served, status="available")
    await update(served, identifier, status_id=own)
    found = await read(served, identifier)
    assert (found["status"], found["status_id"]) == (None, own)
    await update(served, identifier, status="auto_out_call")
    assert (await read(served, identifier))["status"] == "auto_out_call"
    await update(served, identifier, status="break", status_id=served.world.a.ids["employee_status"][1])
    assert (await read(served, identifier))["status"] == "break"


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


async def test_nobody_is_his_own_coach(served: Served) -> None:
    a = served.world.a
    params = {"id": a.ids["employee"][0], "coach": {"coach_id": a.ids["employee"][0]}}
    told = (await served.call("update.employees", a.user.key, params)).error["data"]
    assert (told["mnemonic"], told["field"]) == ("invalid_parameter_value", "coach.coach_id")
    assert told["value"] == str(a.ids["employee"][0])


@pytest.mark.parametrize("deleted", ["deleted", "other"])
async def test_a_status_that_is_deleted_or_contradicted_is_refused(served: Served, deleted: str) -> None:
    a = served.world.a
    by_id = {"status_id": a.ids["employee_status"][3]}
    both = {"status_id": a.ids["employee_status"][0], "status": "break"}
    params = {"id": a.ids["employee"][0], **(by_id if deleted == "deleted" else both)}
    answer = await served.call("update.employees", a.user.key, params)
    assert answer.mnemonic == ("entity_not_found" if deleted == "deleted" else "invalid_parameters_combination")


@pytest.mark.parametrize("holder", ["employee", "group"])
async def test_a_short_number_is_taken_by_an_employee_or_by_a_group(served: Served, holder: str) -> None:
    a = served.world.a
    number = "101" if holder == "employee" else "201"
    flags = {"extension_voice_mail_enabled": False, "extension_queue_enabled": False}
    params = {"extension": {"extension_phone_number": number, **flags}}
    changes: list[tuple[str, dict[str, Any]]] = [
        ("create", {"last_name": "New"}),
        ("update", {"id": a.ids["employee"][0]}),
    ]
    for method, needed in changes:
        before = await everything(served)
        told = (await served.call(f"{method}.employees", a.user.key, {**needed, **params})).error["data"]
        assert (told["mnemonic"], told["field"]) == ("already_in_use", "extension.extension_phone_number")
        assert told["value"] == number
        assert await everything(served) == before


async def test_an_employee_may_keep_his_short_number_and_a_freed_one_is_given_again(served: Served) -> None:
    people = served.world.a.ids["employee"]
    flags = {"extension_voice_mail_enabled": True, "extension_queue_enabled": True}
    await update(served, people[0], extension={"extension_phone_number": "100", **flags})
    await update(served, people[0], extension=None)
    await update(served, people[4], extension={"extension_phone_number": "100", **flags})
    assert (await read(served, people[4]))["extension"]["extension_phone_number"] == "100"


async def test_of_many_who_want_a_short_number_at_once_one_gets_it(served: Served) -> None:
    a = served.world.a
    extension = {"extension": {"extension_phone_number": "555"}}
    wanting = [served.call("create.employees", a.user.key, {"last_name": "New", **extension}) for _ in range(4)]
    wanting += [
        served.call("create.group_employees", a.user.key, {"name": f"New {index}", "group_phone_number": "555"})
        for index in range(4)
    ]
    answers = await asyncio.gather(*wanting)
    assert sorted(answer.mnemonic for answer in answers) == ["already_in_use"] * 7 + ["ok"]


async def test_the_same_short_number_serves_every_customer(served: Served) -> None:
    world = served.world
    for customer in (world.a, world.b):
        params = {"last_name": "New", "extension": {"extension_phone_number": "555"}}
        assert (await served.call("create.employees", customer.user.key, params)).mnemonic == "ok"


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


async def test_a_phone_of_a_colleague_is_no_phone_of_his(served: Served) -> None:
    a = served.world.a
    sent = [{"phone_number": "1001", "phone_id": a.ids["employee_phone"][0]}]
    answer = await served.call("update.employees", a.user.key, {"id": a.ids["employee"][0], "phone_numbers": sent})
    assert answer.mnemonic == "entity_not_found"


async def test_membership_puts_his_phones_at_the_end_of_the_groups_list_and_takes_them_away(served: Served) -> None:
    a = served.world.a
    team = a.ids["employee_group"][0]
    before = await dialled(served, team)
    identifier = await create(served, groups=[team], phone_numbers=[{"phone_number": "1002"}, {"phone_number": "1001"}])
    assert await dialled(served, team) == [*before, ("1002", True), ("1001", True)]
    await update(served, identifier, phone_numbers=[{"phone_number": "1003"}, {"phone_number": "1001"}])
    assert await dialled(served, team) == [*before, ("1001", True), ("1003", True)]
    await update(served, identifier, groups=[a.ids["employee_group"][2]], phone_numbers=[{"phone_number": "1004"}])
    assert await dialled(served, team) == before
    assert await dialled(served, a.ids["employee_group"][2]) == [("1004", True)]


async def dialled(served: Served, group_id: int) -> list[tuple[str, bool]]:
    """Number and availability of the phones of a group of customer A, in order."""
    by_id = {"filter": {"field": "id", "operator": "=", "value": group_id}}
    (found,) = (await served.call("get.group_employees", served.world.a.user.key, by_id)).data
    return [(phone["employee_phone_number"], phone["available"]) for phone in found["phone_numbers"]]


async def test_a_deleted_employee_is_nowhere_any_more(served: Served) -> None:
    world = served.world
    person = world.a.ids["employee"][1]
    assert (await served.call("delete.employees", world.a.user.key, {"id": person})).data == {}
    people, teams, numbers, _ = await everything(served)
    assert person not in [found["id"] for found in people]
    assert all(person not in [member["employee_id"] for member in team["members"]] for team in teams)
    assert all(person not in [phone["employee_id"] for phone in team["phone_numbers"]] for team in teams)
    assert all(person not in [member["id"] for member in group["employees"]] for group in numbers)
    phones_left = Find(employee_phone, ("id",), {"customer_id": world.a.id, "employee_id": [person, 0]})
    assert await world.store.find(phones_left, SERVER) == []
    again = await served.call("delete.employees", world.a.user.key, {"id": person})
    assert (again.mnemonic, again.error["data"]["value"]) == ("entity_not_found", str(person))


async def test_a_coach_of_others_is_not_deleted(served: Served) -> None:
    a = served.world.a
    before = await everything(served)
    answer = await served.call("delete.employees", a.user.key, {"id": a.ids["employee"][0]})
    told = answer.error["data"]
    assert (told["mnemonic"], told["field"], told["value"]) == ("dependency_error", "id", str(a.ids["employee"][0]))
    assert await everything(served) == before


async def test_a_change_needs_the_right_to_it(served: Served) -> None:
    world = served.world
    rights = {"data_api": ["select"], "employees": ["select", "insert"]}
    await world.users.set_rights(world.a.user.id, rights)
    params = {"id": world.a.ids["employee"][0]}
    assert (await served.call("create.employees", world.a.user.key, {"last_name": "New"})).mnemonic == "ok"
    for method in ("update.employees", "delete.employees", "update.group_employees_numbers"):
        answer = await served.call(method, world.a.user.key, params)
        assert (answer.error["code"], answer.mnemonic) == (-32003, "forbidden")


async def test_the_extension_is_found_by_jsquery(served: Served) -> None:
    identifier = await create(served, extension={"extension_phone_number": "4321"})
    wanted = {"field": "extension", "operator": "jsquery", "value": 'extension_phone_number="4321"'}
    answer = await served.call("get.employees", served.world.a.user.key, {"filter": wanted, "fields": ["id"]})
    assert answer.data == [{"id": identifier}]
