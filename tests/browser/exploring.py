"""The explorer as a person uses it: whom he acts as, what he fills in, sends and reads."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import Locator, Page


class Exploring:
    """The explorer in one window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, place: str = "", actor: str | None = None) -> None:
        """The part of the address after #, and the user of the demo to act as."""
        await self.page.goto(f"/explorer{place}")
        await self.page.wait_for_selector("body[data-ready]")
        if actor is not None:
            await self.act_as(actor)

    async def act_as(self, actor: str) -> None:
        await self.page.click(f'[data-actor="{actor}"]')
        await self.page.wait_for_selector(f'[data-actor="{actor}"][aria-pressed="true"]')

    async def go(self, place: str) -> None:
        """Another method, as a link leads there; who one is stays."""
        await self.page.evaluate("(place) => { location.hash = place }", place)
        await self.page.wait_for_selector("main h1:focus")

    async def send(self) -> tuple[int, Any]:
        """The status and the answer."""
        await self.page.click("button.send")
        return await self.answered()

    async def answered(self) -> tuple[int, Any]:
        """What stands there once the answer has come."""
        await self.page.wait_for_selector(".answer:not([aria-busy]) .measures")
        status = await self.page.locator(".measures dd").first.inner_text()
        bare = self.page.get_by_role("tab").and_(self.page.locator('[data-tab="bytes"]'))
        if not await bare.count():
            return int(status), None
        await bare.click()
        return int(status), json.loads(await self.page.locator(".answer pre").inner_text())

    async def code(self, language: str) -> str:
        """The request in a language."""
        await self.page.click(f'[data-tab="{language}"]')
        return await self.page.locator(".code-panel pre").inner_text()

    async def request(self) -> dict[str, Any]:
        """What the Data API is sent as parameters, without the key."""
        params: dict[str, Any] = json.loads(await self.code("json"))["params"]
        params.pop("access_token", None)
        return params

    def field(self, name: str) -> Locator:
        return self.page.locator(f'main [data-field="{name}"]')

    def problem(self, name: str) -> Locator:
        return self.page.locator(f'main [data-problem="{name}"]')
