"""What the explorer shows is what was answered, and what it sends is what it shows, to the digit and the blank."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.exploring import Exploring
from tests.browser.windows import Windows

GROUPS: Final = "#data_api/get.virtual_number_groups"
ONE: Final = "#ringme/one.client.extension"
SHOWN: Final = """async ([text]) => {
    const { parse, jsonText } = await import("/explorer/exact_json.js");
    const { jsonTree } = await import("/explorer/json_tree.js");
    const { rowsTable } = await import("/explorer/rows_table.js");
    const rows = parse(text);
    const table = document.createElement("div");
    table.append(...rowsTable(rows));
    const numbers = (place, kind) => [...place.querySelectorAll(kind)].map((each) => each.textContent);
    const cells = numbers(table, "td.number");
    return { tree: numbers(jsonTree(rows), ".t-number"), cells, inside: numbers(table, "td:not(.number)"),
        again: jsonText(rows) };
}"""
NUMBERS: Final = ["9223372036854775807", "-9007199254740993", "9007199254740991", "0.1234567890123456789", "1e400"]


@pytest_asyncio.fixture(loop_scope="session")
async def explorer(windows: Windows) -> Exploring:
    return Exploring(await windows.open())


async def test_numbers_are_shown_to_the_digit(explorer: Exploring) -> None:
    await explorer.open()
    rows = ",".join(f'{{"n":{number},"of":{{"id":{number}}}}}' for number in NUMBERS)
    text = f'[{rows},{{"n":12.50,"of":["#9007199254740993","\\"9007199254740993"]}}]'
    shown: dict[str, Any] = await explorer.page.evaluate(SHOWN, [text])
    assert shown["tree"] == [each for number in NUMBERS for each in (number, number)] + ["12.5"]
    assert shown["cells"] == [*NUMBERS, "12.5"]
    assert shown["inside"][: len(NUMBERS)] == NUMBERS
    assert shown["again"] == text.replace("12.50", "12.5")


@pytest.mark.parametrize("text", ["01234567890123456", "[1e5e5, 9007199254740993]", "-", "{9007199254740993:1}"])
async def test_what_is_no_json_stays_none(explorer: Exploring, text: str) -> None:
    await explorer.open()
    read = 'async (text) => { try { (await import("/explorer/exact_json.js")).parse(text) } catch { return "no" } }'
    assert await explorer.page.evaluate(read, text) == "no"


async def test_a_link_rounds_no_number(explorer: Exploring) -> None:
    params = json.dumps({"limit": 1, "filter": {"field": "id", "operator": "=", "value": 9007199254740993}})
    await explorer.open(f"{GROUPS}?params={params}", "customer")
    assert (await explorer.request())["filter"]["value"] == "9007199254740993"


@pytest.mark.parametrize("typed", ["..", ".", "28/events", "28\\events"])
async def test_a_path_that_would_be_another_one_is_not_asked_for(explorer: Exploring, typed: str) -> None:
    await explorer.open(ONE, "customer")
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url))
    await explorer.field("extension_id").fill(typed)
    await explorer.page.click("button.send")
    await expect(explorer.problem("extension_id")).to_have_text(
        "With this the path would be another one: it is not sent."
    )
    assert asked == []
    await explorer.field("extension_id").fill("28")
    status, answer = await explorer.send()
    assert (status, answer["id"]) == (200, 28)
    await expect(explorer.problem("extension_id")).to_be_hidden()


async def test_a_field_is_compared_with_the_empty_text(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open(GROUPS, "customer")
    await page.get_by_role("button", name="Add a comparison").click()
    await page.get_by_label("Field", exact=True).select_option("name")
    await page.get_by_label("Operator").select_option("!=")
    assert "filter" not in await explorer.request()
    await page.get_by_label("Empty text").check()
    assert (await explorer.request())["filter"] == {"field": "name", "operator": "!=", "value": ""}
    status, answer = await explorer.send()
    assert (status, len(answer["result"]["data"]) > 1) == (200, True)
    await page.get_by_label("Operator").select_option("in")
    await page.get_by_label("Value").fill("g1")
    await expect(page.get_by_label("Empty text")).to_be_checked()
    assert (await explorer.request())["filter"]["value"] == ["g1", ""]
    await page.get_by_label("Field", exact=True).select_option("id")
    await expect(page.get_by_label("Empty text")).to_have_count(0)
