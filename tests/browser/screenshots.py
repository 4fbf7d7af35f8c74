"""Takes the pictures of docs/images: the main pages of a demo, wide and narrow, light and dark. `make screenshots`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

from tests.browser.applications import authorize, fill_registration, send, shown_credentials
from tests.browser.chromium import browsing, installed
from tests.browser.exploring import Exploring
from tests.browser.windows import NARROW, WIDE, Scheme, Size, Windows, signed_in
from tests.programs import demonstrating

IMAGES: Final = Path(__file__).parents[2] / "docs" / "images"
BACK: Final = "https://crm.example.org/connected"

Said = dict[str, Any]
Visit = Callable[[Page, Said], Awaitable[None]]
"""Leads a new window to what the picture shows; it is told what the demo printed."""


async def signing_in(page: Page, _: Said) -> None:
    await page.goto("/app/")


async def applications(page: Page, said: Said) -> None:
    await signed_in(page, said["data_api"]["customer"])


async def registering(page: Page, said: Said) -> None:
    await signed_in(page, said["data_api"]["customer"])
    await fill_registration(page, "CRM", BACK)


async def consent(page: Page, said: Said) -> None:
    await registering(page, said)
    await send(page)
    app = await shown_credentials(page)
    await page.goto(authorize(app["client_id"], BACK))


async def list_of_errors(page: Page, _: Said) -> None:
    await page.goto("/errors/")


async def an_error(page: Page, _: Said) -> None:
    await page.goto("/errors/entity_not_found")


async def an_answer(page: Page, _: Said) -> None:
    exploring = Exploring(page)
    await exploring.open(actor="customer")
    await page.get_by_role("link", name="Find virtual number groups").click()
    await exploring.send()
    await page.click('[data-tab="table"]')


async def overview(page: Page, said: Said) -> None:
    await signed_in(page, said["console"]["client"], "/console")
    await page.wait_for_selector("canvas")


async def recordings(page: Page, said: Said) -> None:
    await overview(page, said)
    await page.goto(page.url.replace("/overview", "/recordings"))
    await page.locator("[data-outline]").first.click()
    await page.wait_for_selector(".player[data-seconds]")


async def a_fax(page: Page, said: Said) -> None:
    await overview(page, said)
    await page.goto(page.url.replace("/overview", "/faxes"))
    await page.locator("main td a").first.click()
    await page.wait_for_selector(".sheets")


async def phones(page: Page, said: Said) -> None:
    await overview(page, said)
    await page.goto(page.url.replace("/overview", "/employee-groups"))
    await page.locator("main td a").first.click()
    await page.get_by_role("link", name="Order of the phones").click()
    await page.wait_for_selector("[data-phone]")


async def moving(page: Page, said: Said) -> None:
    """What would become of the internal numbers."""
    await overview(page, said)
    await page.goto(page.url.replace("/overview", "/extensions"))
    await page.check("[data-all]")
    await page.click("#chosen button")
    await page.wait_for_selector("#numbers")
    await page.click("main form button")
    await page.wait_for_selector(".steps")


async def a_group(page: Page, said: Said) -> None:
    await overview(page, said)
    await page.goto(page.url.replace("/overview", "/groups/11"))


PAGES: Final[Mapping[str, Visit]] = {
    "sign-in": signing_in,
    "applications": applications,
    "register": registering,
    "consent": consent,
    "errors": list_of_errors,
    "error": an_error,
    "explorer": an_answer,
    "overview": overview,
    "recordings": recordings,
    "fax": a_fax,
    "phones": phones,
    "moving": moving,
    "group": a_group,
}
"""What is shown, by the first part of the picture's name."""

SIZES: Final[Mapping[str, Size]] = {"wide": WIDE, "narrow": NARROW}
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with demonstrating() as (running, said):
        async with browsing(installed()) as browser:
            for name, visit in PAGES.items():
                await take(Windows(browser, running.url), name, visit, said)


async def take(windows: Windows, name: str, visit: Visit, said: Said) -> None:
    """The four pictures of one page."""
    page = await windows.open()
    await visit(page, said)
    await page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    for size_name, size in SIZES.items():
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=IMAGES / f"{name}-{size_name}-{scheme}.png")
    await windows.close()
    assert windows.problems == [], windows.problems


if __name__ == "__main__":
    asyncio.run(main())
