"""The order in which a group dials its phones, as the console changes it and the API tells it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.acceptance.oauth import Browser, Shown
from tests.acceptance.test_console import CSRF, signed_in
from tests.served import Served

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def group_of(served: Served) -> dict[str, Any]:
    """The group with the most phones, as the API tells it."""
    rows = (await served.call("get.group_employees", served.world.a.user.key, {"limit": 100})).data
    return max(rows, key=lambda row: len(row["phone_numbers"]))


async def order(served: Served) -> list[tuple[int, bool]]:
    phones = (await group_of(served))["phone_numbers"]
    return [(each["employee_phone_number_id"], each["available"]) for each in phones]


async def sent(browser: Browser, page: str, **fields: object) -> Shown:
    csrf = (await browser.get(page)).form("/app/logout").fields[CSRF]
    return await browser.post(page, csrf=csrf, **{name: str(value) for name, value in fields.items()})


async def test_phones_are_moved_and_turned_off(served: Served) -> None:
    browser, home = await signed_in(served)
    page = f"{home}/employee-groups/{(await group_of(served))['id']}/phones"
    first, second = [phone for phone, _ in await order(served)][:2]
    moved = await sent(browser, page, deed="down", phone=first)
    assert moved.location.endswith(f"?deed=down&phone={first}")
    assert [phone for phone, _ in await order(served)][:2] == [second, first]
    shown = await browser.get(moved.location.partition("#")[0])
    assert [each["value"] for each in shown.document.named("button") if "autofocus" in each] in (["down"], ["up"])
    await sent(browser, page, deed="place", phone=first, before=second)
    await sent(browser, page, deed="off", phone=second)
    assert (await order(served))[:2] == [(first, True), (second, False)]
    await sent(browser, page, deed="place", phone=first)
    assert (await order(served))[-1] == (first, True)


async def test_two_who_move_phones_at_once_lose_nothing(served: Served) -> None:
    browser, home = await signed_in(served)
    page = f"{home}/employee-groups/{(await group_of(served))['id']}/phones"
    phones = [phone for phone, _ in await order(served)]
    csrf = (await browser.get(page)).form("/app/logout").fields[CSRF]
    await asyncio.gather(*(browser.post(page, csrf=csrf, deed="off", phone=str(phone)) for phone in phones))
    assert await order(served) == [(phone, False) for phone in phones]


async def test_what_cannot_be_done_changes_nothing(served: Served) -> None:
    browser, home = await signed_in(served)
    page = f"{home}/employee-groups/{(await group_of(served))['id']}/phones"
    before = await order(served)
    phone = before[0][0]
    for fields in ({"deed": "up", "phone": 10**9}, {"deed": "x", "phone": phone}, {"phone": phone}, {}):
        assert (await sent(browser, page, **fields)).status == 422
    wrong = {"deed": "place", "phone": phone, "before": 10**9}
    assert "It was changed meanwhile" in (await sent(browser, page, **wrong)).text
    assert await order(served) == before
    for path in ("999999/phones", "x/phones", "new/phones"):
        assert (await browser.get(f"{home}/employee-groups/{path}")).status == 404
    assert (await browser.post(page, deed="down", phone=str(phone))).status == 403


async def test_another_customers_group_is_not_there(served: Served) -> None:
    browser, home = await signed_in(served)
    rows = (await served.call("get.group_employees", served.world.b.user.key, {"limit": 1})).data
    page = f"{home}/employee-groups/{rows[0]['id']}/phones"
    assert (await browser.get(page)).status == 404
    csrf = (await browser.get(f"{home}/calls")).form("/app/logout").fields[CSRF]
    assert (await browser.post(page, csrf=csrf, deed="down", phone="1")).status == 404
