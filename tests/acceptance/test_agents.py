"""What an agent sees and makes: plans that are open to him, customers of his own."""

from __future__ import annotations

import asyncio

import pytest

from centrex.engine.accounts import Accounts
from centrex.resources.employee_status import employee_status
from centrex.resources.ledger import audit, change_counter
from centrex.resources.user import user, user_permission
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.customers import (
    CREATE,
    CUSTOMERS,
    STATUS,
    TARIFF,
    UPDATE,
    created,
    customer,
    new_customer,
    shown,
)
from tests.served import Served


async def test_an_agent_sees_the_plans_that_are_open_to_him(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    north = await served.call("get.tariff_plans", world.north.key)
    assert north.data == [{"id": plans["Full"], "name": "Full"}, {"id": plans["Small"], "name": "Small"}]
    assert north.total == 2
    assert (await served.call("get.tariff_plans", world.south.key)).data == [{"id": plans["South"], "name": "South"}]
    for params, mnemonic in (
        ({"filter": {"field": "id", "operator": "=", "value": 1}}, "filter_prohibited"),
        ({"sort": [{"field": "name"}]}, "sort_prohibited"),
        ({"fields": ["components"]}, "unexpected_parameters"),
        ({"user_id": world.a.user.id}, "unexpected_parameters"),
    ):
        assert (await served.call("get.tariff_plans", world.north.key, params)).mnemonic == mnemonic


async def test_a_new_customer_waits_with_all_that_was_said_of_him(served: Served, plans: dict[str, int]) -> None:
    said = {
        "description": "Много звонит",
        "monthly_base_limit": 1000.75,
        "monthly_base_notify_limit": 900,
        "monthly_calls_limit": 500,
        "monthly_calls_notify_limit": None,
        "daily_calls_limit": 50,
        "daily_calls_notify_limit": 40,
        "monthly_base_notify_emails": ["b@example.org", "a@example.org", "b@example.org"],
        "daily_calls_notify_emails": ["o'hara+pbx@mail.example.org"],
    }
    identifier = await created(served, plans["Small"], **said)
    assert await customer(served, identifier) == {
        **said,
        "id": identifier,
        "name": "Новый",
        "status": "waiting",
        "creation_date_time": "2025-06-15 18:06:40",
        "status_change_date_time": "2025-06-15 18:06:40",
        "monthly_base_notify_emails": ["b@example.org", "a@example.org"],
        "monthly_calls_notify_emails": [],
        "sites": [],
        "tariff_plan_id": plans["Small"],
        "tariff_plan_name": "Small",
    }
    users = await served.call("get.customer_users", served.world.north.key)
    (first,) = [row for row in users.data if row["customer_id"] == identifier]
    assert (first["login"], first["name"]) == ("new@example.org", "Новый")


async def test_a_new_customer_comes_in_once_he_is_activated_and_his_address_is_allowed(
    served: Served, plans: dict[str, int]
) -> None:
    world = served.world
    identifier = await created(served, plans["Small"])
    login = {"login": "new@example.org", "password": "long enough"}
    (user_id,) = (await world.store.find(Find(user, ("id",), {"customer_id": identifier}), SERVER))[0]
    acting = {"user_id": user_id}
    for when, mnemonic in (("waiting", "account_inactive"), ("active", "ip_not_whitelisted"), ("allowed", "ok")):
        if when == "active":
            status = {"customer_id": identifier, "status": "active"}
            assert (await served.call(STATUS, world.north.key, status)).data == {}
        if when == "allowed":
            await Accounts(world.operator).allow(identifier, "127.0.0.1")
            world.clock.advance(1)
        assert (await served.call("login.user", None, login)).mnemonic == mnemonic
        assert (await served.call("get.virtual_numbers", world.north.key, acting)).mnemonic == mnemonic
    opened = await served.call("login.user", None, login)
    token = opened.data["access_token"]
    account = (await served.call("getobj.account", token)).mnemonic
    assert account == "method_component_disabled"
    assert (await served.call("get.account", token)).data == [
        {"app_id": identifier, "name": "Новый", "timezone": "Europe/Moscow"}
    ]
    limits = opened.json["result"]["metadata"]["limits"]
    assert (limits["day_limit"], limits["minute_limit"]) == (100, 10)
    group = await served.call("create.virtual_number_groups", token, {"name": "First"})
    assert (await served.call("get.virtual_number_groups", token)).data[0]["id"] == group.data["id"]


async def test_a_new_customer_has_what_every_customer_has(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    identifier = await created(served, plans["Full"])
    of_him = {"customer_id": identifier}
    statuses = await world.store.find(Find(employee_status, ("mnemonic",), of_him), SERVER)
    units = await world.store.find(Find(user_permission, ("unit",), of_him), SERVER)
    assert len(statuses) > 3
    assert ("number_management",) in units
    assert len(await world.store.find(Find(change_counter, ("changes",), of_him), SERVER)) == 1
    (deed,) = await world.store.find(Find(audit, ("operation", "user_id", "object_id"), of_him), SERVER)
    assert deed == (CREATE, world.north.id, identifier)


async def test_of_two_agents_who_want_one_email_at_once_exactly_one_gets_it(
    served: Served, plans: dict[str, int]
) -> None:
    world = served.world
    wishes = [(world.north.key, plans["Full"]), (world.south.key, plans["South"])] * 2
    answers = await asyncio.gather(*(served.call(CREATE, key, new_customer(plan)) for key, plan in wishes))
    assert sorted(answer.mnemonic for answer in answers) == ["duplicate_entity"] * 3 + ["ok"]
    assert len(await shown(served)) == 4


async def test_each_agent_sees_his_own_customers_alone(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    identifier = await created(served, plans["Full"])
    north = [row["id"] for row in (await served.call(CUSTOMERS, world.north.key)).data]
    south = [row["id"] for row in (await served.call(CUSTOMERS, world.south.key)).data]
    assert (north, south) == ([world.a.id, world.b.id, identifier], [world.c.id])


@pytest.mark.parametrize(
    ("method", "unit", "right"),
    [
        ("get.tariff_plans", "account_access", "select"),
        (CREATE, "client_user_new", "insert"),
        (UPDATE, "client_selected", "update"),
        (STATUS, "client_selected", "update"),
        (TARIFF, "client_selected", "update"),
    ],
)
async def test_an_agents_methods_need_their_right_and_an_agent(
    served: Served, method: str, unit: str, right: str
) -> None:
    world = served.world
    others = {"select", "insert", "update", "delete"} - {right}
    await world.users.set_rights(world.north.id, {"data_api": ["select"], unit: others})
    for key in (world.north.key, world.a.user.key):
        answer = await served.call(method, key, {"id": 1, "name": "Nobody"})
        assert (answer.error["code"], answer.mnemonic) == (-32003, "forbidden")
