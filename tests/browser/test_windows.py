"""The windows of these tests see what goes wrong, or no other test here could fail."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from tests.browser.windows import Windows, check_axe
from tests.demo import Demo


async def test_errors_of_scripts_and_requests_elsewhere_are_noticed(chromium: Browser, site: Demo) -> None:
    windows = Windows(chromium, site.url)
    page = await windows.open()
    await page.goto("/livez")
    assert windows.problems == []
    await page.evaluate("console.error('complaint')")
    await page.evaluate("new Promise(done => { setTimeout(() => { done(); missing(); }) })")
    await page.evaluate("fetch('http://elsewhere.example.org/').catch(() => 0)")
    await page.goto("/app/")
    await page.evaluate("document.body.setAttribute('style', 'color: red')")
    await page.goto("/none")
    await windows.close()
    told = "\n".join(windows.problems)
    for wrong in ("complaint", "missing is not defined", "elsewhere.example.org/", "Content Security Policy", "404"):
        assert wrong in told


async def test_a_status_that_is_expected_is_no_problem(windows: Windows, page: Page) -> None:
    windows.expected.add(404)
    await page.goto("/none")


async def test_barriers_and_what_is_too_wide_are_found(page: Page) -> None:
    await page.goto("/app/")
    await check_axe(page)
    await page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        await check_axe(page)
    await page.reload()
    await page.evaluate("document.querySelector('h1').style.width = '3000px'")
    with pytest.raises(AssertionError, match="wider than the window"):
        await check_axe(page)
