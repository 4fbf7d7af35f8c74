"""The pages about errors in a browser: from an answer to its explanation, and on to all others."""

from __future__ import annotations

from typing import Final

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.windows import NARROW, WIDE, Language, Windows, check_axe
from tests.demo import Demo

VISITED: Final = ("internal_error", "entity_not_found", "invalid_request")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_answer_leads_to_its_explanation_and_that_to_all_others(
    windows: Windows, site: Demo, language: Language
) -> None:
    async with httpx.AsyncClient(base_url=site.url) as client:
        answer = await client.post("/v2.0", json={"jsonrpc": "2.0", "id": 1, "method": "get.nothing", "params": {}})
    page = await windows.open(language, WIDE if language == "en" else NARROW, "dark" if language == "en" else "light")
    await page.goto(answer.json()["error"]["data"]["extended_helper"])
    await check_axe(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("method_not_found")
    await page.get_by_role("link", name="All errors" if language == "en" else "Все ошибки").click()
    await page.set_viewport_size(NARROW if language == "en" else WIDE)
    await check_axe(page)
    for mnemonic in VISITED:
        await page.get_by_role("link", name=mnemonic, exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(mnemonic)
        assert await page.get_attribute("html", "lang") == language
        await check_axe(page)
        await page.go_back()


async def test_a_reader_changes_the_language_and_keeps_it(windows: Windows) -> None:
    page = await windows.open("ru")
    await page.goto("/errors/forbidden")
    await page.get_by_role("link", name="In English").click()
    await expect(page.get_by_role("heading", name="How to mend it")).to_be_visible()
    await page.get_by_role("link", name="All errors").click()
    await page.get_by_role("link", name="parse_error").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_a_page_of_no_error_says_so(windows: Windows) -> None:
    windows.expected.add(404)
    page = await windows.open("ru", NARROW)
    await page.goto("/errors/nothing")
    await check_axe(page)
    await expect(page.get_by_role("alert")).to_have_text("Ошибки с таким именем нет.")
