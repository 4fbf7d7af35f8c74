"""Tokens: keys and sessions, how a session is opened and ended, and who guesses passwords."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from centrex.access.components import TITLES
from centrex.engine.users import FULL_RIGHTS
from tests.acceptance.refusals import (
    AUTH_ERROR,
    BLOCKED,
    ELSEWHERE,
    EXPIRED,
    FORBIDDEN,
    INACTIVE,
    INVALID,
    MISSED,
    NO_COMPONENT,
    NOT_WHITELISTED,
    TOO_MANY,
    later,
    told,
)
from tests.served import Answer, Served
from tests.world import PASSWORD

GROUPS: Final = "get.virtual_number_groups"
HOUR: Final = 3600


async def login(served: Served, password: str = PASSWORD, name: str = "user-a", **more: str) -> Answer:
    return await served.call("login.user", None, {"login": name, "password": password}, **more)


async def test_a_token_that_nobody_has_is_invalid(served: Served) -> None:
    key = served.world.a.user.key
    for token in ("unknown", "", key.upper(), key + "0", key[:-1], "я", "\0", 5, True, [key], {"key": key}):
        answer = await served.call(GROUPS, None, {"access_token": token})
        assert told(answer) == INVALID, token
        assert answer.error["data"]["value"] is None
        assert "metadata" not in answer.error["data"]


async def test_a_token_is_required(served: Served) -> None:
    for params in ({}, {"access_token": None}):
        answer = await served.call(GROUPS, None, params)
        assert told(answer) == MISSED
        assert answer.error["data"]["field"] == "access_token"


KEYS: Final = (
    ("permanent", None, "active", None),
    ("permanent", 60, "active", None),
    ("permanent", 30, "active", EXPIRED),
    ("permanent", None, "blocked", BLOCKED),
    ("permanent", 30, "blocked", BLOCKED),
    ("permanent", None, "expired", EXPIRED),
    ("temporary", 60, "active", None),
    ("temporary", 30, "active", INVALID),
    ("temporary", 60, "blocked", INVALID),
    ("temporary", 60, "expired", INVALID),
)
"""Kind of key, seconds until its end, state, and what a call answers 30 seconds on."""


async def test_a_key_lives_by_its_kind_state_and_end(served: Served) -> None:
    world, now = served.world, int(served.world.clock.now())
    for number, (kind, seconds, status, _) in enumerate(KEYS):
        ends = None if seconds is None else now + seconds
        identifier = await world.users.create_key(world.a.user.id, f"made-{number}", "made", kind, ends)
        await world.users.set_key_status(identifier, status)
    later(served, 30)
    for number, (*_, refusal) in enumerate(KEYS):
        answer = await served.call(GROUPS, f"made-{number}")
        assert (told(answer) if refusal else answer.mnemonic) == (refusal or "ok"), KEYS[number]


async def test_a_key_that_ends_while_it_is_used_ends_within_a_second(served: Served) -> None:
    world = served.world
    identifier = await world.users.create_key(world.a.user.id, "passing", "passing")
    assert (await served.call(GROUPS, "passing")).mnemonic == "ok"
    await world.users.set_key_status(identifier, "blocked")
    later(served)
    assert told(await served.call(GROUPS, "passing")) == BLOCKED


async def test_a_session_is_opened_for_one_hour(served: Served) -> None:
    now = int(served.world.clock.now())
    opened = (await login(served)).data
    assert opened == {
        "access_token": "session-1".ljust(72, "0"),
        "expire_at": now + HOUR,
        "app_id": served.world.a.id,
    }
    later(served, HOUR - 1)
    assert (await served.call(GROUPS, opened["access_token"])).total == 5
    later(served)
    assert told(await served.call(GROUPS, opened["access_token"])) == INVALID


async def test_a_logout_ends_its_own_session_at_once_and_no_other(served: Served) -> None:
    first, second = (await login(served)).data["access_token"], (await login(served)).data["access_token"]
    for token in (first, second):
        assert (await served.call(GROUPS, token)).mnemonic == "ok"
    assert (await served.call("logout.user", first)).data == {}
    assert told(await served.call(GROUPS, first)) == INVALID
    assert told(await served.call("logout.user", first)) == INVALID
    assert (await served.call(GROUPS, second)).mnemonic == "ok"


async def test_a_key_cannot_log_out(served: Served) -> None:
    key = served.world.a.user.key
    await served.world.users.create_key(served.world.a.user.id, "passing", "", "temporary", 2**40)
    for token in (key, "passing"):
        assert told(await served.call("logout.user", token)) == FORBIDDEN
        assert (await served.call(GROUPS, token)).mnemonic == "ok"


async def test_a_session_may_call_what_its_user_may(served: Served) -> None:
    token = (await login(served, name="north")).data["access_token"]
    answer = await served.call(GROUPS, token, {"user_id": served.world.b.user.id})
    assert {"canaryB" in group["name"] for group in answer.data} == {True}
    assert (await served.call("get.customers", token)).total == 2


async def test_a_blocked_user_is_out_by_every_door(served: Served) -> None:
    world = served.world
    session = (await login(served)).data["access_token"]
    await world.users.set_columns(world.a.user.id, {"status": "blocked"})
    later(served)
    assert told(await served.call(GROUPS, world.a.user.key)) == BLOCKED
    assert told(await served.call(GROUPS, session)) == INVALID
    assert told(await login(served)) == AUTH_ERROR
    for_him = await served.call(GROUPS, world.north.key, {"user_id": world.a.user.id})
    assert told(for_him) == FORBIDDEN


async def test_a_wrong_login_and_a_wrong_password_answer_alike(served: Served) -> None:
    wrong_password = await login(served, "wrong")
    wrong_login = await login(served, name="nobody")
    assert told(wrong_password) == AUTH_ERROR
    assert wrong_login.json == wrong_password.json
    for odd in ("\ud83d\ude00", "a" * 1000, " " + PASSWORD):
        assert told(await login(served, odd)) == AUTH_ERROR


@pytest.mark.parametrize(
    ("params", "mnemonic", "field"),
    [
        ({}, "required_parameter_missed", "login"),
        ({"login": "user-a"}, "required_parameter_missed", "password"),
        ({"login": None, "password": PASSWORD}, "required_parameter_missed", "login"),
        ({"login": 5, "password": PASSWORD}, "data_type_error", "login"),
        ({"login": "user-a", "password": ["x"]}, "data_type_error", "password"),
        ({"login": "a\0b", "password": PASSWORD}, "invalid_parameter_value", "login"),
        ({"login": "a" * 1001, "password": PASSWORD}, "invalid_parameter_value", "login"),
        ({"login": "user-a", "password": PASSWORD, "user_id": 1}, "unexpected_parameters", "user_id"),
    ],
)
async def test_a_bad_login_request_is_refused(
    served: Served, params: dict[str, Any], mnemonic: str, field: str
) -> None:
    answer = await served.call("login.user", None, params)
    assert (answer.mnemonic, answer.error["data"]["field"]) == (mnemonic, field)
    assert "metadata" not in answer.error["data"]


async def test_after_the_password_a_login_is_checked_like_any_call(served: Served) -> None:
    world, a = served.world, served.world.a
    assert told(await login(served, "wrong", address=ELSEWHERE)) == AUTH_ERROR
    assert told(await login(served, address=ELSEWHERE)) == NOT_WHITELISTED
    await world.users.set_rights(a.user.id, {unit: FULL_RIGHTS[unit] for unit in FULL_RIGHTS if unit != "data_api"})
    later(served)
    assert told(await login(served)) == FORBIDDEN
    await world.users.set_rights(a.user.id, FULL_RIGHTS)
    await world.accounts.set_components(a.id, set(TITLES) - {"data_api"})
    later(served)
    assert told(await login(served)) == NO_COMPONENT
    await world.accounts.set_status(a.id, "debt_lock")
    later(served)
    assert told(await login(served)) == INACTIVE


async def test_ten_failures_in_a_row_are_followed_by_a_minutes_rest(served: Served) -> None:
    for _ in range(10):
        assert told(await login(served, "wrong")) == AUTH_ERROR
    assert told(await login(served)) == TOO_MANY
    assert (await login(served, name="user-b")).mnemonic == "ok"
    await served.world.accounts.allow(served.world.a.id, ELSEWHERE)
    assert (await login(served, address=ELSEWHERE)).mnemonic == "ok"
    later(served, 59)
    assert told(await login(served)) == TOO_MANY
    later(served)
    assert (await login(served)).mnemonic == "ok"


async def test_the_rest_is_told_as_http_429_with_the_seconds_left(served: Served) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "login.user", "params": {"login": "user-a", "password": "wrong"}}
    transport = httpx.ASGITransport(app=served.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://centrex.test") as client:
        statuses = [(await client.post("/v2.0", json=body)).status_code for _ in range(10)]
        served.world.clock.advance(20)
        refused = await client.post("/v2.0", json=body)
    assert statuses == [200] * 10
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "40")
    assert refused.json()["error"]["data"]["mnemonic"] == "too_many_attempts"


async def test_failures_that_are_not_in_a_row_never_lock(served: Served) -> None:
    for _ in range(5):
        for _ in range(4):
            assert told(await login(served, "wrong")) == AUTH_ERROR
        assert (await login(served)).mnemonic == "ok"


async def test_after_a_kept_rest_failures_are_counted_anew(served: Served) -> None:
    for _ in range(10):
        await login(served, "wrong")
    later(served, 60)
    for _ in range(9):
        assert told(await login(served, "wrong")) == AUTH_ERROR
    assert (await login(served)).mnemonic == "ok"
