"""Coaches and chat operators: what hangs on an employee, changed in part, and secrets that stay secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from centrex.access.secrets import password_matches
from centrex.resources.employee import employee
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.employees import OPERATOR, create, read, update
from tests.served import Served


async def test_a_coach_may_be_changed_in_part(served: Served) -> None:
    people = served.world.a.ids["employee"]
    identifier = await create(served, coach={"coach_id": people[0]})
    await update(served, identifier, coach={"coach_always_enabled": True})
    await update(served, identifier, coach={"coach_id": people[1]})
    coach = (await read(served, identifier))["coach"]
    assert (coach["coach_id"], coach["coach_always_enabled"]) == (people[1], True)


async def test_a_chat_operator_may_be_changed_in_part(served: Served) -> None:
    position = served.world.a.ids["employee_position"][0]
    settings = {"operator_position_id": position, "operator_chat_enabled": False}
    identifier = await create(served, operator={**OPERATOR, **settings})
    login = {"operator_login": "VERA", "operator_password": "another one"}
    await update(served, identifier, operator={**login, "operator_chat_enabled": None})
    operator = (await read(served, identifier))["operator"]
    assert (operator["operator_display_name"], operator["operator_login"]) == ("Vera", "VERA")
    assert (operator["operator_position_id"], operator["operator_chat_enabled"]) == (position, True)


async def test_the_password_of_a_chat_operator_is_kept_as_a_hash(served: Served) -> None:
    identifier = await create(served, operator=OPERATOR)
    key = {"customer_id": served.world.a.id, "id": identifier}
    ((hashed,),) = await served.world.store.find(Find(employee, ("operator_password_hash",), key), SERVER)
    assert hashed.startswith("$argon2id$")
    assert await password_matches(hashed, OPERATOR["operator_password"])


@pytest.mark.parametrize(
    "operator",
    [
        {**OPERATOR, "operator_password": "s3cret!"},
        {**OPERATOR, "operator_password": 31337},
        [{**OPERATOR, "operator_password": "s3cret!s3cret"}],
        "s3cret!",
    ],
)
async def test_a_refused_password_is_never_told(served: Served, operator: Any) -> None:
    params = {"last_name": "New", "operator": operator}
    answer = await served.call("create.employees", served.world.a.user.key, params)
    assert answer.error["data"]["value"] is None
    assert b"s3cret" not in answer.raw
    assert b"31337" not in answer.raw


HIDDEN = {"operator_password": "s3cret!s3cret"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("coach", [HIDDEN]),
        ("coach", [[{"coach_id": HIDDEN}]]),
        ("coach", json.dumps(HIDDEN)),
        ("coach", json.dumps([json.dumps(HIDDEN)])),
        ("last_name", HIDDEN),
        ("operators", {**OPERATOR, **HIDDEN}),
        ("operators", [OPERATOR, HIDDEN]),
        ("access_tokens", "s3cret!s3cret"),
        ("passwords", "s3cret!s3cret"),
        ("extension", {"Operator_Password ": "s3cret!s3cret"}),
    ],
)
async def test_a_value_that_holds_a_password_in_a_wrong_place_is_not_told(
    served: Served, field: str, value: object
) -> None:
    params = {"last_name": "New", field: value}
    answer = await served.call("create.employees", served.world.a.user.key, params)
    assert answer.error["code"] == -32602
    assert answer.error["data"]["value"] is None
    assert b"s3cret" not in answer.raw


async def test_a_value_that_holds_no_secret_is_told_in_whole(served: Served) -> None:
    params = {"last_name": "New", "coach": [{"coach_id": "a password"}]}
    answer = await served.call("create.employees", served.world.a.user.key, params)
    assert answer.error["data"]["value"] == '[{"coach_id":"a password"}]'
