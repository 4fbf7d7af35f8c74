"""Accounts as they are read: an agent's customers and their users, a customer's own account and himself."""

from __future__ import annotations

from typing import Final

import pytest

from centrex.access.components import TITLES
from centrex.access.rights import ACTIONS, UNITS
from centrex.engine.accounts import NewAccount
from centrex.resources.tariff_plan import tariff_plan
from centrex.scope import SERVER
from centrex.store.steps import Insert
from tests.acceptance.listing import listed, only
from tests.acceptance.refusals import later
from tests.served import Served
from tests.world import World, member

CREATED: Final = "2025-06-15 18:06:40"
"""When the world was made, in Moscow, where the agents are."""


async def _tariff(world: World, account_id: int) -> None:
    await world.store.change(only(Insert(tariff_plan, {"id": 31, "name": "Большой", "components": "[]"})), SERVER)
    await world.accounts.set_columns(account_id, {"tariff_plan_id": 31})


async def test_an_agent_lists_his_customers_with_empty_values(served: Served) -> None:
    a = served.world.a
    answer = await listed(served, "get.customers", {"limit": 1})
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
