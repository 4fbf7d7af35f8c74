"""``/oauth/token``: all grants, and the ways in which clients send their parameters."""

from __future__ import annotations

import base64
import re
from typing import Any, Final

import pytest

from centrex.engine.oauth import REFRESH_DAYS, sweep
from centrex.resources.application import oauth_token
from centrex.resources.ledger import audit, change_counter
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store.steps import Count, Find, Update
from tests.acceptance.oauth import App, asked, granted, made, opens, refused
from tests.served import Served
from tests.world import PASSWORD

TOKEN: Final = re.compile(r"[A-Za-z0-9]{30}")
HOUR: Final = 3600
DAY: Final = 86_400
SHOWN: Final = ["access_token", "token_type", "expires_in", "scope"]


@pytest.fixture
async def trusted(served: Served) -> App:
    return await made(served, served.world.a.user)


@pytest.fixture
async def program(served: Served) -> App:
    """An application that has its users type their passwords."""
    return await made(served, served.world.b.user, "password_credentials")


async def by_password(served: Served, app: App, login: str = "user-a") -> dict[str, Any]:
    return await granted(served, app, "password", username=login, password=PASSWORD)


async def renewed(served: Served, app: App, token: str, **more: str) -> dict[str, Any]:
    return await granted(served, app, "refresh_token", refresh_token=token, **more)


async def count(served: Served, **key: object) -> int:
    """Tokens in the store."""

    def change() -> Any:
        return (yield Count(oauth_token, key))[0][0]

    found: int = await served.world.store.change(change(), SERVER)
    return found


async def test_a_trusted_application_gets_a_token_that_acts_as_its_creator(served: Served, trusted: App) -> None:
    answer = await asked(served, data={"grant_type": "client_credentials", **trusted.credentials})
    told = answer.json()
    assert (answer.status_code, list(told)) == (200, SHOWN)
    assert TOKEN.fullmatch(told.pop("access_token"))
    assert told == {"token_type": "Bearer", "expires_in": HOUR, "scope": "all"}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


PARAMETERS: Final = {"grant_type": "client_credentials", "scope": "all"}


async def test_parameters_come_in_a_form_in_multipart_or_in_the_query_of_an_empty_body(
    served: Served, trusted: App
) -> None:
    sent = {**PARAMETERS, **trusted.credentials}
    aliases = {"application_id": trusted.app_id, "application_secret": trusted.secret}
    basic = base64.b64encode(f"{trusted.app_id}:{trusted.secret}".encode()).decode()
    files = {name: (None, value) for name, value in sent.items()}
    ways: list[dict[str, Any]] = [
        {"data": sent},
        {"files": files},
        {"params": sent},
        {"params": sent, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"params": sent, "headers": {"Content-Type": "application/json"}},
        {"data": {**PARAMETERS, **aliases}},
        {"params": {**PARAMETERS, **aliases}},
        {"data": PARAMETERS, "headers": {"Authorization": f"Basic {basic}"}},
        {"params": PARAMETERS, "headers": {"AUTHORIZATION": f"basic {basic}"}},
        {"data": sent, "path": "/oauth/token/"},
        {"data": {**sent, "scope": "", "state": "x", "unknown": "y"}},
        {"content": "&".join(f"{name}={value}" for name, value in sent.items()).encode()},
    ]
    for way in ways:
        answer = await asked(served, **way)
        assert (answer.status_code, list(answer.json())) == (200, SHOWN), way
        assert await opens(served, answer.json()["access_token"]) == 200


async def test_tokens_live_side_by_side_for_an_hour_each(served: Served, trusted: App) -> None:
    first = (await granted(served, trusted, "client_credentials"))["access_token"]
    for _ in range(30):
        assert (await granted(served, trusted, "client_credentials"))["access_token"] != first
    assert await opens(served, first) == 200
    served.world.clock.advance(HOUR - 1)
    assert await opens(served, first) == 200
    last = (await granted(served, trusted, "client_credentials"))["access_token"]
    served.world.clock.advance(1)
    assert (await opens(served, first), await opens(served, last)) == (401, 200)


async def test_a_login_and_its_password_give_tokens_that_can_be_renewed(served: Served, program: App) -> None:
    told = await by_password(served, program)
    assert list(told) == [*SHOWN, "refresh_token"]
    assert TOKEN.fullmatch(told["refresh_token"])
    assert await opens(served, told["access_token"]) == 200
    assert await opens(served, told["refresh_token"]) == 401
    again = await renewed(served, program, told["refresh_token"])
    assert list(again) == [*SHOWN, "refresh_token"]
    assert await opens(served, again["access_token"]) == 200
    assert await opens(served, told["access_token"]) == 200


async def test_a_refresh_token_that_is_shown_twice_ends_all_that_came_of_its_grant(
    served: Served, program: App
) -> None:
    other = await by_password(served, program)
    first = await by_password(served, program)
    second = await renewed(served, program, first["refresh_token"])
    third = await renewed(served, program, second["refresh_token"])
    assert await opens(served, third["access_token"]) == 200
    shown = {"refresh_token": first["refresh_token"]}
    assert await refused(served, program, "refresh_token", **shown) == (401, "invalid_grant")
    for told in (first, second, third):
        assert await opens(served, told["access_token"]) == 401
        shown = {"refresh_token": told["refresh_token"]}
        assert await refused(served, program, "refresh_token", **shown) == (401, "invalid_grant")
    assert await opens(served, other["access_token"]) == 200
    assert await renewed(served, program, other["refresh_token"])


async def test_a_refresh_token_lives_for_thirty_days(served: Served, program: App) -> None:
    first, second = await by_password(served, program), await by_password(served, program)
    served.world.clock.advance(REFRESH_DAYS * DAY - 1)
    assert await renewed(served, program, first["refresh_token"])
    served.world.clock.advance(1)
    shown = {"refresh_token": second["refresh_token"]}
    assert await refused(served, program, "refresh_token", **shown) == (401, "invalid_grant")


async def test_the_redirect_url_of_a_refresh_counts_where_the_application_has_one(served: Served, program: App) -> None:
    told = await by_password(served, program)
    assert await renewed(served, program, told["refresh_token"], redirect_uri="https://any.example.org")
    member = served.world.b.user
    bound = await made(served, member, "password_credentials", "All", "https://one.example.org/", name="Bound")
    told = await by_password(served, bound)
    shown = {"refresh_token": told["refresh_token"], "redirect_uri": "https://one.example.org"}
    assert await refused(served, bound, "refresh_token", **shown) == (401, "invalid_grant")
    assert await renewed(served, bound, told["refresh_token"], redirect_uri="https://one.example.org/")


REFUSED: Final[tuple[tuple[dict[str, str], tuple[int, str]], ...]] = (
    ({}, (400, "invalid_request")),
    ({"grant_type": ""}, (400, "invalid_request")),
    ({"grant_type": "implicit"}, (400, "unsupported_grant_type")),
    ({"grant_type": "client_credentials", "scope": "calls"}, (400, "invalid_scope")),
    ({"grant_type": "client_credentials", "client_secret": "0" * 32}, (401, "invalid_client")),
    ({"grant_type": "client_credentials", "client_id": "0" * 32}, (401, "invalid_client")),
    ({"grant_type": "client_credentials", "client_id": ""}, (401, "invalid_client")),
    ({"grant_type": "client_credentials", "client_secret": ""}, (401, "invalid_client")),
    ({"grant_type": "client_credentials", "client_secret": "секрет"}, (401, "invalid_client")),
    ({"grant_type": "password", "username": "user-a", "password": PASSWORD}, (400, "unauthorized_client")),
    ({"grant_type": "refresh_token", "refresh_token": "x"}, (400, "unauthorized_client")),
    ({"grant_type": "authorization_code", "code": "x"}, (400, "unauthorized_client")),
)


async def test_what_is_refused_has_the_error_and_the_status_of_the_contract(served: Served, trusted: App) -> None:
    for parameters, refusal in REFUSED:
        answer = await asked(served, data={**trusted.credentials, **parameters})
        told = answer.json()
        assert (answer.status_code, told["error"]) == refusal, parameters
        assert list(told) == ["error", "error_description"]
        assert answer.headers["cache-control"] == "no-store"
        assert ("www-authenticate" in answer.headers) == (answer.status_code == 401)


WRONG_LOGINS: Final = (
    ({"username": "user-a", "password": "wrong"}, (401, "invalid_grant")),
    ({"username": "nobody", "password": PASSWORD}, (401, "invalid_grant")),
    ({"username": "north", "password": PASSWORD}, (401, "invalid_grant")),
    ({"username": "user-a"}, (400, "invalid_request")),
    ({"password": PASSWORD}, (400, "invalid_request")),
)


async def test_a_wrong_login_or_one_of_an_agent_gets_no_token(served: Served, program: App) -> None:
    for sent, refusal in WRONG_LOGINS:
        assert await refused(served, program, "password", **sent) == refusal, sent


async def test_a_password_application_may_not_use_the_other_grants(served: Served, program: App) -> None:
    assert await refused(served, program, "client_credentials") == (400, "unauthorized_client")
    assert await refused(served, program, "authorization_code", code="x") == (400, "unauthorized_client")


async def test_a_user_who_is_blocked_loses_his_tokens_at_once_and_gets_no_new_ones(
    served: Served, trusted: App, program: App
) -> None:
    one = (await granted(served, trusted, "client_credentials"))["access_token"]
    other = await by_password(served, program)
    assert await opens(served, one) == 200
    await served.world.users.set_columns(served.world.a.user.id, {"status": "blocked"})
    served.world.clock.advance(1)
    assert (await opens(served, one), await opens(served, other["access_token"])) == (403, 403)
    assert await refused(served, trusted, "client_credentials") == (401, "invalid_grant")
    sent = {"username": "user-a", "password": PASSWORD}
    assert await refused(served, program, "password", **sent) == (401, "invalid_grant")
    shown = {"refresh_token": other["refresh_token"]}
    assert await refused(served, program, "refresh_token", **shown) == (401, "invalid_grant")


async def test_a_user_who_is_of_an_agent_by_now_gets_no_token(served: Served, trusted: App) -> None:
    def change() -> Any:
        yield Update(user, {"id": served.world.a.user.id}, {"level": "agent"})

    await served.world.store.change(change(), SERVER)
    assert await refused(served, trusted, "client_credentials") == (401, "invalid_grant")


async def test_tokens_and_secrets_are_kept_as_digests_alone(served: Served, program: App) -> None:
    told = await by_password(served, program)
    rows = await served.world.store.find(Find(oauth_token, ("digest", "kind", "family"), {}), SERVER)
    assert sorted(row[1] for row in rows) == ["access", "refresh"]
    for secret in (told["access_token"], told["refresh_token"]):
        assert all(secret.encode() not in row[0] and secret not in row[2] for row in rows)


async def test_every_grant_is_a_change_with_its_audit_row(served: Served, trusted: App) -> None:
    owner = {"customer_id": served.world.a.id}
    before = await served.world.store.find(Find(change_counter, ("changes",), owner), SERVER)
    await granted(served, trusted, "client_credentials")
    after = await served.world.store.find(Find(change_counter, ("changes",), owner), SERVER)
    assert after[0][0] == before[0][0] + 1
    columns = ("user_id", "address", "operation", "object_kind", "object_id")
    rows = await served.world.store.find(Find(audit, columns, owner), SERVER)
    expected = (served.world.a.user.id, "127.0.0.1", "grant.client_credentials", "application", trusted.id)
    assert rows.count(expected) == 1


async def test_tokens_that_have_ended_are_swept_and_no_others(served: Served, trusted: App, program: App) -> None:
    for _ in range(3):
        await granted(served, trusted, "client_credentials")
    await by_password(served, program)
    served.world.clock.advance(HOUR)
    kept = (await granted(served, trusted, "client_credentials"))["access_token"]
    assert await sweep(served.world.store, served.world.clock) == 4
    assert (await count(served, kind="access"), await count(served, kind="refresh")) == (1, 1)
    assert await opens(served, kept) == 200
