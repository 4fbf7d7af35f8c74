"""Every page of signing in, applications and consents, as a browser shows it: in both languages, wide and narrow."""

from __future__ import annotations

from typing import Final

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.applications import answered, authorize, fill_registration, new_name, send, shown_credentials
from tests.browser.hands import Hands, Keys, Mouse
from tests.browser.windows import NARROW, WIDE, Language, Windows, check_axe, signed_in
from tests.demo import Demo

LONG: Final = "An application with a name so long that it does not fit into one line of a phone, и по-русски тоже"

WORDS: Final = {
    "en": {"sign in": "Sign in", "allow": "Allow", "register": "Register an application", "sign out": "Sign out"},
    "ru": {
        "sign in": "Войти",
        "allow": "Разрешить",
        "register": "Зарегистрировать приложение",
        "sign out": "Выйти",
    },
}


class Looks:
    """Looks at one page after the other, at widths and colours in turn."""

    def __init__(self, page: Page, language: Language) -> None:
        self._page = page
        self._language = language
        self._wide = language == "en"
        self.headings: list[str] = []

    async def at(self, path: str | None = None) -> None:
        """The page of a path, or that which is there."""
        if path is not None:
            await self._page.goto(path)
        await self._page.set_viewport_size(WIDE if self._wide else NARROW)
        await self._page.emulate_media(color_scheme="light" if self._wide else "dark")
        self._wide = not self._wide
        await check_axe(self._page)
        assert await self._page.get_attribute("html", "lang") == self._language
        self.headings.append(await self._page.inner_text("h1"))


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_page_is_open_to_everybody(windows: Windows, site: Demo, language: Language) -> None:
    windows.expected |= {400, 401, 404, 422}
    page = await windows.open(language)
    looks, back = Looks(page, language), f"{site.url}/livez"
    await looks.at("/app/")
    await page.fill("#login", "nobody")
    await page.fill("#password", "wrong")
    await send(page)
    await looks.at()
    await signed_in(page, site.customer)
    await looks.at("/app/consents")
    await fill_registration(page, " ", "javascript:alert(1)")
    await send(page)
    await looks.at()
    await fill_registration(page, name := new_name(LONG), back)
    await looks.at()
    await send(page)
    app = await shown_credentials(page)
    await looks.at()
    await looks.at("/app/")
    await page.click(f"text={name}")
    await looks.at()
    await looks.at(authorize(app["client_id"], back))
    await send(page)
    await looks.at("/app/consents")
    await looks.at("/app/none")
    await looks.at(authorize(app["client_id"], "https://elsewhere.example.org/"))
    assert len(set(looks.headings)) == 8
    assert all(heading.strip() for heading in looks.headings)


@pytest.mark.parametrize(("hand", "language"), [(Mouse, "en"), (Keys, "ru")])
async def test_an_application_is_registered_allowed_and_gets_its_token(
    windows: Windows, site: Demo, hand: type[Mouse | Keys], language: Language
) -> None:
    """As a person goes: with the mouse alone, or with the keyboard alone on a phone's width."""
    page = await windows.open(language, WIDE if hand is Mouse else NARROW)
    hands, words, back = hand(page), WORDS[language], f"{site.url}/livez"
    await page.goto("/app/")
    await sign_in(page, hands, words, site)
    app = await register(page, hands, words, back)
    await hands.press(page.get_by_role("button", name=words["sign out"]))
    await expect(page.get_by_label("Login" if language == "en" else "Логин")).to_be_visible()

    await page.goto(authorize(app["client_id"], back, state="s 1"))
    await sign_in(page, hands, words, site)
    await hands.press(page.get_by_role("button", name=words["allow"], exact=True))
    await page.wait_for_url(f"{back}?**")
    told = answered(page.url)
    assert told["state"] == "s 1"
    token = await exchanged(site, {**app, "code": told["code"], "redirect_uri": back})
    async with httpx.AsyncClient(base_url=site.url, headers={"Authorization": f"Bearer {token}"}) as client:
        groups = await client.get("/api/ver1.0/client/@me/extension_group/")
    assert groups.status_code == 200
    assert groups.json()


async def sign_in(page: Page, hands: Hands, words: dict[str, str], site: Demo) -> None:
    await hands.write(page.locator("#login"), site.customer["login"])
    await hands.write(page.locator("#password"), site.customer["password"])
    await hands.press(page.get_by_role("button", name=words["sign in"]))


async def register(page: Page, hands: Hands, words: dict[str, str], redirect_url: str) -> dict[str, str]:
    await hands.press(page.get_by_role("link", name=words["register"]))
    await hands.write(page.locator("#name"), new_name("By hand"))
    await hands.write(page.locator("#redirect_urls"), redirect_url)
    await hands.press(page.locator("#kind-public"))
    await hands.press(page.locator("main button[type=submit]"))
    await page.wait_for_selector("#app-id")
    return await shown_credentials(page)


async def exchanged(site: Demo, sent: dict[str, str]) -> str:
    """The access token that the application gets for the code."""
    async with httpx.AsyncClient(base_url=site.url) as client:
        answer = await client.post("/oauth/token", data={"grant_type": "authorization_code", **sent})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["access_token"]
    return token


async def test_the_first_tab_leads_past_the_navigation_to_the_content(page: Page, site: Demo) -> None:
    await signed_in(page, site.customer)
    await page.goto("/app/consents")
    await page.keyboard.press("Tab")
    skip = page.locator(".skip")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()


async def test_a_name_full_of_markup_is_shown_and_never_run(windows: Windows, page: Page, site: Demo) -> None:
    name = new_name("<img src=x onerror=alert(1)><script>alert(2)</script>\"'")
    page.on("dialog", lambda dialog: windows.problems.append(f"dialog: {dialog.message}"))
    await signed_in(page, site.customer)
    await fill_registration(page, name, f"{site.url}/livez")
    await send(page)
    app = await shown_credentials(page)
    for path in ("/app/", authorize(app["client_id"], f"{site.url}/livez")):
        await page.goto(path)
        await expect(page.get_by_text(name).first).to_be_visible()
