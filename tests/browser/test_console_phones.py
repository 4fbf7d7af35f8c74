"""The order of a group's phones is changed by dragging and by keys, wide and narrow."""

from __future__ import annotations

from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.browser.hands import Keys
from tests.browser.test_console import opened
from tests.browser.windows import NARROW, Windows, check_axe
from tests.demo import Demo

STEPS: Final = 100


async def at_phones(page: Page, home: str, title: str) -> Locator:
    """The phones of the first group that has several."""
    await page.goto(f"{home}/employee-groups")
    for link in await page.locator("main td a").evaluate_all("links => links.map(link => link.href)"):
        await page.goto(link)
        await page.get_by_role("link", name=title).click()
        await page.wait_for_url("**/phones")
        if await page.locator("[data-phone]").count() > 2:
            break
    return page.locator("[data-phone]")


async def order(phones: Locator) -> list[str]:
    return [str(await phone.get_attribute("data-phone")) for phone in await phones.all()]


async def test_a_phone_is_dragged_to_the_end_and_back(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client")
    phones = await at_phones(page, home, "Order of the phones")
    first, *others = await order(phones)
    await check_axe(page)
    await drag(page, phones.first, [*others, first])
    await drag(page, phones.last, [first, *others])


async def drag(page: Page, phone: Locator, wanted: list[str]) -> None:
    """Takes a phone by its handle to where it makes the order, which is there before it is let go, and after."""
    await page.wait_for_selector(".scripted")
    await page.evaluate("scrollTo(0, 0)")
    place = wanted.index(str(await phone.get_attribute("data-phone")))
    handles = page.locator(".grip")
    begin, end = await phone.locator(".grip").bounding_box(), await handles.nth(place).bounding_box()
    assert begin is not None
    assert end is not None
    await page.mouse.move(begin["x"] + 10, begin["y"] + 10)
    await page.mouse.down()
    for step in range(STEPS):
        await page.mouse.move(end["x"] + 10 + step % 2, end["y"] + end["height"] / 2)
        if await order(page.locator("[data-phone]")) == wanted:
            break
    async with page.expect_navigation():
        await page.mouse.up()
    assert await order(page.locator("[data-phone]")) == wanted


async def test_a_phone_is_moved_and_turned_off_by_keys(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client", "ru")
    await page.set_viewport_size(NARROW)
    phones = await at_phones(page, home, "Порядок телефонов")
    first, second, *others = await order(phones)
    keys = Keys(page)
    await keys.press(phones.nth(1).get_by_role("button", name="Выше"))
    await page.wait_for_url("**deed=up**")
    assert await order(phones) == [second, first, *others]
    await expect(phones.first.get_by_role("button", name="Ниже")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**deed=down**")
    assert await order(phones) == [first, second, *others]
    for deed, name in (("off", "Включить"), ("on", "Выключить")):
        await keys.press(phones.nth(1).get_by_role("button", name="чить"))
        await page.wait_for_url(f"**deed={deed}**")
        await expect(phones.nth(1).get_by_role("button", name=name)).to_be_focused()
    await check_axe(page)
