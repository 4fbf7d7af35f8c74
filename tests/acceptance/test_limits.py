"""Points per minute and day: charged on success alone, told with every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from centrex.access.components import TITLES
from tests.acceptance.points_left import DAY, GROUPS, MINUTE, left, limits
from tests.acceptance.refusals import ELSEWHERE, EXCEEDED, later, told
from tests.served import Answer, Served
from tests.world import PASSWORD

UNTIL_MINUTE, UNTIL_MIDNIGHT = 20, 6 * 3600 + 53 * 60 + 20
"""Seconds left at 15:06:40 UTC, which is 17:06:40 in Berlin."""


async def test_what_is_left_already_counts_the_present_call(served: Served) -> None:
    key = served.world.a.user.key
    assert limits(await served.call(GROUPS, key)) == {
        "day_limit": DAY,
        "day_remaining": DAY - 1,
        "day_reset": UNTIL_MIDNIGHT,
        "minute_limit": MINUTE,
        "minute_remaining": MINUTE - 1,
        "minute_reset": UNTIL_MINUTE,
    }
    assert left(await served.call("get.account", key)) == (DAY - 2, MINUTE - 2)


async def test_every_method_costs_one_point(served: Served) -> None:
    key = served.world.a.user.key
    created = await served.call("create.virtual_number_groups", key, {"name": "new"})
    by_id = {"id": created.data["id"]}
    opened = await served.call("login.user", None, {"login": "user-a", "password": PASSWORD})
    answers = [
        created,
        opened,
        await served.call("update.virtual_number_groups", key, by_id),
        await served.call("delete.virtual_number_groups", key, by_id),
        await served.call("getobj.account", key),
        await served.call("logout.user", opened.data["access_token"]),
    ]
    assert [left(answer)[0] for answer in answers] == [DAY - spent for spent in range(1, 7)]


async def test_both_windows_stand_by_the_clock_and_end_together(served: Served) -> None:
    key = served.world.a.user.key
    for seconds in (0, 19.5, 1, 3599, 60):
        later(served, seconds)
        found = limits(await served.call(GROUPS, key))
        assert found["day_reset"] % 60 == found["minute_reset"] % 60
        assert 0 < found["minute_reset"] <= 60


async def test_a_new_minute_begins_with_all_its_points_and_the_day_goes_on(served: Served) -> None:
    key = served.world.a.user.key
    await served.call(GROUPS, key)
    later(served, UNTIL_MINUTE - 1)
    assert left(await served.call(GROUPS, key)) == (DAY - 2, MINUTE - 2)
    later(served)
    assert left(await served.call(GROUPS, key)) == (DAY - 3, MINUTE - 1)


@pytest.mark.parametrize(
    ("zone", "noon", "hours"),
    [
        ("Europe/Berlin", "2025-06-15 12:00", 12),
        ("Asia/Kathmandu", "2025-06-15 12:00", 12),
        ("Europe/Berlin", "2025-10-26 00:30", 24.5),
        ("Europe/Berlin", "2026-03-29 00:30", 22.5),
        ("America/Sao_Paulo", "2025-06-15 23:59", 1 / 60),
    ],
)
async def test_a_day_ends_at_midnight_of_the_account(served: Served, zone: str, noon: str, hours: float) -> None:
    world = served.world
    await world.accounts.set_columns(world.a.id, {"timezone": zone})
    moment = datetime.fromisoformat(noon).replace(tzinfo=ZoneInfo(zone)).timestamp()
    world.clock.advance(moment - world.clock.now())
    found = limits(await served.call(GROUPS, world.a.user.key))
    assert found["day_reset"] == round(hours * 3600)
    later(served, found["day_reset"] - 1)
    assert left(await served.call(GROUPS, world.a.user.key))[0] == DAY - 2
    later(served)
    assert left(await served.call(GROUPS, world.a.user.key))[0] == DAY - 1


async def test_a_call_beyond_the_minute_is_refused_until_the_next_one(served: Served) -> None:
    world, key = served.world, served.world.a.user.key
    await world.accounts.set_columns(world.a.id, {"minute_limit": 3})
    assert [left(await served.call(GROUPS, key))[1] for _ in range(3)] == [2, 1, 0]
    refused = await served.call(GROUPS, key)
    assert told(refused) == EXCEEDED
    assert refused.error["message"] == ("Limit per minute has been exceeded. Value of current limit per minute is 3")
    assert refused.error["data"]["params"] == {"limit_type": "minute", "limit_max_value": 3}
    assert limits(refused) == {
        "day_limit": DAY,
        "day_remaining": DAY - 3,
        "day_reset": UNTIL_MIDNIGHT,
        "minute_limit": 3,
        "minute_remaining": 0,
        "minute_reset": UNTIL_MINUTE,
    }
    later(served, UNTIL_MINUTE)
    assert left(await served.call(GROUPS, key)) == (DAY - 4, 2)


async def test_a_call_beyond_the_day_is_refused_until_midnight(served: Served) -> None:
    world, key = served.world, served.world.a.user.key
    await world.accounts.set_columns(world.a.id, {"day_limit": 2})
    for _ in range(2):
        assert (await served.call(GROUPS, key)).mnemonic == "ok"
    for seconds in (0, UNTIL_MINUTE, 3600):
        later(served, seconds)
        refused = await served.call(GROUPS, key)
        assert told(refused) == EXCEEDED
        assert refused.error["data"]["params"] == {"limit_type": "day", "limit_max_value": 2}
        assert left(refused)[0] == 0
    later(served, UNTIL_MIDNIGHT - UNTIL_MINUTE - 3600)
    assert left(await served.call(GROUPS, key))[0] == 1


async def test_what_is_not_limited_is_not_told(served: Served) -> None:
    world, key = served.world, served.world.a.user.key
    await world.accounts.set_columns(world.a.id, {"minute_limit": None})
    assert set(limits(await served.call(GROUPS, key))) == {"day_limit", "day_remaining", "day_reset"}
    await world.accounts.set_columns(world.a.id, {"day_limit": None})
    later(served)
    assert limits(await served.call(GROUPS, key)) == {}
    assert limits(await served.call(GROUPS, key, {"nothing": 1})) == {}


async def test_a_lowered_limit_holds_a_second_later(served: Served) -> None:
    world, key = served.world, served.world.a.user.key
    for _ in range(5):
        await served.call(GROUPS, key)
    await world.accounts.set_columns(world.a.id, {"minute_limit": 4})
    later(served)
    refused = await served.call(GROUPS, key)
    assert (told(refused), left(refused)[1]) == (EXCEEDED, 0)


FAILURES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (GROUPS, {"nothing": 1}),
    (GROUPS, {"limit": -1}),
    (GROUPS, {"filter": {"field": "employees", "operator": "=", "value": 1}}),
    ("get.customers", {}),
    ("get.account", {"user_id": 5}),
    ("create.virtual_number_groups", {"name": ""}),
    ("create.virtual_number_groups", {"name": "n", "employees": [987_654_321]}),
    ("delete.virtual_number_groups", {"id": 987_654_321}),
    ("logout.user", {}),
    ("get.media_files", {}),
)


async def test_what_fails_costs_nothing(served: Served) -> None:
    key = served.world.a.user.key
    for method, params in FAILURES:
        assert (await served.call(method, key, params)).mnemonic != "ok"
    await served.call(GROUPS, key, address=ELSEWHERE)
    await served.call("login.user", None, {"login": "user-a", "password": "wrong"})
    assert left(await served.call(GROUPS, key)) == (DAY - 1, MINUTE - 1)


Failing = Callable[[Served], Awaitable[Answer]]


async def _account(served: Served, **columns: Any) -> Answer:
    await served.world.accounts.set_columns(served.world.a.id, columns)
    return await served.call(GROUPS, served.world.a.user.key)


async def _without_right(served: Served) -> Answer:
    await served.world.users.set_rights(served.world.a.user.id, {"data_api": ("select",)})
    return await served.call(GROUPS, served.world.a.user.key)


async def _without_component(served: Served) -> Answer:
    await served.world.accounts.set_components(served.world.a.id, set(TITLES) - {"data_api"})
    return await served.call(GROUPS, served.world.a.user.key)


async def _with(params: dict[str, Any], served: Served) -> Answer:
    return await served.call(GROUPS, served.world.a.user.key, params)


async def _body(body: bytes, served: Served) -> Answer:
    return await served.post(body)


async def _from_elsewhere(served: Served) -> Answer:
    return await served.call(GROUPS, served.world.a.user.key, address=ELSEWHERE)


async def _key(status: str, served: Served) -> Answer:
    identifier = await served.world.users.create_key(served.world.a.user.id, "passing", "")
    await served.world.users.set_key_status(identifier, status)
    return await served.call(GROUPS, "passing")


async def _wrong_password(served: Served) -> Answer:
    return await served.call("login.user", None, {"login": "user-a", "password": "wrong"})


async def _nothing(served: Served) -> Answer:
    return await served.call("nothing", served.world.a.user.key)


REPORTED: Final[dict[str, tuple[Failing, bool]]] = {
    "parse_error": (partial(_body, b"{"), False),
    "invalid_request": (partial(_body, b'{"id":null}'), False),
    "method_not_found": (_nothing, False),
    "access_token_blocked": (partial(_key, "blocked"), False),
    "access_token_expired": (partial(_key, "expired"), False),
    "access_token_invalid": (lambda served: served.call(GROUPS, "unknown"), False),
    "auth_error": (_wrong_password, False),
    "ip_not_whitelisted": (_from_elsewhere, False),
    "account_inactive": (partial(_account, status="manual_lock"), True),
    "limit_exceeded": (partial(_account, day_limit=0), True),
    "forbidden": (_without_right, True),
    "method_component_disabled": (_without_component, True),
    "unexpected_parameters": (partial(_with, {"nothing": 1}), True),
    "data_type_error": (partial(_with, {"limit": "1"}), True),
    "sort_prohibited": (partial(_with, {"sort": [{"field": "employees"}]}), True),
}


@pytest.mark.parametrize("mnemonic", REPORTED)
async def test_an_error_tells_the_limits_or_not_by_its_kind(served: Served, mnemonic: str) -> None:
    fail, reported = REPORTED[mnemonic]
    answer = await fail(served)
    assert answer.mnemonic == mnemonic
    assert ("metadata" in answer.error["data"]) == reported
    if reported:
        assert set(answer.error["data"]["metadata"]) == {"limits"}
        assert limits(answer)["day_reset"] == UNTIL_MIDNIGHT


async def test_an_agent_who_acts_for_a_customer_spends_the_customers_points(served: Served) -> None:
    world = served.world
    await world.accounts.set_columns(world.north.account_id, {"minute_limit": 1})
    for_a = [left(await served.call(GROUPS, world.north.key, {"user_id": world.a.user.id}))[1] for _ in range(2)]
    for_b = left(await served.call(GROUPS, world.north.key, {"user_id": world.b.user.id}))[1]
    assert (for_a, for_b) == ([MINUTE - 1, MINUTE - 2], MINUTE - 1)
    assert left(await served.call(GROUPS, world.a.user.key))[1] == MINUTE - 3
    assert left(await served.call("get.customers", world.north.key))[1] == 0
    assert told(await served.call("get.customers", world.north.key)) == EXCEEDED
    assert (await served.call(GROUPS, world.north.key, {"user_id": world.a.user.id})).mnemonic == "ok"


async def test_users_of_one_account_spend_the_same_points(served: Served) -> None:
    world = served.world
    await world.users.create_key(world.a.user.id, "second", "second")
    await served.call(GROUPS, world.a.user.key)
    assert left(await served.call(GROUPS, "second")) == (DAY - 2, MINUTE - 2)
    assert left(await served.call(GROUPS, world.c.user.key)) == (DAY - 1, MINUTE - 1)
