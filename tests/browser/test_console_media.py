"""Recordings and faxes in the console: seen, heard and read, by mouse and by keys, with and without scripts."""

from __future__ import annotations

import re
from typing import Final

from playwright.async_api import Page, expect

from tests.browser.hands import Keys
from tests.browser.test_console import opened
from tests.browser.windows import NARROW, Windows, check_axe
from tests.demo import Demo

_CANVASES: Final = "found => found.shadowRoot.querySelectorAll('canvas').length"
_TIME: Final = "audio => audio.currentTime"


async def listening(page: Page, home: str, section: str = "recordings") -> None:
    await page.goto(f"{home}/{section}")
    await page.locator("[data-outline]").first.click()
    await page.wait_for_selector(".player[data-seconds]")


async def test_a_recording_is_seen_and_heard_in_each_channel(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/recordings")
    for place in range(await page.locator("[data-outline]").count()):
        await page.locator("[data-outline]").nth(place).click()
        await page.wait_for_selector(".player[data-seconds]")
        if await page.get_by_label("Channels").is_visible():
            break
    audio = page.locator("audio").nth(place)
    await expect(page.get_by_label("Channels")).to_be_visible()
    assert await page.locator(".wave > div").evaluate(_CANVASES) == 4  # two channels, heard and to be heard
    for channel in ("Right channel", "Left channel", "Both"):
        await page.get_by_label("Channels").select_option(channel)
    await page.get_by_label("Speed").select_option("×2")
    assert await audio.evaluate("audio => [audio.playbackRate, audio.error]") == [2, None]
    await check_axe(page, has_shadows=True)
    await page.locator("[data-outline]").nth(place + 1).click()
    await expect(page.locator(".player")).to_have_count(1)
    assert await audio.evaluate("audio => audio.paused")


async def test_a_recording_is_heard_by_keys_alone(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client", "ru")
    await page.set_viewport_size(NARROW)
    await page.goto(f"{home}/voicemail")
    keys, first = Keys(page), page.locator("[data-outline]").first
    await keys.press(first)
    await page.wait_for_selector(".player[data-seconds]")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Играть")).to_be_focused()
    position = page.get_by_label("Место")
    await position.focus()
    await page.keyboard.press("End")
    await page.keyboard.press("ArrowLeft")
    assert await page.locator("audio").first.evaluate(_TIME) == float(await position.input_value()) > 1
    await check_axe(page, has_shadows=True)
    await page.keyboard.press("Escape")
    await expect(first).to_be_focused()
    await expect(page.locator(".player")).to_have_count(0)


async def test_without_its_outline_a_recording_is_heard_all_the_same(windows: Windows, site: Demo) -> None:
    windows.expected.add(404)
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/recordings")
    first = page.locator("[data-outline]").first
    await first.evaluate("button => { button.dataset.outline += 's' }")
    await first.click()
    await expect(page.get_by_text("The wave cannot be drawn.")).to_be_visible()
    await expect(page.locator(".clock")).to_contain_text(re.compile("/ 0:0[4-6]"))
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("button", name="Play")).to_be_visible()


async def test_the_pages_of_a_fax_are_shown(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client", "ru")
    await page.goto(f"{home}/faxes")
    await page.get_by_role("link", name="Страницы факса от").first.click()
    pages = page.locator(".sheets img")
    for place in range(await pages.count()):
        await pages.nth(place).scroll_into_view_if_needed()
        width = await pages.nth(place).evaluate("image => image.decode().then(() => image.naturalWidth)")
        assert width == 1728
    await page.set_viewport_size(NARROW)
    await check_axe(page)
