"""A browser and a demo server for each test process, and windows that fail a test when anything goes wrong in them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from centrex.demo.folder import FILE
from tests.browser.chromium import BrowserUnavailable, browsing, installed
from tests.browser.windows import Windows
from tests.conftest import NO_BROWSER
from tests.demo import Demo
from tests.programs import demonstrating

HERE: Final = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser stays in one event loop, and so do its tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium_program() -> Path:
    try:
        return installed()
    except BrowserUnavailable as reason:
        pytest.skip(f"{NO_BROWSER}: {reason}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_program: Path) -> AsyncIterator[Browser]:
    """One browser for all tests."""
    async with browsing(chromium_program) as browser:
        yield browser


@pytest.fixture(scope="session")
def site(chromium_program: Path, laid_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo server for all tests: they leave its world as they found it, or add to it only."""
    kept = shutil.copytree(laid_demo, tmp_path_factory.mktemp("site") / "kept")
    with demonstrating("--data", str(kept)) as (running, said):
        yield Demo(running, said, f"sqlite:///{kept / FILE}")


@pytest_asyncio.fixture(loop_scope="session")
async def windows(chromium: Browser, site: Demo) -> AsyncIterator[Windows]:
    """Opens windows in any language and size; nothing may go wrong in any of them."""
    opened = Windows(chromium, site.url)
    yield opened
    await opened.close()
    assert opened.problems == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(windows: Windows) -> Page:
    """A wide window in English."""
    return await windows.open()
