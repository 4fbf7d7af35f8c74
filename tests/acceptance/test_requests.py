"""The log of requests to the API, as a client fills it and the operator reads it, on both stores."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.engine.requests import (
    ApiRequest,
)
from tests.acceptance.request_log import ADDRESS, EVERYTHING, Client
from tests.clock import NOON
from tests.databases import fetch
from tests.served import Served


async def test_requests_that_were_done_and_refused_are_there_with_all_that_is_known_of_them(client: Client) -> None:
    a = client.world.a
    await client.call("get.employees", a.user.key, "done")
    client.world.clock.advance(1)
    await client.call("get.employees", a.user.key, "refused", limit="many")
    refused, done = await client.logged()
    assert done == ApiRequest(
        id=done.id,
        at=int(NOON),
        customer_id=a.id,
        user_id=a.user.id,
        login=a.user.login,
        method="get.employees",
        result="ok",
        points=1,
        address=ADDRESS,
        milliseconds=0.0,
        request_id="done",
    )
    assert (refused.at, refused.result, refused.points) == (int(NOON) + 1, "data_type_error", 0)
    assert refused.request_id == "refused"


async def test_a_session_is_logged_from_its_login_to_its_logout(client: Client) -> None:
    user = client.world.a.user
    opened = await client.call("login.user", None, login=user.login, password="correct horse")
    token = opened["result"]["data"]["access_token"]
    await client.call("create.virtual_number_groups", token, name="One")
    await client.call("logout.user", token)
    logged = [(each.method, each.user_id, each.result, each.points) for each in await client.logged()]
    assert logged == [
        ("logout.user", user.id, "ok", 1),
        ("create.virtual_number_groups", user.id, "ok", 1),
        ("login.user", user.id, "ok", 1),
    ]


async def test_an_agents_request_is_that_of_his_user_in_the_account_acted_for(client: Client) -> None:
    north, a = client.world.north, client.world.a
    await client.call("get.employees", north.key, user_id=a.user.id)
    await client.call("get.customers", north.key)
    own, acted = await client.logged()
    assert (acted.customer_id, acted.user_id, acted.login) == (a.id, north.id, north.login)
    assert (own.customer_id, own.user_id, own.method) == (north.account_id, north.id, "get.customers")


@pytest.mark.parametrize(
    ("method", "params", "mnemonic"),
    [
        ("get.customers", {}, "forbidden"),
        ("get.employees", {"user_id": 987_654}, "forbidden"),
        ("get.employees", {"user_id": "me"}, "data_type_error"),
    ],
)
async def test_a_refusal_before_the_account_is_known_is_laid_to_the_holder_of_the_token(
    client: Client, method: str, params: dict[str, Any], mnemonic: str
) -> None:
    user = client.world.a.user
    await client.call(method, user.key, **params)
    (logged,) = await client.logged()
    assert (logged.customer_id, logged.user_id) == (user.account_id, user.id)
    assert (logged.method, logged.result, logged.points) == (method, mnemonic, 0)


async def test_an_agent_who_names_no_user_of_his_is_refused_in_his_own_name(client: Client) -> None:
    north = client.world.north
    await client.call("get.employees", north.key)
    await client.call("get.employees", north.key, user_id=client.world.c.user.id)
    logged = [(each.customer_id, each.user_id, each.result) for each in await client.logged()]
    assert logged == [
        (north.account_id, north.id, "forbidden"),
        (north.account_id, north.id, "required_parameter_missed"),
    ]


async def test_requests_of_nobody_known_are_counted_and_not_logged(client: Client, served: Served) -> None:
    await client.call("get.employees", "no-such-key")
    await client.call("get.employees", None)
    await client.call("get.nothing", client.world.a.user.key)
    await client.call("login.user", None, login=client.world.a.user.login, password="wrong")
    assert await client.logged() == []
    counted = served.application.metrics.text().decode()
    assert 'centrex_requests_total{method="get.employees",outcome="access_token_invalid"} 1.0' in counted


async def test_closed_doors_are_logged_for_the_account_that_they_belong_to(client: Client) -> None:
    world = client.world
    await world.accounts.set_columns(world.a.id, {"minute_limit": 0})
    await world.accounts.set_status(world.b.id, "debt_lock")
    await world.accounts.disallow(world.c.id, "127.0.0.0/8")
    for customer in (world.a, world.b, world.c):
        await client.call("get.employees", customer.user.key)
    logged = {each.customer_id: each.result for each in await client.logged()}
    assert logged == {world.a.id: "limit_exceeded", world.b.id: "account_inactive", world.c.id: "ip_not_whitelisted"}


async def test_nothing_that_was_in_a_request_is_kept(client: Client, database_url: str) -> None:
    user = client.world.a.user
    opened = await client.call("login.user", None, login=user.login, password="correct horse")
    token = opened["result"]["data"]["access_token"]
    await client.call("create.virtual_number_groups", user.key, name="In confidence")
    await client.call("get.employees", token, secret="In confidence")
    assert len(await client.logged()) == 3
    kept = repr(await fetch(database_url, EVERYTHING))
    for secret in (user.key, token, "correct horse", user.login, "In confidence", client.world.a.canary):
        assert secret not in kept
