"""A person before a page, who has a mouse or a keyboard, and nothing else."""

from __future__ import annotations

from typing import Final, Protocol

from playwright.async_api import Locator, Page

MOST_TABS: Final = 60


class Hands(Protocol):
    """Presses a link, a button or a choice, and writes into a field."""

    async def press(self, wanted: Locator) -> None: ...

    async def write(self, field: Locator, text: str) -> None: ...


class Mouse:
    """Clicks, and types where it clicked."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def press(self, wanted: Locator) -> None:
        await wanted.click()

    async def write(self, field: Locator, text: str) -> None:
        await field.click()
        await self._page.keyboard.type(text)


class Keys:
    """Gets everywhere by Tab, and has to see where it is."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def press(self, wanted: Locator) -> None:
        await self._reach(wanted)
        is_choice = await wanted.evaluate("found => ['radio', 'checkbox'].includes(found.type)")
        await self._page.keyboard.press("Space" if is_choice else "Enter")

    async def write(self, field: Locator, text: str) -> None:
        await self._reach(field)
        await self._page.keyboard.type(text)

    async def _reach(self, wanted: Locator) -> None:
        await wanted.wait_for()
        for _ in range(MOST_TABS):
            if await wanted.evaluate("found => found === document.activeElement"):
                outline = await wanted.evaluate("found => getComputedStyle(found).outlineStyle")
                assert outline != "none", f"{wanted} does not show that it has the focus"
                return
            await self._page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by {MOST_TABS} tabs on {self._page.url}")
