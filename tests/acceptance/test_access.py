"""Who is let in: the whitelist, account states, rights and components."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.access.components import TITLES
from centrex.catalogue import Level, Permission
from centrex.dialects.dataapi.methods import METHODS
from centrex.engine.accounts import NewAccount
from centrex.engine.users import FULL_RIGHTS, NewUser
from centrex.resources.customer import STATUSES
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store.steps import Update
from tests.acceptance.listing import only
from tests.acceptance.refusals import (
    ELSEWHERE,
    FORBIDDEN,
    INACTIVE,
    NO_COMPONENT,
    NOT_WHITELISTED,
    later,
    told,
)
from tests.served import Served
from tests.world import PASSWORD, PASSWORD_HASH, Member, member

GROUPS: Final = "get.virtual_number_groups"


async def newcomer(served: Served) -> Member:
    """A user of a new account, from whose networks nobody may call yet."""
    world = served.world
    account_id = await world.accounts.create(NewAccount("New"))
    user_id = await world.users.create(NewUser(account_id, "new", PASSWORD_HASH, "New"))
    await world.users.create_key(user_id, "new-key", "new")
    return Member(user_id, "new", "new-key", account_id)


async def test_nobody_may_call_a_new_account_until_a_network_is_allowed(served: Served) -> None:
    new = await newcomer(served)
    answer = await served.call(GROUPS, new.key)
    assert told(answer) == NOT_WHITELISTED
    assert answer.error["message"] == "Your IP 127.0.0.1 is not whitelisted"
    assert answer.error["data"]["params"] == {"ip": "127.0.0.1"}
    await served.world.accounts.allow(new.account_id, "127.0.0.1")
    later(served)
    assert (await served.call(GROUPS, new.key)).data == []
    await served.world.accounts.disallow(new.account_id, "127.0.0.1")
    later(served)
    assert told(await served.call(GROUPS, new.key)) == NOT_WHITELISTED


ADDRESSES: Final = {
    "198.51.100.7": True,
    "198.51.100.8": False,
    "::ffff:198.51.100.7": True,
    "::ffff:c633:6407": True,
    "203.0.113.255": True,
    "203.0.114.0": False,
    "2001:db8::1": True,
    "2001:0DB8:0:0::1": True,
    "2001:db8::2": False,
    "2001:db8:1::abcd": True,
    "2001:db8:2::": False,
    "127.0.0.1": False,
    "::1": False,
    "": False,
    "localhost": False,
    "198.51.100.7, 198.51.100.8": False,
}


async def test_an_address_is_let_in_by_an_entry_or_a_network_of_its_family(served: Served) -> None:
    new = await newcomer(served)
    for network in ("198.51.100.7", "203.0.113.5/24", "2001:db8::1", "2001:db8:1::/48"):
        await served.world.accounts.allow(new.account_id, network)
    found = {address: (await served.call(GROUPS, new.key, address=address)).mnemonic == "ok" for address in ADDRESSES}
    assert found == ADDRESSES


async def test_an_agents_address_must_be_on_the_list_of_the_customer_that_he_acts_for(served: Served) -> None:
    world = served.world
    await world.accounts.allow(world.a.id, ELSEWHERE)
    answers = {
        name: (await served.call(GROUPS, world.north.key, {"user_id": user_id}, ELSEWHERE)).mnemonic
        for name, user_id in (("a", world.a.user.id), ("b", world.b.user.id))
    }
    assert answers == {"a": "ok", "b": "ip_not_whitelisted"}
    assert told(await served.call("get.customers", world.north.key, address=ELSEWHERE)) == NOT_WHITELISTED
    await world.accounts.allow(world.north.account_id, ELSEWHERE)
    later(served)
    assert (await served.call("get.customers", world.north.key, address=ELSEWHERE)).total == 2


async def test_only_an_active_account_may_be_used_and_its_agent_still_sees_it(served: Served) -> None:
    world = served.world
    for status in STATUSES:
        await world.accounts.set_status(world.a.id, status)
        later(served)
        answers = [
            await served.call(GROUPS, world.a.user.key),
            await served.call(GROUPS, world.north.key, {"user_id": world.a.user.id}),
        ]
        for answer in answers:
            assert (answer.mnemonic == "ok") == (status == "active"), answer.json
            assert status == "active" or told(answer) == INACTIVE
        listed = await served.call("get.customers", world.north.key, {"fields": ["id", "status"]})
        seen = {row["id"]: row["status"] for row in listed.data}
        assert seen.get(world.a.id) == (None if status == "archive" else status)
        assert (await served.call("get.customer_users", world.north.key)).mnemonic == "ok"


async def test_an_agent_whose_own_account_is_closed_has_no_methods_of_his_own(served: Served) -> None:
    world = served.world
    await world.accounts.set_status(world.north.account_id, "manual_lock")
    later(served)
    assert told(await served.call("get.customers", world.north.key)) == INACTIVE


WITH_RIGHT: Final = {name: op.permission for name, op in METHODS.items() if op.permission}


@pytest.mark.parametrize("method", WITH_RIGHT)
async def test_a_method_needs_its_right_and_no_other(served: Served, method: str) -> None:
    world, permission = served.world, WITH_RIGHT[method]
    of_agent = METHODS[method].access == {Level.AGENT}
    caller = world.north if of_agent else world.a.user
    await world.users.set_rights(caller.id, _without(permission))
    later(served)
    assert told(await served.call(method, caller.key)) == FORBIDDEN
    no_other = {permission.unit: (permission.action,), "data_api": ("select",)}
    await world.users.set_rights(caller.id, no_other)
    later(served)
    assert (await served.call(method, caller.key)).mnemonic in {"ok", "required_parameter_missed"}


def _without(permission: Permission) -> dict[str, tuple[str, ...]]:
    kept = tuple(action for action in FULL_RIGHTS[permission.unit] if action != permission.action)
    return {**FULL_RIGHTS, permission.unit: kept}


async def test_no_method_may_be_called_without_the_right_to_the_api(served: Served) -> None:
    world = served.world
    rights = {**FULL_RIGHTS, "data_api": ("insert", "update", "delete")}
    for each in (world.a.user, world.north):
        await world.users.set_rights(each.id, rights)
    later(served)
    for method, operation in METHODS.items():
        if method != "login.user":
            each = world.a.user if Level.CUSTOMER in operation.access else world.north
            assert told(await served.call(method, each.key)) == FORBIDDEN, method
    for_b = await served.call(GROUPS, world.north.key, {"user_id": world.b.user.id})
    assert told(for_b) == FORBIDDEN


async def test_an_agent_acts_with_the_rights_of_the_user(served: Served) -> None:
    world = served.world
    await world.users.set_rights(world.north.id, {"data_api": ("select",)})
    await world.users.set_rights(world.b.user.id, {"employees": ("select",)})
    later(served)
    answers = {
        (user, method): (await served.call(method, world.north.key, {"user_id": user_id})).mnemonic
        for user, user_id in (("a", world.a.user.id), ("b", world.b.user.id))
        for method in (GROUPS, "get.employees")
    }
    assert answers == {
        ("a", GROUPS): "ok",
        ("a", "get.employees"): "ok",
        ("b", GROUPS): "forbidden",
        ("b", "get.employees"): "ok",
    }


async def test_methods_of_the_other_kind_of_account_are_forbidden(served: Served) -> None:
    world = served.world
    for method in ("get.customers", "get.customer_users"):
        assert told(await served.call(method, world.a.user.key)) == FORBIDDEN
    assert told(await served.call("get.account", world.north.key)) == FORBIDDEN
    assert told(await served.call("get.account", world.north.key, {"user_id": world.a.user.id})) == FORBIDDEN


async def test_a_customer_may_name_himself_and_nobody_else(served: Served) -> None:
    world = served.world
    for user_id in (world.a.user.id, float(world.a.user.id), None):
        assert (await served.call(GROUPS, world.a.user.key, {"user_id": user_id})).mnemonic == "ok"
    for user_id in (world.b.user.id, 0, 10**30):
        answer = await served.call(GROUPS, world.a.user.key, {"user_id": user_id})
        assert told(answer) == FORBIDDEN
        assert answer.error["data"]["field"] == "user_id"
    odds: tuple[Any, ...] = (str(world.a.user.id), True, [world.a.user.id], 1.5)
    for odd in odds:
        answer = await served.call(GROUPS, world.a.user.key, {"user_id": odd})
        assert told(answer) == (-32602, "data_type_error")


@pytest.mark.parametrize("level", [Level.EXTENSION_GROUP, Level.EXTENSION])
async def test_a_user_of_an_extension_may_not_use_the_data_api(served: Served, level: Level) -> None:
    world = served.world
    below = await member(world.operator, world.a.id, "below", "Below")
    await world.store.change(only(Update(user, {"id": below.id}, {"level": level.value})), SERVER)
    sign_in = {"login": "below", "password": PASSWORD}
    answers = [
        await served.call(GROUPS, below.key),
        await served.call("get.account", below.key),
        await served.call("logout.user", below.key),
        await served.call("login.user", None, sign_in),
        await served.call(GROUPS, world.north.key, {"user_id": below.id}),
    ]
    assert [told(answer) for answer in answers] == [FORBIDDEN] * len(answers)
    listed = await served.call("get.customer_users", world.north.key, {"fields": ["id"]})
    assert {"id": below.id} not in listed.data


async def test_an_agent_must_name_a_user_and_only_where_he_acts_for_one(served: Served) -> None:
    world = served.world
    for params in ({}, {"user_id": None}):
        answer = await served.call(GROUPS, world.north.key, params)
        assert (answer.mnemonic, answer.error["data"]["field"]) == ("required_parameter_missed", "user_id")
    odds: tuple[Any, ...] = ("5", True, [], {})
    for odd in odds:
        assert (await served.call(GROUPS, world.north.key, {"user_id": odd})).mnemonic == "data_type_error"
    own = await served.call("get.customers", world.north.key, {"user_id": world.a.user.id})
    assert (own.mnemonic, own.error["data"]["field"]) == ("unexpected_parameters", "user_id")


async def test_a_component_opens_what_needs_it(served: Served) -> None:
    world, key = served.world, served.world.a.user.key
    await world.accounts.set_components(world.a.id, {"data_api"})
    later(served)
    answer = await served.call("getobj.account", key)
    assert told(answer) == NO_COMPONENT
    assert answer.error["data"]["params"] == {"components": "data_api_config"}
    assert answer.error["message"].endswith("to access this method: data_api_config")
    assert (await served.call(GROUPS, key)).mnemonic == "ok"
    await world.accounts.set_components(world.a.id, set(TITLES) - {"data_api"})
    later(served)
    for method in (GROUPS, "getobj.account", "create.virtual_number_groups"):
        answer = await served.call(method, key)
        assert told(answer) == NO_COMPONENT
        assert answer.error["data"]["params"] == {"components": "data_api"}


async def test_an_agent_acts_with_the_components_of_the_customer(served: Served) -> None:
    world = served.world
    await world.accounts.set_components(world.north.account_id, {"data_api"})
    await world.accounts.set_components(world.b.id, {"data_api"})
    later(served)
    answers = [
        (await served.call("getobj.account", world.north.key, {"user_id": user_id})).mnemonic
        for user_id in (world.a.user.id, world.b.user.id)
    ]
    assert answers == ["ok", "method_component_disabled"]
