"""The pages of applications, as their tests and the pictures visit them."""

from __future__ import annotations

import itertools
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.async_api import Page

_numbers: Final = itertools.count(1)


def new_name(text: str) -> str:
    """A name that no other application of this server has."""
    return f"{text} {next(_numbers)}"


async def fill_registration(page: Page, name: str, redirect_url: str, kind: str = "public") -> None:
    await page.goto("/app/register")
    await page.fill("#name", name)
    await page.fill("#redirect_urls", redirect_url)
    await page.check(f"#kind-{kind}")


async def send(page: Page) -> None:
    """Sends the form of the page, not that which signs out."""
    await page.click("main button[type=submit]")


async def shown_credentials(page: Page) -> dict[str, str]:
    """Id and secret of the application that was just registered."""
    return {
        "client_id": await page.inner_text("#app-id"),
        "client_secret": await page.inner_text("#app-secret"),
    }


def authorize(client_id: str, redirect_uri: str, **more: str) -> str:
    """Where an application sends its user."""
    asked = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri, "scope": "all", **more}
    return f"/oauth/authorize?{urlencode(asked)}"


def answered(url: str) -> dict[str, str]:
    """What stands in the address to which the user was sent back."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
