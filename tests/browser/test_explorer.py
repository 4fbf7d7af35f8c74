"""The explorer in a browser: reading, filling in, who one is, languages, keys. Nothing here changes the world."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from playwright.async_api import Page, expect

from centrex.dialects.dataapi.methods import METHODS
from centrex.dialects.ringme import explorer as ringme
from tests.browser.exploring import Exploring
from tests.browser.windows import NARROW, WIDE, Language, Scheme, Size, Windows, check_axe
from tests.demo import Demo

GROUPS: Final = "#data_api/get.virtual_number_groups"
RECORDS: Final = "#ringme/list.extension_group.record"
PLACES: Final = (
    ("", "en", WIDE, "light"),
    ("#thing/Calls", "ru", NARROW, "light"),
    ("#data_api/update.employees", "ru", WIDE, "dark"),
    ("#ringme/change.client.extension", "en", NARROW, "dark"),
    ("#data_api/get.chats", "ru", NARROW, "dark"),
)


OPEN_ALL: Final = """async () => {
    const { state } = await import("/explorer/state.js");
    const { linkTo } = await import("/explorer/drafts.js");
    const methods = Object.values(state.descriptions).flatMap(({ things }) => things.flatMap((thing) => thing.methods));
    const opened = [];
    for (const method of methods) {
        const shown = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
        location.hash = linkTo(method);
        await shown;
        const [title, code] = ["main h1", ".code-panel pre"].map((place) => document.querySelector(place).innerText);
        opened.push([`${method.name} ${method.path}`, title, code]);
    }
    return opened;
}"""


def methods_of(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [method for thing in description["things"] for method in thing["methods"]]


@pytest.fixture
def explorer(page: Page) -> Exploring:
    return Exploring(page)


@pytest.mark.parametrize(("place", "language", "size", "scheme"), PLACES)
async def test_every_kind_of_page_is_open_to_everybody(
    windows: Windows, place: str, language: Language, size: Size, scheme: Scheme
) -> None:
    exploring = Exploring(await windows.open(language, size, scheme))
    await exploring.open(place, "customer")
    await check_axe(exploring.page)


@pytest.mark.parametrize(
    ("view", "language", "size", "scheme"), [("tree", "en", WIDE, "dark"), ("table", "ru", NARROW, "light")]
)
async def test_an_answer_is_open_to_everybody_in_each_of_its_views(
    windows: Windows, view: str, language: Language, size: Size, scheme: Scheme
) -> None:
    exploring = Exploring(await windows.open(language, size, scheme))
    await exploring.open(GROUPS, "customer")
    await exploring.page.click(".credentials summary")
    await exploring.page.click(".filter .buttons button")
    status, _ = await exploring.send()
    assert status == 200
    await exploring.page.click(f'[data-tab="{view}"]')
    await check_axe(exploring.page)


async def test_each_user_of_the_demo_sees_what_he_may(windows: Windows, explorer: Exploring) -> None:
    windows.expected |= {401, 403}
    client, change = "#ringme/list.client.extension_group", "#ringme/change.extension_group.extension_group"
    seen = {
        "agent": [(GROUPS, 200), (RECORDS, 401)],
        "customer": [(GROUPS, 200), (client, 200)],
        "extension_group": [(RECORDS, 200), (client, 403)],
        "extension": [("#ringme/list.extension.record", 200), (client, 403)],
        "read_only": [(RECORDS, 200), (change, 403)],
    }
    await explorer.open()
    for actor, asked in seen.items():
        await explorer.act_as(actor)
        for place, wanted in asked:
            await explorer.go(place)
            assert (await explorer.send())[0] == wanted, (actor, place)
            await explorer.go("#thing/Users")


async def test_an_agent_signs_in_and_chooses_whose_user_he_is(explorer: Exploring, site: Demo) -> None:
    page = explorer.page
    await explorer.open(GROUPS)
    await page.click(".credentials summary")
    await page.fill('[data-auth="login"]', site.agent["login"])
    await page.fill('[data-auth="password"]', site.agent["password"])
    await page.get_by_role("button", name="Sign in").click()
    await page.select_option('[data-auth="user_id"]', "12")
    assert (await explorer.request())["user_id"] == 12
    _, answer = await explorer.send()
    assert answer["result"]["metadata"]["total_items"] == 3


async def test_a_wrong_key_is_told_where_it_was_typed(explorer: Exploring) -> None:
    await explorer.open()
    await explorer.page.click(".credentials summary")
    await explorer.page.fill('[data-auth="key"]', "no key")
    await explorer.page.get_by_role("button", name="Use the key").click()
    await expect(explorer.page.locator('[data-dialect="data_api"] .why')).to_have_text("Access token is invalid")


async def test_a_trusted_application_gets_a_token_that_is_shown_and_used(explorer: Exploring, site: Demo) -> None:
    page, app = explorer.page, site.said["ringme"]["client"]
    await explorer.open("#ringme/one.user")
    await page.click(".credentials summary")
    await page.fill('[data-auth="app_id"]', app["app_id"])
    await page.fill('[data-auth="app_secret"]', app["app_secret"])
    await page.get_by_role("button", name="Try it out!").click()
    token = await page.locator("output.token").inner_text()
    assert f"Authorization: Bearer {token}" in await explorer.code("curl")
    assert (await explorer.send())[0] == 200


async def test_what_is_documented_and_not_provided_is_listed_and_has_no_form(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open()
    await page.fill("#search", "get.chats_report")
    await page.click(".missing summary")
    await page.click(".missing a")
    await expect(page.locator("main h1")).to_have_text("get.chats_report")
    await expect(page.locator("main .problem")).to_contain_text("does not provide it")
    assert await page.locator("main form, .right:not([hidden])").count() == 0


async def test_every_method_opens_with_its_code(explorer: Exploring) -> None:
    await explorer.open()
    opened = await explorer.page.evaluate(OPEN_ALL)
    assert len(opened) == len(METHODS) + 1 + len(methods_of(json.loads(ringme.description())))
    for name, title, code in opened:
        assert title.replace("added here", "").split()[-1] in name, name
        assert "curl -s" in code, name


async def test_a_link_fills_in_and_sends_nothing_and_takes_no_secret(explorer: Exploring) -> None:
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    params = '{"limit":3,"fields":["id"],"access_token":"foreign","filter":{"field":"id","operator":">","value":2}}'
    await explorer.open(f"{GROUPS}?params={params}")
    wanted = {"limit": 3, "fields": ["id"], "filter": {"field": "id", "operator": ">", "value": 2}}
    assert await explorer.request() == wanted
    assert "foreign" not in await explorer.code("curl")
    assert asked == []


async def test_a_copied_link_opens_what_was_filled_in(explorer: Exploring) -> None:
    page = explorer.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await explorer.open("#data_api/get.employees", "customer")
    await explorer.field("limit").fill("3")
    await explorer.field("offset").fill("1")
    await page.get_by_label("Answer email").uncheck()
    filled = await explorer.request()
    await page.click('[data-copy="link"]')
    await expect(page.get_by_role("status")).to_have_text("Copied.")
    link: str = await page.evaluate("navigator.clipboard.readText()")
    assert "access_token" not in link
    await explorer.open("")
    await explorer.open(link.partition("/explorer")[2])
    assert await explorer.request() == filled


async def test_another_language_keeps_what_is_filled_in_and_who_one_is(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open(GROUPS, "customer")
    await explorer.field("limit").fill("7")
    await page.click('[data-language="ru"]')
    await expect(page.locator("main .lead")).to_have_text("Список групп виртуальных номеров")
    await expect(page.locator("button.send")).to_have_text("Отправить")
    assert (await explorer.request())["limit"] == 7
    assert (await explorer.send())[0] == 200
    assert await page.evaluate("document.documentElement.lang + location.search") == "ru?lang=ru"


async def test_everything_can_be_done_by_keys(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open(actor="customer")
    await page.keyboard.press("Escape")
    await page.locator("main").focus()
    await page.keyboard.press("/")
    await page.keyboard.type("get.virtual_number_groups")
    for _ in range(3):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("main h1")).to_be_focused()
    await expect(page.locator("main h1")).to_have_text("get.virtual_number_groups")
    await page.get_by_role("button", name="Add a comparison").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Field", exact=True)).to_be_focused()
    await page.keyboard.type("number")
    await page.get_by_role("tab", name="curl").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Python")).to_be_focused()
    await expect(page.locator(".code-panel pre")).to_contain_text("urllib.request")
    await page.keyboard.press("Control+Enter")
    assert (await explorer.answered())[0] == 200


async def test_what_was_typed_is_gone_when_the_page_is_loaded_anew(explorer: Exploring) -> None:
    await explorer.open(GROUPS, "customer")
    kept = "[localStorage.length, sessionStorage.length, document.cookie.length]"
    assert await explorer.page.evaluate(kept) == [0, 0, 0]
    await explorer.page.reload()
    await explorer.page.wait_for_selector("body[data-ready]")
    assert "ACCESS_TOKEN" in await explorer.code("curl")
