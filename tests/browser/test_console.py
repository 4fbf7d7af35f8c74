"""The console as a browser shows it: every page in both languages, as every kind of user, and its groups by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import httpx
import pytest
from playwright.async_api import Page, expect

from centrex.web.console.sections import SECTIONS
from tests.browser.hands import Hands, Keys, Mouse
from tests.browser.windows import NARROW, WIDE, Language, Windows, check_axe, signed_in
from tests.demo import Demo

EVERYBODY: Final[tuple[tuple[str, Language], ...]] = (
    ("client", "en"),
    ("extension_group", "ru"),
    ("extension", "en"),
    ("read_only", "ru"),
    ("agent", "ru"),
)
METHOD: Final = "get.virtual_number_groups"


async def opened(windows: Windows, site: Demo, kind: str, language: Language = "en") -> tuple[Page, str]:
    """The console of a user, and where its sections begin."""
    page = await windows.open(language)
    await signed_in(page, site.said["console"][kind], "/console")
    return page, page.url.rpartition("/")[0]


@pytest.mark.parametrize(("kind", "language"), EVERYBODY)
async def test_every_page_is_open_to_everybody(windows: Windows, site: Demo, kind: str, language: Language) -> None:
    page, home = await opened(windows, site, kind, language)
    links = await page.locator(".sides > nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    pages = [link.rpartition("/")[2] for link in links]
    assert set(pages) <= {section.path for section in SECTIONS}
    if kind == "client":
        pages += ["groups/11", "groups/new", f"number-groups/{_group(site, 'g3')['id']}", "calls?search=%25none%25"]
    for number, path in enumerate(pages):
        is_wide = number % 2 == 0
        await page.goto(f"{home}/{path}")
        await page.set_viewport_size(WIDE if is_wide else NARROW)
        await page.emulate_media(color_scheme="light" if is_wide else "dark")
        await check_axe(page)
        assert await page.get_attribute("html", "lang") == language
        assert (await page.inner_text("h1")).strip()


async def test_a_number_group_is_taken_apart_and_put_together_by_clicks(windows: Windows, site: Demo) -> None:
    before = _group(site, "g3")
    page, home = await opened(windows, site, "client")
    await page.click("text=Groups of virtual numbers")
    await page.click(f"main >> text={before['name']}")
    names = await page.locator("ul.members button:visible").evaluate_all("all => all.map(each => each.ariaLabel)")
    assert len(names) >= 2
    for name in names:
        await page.click(f'button[aria-label="{name}"]')
        await page.wait_for_selector("text=Taken out:")
    after = _group(site, "g3")
    assert [after[field] for field in ("employees", "virtual_phones", "employee_groups")] == [[], [], []]
    for name in names:
        await page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        await page.click(f'button[aria-label="{name.replace("Take out", "Put in")}"]')
        await page.wait_for_selector("text=Put in:")
    assert _group(site, "g3") == before
    assert page.url.startswith(home)


@pytest.mark.parametrize(("hand", "size"), [(Mouse, WIDE), (Keys, NARROW)])
async def test_a_group_of_numbers_is_made_filled_emptied_and_deleted(
    windows: Windows, site: Demo, hand: type[Mouse | Keys], size: Any
) -> None:
    page, home = await opened(windows, site, "client")
    await page.set_viewport_size(size)
    await page.goto(f"{home}/groups")
    hands: Hands = hand(page)
    name = f"By {hand.__name__}"
    await hands.press(page.get_by_role("link", name="New group"))
    await hands.write(page.get_by_label("Name"), name)
    await hands.press(page.get_by_role("button", name="Create the group"))
    await hands.press(page.locator("summary", has_text="Other internal numbers"))
    await hands.press(page.get_by_role("button", name="Put in: 000*208"))
    await hands.press(page.get_by_role("button", name="Undo"))
    await expect(page.get_by_role("button", name="Take out")).to_have_count(0)
    await hands.press(page.locator("summary", has_text="What is deleted"))
    await hands.press(page.get_by_role("button", name="Delete the group"))
    await page.wait_for_selector("text=Save as CSV")
    assert name not in await page.inner_text("main")


async def test_the_groups_user_finds_a_recording_on_his_phone_and_hears_it(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "extension_group", "ru")
    await page.set_viewport_size(NARROW)
    await page.click("text=Разделы")
    await page.click("text=Записи звонков")
    await page.fill("#search", "000*201")
    await page.click("text=Показать")
    await page.wait_for_url("**search=000*")
    await expect(page.locator("td[data-heading='Внутренний номер']").filter(has_not_text="000*201")).to_have_count(0)
    await page.locator("text=Слушать").first.click()
    await page.wait_for_selector(".player[data-seconds]")
    heard = await page.locator("audio").first.evaluate(_HEARD)
    assert heard > 0
    assert set(await page.locator("td[data-heading='Внутренний номер']").all_inner_texts()) == {"000*201"}
    assert home in page.url


async def test_pictures_are_drawn_of_what_stands_in_their_tables(windows: Windows, site: Demo) -> None:
    page, _ = await opened(windows, site, "client")
    await page.wait_for_selector("canvas[data-kind]")
    for number in range(await page.locator("canvas").count()):
        canvas = page.locator("canvas").nth(number)
        drawn = await canvas.evaluate("each => Chart.getChart(each).data.datasets.map(set => set.data)")
        table = page.locator(f"#{await canvas.get_attribute('data-table')} tbody tr")
        texts = await table.evaluate_all(_TEXTS)
        assert [[None if text == "" else float(text) for text in row] for row in texts] == [
            list(row) for row in zip(*drawn, strict=True)
        ]
        inked = await canvas.evaluate("""each => new Set(
          each.getContext("2d").getImageData(0, 0, each.width, each.height).data).size""")
        assert inked > 3


async def test_a_list_opens_in_the_explorer_filled_in(windows: Windows, site: Demo) -> None:
    page, _ = await opened(windows, site, "client")
    await page.click("text=Groups of virtual numbers")
    await page.fill("#search", "100%")
    await page.click("button:text('Show')")
    await page.wait_for_url("**search=100%25**")
    await page.click("text=As an API call")
    await page.wait_for_selector(f"h1:has-text('{METHOD}'), h2:has-text('{METHOD}')")
    assert "%100" in await page.locator("body").inner_text()


_TEXTS: Final = "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent))"
_HEARD: Final = """audio => new Promise((done, failed) => {
  audio.onloadedmetadata = () => done(audio.duration);
  audio.onerror = () => failed(new Error(audio.error.message));
  audio.load();
})"""


def _group(site: Demo, number: str) -> dict[str, Any]:
    """The number group, by the API."""
    params = {"access_token": site.customer["key"], "filter": {"field": "number", "operator": "=", "value": number}}
    request = {"jsonrpc": "2.0", "id": 1, "method": METHOD, "params": params}
    rows: Sequence[dict[str, Any]] = httpx.post(f"{site.url}/v2.0", json=request).json()["result"]["data"]
    return rows[0]
