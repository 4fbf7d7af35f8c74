"""Lists that are searched, sorted and leafed through without the page being loaded anew, and numbers moved in them."""

from __future__ import annotations

from typing import Final

from playwright.async_api import Page, expect

from tests.browser.hands import Keys
from tests.browser.test_console import opened
from tests.browser.windows import NARROW, Windows, check_axe
from tests.demo import Demo

_MARK: Final = "document.documentElement.dataset.mark = 'same'"


async def seconds(page: Page) -> list[int]:
    return [int(each) for each in await page.locator("td[data-heading=Seconds]").all_inner_texts()]


async def test_a_list_is_searched_sorted_and_leafed_through_in_place(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/recordings")
    await page.evaluate(_MARK)
    await page.fill("#search", "201")
    await page.press("#search", "Enter")
    await page.wait_for_url("**search=201**")
    await expect(page.get_by_role("status")).to_contain_text(await page.inner_text("caption"))
    await expect(page.locator("#search")).to_be_focused()
    for sort, downwards in (("duration", False), ("-duration", True)):
        await page.click("#by-duration")
        await page.wait_for_url(f"**sort={sort}**")
        found = await seconds(page)
        assert found == sorted(found, reverse=downwards)
    await expect(page.locator("#by-duration")).to_be_focused()
    await page.fill("#search", "")
    await page.press("#search", "Enter")
    await page.wait_for_selector("#next")
    await page.click("#next")
    await page.wait_for_url("**page=2**")
    assert "sort=-duration" in page.url
    assert await page.get_attribute("html", "data-mark") == "same"
    await page.get_by_role("button", name="Русский").click()
    await page.wait_for_selector("[lang=ru]")
    assert "page=2" in page.url
    await page.go_back()
    await page.go_back()
    await expect(page.locator("#previous")).to_have_count(0)


async def test_who_is_signed_out_is_asked_to_sign_in(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/calls")
    await page.context.clear_cookies()
    await page.click("#by-duration")
    await expect(page.locator("#login")).to_be_visible()


async def test_a_list_is_sorted_on_a_phone(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client", "ru")
    await page.set_viewport_size(NARROW)
    await page.goto(f"{home}/calls")
    await page.get_by_label("Порядок").select_option("-duration")
    await page.get_by_role("button", name="Показать").click()
    await page.wait_for_url("**sort=-duration**")
    found = [int(each) for each in await page.locator("td[data-heading=Секунд]").all_inner_texts()]
    assert found == sorted(found, reverse=True)
    await check_axe(page)


async def test_numbers_are_chosen_looked_at_moved_and_moved_back_by_keys(windows: Windows, site: Demo) -> None:
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/extensions")
    keys = Keys(page)
    await keys.press(page.get_by_label("Choose all of this page"))
    await page.keyboard.press("Tab")
    boxes = page.locator("input[form=chosen]")
    assert await boxes.evaluate_all("boxes => boxes.every(box => box.checked)")
    groups = await page.locator("td[data-heading=Group]").all_inner_texts()
    await page.get_by_role("button", name="Move those that are chosen").press("Enter")
    await keys.write(page.locator("#numbers"), " 999,")
    await check_axe(page)
    await page.get_by_role("button", name="See what would change").press("Enter")
    await expect(page.get_by_text("Now in the group").first).to_be_visible()
    await check_axe(page)
    await page.get_by_role("button", name="Put them in:").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Put in:")
    await page.get_by_role("button", name="Undo").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Moved back:")
    await page.goto(f"{home}/extensions")
    assert await page.locator("td[data-heading=Group]").all_inner_texts() == groups


async def test_long_work_goes_on_by_itself(windows: Windows, site: Demo) -> None:
    """What is left in the form is more than is done at a time, and most of it is nobody's number."""
    page, home = await opened(windows, site, "client")
    await page.goto(f"{home}/extensions/several")
    await page.fill("textarea", "201")
    await page.get_by_label("Take them out").check()
    await page.get_by_role("button", name="See what would change").click()
    left = page.locator("input[name=left]")
    await left.evaluate("field => { field.value += ' 1::2'.repeat(450) }")
    await page.get_by_role("button", name="Take them out: 1").click()
    await expect(page.get_by_role("status")).to_have_text("Taken out: 1")
    await expect(page.get_by_text("Left as they are: 450.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("status")).to_have_text("Moved back: 1")
