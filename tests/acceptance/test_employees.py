"""Employees as a client creates, changes, reads and deletes them, on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.resources.employee import employee_phone
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.employees import BLANK, DIRECTIONS, OPERATOR, create, everything, phones, read, update
from tests.served import Served


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
