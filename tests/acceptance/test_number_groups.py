"""``get.virtual_number_groups`` and its changes, as a client of either kind sees them, on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.resources.ledger import audit
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.served import Served

METHOD = "get.virtual_number_groups"


async def test_a_customer_reads_his_groups_with_their_members(served: Served) -> None:
    a = served.world.a
    answer = await served.call(METHOD, a.user.key)
    people, numbers, teams = (a.ids[name] for name in ("employee", "virtual_number", "employee_group"))
    assert answer.total == 5
    assert answer.data[1] == {
        "id": a.ids["virtual_number_group"][1],
        "name": f"moscow 2 {a.canary}",
        "number": "g6",
        "employees": [{"id": people[0], "full_name": f"Petrov {a.canary} Пётр"}],
        "virtual_phones": [{"id": numbers[0], "number": f"7495{a.id:05}00"}],
        "employee_groups": [{"id": teams[0], "name": f"Sales {a.canary}"}],
    }
    assert answer.data[0]["employees"] == []


async def test_keys_stand_in_the_vendors_order_whatever_fields_asked(served: Served) -> None:
    fields = ["employee_groups", "number", "virtual_phones", "id", "employees", "name", "id"]
    answer = await served.call(METHOD, served.world.a.user.key, {"fields": fields})
    assert list(answer.data[0]) == ["id", "name", "number", "employees", "virtual_phones", "employee_groups"]
    assert list(answer.json) == ["jsonrpc", "id", "result"]
    assert list(answer.json["result"]) == ["data", "metadata"]
    assert list(answer.json["result"]["metadata"]) == ["total_items", "version", "limits"]


async def test_an_agent_reads_the_same_with_the_users_id(served: Served) -> None:
    world = served.world
    own = await served.call(METHOD, world.a.user.key)
    acted = await served.call(METHOD, world.north.key, {"user_id": world.a.user.id})
    assert acted.data == own.data


@pytest.mark.parametrize("user_id", [0, 999_999, "of c", "of south", "of north"])
async def test_a_strangers_user_answers_as_one_that_does_not_exist(served: Served, user_id: Any) -> None:
    world = served.world
    ids = {"of c": world.c.user.id, "of south": world.south.id, "of north": world.north.id}
    answer = await served.call(METHOD, world.north.key, {"user_id": ids.get(user_id, user_id)})
    assert (answer.error["code"], answer.mnemonic) == (-32003, "forbidden")
    assert answer.error["data"]["field"] == "user_id"


async def test_a_page_is_cut_after_the_filter_and_the_total_before(served: Served) -> None:
    wanted = {"field": "name", "operator": "ilike", "value": "MOSCOW%"}
    params = {"filter": wanted, "limit": 1, "offset": 1, "sort": [{"field": "name", "order": "desc"}]}
    answer = await served.call(METHOD, served.world.a.user.key, params)
    assert answer.total == 2
    assert [group["number"] for group in answer.data] == ["g1"]


async def test_a_created_group_is_read_back_and_numbered_on(served: Served) -> None:
    a = served.world.a
    people = a.ids["employee"]
    params = {"name": "Новая", "employees": [people[1], people[0], people[1]], "virtual_phones": None}
    created = await served.call("create.virtual_number_groups", a.user.key, params)
    identifier = created.data["id"]
    assert created.data == {"id": identifier}
    by_id = {"filter": {"field": "id", "operator": "=", "value": identifier}}
    (group,) = (await served.call(METHOD, a.user.key, by_id)).data
    assert (group["name"], group["number"]) == ("Новая", "g22")
    assert [person["id"] for person in group["employees"]] == sorted(people[:2])


async def test_a_deleted_number_is_never_given_again(served: Served) -> None:
    key = served.world.a.user.key
    first = (await served.call("create.virtual_number_groups", key, {"name": "One"})).data["id"]
    assert (await served.call("delete.virtual_number_groups", key, {"id": first})).data == {}
    second = (await served.call("create.virtual_number_groups", key, {"name": "One"})).data["id"]
    by_id = {"filter": {"field": "id", "operator": "=", "value": second}, "fields": ["number"]}
    assert second > first
    assert (await served.call(METHOD, key, by_id)).data == [{"number": "g23"}]


async def test_an_update_changes_what_was_sent_and_nothing_else(served: Served) -> None:
    a = served.world.a
    identifier = a.ids["virtual_number_group"][3]
    before = (await served.call(METHOD, a.user.key)).data
    params = {"id": identifier, "virtual_phones": [], "employee_groups": None}
    assert (await served.call("update.virtual_number_groups", a.user.key, params)).data == {}
    after = (await served.call(METHOD, a.user.key)).data
    before[3] |= {"virtual_phones": [], "employee_groups": []}
    assert after == before


@pytest.mark.parametrize(
    ("method", "params", "mnemonic", "field", "value"),
    [
        ("create", {}, "required_parameter_missed", "name", None),
        ("create", {"name": None}, "required_parameter_missed", "name", None),
        ("create", {"name": ""}, "invalid_parameter_value", "name", ""),
        ("create", {"name": "x" * 256}, "invalid_parameter_value", "name", "x" * 256),
        ("create", {"name": "a\0b"}, "invalid_parameter_value", "name", "a\0b"),
        ("create", {"name": 5}, "data_type_error", "name", "5"),
        ("create", {"name": "MOSCOW canaryA"}, "duplicate_entity", "name", "MOSCOW canaryA"),
        ("create", {"name": "ПИТЕР CANARYa"}, "duplicate_entity", "name", "ПИТЕР CANARYa"),
        ("create", {"name": "n", "number": "g9"}, "unexpected_parameters", "number", "g9"),
        ("create", {"name": "n", "employees": 5}, "data_type_error", "employees", "5"),
        ("create", {"name": "n", "employees": ["5"]}, "data_type_error", "employees", "5"),
        ("create", {"name": "n", "employees": [1.5]}, "invalid_parameter_value", "employees", "1.5"),
        ("create", {"name": "n", "employees": [999999]}, "entity_not_found", "employees", "999999"),
        ("update", {"name": "n"}, "required_parameter_missed", "id", None),
        ("update", {"id": 999999, "name": "n"}, "entity_not_found", "id", "999999"),
        ("update", {"id": 2**70}, "invalid_parameter_value", "id", str(2**70)),
        ("delete", {"id": "1"}, "data_type_error", "id", "1"),
        ("delete", {"id": True}, "data_type_error", "id", "true"),
        ("delete", {"id": -1}, "entity_not_found", "id", "-1"),
    ],
)
async def test_a_bad_change_is_refused_and_nothing_is_written(
    served: Served, method: str, params: dict[str, Any], mnemonic: str, field: str, value: str | None
) -> None:
    key = served.world.a.user.key
    before = (await served.call(METHOD, key)).data
    answer = await served.call(f"{method}.virtual_number_groups", key, params)
    told = answer.error["data"]
    assert (answer.error["code"], told["mnemonic"], told["field"], told["value"]) == (-32602, mnemonic, field, value)
    assert (await served.call(METHOD, key)).data == before


@pytest.mark.parametrize(
    ("parameter", "table"),
    [
        ("employees", "employee"),
        ("virtual_phones", "virtual_number"),
        ("employee_groups", "employee_group"),
    ],
)
async def test_a_foreign_member_answers_exactly_as_one_that_does_not_exist(
    served: Served, parameter: str, table: str
) -> None:
    world = served.world
    answers = []
    for member in (world.b.ids[table][0], 987_654_321):
        params = {"name": "n", parameter: [world.a.ids[table][0], member]}
        answer = await served.call("create.virtual_number_groups", world.a.user.key, params)
        error = answer.error
        assert error["data"].pop("value") == str(member)
        answers.append(error)
    assert answers[0] == answers[1]
    assert (await served.call(METHOD, world.a.user.key)).total == 5


async def test_a_change_leaves_an_audit_row(served: Served) -> None:
    a = served.world.a
    created = await served.call("create.virtual_number_groups", a.user.key, {"name": "Audited"}, "127.0.0.9")
    columns = ("at", "user_id", "address", "request_id", "object_id")
    key = {"customer_id": a.id, "operation": "create.virtual_number_groups"}
    rows = await served.world.store.find(Find(audit, columns, key), SERVER)
    assert rows == [(1_750_000_000, a.user.id, "127.0.0.9", "request-1", created.data["id"])]
