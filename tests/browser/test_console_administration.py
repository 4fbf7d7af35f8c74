"""The pages on which a console is administered, as a browser shows them; and a key made by hand that opens the door."""

from __future__ import annotations

from typing import Final

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import Hands, Keys, Mouse
from tests.browser.test_console import opened
from tests.browser.windows import NARROW, WIDE, Language, Windows, check_axe
from tests.demo import Demo

PAGES: Final = {
    "client": (
        *("employees/new", "employees", "extensions", "users", "number-users", "numbers", "free-numbers"),
        *("keys/new", "keys", "whitelist", "applications", "applications/new", "consents"),
    ),
    "agent": ("customers/new", "customers"),
}
"""Forms, and lists of which the first thing is opened."""

BELOW: Final = {"extensions": "settings", "users": "rights"}
"""Pages below those of things."""


@pytest.mark.parametrize(("kind", "language"), [("client", "ru"), ("agent", "en")])
async def test_every_form_is_open_to_everybody(windows: Windows, site: Demo, kind: str, language: Language) -> None:
    page, home = await opened(windows, site, kind, language)
    for number, path in enumerate(PAGES[kind]):
        await page.goto(f"{home}/{path}")
        things = page.locator(f"tbody a[href*='/{path}/']")
        if await things.count():
            await page.goto(f"{await things.first.get_attribute('href')}")
        is_wide = number % 2 == 0
        await page.set_viewport_size(WIDE if is_wide else NARROW)
        await page.emulate_media(color_scheme="light" if is_wide else "dark")
        await page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        await check_axe(page)
        if path in BELOW:
            await page.goto(f"{page.url}/{BELOW[path]}")
            await check_axe(page)


@pytest.mark.parametrize(("hand", "size"), [(Mouse, WIDE), (Keys, NARROW)])
async def test_a_key_is_made_by_hand_and_opens_the_door_until_it_is_ended(
    windows: Windows, site: Demo, hand: type[Mouse | Keys], size: dict[str, int]
) -> None:
    page, home = await opened(windows, site, "client")
    await page.set_viewport_size({"width": size["width"], "height": size["height"]})
    await page.goto(f"{home}/keys")
    hands: Hands = hand(page)
    name = f"By {hand.__name__}"
    await hands.press(page.get_by_role("link", name="New key"))
    await hands.write(page.get_by_label("What the key is for"), name)
    await hands.press(page.get_by_role("button", name="Make the key"))
    key = await page.inner_text("#key")
    assert await _answered(site, key)
    await hands.press(page.locator("main").get_by_role("link", name="Keys"))
    await page.click(f"main >> text={name}")
    await hands.press(page.locator("summary").last)
    await hands.press(page.get_by_role("button", name="End the key for good"))
    await expect(page.locator("dd", has_text="Ended")).to_be_visible()
    assert not await _answered(site, key)


async def test_an_employee_is_hired_corrected_and_dismissed(windows: Windows, site: Demo) -> None:
    windows.expected.add(422)
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/employees/new")
    await page.get_by_label("Last name").fill("Проверкин")
    await page.locator("#phone_numbers input").first.fill("none")
    await _send(page, "Create")
    await expect(page.locator(".problem a").first).to_have_text("This cannot be used here.")
    await page.locator("#phone_numbers input").first.fill("79990001122")
    await _send(page, "Create")
    await expect(page.get_by_role("status")).to_have_text("Saved.")
    await page.get_by_label("First name").fill("Иван")
    await _send(page, "Save")
    await expect(page.locator("h1")).to_have_text("Проверкин Иван")
    await page.click("main summary")
    await expect(page.locator("main details p").first).to_contain_text("His phones are deleted: 1.")
    await _send(page, "Delete the employee")
    await page.fill("#search", "Проверкин")
    await page.click("button:text('Show')")
    await page.wait_for_selector("text=Nothing is found.")


async def _send(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).click()


async def _answered(site: Demo, key: str) -> bool:
    """Whether the Data API lets the key in."""
    request = {"jsonrpc": "2.0", "id": 1, "method": "getobj.account", "params": {"access_token": key}}
    async with httpx.AsyncClient(base_url=site.url) as client:
        return "result" in (await client.post("/v2.0", json=request)).json()
