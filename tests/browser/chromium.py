"""An installed Chromium for the tests: it is started once, sees no host but this one, and keeps nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, async_playwright

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")

HERE_ALONE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


class BrowserUnavailable(Exception):
    """No Chromium is installed."""


def installed() -> Path:
    """The program that CENTREX_TEST_CHROMIUM names, else the one on PATH. Raises BrowserUnavailable."""
    given = os.environ.get("CENTREX_TEST_CHROMIUM")
    found = [given] if given else [path for program in PROGRAMS if (path := shutil.which(program))]
    if not found:
        raise BrowserUnavailable(f"none of {', '.join(PROGRAMS)} is on PATH")
    return Path(found[0])


@asynccontextmanager
async def browsing(program: Path) -> AsyncIterator[Browser]:
    """The browser without a window; root may not have its sandbox."""
    unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[HERE_ALONE, *unboxed])
        try:
            yield browser
        finally:
            await browser.close()
