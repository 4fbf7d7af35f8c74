"""Statuses and positions as a client reads and changes them, on both stores."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.engine.accounts import NewAccount
from centrex.resources.employee_status import employee_status
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.served import Served
from tests.world import member

STANDARD: Final = [
    "available",
    "break",
    "do_not_disturb",
    "not_at_workplace",
    "not_at_work",
    "auto_out_call",
    "unknown",
]


async def test_every_customer_has_the_standard_statuses(served: Served) -> None:
    found = (await served.call("get.statuses", served.world.a.user.key)).data
    assert [status["mnemonic"] for status in found] == [*STANDARD, None]
    assert [status["name"] for status in found[:3]] == ["Available", "Break", "Do not disturb"]
    assert list(found[0]) == sorted(found[0], key=lambda name: (len(name), name))
    assert found[0] == {
        "id": found[0]["id"],
        "name": "Available",
        "mnemonic": "available",
        "description": None,
        "color": "#43A047",
        "is_deleted": False,
        "in_external_allowed_call_directions": ["in", "out"],
        "in_internal_allowed_call_directions": ["in", "out"],
        "out_external_allowed_call_directions": ["in", "out"],
        "out_internal_allowed_call_directions": ["in", "out"],
        "allowed_phone_protocols": ["PSTN", "SIP", "SIP_TRUNK", "FMC"],
        "is_select_allowed": True,
        "is_worktime": True,
        "is_auto_out_calls_ready": False,
    }


async def test_the_standard_statuses_speak_the_language_of_the_account(served: Served) -> None:
    world = served.world
    account = await world.accounts.create(NewAccount("E", lang="ru"))
    user = await member(world.operator, account, "user-e", "E")
    found = (await served.call("get.statuses", user.key, {"fields": ["name"]})).data
    assert [status["name"] for status in found[:2]] == ["Доступен", "Перерыв"]


async def test_an_agent_has_no_statuses_of_his_own(served: Served) -> None:
    world = served.world
    key = {"customer_id": world.north.account_id}
    assert await world.store.find(Find(employee_status, ("id",), key), SERVER) == []


@pytest.mark.parametrize(
    ("sent", "deleted"), [({}, 0), ({"is_deleted": False}, 0), ({"is_deleted": None}, 0), ({"is_deleted": True}, 1)]
)
async def test_deleted_statuses_are_returned_when_asked_for(served: Served, sent: dict[str, Any], deleted: int) -> None:
    answer = await served.call("get.statuses", served.world.a.user.key, sent)
    assert answer.total == len(STANDARD) + 1 + deleted
    assert [status["is_deleted"] for status in answer.data].count(True) == deleted


async def test_statuses_are_filtered_and_sorted(served: Served) -> None:
    key = served.world.a.user.key
    chosen = {"field": "mnemonic", "operator": "in", "value": ["break", "available"]}
    params = {
        "filter": chosen,
        "sort": [{"field": "name", "order": "desc"}],
        "fields": ["mnemonic"],
        "is_deleted": True,
    }
    assert (await served.call("get.statuses", key, params)).data == [{"mnemonic": "break"}, {"mnemonic": "available"}]
    by_color = {"field": "color", "operator": "=", "value": "#123456"}
    assert (await served.call("get.statuses", key, {"filter": by_color})).mnemonic == "filter_prohibited"
    assert (await served.call("get.statuses", key, {"is_deleted": "yes"})).mnemonic == "data_type_error"


async def test_positions_are_created_renamed_read_and_deleted(served: Served) -> None:
    a = served.world.a
    created = (await served.call("create.employee_positions", a.user.key, {"name": "Стажёр"})).data
    renamed = {"id": created["id"], "name": "СТАЖЁР"}
    assert (await served.call("update.employee_positions", a.user.key, renamed)).data == {}
    wanted = {"filter": {"field": "name", "operator": "ilike", "value": "стаж%"}}
    assert (await served.call("get.employee_positions", a.user.key, wanted)).data == [renamed]
    assert (await served.call("delete.employee_positions", a.user.key, {"id": created["id"]})).data == {}
    assert (await served.call("get.employee_positions", a.user.key, wanted)).data == []


@pytest.mark.parametrize(
    ("method", "params", "mnemonic", "field"),
    [
        ("create", {}, "required_parameter_missed", "name"),
        ("create", {"name": ""}, "invalid_parameter_value", "name"),
        ("create", {"name": "x" * 256}, "invalid_parameter_value", "name"),
        ("create", {"name": "MANAGER canarya"}, "duplicate_entity", "name"),
        ("create", {"name": "старший ОПЕРАТОР CANARYa"}, "duplicate_entity", "name"),
        ("update", {"name": "x"}, "required_parameter_missed", "id"),
        ("update", {"id": 0}, "required_parameter_missed", "name"),
        ("update", {"id": 0, "name": None}, "required_parameter_missed", "name"),
        ("update", {"id": 0, "name": "x"}, "entity_not_found", "id"),
        ("update", {"id": "first", "name": "старший оператор canaryA"}, "duplicate_entity", "name"),
        ("delete", {"id": 0}, "entity_not_found", "id"),
        ("delete", {"id": "foreign"}, "entity_not_found", "id"),
        ("delete", {"id": "first"}, "dependency_error", "id"),
    ],
)
async def test_a_bad_change_of_a_position_is_refused_and_nothing_is_written(
    served: Served, method: str, params: dict[str, Any], mnemonic: str, field: str
) -> None:
    world = served.world
    ids = {"first": world.a.ids["employee_position"][0], "foreign": world.b.ids["employee_position"][0]}
    sent = {name: ids.get(value, value) if name == "id" else value for name, value in params.items()}
    before = (await served.call("get.employee_positions", world.a.user.key)).data
    answer = await served.call(f"{method}.employee_positions", world.a.user.key, sent)
    assert (answer.error["code"], answer.mnemonic, answer.error["data"]["field"]) == (-32602, mnemonic, field)
    assert (await served.call("get.employee_positions", world.a.user.key)).data == before
