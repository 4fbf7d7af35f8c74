"""The state and the tariff plan of a customer in his agent's hand, and what follows from them at once."""

from __future__ import annotations

from centrex.access.components import TITLES
from centrex.resources.customer import STATUSES
from centrex.resources.customer import customer as account
from centrex.resources.ledger import audit, change_counter
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.customers import (
    CREATE,
    CUSTOMERS,
    STATUS,
    TARIFF,
    UPDATE,
    alike,
    customer,
    new_customer,
    refusal,
    shown,
)
from tests.served import Served
from tests.world import PASSWORD, World

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


async def test_the_users_of_an_archived_customer_are_not_listed_to_his_agent(served: Served) -> None:
    world = served.world
    for status, customers in (("manual_lock", [world.a, world.b]), ("archive", [world.b])):
        await world.accounts.set_status(world.a.id, status)
        users = await served.call("get.customer_users", world.north.key)
        assert (users.total, [row["id"] for row in users.data]) == (len(customers), [one.user.id for one in customers])


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
