"""What an agent makes and changes: customers, their state, their tariff plan. Never another agent's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centrex.access.components import TITLES
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.tariffs import NewPlan, Tariffs
from centrex.resources.customer import STATUSES
from centrex.resources.customer import customer as account
from centrex.resources.employee_status import employee_status
from centrex.resources.ledger import audit, change_counter
from centrex.resources.user import user, user_permission
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.served import Answer, Served
from tests.world import PASSWORD, World

CUSTOMERS = "get.customers"
CREATE = "create.customers"
UPDATE = "update.customers"
STATUS = "update.customer_status"
TARIFF = "update.customer_tariff_plans"
LISTS = ("monthly_base_notify_emails", "monthly_calls_notify_emails", "daily_calls_notify_emails")
NOBODY: dict[str, Any] = {name: [] for name in LISTS}


@pytest.fixture
async def plans(served: Served) -> dict[str, int]:
    """Plans of both agents, one of the operator's own, by name."""
    tariffs, north, south = Tariffs(served.world.operator), served.world.north, served.world.south
    every = (
        NewPlan("Full", north.account_id),
        NewPlan("Small", north.account_id, ("data_api", "va"), day_limit=100, minute_limit=10, number_limit=1),
        NewPlan("South", south.account_id),
        NewPlan("Own"),
    )
    return {plan.name: await tariffs.create(plan) for plan in every}


def new_customer(plan_id: int, **changes: Any) -> dict[str, Any]:
    """What create.customers takes at least."""
    given = {"name": "Новый", "tariff_plan_id": plan_id, "email": "new@example.org", "password": "long enough"}
    return {**given, **NOBODY, **changes}


async def created(served: Served, plan_id: int, **changes: Any) -> int:
    answer = await served.call(CREATE, served.world.north.key, new_customer(plan_id, **changes))
    identifier: int = answer.data["id"]
    return identifier


async def customer(served: Served, customer_id: int) -> dict[str, Any]:
    by_id = {"field": "id", "operator": "=", "value": customer_id}
    rows = (await served.call(CUSTOMERS, served.world.north.key, {"filter": by_id})).data
    found: dict[str, Any] = rows[0]
    return found


async def shown(served: Served) -> list[dict[str, Any]]:
    """The customers of both agents."""
    world = served.world
    return [row for agent in (world.north, world.south) for row in (await served.call(CUSTOMERS, agent.key)).data]


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


Refused = list[tuple[dict[str, Any], str, str, str | None]]
BAD_VALUES: Refused = [
    ({"name": ""}, "invalid_parameter_value", "name", ""),
    ({"name": "x" * 256}, "invalid_parameter_value", "name", "x" * 256),
    ({"name": 5}, "data_type_error", "name", "5"),
    ({"description": "x" * 1001}, "invalid_parameter_value", "description", None),
    ({"tariff_plan_id": "1"}, "data_type_error", "tariff_plan_id", "1"),
    ({"tariff_plan_id": 999999}, "entity_not_found", "tariff_plan_id", "999999"),
    ({"tariff_plan_id": 2**63}, "invalid_parameter_value", "tariff_plan_id", None),
    ({"email": "nobody"}, "invalid_parameter_value", "email", "nobody"),
    ({"email": "a@b@example.org"}, "invalid_parameter_value", "email", None),
    ({"email": "a b@example.org"}, "invalid_parameter_value", "email", None),
    ({"email": "почта@example.org"}, "invalid_parameter_value", "email", None),
    ({"email": "a@example"}, "invalid_parameter_value", "email", None),
    ({"email": f"{'a' * 250}@example.org"}, "invalid_parameter_value", "email", None),
    ({"email": "north"}, "invalid_parameter_value", "email", "north"),
    ({"password": "short"}, "invalid_parameter_value", "password", None),
    ({"password": "a\0234567"}, "invalid_parameter_value", "password", None),
    ({"password": 12345678}, "data_type_error", "password", None),
    ({"monthly_base_limit": "5"}, "data_type_error", "monthly_base_limit", "5"),
    ({"monthly_base_limit": True}, "data_type_error", "monthly_base_limit", "true"),
    ({"monthly_base_limit": -0.5}, "invalid_parameter_value", "monthly_base_limit", "-0.5"),
    ({"monthly_base_limit": 1e300}, "invalid_parameter_value", "monthly_base_limit", None),
    ({"monthly_calls_limit": 1.5}, "invalid_parameter_value", "monthly_calls_limit", "1.5"),
    ({"daily_calls_limit": -1}, "invalid_parameter_value", "daily_calls_limit", "-1"),
    ({"daily_calls_limit": 2**63}, "invalid_parameter_value", "daily_calls_limit", None),
    ({LISTS[0]: "a@example.org"}, "data_type_error", LISTS[0], "a@example.org"),
    ({LISTS[1]: [5]}, "data_type_error", LISTS[1], "5"),
    ({LISTS[1]: ["a@example.org", "b"]}, "invalid_parameter_value", LISTS[1], "b"),
    ({LISTS[2]: [f"{n}@example.org" for n in range(6)]}, "data_limit_exceeded", LISTS[2], None),
    ({"sites": []}, "unexpected_parameters", "sites", "[]"),
    ({"status": "active"}, "unexpected_parameters", "status", "active"),
]
MISSED: Refused = [({name: None}, "required_parameter_missed", name, None) for name in new_customer(0)]
RESET: Refused = [
    ({name: None}, "invalid_parameter_value", name, None) for name in new_customer(0) if name not in LISTS
]


async def test_a_customer_that_cannot_be_made_is_refused_and_nothing_is_written(
    served: Served, plans: dict[str, int]
) -> None:
    before = await shown(served)
    for changes, mnemonic, field, value in [*BAD_VALUES, *MISSED]:
        answer = await served.call(CREATE, served.world.north.key, new_customer(plans["Full"], **changes))
        assert refusal(answer, value) == (-32602, mnemonic, field, value), changes
        assert await shown(served) == before
    assert await served.world.store.find(Find(user, ("id",), {"login": "new@example.org"}), SERVER) == []


async def test_a_change_of_a_customer_that_cannot_be_is_refused_and_nothing_is_written(
    served: Served, plans: dict[str, int]
) -> None:
    world, before = served.world, await shown(served)
    good = {"id": world.a.id, "monthly_base_notify_limit": 5, "email": "changed@example.org"}
    for changes, mnemonic, field, value in [*BAD_VALUES, *RESET]:
        answer = await served.call(UPDATE, world.north.key, {**good, **changes})
        assert refusal(answer, value) == (-32602, mnemonic, field, value), changes
        assert await shown(served) == before
    assert await world.store.find(Find(user, ("id",), {"login": "changed@example.org"}), SERVER) == []


def refusal(answer: Answer, value: str | None) -> tuple[int, str, str, str | None]:
    """Code, mnemonic, field and, where one is expected, the value that is told."""
    told = answer.error["data"]
    return answer.error["code"], told["mnemonic"], told["field"], value and told["value"]


CHANGES: list[tuple[str, Any]] = [
    ("name", "Другое"),
    ("description", "Words"),
    ("monthly_base_limit", 12.5),
    ("monthly_base_notify_limit", 0),
    ("monthly_base_notify_emails", ["one@example.org"]),
    ("monthly_calls_limit", 2**40),
    ("monthly_calls_notify_limit", 7),
    ("monthly_calls_notify_emails", [f"{n}@example.org" for n in range(5)]),
    ("daily_calls_limit", 8),
    ("daily_calls_notify_limit", 9),
    ("daily_calls_notify_emails", ["two@example.org"]),
]


async def test_each_field_is_changed_and_reset_alone(served: Served) -> None:
    world = served.world
    others = [row for row in await shown(served) if row["id"] != world.a.id]
    expected = await customer(served, world.a.id)
    empty = {**expected}
    for name, value in CHANGES:
        assert (await served.call(UPDATE, world.north.key, {"id": world.a.id, name: value})).data == {}
        expected[name] = value
        assert await customer(served, world.a.id) == expected
    for name, _ in CHANGES[1:]:
        assert (await served.call(UPDATE, world.north.key, {"id": world.a.id, name: None})).data == {}
        expected[name] = empty[name]
        assert await customer(served, world.a.id) == expected
    assert (await served.call(UPDATE, world.north.key, {"id": world.a.id})).data == {}
    assert await customer(served, world.a.id) == expected
    assert [row for row in await shown(served) if row["id"] != world.a.id] == others


async def test_email_and_password_are_those_of_the_first_user(served: Served) -> None:
    world = served.world
    both = {"id": world.a.id, "email": "a@example.org", "password": "another password"}
    assert (await served.call(UPDATE, world.north.key, both)).data == {}
    old = {"login": world.a.user.login, "password": PASSWORD}
    assert (await served.call("login.user", None, old)).mnemonic == "auth_error"
    now = {"login": "a@example.org", "password": "another password"}
    assert (await served.call("login.user", None, now)).data["app_id"] == world.a.id
    rows = await world.store.find(Find(user, ("id",), {"login": "a@example.org"}), SERVER)
    assert rows == [(world.a.user.id,)]


async def test_a_customer_without_a_user_has_no_email_to_change(served: Served) -> None:
    world = served.world
    identifier = await world.accounts.create(NewAccount("Empty", agent_id=world.north.account_id))
    for name, value in (("email", "a@example.org"), ("password", "long enough")):
        answer = await served.call(UPDATE, world.north.key, {"id": identifier, "name": "Changed", name: value})
        assert refusal(answer, None) == (-32602, "entity_not_found", name, None)
    assert (await customer(served, identifier))["name"] == "Empty"


async def test_an_email_that_is_somebodys_login_is_taken_whoever_he_is(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    await created(served, plans["Full"])
    theirs = new_customer(plans["South"], email="theirs@example.org")
    assert (await served.call(CREATE, world.south.key, theirs)).mnemonic == "ok"
    for taken in ("new@example.org", "theirs@example.org"):
        for answer in (
            await served.call(CREATE, world.north.key, new_customer(plans["Full"], email=taken)),
            await served.call(UPDATE, world.north.key, {"id": world.a.id, "email": taken, "name": "Changed"}),
        ):
            told = answer.error["data"]
            assert (told["mnemonic"], told["field"], told["value"]) == ("duplicate_entity", "email", taken)
    assert len(await shown(served)) == 5
    assert (await customer(served, world.a.id))["name"] == "A canaryA"


async def test_of_two_agents_who_want_one_email_at_once_exactly_one_gets_it(
    served: Served, plans: dict[str, int]
) -> None:
    world = served.world
    wishes = [(world.north.key, plans["Full"]), (world.south.key, plans["South"])] * 2
    answers = await asyncio.gather(*(served.call(CREATE, key, new_customer(plan)) for key, plan in wishes))
    assert sorted(answer.mnemonic for answer in answers) == ["duplicate_entity"] * 3 + ["ok"]
    assert len(await shown(served)) == 4


LEADS = {("waiting", "active"), ("active", "manual_lock"), ("manual_lock", "active"), ("manual_lock", "archive")}


async def test_a_state_leads_only_where_the_vendor_lets_it(served: Served) -> None:
    world = served.world
    for before in STATUSES:
        for wanted in ("active", "manual_lock", "archive"):
            await world.accounts.set_status(world.a.id, before)
            answer = await served.call(STATUS, world.north.key, {"customer_id": world.a.id, "status": wanted})
            if (before, wanted) in LEADS:
                assert answer.data == {}
            else:
                assert refusal(answer, wanted) == (-32602, "invalid_state", "status", wanted)
            (found,) = await world.store.find(Find(account, ("status",), {"id": world.a.id}), SERVER)
            assert found == ((wanted if (before, wanted) in LEADS else before),)


async def test_the_change_of_a_state_has_its_time_and_an_archived_customer_is_not_listed(served: Served) -> None:
    world = served.world
    world.clock.advance(60)
    for status in ("manual_lock", "archive"):
        assert (await customer(served, world.a.id))["status"] != status
        assert (await served.call(STATUS, world.north.key, {"customer_id": world.a.id, "status": status})).data == {}
        if status == "manual_lock":
            assert (await customer(served, world.a.id))["status_change_date_time"] == "2025-06-15 18:07:40"
    assert [row["id"] for row in (await served.call(CUSTOMERS, world.north.key)).data] == [world.b.id]


async def doors(served: Served, token: str) -> list[str]:
    """What every way into customer A answers."""
    world = served.world
    login = {"login": world.a.user.login, "password": PASSWORD}
    answers = [
        await served.call("get.virtual_numbers", world.a.user.key),
        await served.call("get.account", token),
        await served.call("get.employees", world.north.key, {"user_id": world.a.user.id}),
        await served.call("create.virtual_number_groups", world.a.user.key, {"name": "Late"}),
        await served.call("login.user", None, login),
    ]
    return [answer.mnemonic for answer in answers]


async def test_a_blocked_customers_doors_shut_at_once_and_open_at_once(served: Served) -> None:
    """The clock stands still: nothing waits for what is remembered to be forgotten."""
    world = served.world
    login = {"login": world.a.user.login, "password": PASSWORD}
    token = (await served.call("login.user", None, login)).data["access_token"]
    assert (await doors(served, token))[:3] == ["ok"] * 3
    for status, expected in (
        ("manual_lock", "account_inactive"),
        ("active", "ok"),
        ("manual_lock", "account_inactive"),
    ):
        assert (await served.call(STATUS, world.north.key, {"customer_id": world.a.id, "status": status})).data == {}
        found = await doors(served, token)
        assert found[:3] == [expected] * 3
        assert found[4] == expected
    error = (await served.call("get.account", token)).error
    assert error["code"] == -32009
    assert (await served.call("get.virtual_numbers", world.b.user.key)).mnemonic == "ok"
    assert (await served.call(UPDATE, world.north.key, {"id": world.a.id, "name": "Still his agent's"})).data == {}


async def test_a_blocked_users_key_and_session_are_dead(served: Served) -> None:
    world = served.world
    login = {"login": world.a.user.login, "password": PASSWORD}
    token = (await served.call("login.user", None, login)).data["access_token"]
    await world.users.set_columns(world.a.user.id, {"status": "blocked"})
    world.clock.advance(1)
    by_key = await served.call("get.account", world.a.user.key)
    assert (by_key.error["code"], by_key.mnemonic) == (-32001, "access_token_blocked")
    assert (await served.call("get.account", token)).mnemonic == "access_token_invalid"
    assert (await served.call("login.user", None, login)).mnemonic == "auth_error"
    acting = await served.call("get.employees", world.north.key, {"user_id": world.a.user.id})
    assert (acting.error["code"], acting.mnemonic) == (-32003, "forbidden")


async def test_components_and_limits_follow_the_plan_at_once(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    assert (await served.call("getobj.account", world.a.user.key)).mnemonic == "ok"
    params = {"customer_id": world.a.id, "tariff_plan_id": plans["Small"]}
    assert (await served.call(TARIFF, world.north.key, params)).data == {}
    refused = await served.call("getobj.account", world.a.user.key)
    assert (refused.mnemonic, refused.error["data"]["params"]) == (
        "method_component_disabled",
        {"components": "data_api_config"},
    )
    limits = refused.error["data"]["metadata"]["limits"]
    assert (limits["day_limit"], limits["minute_limit"]) == (100, 10)
    assert (
        await served.call("enable.virtual_numbers", world.a.user.key, {"virtual_phone_number": "7000"})
    ).mnemonic == ("tariff_restrictions")
    back = {"id": world.a.id, "tariff_plan_id": plans["Full"]}
    assert (await served.call(UPDATE, world.north.key, back)).data == {}
    account = (await served.call("getobj.account", world.a.user.key)).data
    assert (account["tp_id"], account["tp_name"], account["components"]) == (plans["Full"], "Full", sorted(TITLES))


async def test_the_plan_that_he_has_already_keeps_what_the_operator_set(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    mine = {"tariff_plan_id": plans["Small"]}
    await served.call(TARIFF, world.north.key, {"customer_id": world.a.id, **mine})
    await world.accounts.set_columns(world.a.id, {"minute_limit": 77})
    assert (await served.call(UPDATE, world.north.key, {"id": world.a.id, **mine})).data == {}
    assert await minute_limit(served) == 77
    assert (await served.call(TARIFF, world.north.key, {"customer_id": world.a.id, **mine})).data == {}
    assert await minute_limit(served) == 10


async def minute_limit(served: Served) -> int:
    answer = await served.call("get.account", served.world.a.user.key)
    limit: int = answer.json["result"]["metadata"]["limits"]["minute_limit"]
    return limit


async def test_strangers_customers_and_plans_answer_exactly_as_none(served: Served, plans: dict[str, int]) -> None:
    world = served.world
    before = await shown(served)
    for stranger in (world.c.id, world.d.id, world.south.account_id, world.north.account_id):
        for method, name, more in (
            (UPDATE, "id", {"name": "Mine"}),
            (STATUS, "customer_id", {"status": "manual_lock"}),
            (TARIFF, "customer_id", {"tariff_plan_id": plans["Full"]}),
        ):
            foreign = await served.call(method, world.north.key, {name: stranger, **more})
            none = await served.call(method, world.north.key, {name: 999_999_999, **more})
            told = foreign.error["data"]
            assert (told["mnemonic"], told["field"], told["value"]) == ("entity_not_found", name, str(stranger))
            assert alike(foreign, none)
    for plan in (plans["South"], plans["Own"]):
        for method, params in (
            (CREATE, new_customer(0)),
            (UPDATE, {"id": world.a.id, "name": "Changed"}),
            (TARIFF, {"customer_id": world.a.id}),
        ):
            foreign = await served.call(method, world.north.key, {**params, "tariff_plan_id": plan})
            none = await served.call(method, world.north.key, {**params, "tariff_plan_id": 999_999_999})
            assert (foreign.mnemonic, foreign.error["data"]["field"]) == ("entity_not_found", "tariff_plan_id")
            assert alike(foreign, none)
    assert await shown(served) == before


def alike(one: Answer, other: Answer) -> bool:
    """The same error, but for the value that was sent."""
    errors = [answer.error for answer in (one, other)]
    for error in errors:
        error["data"].pop("value")
    return errors[0] == errors[1]


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


async def test_what_an_agent_changes_stands_in_the_customers_audit(served: Served) -> None:
    world = served.world
    counted = {agent: await changes(world, agent) for agent in (world.a.id, world.north.account_id)}
    await served.call(STATUS, world.north.key, {"customer_id": world.a.id, "status": "manual_lock"}, "127.0.0.9")
    columns = ("at", "user_id", "address", "object_kind", "object_id")
    step = Find(audit, columns, {"customer_id": world.a.id, "operation": STATUS})
    assert await world.store.find(step, SERVER) == [
        (1_750_000_000, world.north.id, "127.0.0.9", "customer", world.a.id)
    ]
    assert {agent: await changes(world, agent) - 1 for agent in counted} == counted


async def changes(world: World, account_id: int) -> int:
    (row,) = await world.store.find(Find(change_counter, ("changes",), {"customer_id": account_id}), SERVER)
    return int(row[0])
