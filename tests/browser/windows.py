"""Windows on the pages of one server, which remember all that went wrong in them; and axe, which looks for barriers."""

from __future__ import annotations

from typing import Any, Final, Literal, TypedDict
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

Language = Literal["en", "ru"]
Scheme = Literal["light", "dark"]


class Size(TypedDict):
    """In pixels."""

    width: int
    height: int


WIDE: Final[Size] = {"width": 1280, "height": 800}
NARROW: Final[Size] = {"width": 360, "height": 720}
"""A phone's width."""

LOCALES: Final = {"en": "en-GB", "ru": "ru-RU"}
_AXE: Final = Axe()


class Windows:
    """Opens windows, each with cookies of its own.

    ``problems`` are errors on the console and in scripts, what the page's policy forbade, and requests to other hosts.
    An answer of 4xx or 5xx stands on the console as well; ``expected`` has the statuses that a test asks for.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._host = urlsplit(url).netloc
        self._contexts: list[BrowserContext] = []
        self.url = url
        self.problems: list[str] = []
        self.expected: set[int] = set()

    async def open(self, language: Language = "en", size: Size = WIDE, scheme: Scheme = "light") -> Page:
        """A window; paths without a host are those of the server."""
        context = await self._browser.new_context(
            base_url=self.url,
            locale=LOCALES[language],
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self._asked)
        return await context.new_page()

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(f"status of {status} " in message.text for status in self.expected):
            self.problems.append(f"console: {message.text} at {message.location['url']}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self._host:
            self.problems.append(f"request: {request.url}")


async def check_axe(page: Page, *, has_shadows: bool = False) -> None:
    """Fails with what axe-core finds on the page, and where it is wider than the window.

    Of shadow trees axe copies the styles, which the policy of the pages forbids: with ``has_shadows`` it does not.
    """
    found = await _AXE.run(page, options={"preload": not has_shadows})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    over: int = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} pixels wider than the window"


async def signed_in(page: Page, login: dict[str, Any], path: str = "/app/") -> Page:
    """The page, after signing in with what the demo printed."""
    await page.goto(path)
    await page.fill("#login", login["login"])
    await page.fill("#password", login["password"])
    await page.press("#password", "Enter")
    await page.wait_for_selector("nav")
    return page
