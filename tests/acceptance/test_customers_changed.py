"""Changes of a customer by his agent: one field at a time, or refused as a whole."""

from __future__ import annotations

from typing import Any

from centrex.engine.accounts import NewAccount
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.customers import (
    CREATE,
    LISTS,
    UPDATE,
    created,
    customer,
    new_customer,
    refusal,
    shown,
)
from tests.served import Served
from tests.world import PASSWORD

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
    ({"monthly_base_limit": 10**400}, "invalid_parameter_value", "monthly_base_limit", None),
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
