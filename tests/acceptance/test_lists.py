"""What the other read methods answer: whole rows, empty values, the order of keys, times, and fields asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from centrex.access.components import TITLES
from centrex.access.rights import ACTIONS, UNITS
from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS
from centrex.engine.accounts import NewAccount
from centrex.resources.customer import customer, tariff_plan
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Insert, Update
from tests.acceptance.refusals import later
from tests.served import Answer, Served
from tests.world import Customer, World, member

PAGED: Final = tuple(name for name, op in METHODS.items() if op.verb == "get" and op.face and op.face.paged)
ONE: Final = {"limit": 1}
CREATED: Final = "2025-06-15 18:06:40"
"""When the world was made, in Moscow, where the agents are."""


async def listed(served: Served, method: str, params: dict[str, Any] | None = None) -> Answer:
    """The method called by customer A, or by his agent where it is the agent's."""
    world = served.world
    agents = METHODS[method].access == {Level.AGENT}
    return await served.call(method, world.north.key if agents else world.a.user.key, params)


def _steps(*steps: Any) -> Change[None]:
    yield from steps


async def _tariff(world: World, account_id: int) -> None:
    await world.store.change(_steps(Insert(tariff_plan, {"id": 31, "name": "Большой"})), SERVER)
    await world.accounts.set_columns(account_id, {"tariff_plan_id": 31})


async def test_an_agent_lists_his_customers_with_empty_values(served: Served) -> None:
    a = served.world.a
    answer = await listed(served, "get.customers", ONE)
    assert answer.total == 2
    assert answer.data == [
        {
            "id": a.id,
            "name": f"A {a.canary}",
            "sites": [],
            "status": "active",
            "description": None,
            "tariff_plan_id": None,
            "tariff_plan_name": None,
            "daily_calls_limit": None,
            "creation_date_time": CREATED,
            "monthly_base_limit": None,
            "monthly_calls_limit": None,
            "status_change_date_time": CREATED,
            "daily_calls_notify_limit": None,
            "daily_calls_notify_emails": [],
            "monthly_base_notify_limit": None,
            "monthly_base_notify_emails": [],
            "monthly_calls_notify_limit": None,
            "monthly_calls_notify_emails": [],
        }
    ]


async def test_a_customer_with_a_tariff_and_limits_is_listed_with_them(served: Served) -> None:
    world = served.world
    await _tariff(world, world.b.id)
    given = {
        "description": "Описание",
        "monthly_base_limit": 1500.5,
        "monthly_base_notify_limit": 1000.0,
        "monthly_calls_limit": 3_000_000_000,
        "daily_calls_notify_limit": 0,
    }
    await world.accounts.set_columns(
        world.b.id, {**given, "monthly_base_notify_emails": '["a@example.org", "б@example.org"]'}
    )
    fields = [*given, "tariff_plan_id", "tariff_plan_name", "monthly_base_notify_emails"]
    answer = await listed(served, "get.customers", {"fields": fields, "offset": 1})
    tariff = {"tariff_plan_id": 31, "tariff_plan_name": "Большой"}
    emails = {"monthly_base_notify_emails": ["a@example.org", "б@example.org"]}
    assert answer.data == [{**given, **tariff, **emails}]


async def test_an_archived_customer_is_left_out_and_not_counted(served: Served) -> None:
    world = served.world
    await world.accounts.set_status(world.a.id, "archive")
    answer = await listed(served, "get.customers", {"fields": ["id"]})
    assert (answer.data, answer.total) == ([{"id": world.b.id}], 1)
    either = {"filters": [{"field": "id", "operator": ">", "value": 0}, {"field": "status", "operator": "is_null"}]}
    everybody = await listed(served, "get.customers", {"filter": {**either, "condition": "or"}})
    assert everybody.total == 1
    asked = {"filter": {"field": "status", "operator": "=", "value": "archive"}}
    assert (await listed(served, "get.customers", asked)).mnemonic == "invalid_parameter_value"


async def test_customers_are_filtered_and_sorted_by_their_creation_in_the_agents_time(served: Served) -> None:
    world = served.world
    later(served, 3600)
    account_id = await world.accounts.create(NewAccount("Later", agent_id=world.north.account_id))
    since = {"field": "creation_date_time", "operator": ">", "value": CREATED}
    answer = await listed(served, "get.customers", {"filter": since, "fields": ["id", "creation_date_time"]})
    assert answer.data == [{"id": account_id, "creation_date_time": "2025-06-15 19:06:40"}]
    latest_first = {"sort": [{"field": "creation_date_time", "order": "desc"}], "fields": ["id"]}
    ids = [row["id"] for row in (await listed(served, "get.customers", latest_first)).data]
    assert ids == [account_id, world.a.id, world.b.id]


async def test_an_agent_lists_the_users_of_his_customers(served: Served) -> None:
    world = served.world
    await world.users.set_columns(world.b.user.id, {"description": "Директор"})
    answer = await listed(served, "get.customer_users")
    assert answer.total == 2
    assert answer.data == [
        {
            "id": one.user.id,
            "name": f"User {one.canary}",
            "login": one.user.login,
            "customer_id": one.id,
            "description": description,
        }
        for one, description in ((world.a, None), (world.b, "Директор"))
    ]


async def test_every_user_of_a_customer_is_listed(served: Served) -> None:
    world = served.world
    second = await member(world.operator, world.b.id, "second", "Second")
    of_b = {"filter": {"field": "customer_id", "operator": "=", "value": str(world.b.id)}, "fields": ["id"]}
    answer = await listed(served, "get.customer_users", of_b)
    assert answer.data == [{"id": world.b.user.id}, {"id": second.id}]


async def test_a_customer_reads_his_account_as_a_list_of_one(served: Served) -> None:
    a = served.world.a
    answer = await listed(served, "get.account")
    assert answer.data == [{"name": f"A {a.canary}", "app_id": a.id, "timezone": "Europe/Berlin"}]
    assert answer.total == 1


@pytest.mark.parametrize("method", ["get.account", "getobj.account"])
async def test_the_account_takes_no_paging(served: Served, method: str) -> None:
    for name, value in (("limit", 1), ("offset", 0), ("fields", []), ("sort", []), ("filter", None)):
        answer = await listed(served, method, {name: value})
        assert (answer.mnemonic, answer.error["data"]["field"]) == ("unexpected_parameters", name)


async def test_a_customer_reads_himself_with_rights_and_components(served: Served) -> None:
    world, a = served.world, served.world.a
    await _tariff(world, a.id)
    await world.accounts.set_columns(a.id, {"lang": "ru", "project": "brand", "report_currency": "RUB"})
    answer = await listed(served, "getobj.account")
    everything = {f"is_{action}": True for action in ACTIONS}
    assert answer.data == {
        "lang": "ru",
        "tp_id": 31,
        "app_id": a.id,
        "project": "brand",
        "tp_name": "Большой",
        "user_id": a.user.id,
        "app_name": f"A {a.canary}",
        "crm_type": None,
        "is_agent": False,
        "timezone": "Europe/Berlin",
        "app_state": "active",
        "user_name": f"User {a.canary}",
        "user_type": "customer",
        "agent_type": None,
        "components": sorted(TITLES),
        "user_login": "user-a",
        "customer_id": a.id,
        "permissions": [{"unit_id": unit, **everything} for unit in sorted(UNITS)],
        "is_agent_app": True,
        "is_bi_available": False,
        "report_currency": "RUB",
    }
    assert "total_items" not in answer.json["result"]["metadata"]


async def test_an_agent_reads_the_account_of_the_user_he_acts_for(served: Served) -> None:
    world = served.world
    acted = await served.call("getobj.account", world.north.key, {"user_id": world.a.user.id})
    assert acted.data == (await listed(served, "getobj.account")).data


async def test_a_customer_without_an_agent_is_no_agents_customer(served: Served) -> None:
    world = served.world
    await world.users.set_rights(world.d.user.id, {"data_api": ("select",), "va": ()})
    await world.accounts.set_components(world.d.id, {"data_api", "data_api_config"})
    found = (await served.call("getobj.account", world.d.user.key)).data
    assert (found["is_agent_app"], found["tp_id"], found["tp_name"]) == (False, None, None)
    assert found["components"] == ["data_api", "data_api_config"]
    nothing = {f"is_{action}": False for action in ACTIONS}
    assert found["permissions"] == [{"unit_id": "data_api", **nothing, "is_select": True}, {"unit_id": "va", **nothing}]


async def test_a_customer_lists_his_employees(served: Served) -> None:
    a = served.world.a
    people, groups, phones = (a.ids[name] for name in ("employee", "employee_group", "employee_phone"))
    answer = await listed(served, "get.employees", {"limit": 1, "offset": 2})
    assert answer.total == 5
    assert answer.data == [
        {
            "id": people[2],
            "coach": {
                "coach_id": people[0],
                "coach_full_name": f"Petrov {a.canary} Пётр",
                "coach_always_enabled": False,
            },
            "email": f"2.{a.canary}@example.org",
            "login": None,
            "groups": [{"group_id": groups[1], "group_name": f"Поддержка {a.canary}"}],
            "status": None,
            "operator": {},
            "extension": {
                "extension_phone_number": "102",
                "extension_queue_enabled": True,
                "extension_voice_mail_enabled": False,
            },
            "full_name": f"Ünal {a.canary} Çağla",
            "last_name": f"Ünal {a.canary}",
            "status_id": a.ids["employee_status"][2],
            "first_name": "Çağla",
            "patronymic": "",
            "schedule_id": None,
            "phone_numbers": [
                {
                    "status": state,
                    "phone_id": phones[1 + index],
                    "dial_time": 60,
                    "phone_number": f"7900{people[2]:05}{index}",
                    "channels_count": 1 + index,
                }
                for index, state in enumerate(("active", "inactive"))
            ],
            "schedule_name": None,
            "call_recording": "out",
            "calls_available": True,
            "allowed_in_call_types": [],
            "allowed_out_call_types": [],
            "in_external_allowed_call_directions": ["out"],
            "in_internal_allowed_call_directions": [],
            "out_external_allowed_call_directions": ["in", "out"],
            "out_internal_allowed_call_directions": ["in"],
        }
    ]


async def test_what_an_employee_has_not_is_an_empty_object_a_list_or_null(served: Served) -> None:
    fields = ["coach", "extension", "operator", "groups", "phone_numbers", "schedule_id", "status", "email"]
    answer = await listed(served, "get.employees", {"fields": fields})
    last, without_email = answer.data[4], answer.data[3]
    assert (last["extension"], last["operator"], last["groups"]) == ({}, {}, [])
    assert (without_email["coach"], without_email["phone_numbers"]) == ({}, [])
    assert (without_email["email"], without_email["status"], without_email["schedule_id"]) == (None, None, None)
    assert [row["status"] for row in answer.data] == ["available", "break", None, None, None]


async def test_a_customer_lists_his_employee_groups(served: Served) -> None:
    a = served.world.a
    people, groups, phones = (a.ids[name] for name in ("employee", "employee_group", "employee_group_phone"))
    answer = await listed(served, "get.group_employees")
    assert answer.total == 3
    assert answer.data[1:] == [
        {
            "id": groups[1],
            "name": f"Поддержка {a.canary}",
            "members": [
                {"employee_id": people[1], "employee_full_name": f"Сидоров {a.canary} Иван Ильич"},
                {"employee_id": people[2], "employee_full_name": f"Ünal {a.canary} Çağla"},
            ],
            "phone_numbers": [
                {
                    "available": index == 0,
                    "employee_id": people[2],
                    "employee_full_name": f"Ünal {a.canary} Çağla",
                    "employee_phone_number": f"7900{people[2]:05}{index}",
                    "employee_phone_number_id": phones[2 + index],
                }
                for index in range(2)
            ],
            "queue_enabled": True,
            "channels_count": 2,
            "group_phone_number": "201",
        },
        {
            "id": groups[2],
            "name": f"Empty {a.canary}",
            "members": [],
            "phone_numbers": [],
            "queue_enabled": False,
            "channels_count": 3,
            "group_phone_number": "202",
        },
    ]


async def test_a_customer_lists_his_virtual_numbers(served: Served) -> None:
    a = served.world.a
    answer = await listed(served, "get.virtual_numbers")
    assert answer.total == 4
    assert answer.data[1] == {
        "id": a.ids["virtual_number"][1],
        "name": "main",
        "type": "call_tracking",
        "status": "active",
        "comment": f"Comment {a.canary}",
        "category": "gold",
        "campaigns": [],
        "scenarios": [],
        "activation_date": "2025-03-30 03:30:00",
        "child_customer_id": a.id,
        "virtual_phone_number": f"7495{a.id:05}01",
        "redirection_phone_number": "79001234567",
    }
    empty = {"name": None, "activation_date": None, "redirection_phone_number": None}
    assert answer.data[3] | empty == answer.data[3]


MOMENTS: Final = {
    1_743_296_399: "2025-03-30 01:59:59",
    1_743_296_400: "2025-03-30 03:00:00",
    1_761_438_600: "2025-10-26 02:30:00",
    1_761_442_200: "2025-10-26 02:30:00",
    0: "1970-01-01 01:00:00",
    -1: "1970-01-01 00:59:59",
    4_070_908_799: "2099-01-01 00:59:59",
}
"""Instants around the changes of the clock in Berlin, and far ones, as Berlin reads them."""


async def _activated(world: World, one: Customer, moment: int) -> None:
    numbers = one.ids["virtual_number"]
    change = _steps(Update(virtual_number, {"id": numbers[0]}, {"activated_at": moment}))
    await world.store.change(change, Scope(Level.CUSTOMER, one.id, one.user.id))


async def test_a_time_is_that_of_the_account_through_every_change_of_the_clock(served: Served) -> None:
    for moment, written in MOMENTS.items():
        await _activated(served.world, served.world.a, moment)
        answer = await listed(served, "get.virtual_numbers", {**ONE, "fields": ["activation_date"]})
        assert answer.data == [{"activation_date": written}], moment


ZONES: Final = {
    "UTC": "2025-03-30 01:00:00",
    "America/New_York": "2025-03-29 21:00:00",
    "Asia/Kathmandu": "2025-03-30 06:45:00",
    "Pacific/Kiritimati": "2025-03-30 15:00:00",
    "Europe/Moscow": "2025-03-30 04:00:00",
}


async def test_another_time_zone_reads_the_same_moment_otherwise(served: Served) -> None:
    world = served.world
    for zone, written in ZONES.items():
        await world.accounts.set_columns(world.a.id, {"timezone": zone})
        later(served)
        at = {"field": "activation_date", "operator": "=", "value": written}
        answer = await listed(served, "get.virtual_numbers", {"filter": at, "fields": ["activation_date"]})
        assert answer.data == [{"activation_date": written}], zone


async def test_an_agent_reads_times_in_the_zone_of_the_customer_that_he_acts_for(served: Served) -> None:
    world = served.world
    params = {**ONE, "fields": ["activation_date"], "user_id": world.a.user.id}
    answer = await served.call("get.virtual_numbers", world.north.key, params)
    assert answer.data == [{"activation_date": "2025-03-30 03:00:00"}]


@pytest.mark.parametrize(
    ("method", "field", "empty"),
    [("get.group_employees", "phone_number", None), ("get.virtual_numbers", "site_blocks", [])],
)
async def test_an_undocumented_field_that_clients_ask_for_is_answered_when_asked(
    served: Served, method: str, field: str, empty: Any
) -> None:
    asked = await listed(served, method, {"fields": [field, "id"]})
    assert {tuple(row) for row in asked.data} == {("id", field)}
    assert [row[field] for row in asked.data] == [empty] * asked.total
    assert field not in (await listed(served, method)).data[0]
    by_field = {"filter": {"field": field, "operator": "is_null"}}
    assert (await listed(served, method, by_field)).mnemonic == "filter_prohibited"
    assert (await listed(served, method, {"sort": [{"field": field}]})).mnemonic == "sort_prohibited"


@pytest.mark.parametrize("method", PAGED)
async def test_exactly_the_fields_asked_for_are_answered(served: Served, method: str) -> None:
    face = METHODS[method].face
    assert face is not None
    names = list(face.fields)
    for asked in (names[:1], names[-2:][::-1], [*names, *names], [names[1]] * 3):
        rows = (await listed(served, method, {"fields": asked})).data
        assert {tuple(row) for row in rows} == {tuple(name for name in names if name in asked)}
    for default in ([], None):
        rows = (await listed(served, method, {"fields": default})).data
        assert rows == (await listed(served, method)).data
    for unknown in ("nothing", "id.x", "employees.id", "ID", ""):
        answer = await listed(served, method, {"fields": ["id", unknown]})
        assert (answer.mnemonic, answer.error["data"]["value"]) == ("unexpected_parameters", unknown)


@pytest.mark.parametrize("method", [*PAGED, "get.account", "getobj.account"])
async def test_keys_of_every_object_stand_shorter_first_and_then_by_letters(served: Served, method: str) -> None:
    objects = list(_objects((await listed(served, method)).data))
    assert objects
    for found in objects:
        assert list(found) == sorted(found, key=lambda key: (len(key), key))


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)


@pytest.mark.parametrize("method", PAGED)
async def test_rows_stand_by_id_and_a_page_past_the_end_is_empty(served: Served, method: str) -> None:
    ids = [row["id"] for row in (await listed(served, method)).data]
    assert ids == sorted(ids)
    pages = [(await listed(served, method, {"limit": 2, "offset": at})) for at in range(0, len(ids), 2)]
    assert [row["id"] for page in pages for row in page.data] == ids
    for params in ({"offset": 100_000}, {"offset": len(ids)}, {"limit": 0}):
        answer = await listed(served, method, params)
        assert (answer.data, answer.total) == ([], len(ids))


async def test_an_account_without_rows_has_empty_lists(served: Served) -> None:
    world = served.world
    account_id = await world.accounts.create(NewAccount("New", agent_id=world.south.account_id))
    new = await member(world.operator, account_id, "new", "New")
    for method in PAGED:
        if Level.CUSTOMER in METHODS[method].access:
            answer = await served.call(method, new.key)
            assert (answer.data, answer.total) == ([], 0), method


async def test_names_of_every_script_come_back_as_they_were_written(served: Served) -> None:
    world = served.world
    names = ("Ünïcode «Ёлка»", "שלום", "👩‍👩‍👧 e\u0301", 'quotes " \\ / \t', "\u2028\u202e")
    for name in names:
        change = _steps(Update(customer, {"id": world.a.id}, {"name": name}))
        await world.store.change(change, SERVER)
        assert (await listed(served, "get.account")).data[0]["name"] == name
