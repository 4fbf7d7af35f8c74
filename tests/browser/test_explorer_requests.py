"""The explorer's requests in a browser and in a terminal are what the server accepts; the demo is their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from centrex.web.explorer.files import STATIC
from tests.browser.exploring import Exploring
from tests.browser.windows import Windows
from tests.demo import Demo

EXAMPLES: Final[list[dict[str, Any]]] = json.loads((STATIC / "examples.json").read_text())
GROUPS: Final = "#data_api/get.virtual_number_groups"
CANARY: Final = '"><img src=x onerror="document.title=1"><script>document.title=2</script>'
NO_NAME: Final = "#ringme/add.client.extension_group"
EVERY_TEST: Final = """async ([method, values]) => {
    const { test, written, operandOf } = await import("/explorer/filter_tree.js");
    const { methodOf } = await import("/explorer/descriptions.js");
    const { fields } = methodOf("data_api", method);
    const value = (field, operator) => operator === "jsquery" ? "#.id = 1"
        : ["one", "list"].includes(operandOf(field, operator)) && field.values ? field.values[0] : values[field.type];
    return fields.flatMap((field) => field.filter.map((operator) =>
        written({ nodes: [{ ...test(field), operator, text: value(field, operator) }] }, fields)));
}"""
TEXTS: Final = {
    **dict.fromkeys(("string", "enum", "array", "object"), "g1"),
    "number": "5",
    "boolean": "true",
    "iso8601": "2026-01-02 03:04:05",
}


@pytest_asyncio.fixture(loop_scope="session")
async def own_windows(chromium: Browser, demo: Demo) -> AsyncIterator[Windows]:
    """Windows on a demo that may be changed."""
    opened = Windows(chromium, demo.url)
    yield opened
    await opened.close()
    assert opened.problems == []


@pytest_asyncio.fixture(loop_scope="session")
async def explorer(own_windows: Windows) -> Exploring:
    return Exploring(await own_windows.open())


def run(*command: str, given: str = "") -> str:
    """What a program prints, after it has been given some text."""
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=30).stdout


async def test_every_example_runs(explorer: Exploring) -> None:
    await explorer.open(actor="customer")
    answers = []
    for example in EXAMPLES:
        await explorer.page.get_by_role("link", name=example["title"]).click()
        status, answer = await explorer.send()
        assert status in {200, 201}, example
        answers.append(answer)
        await explorer.page.locator("header .name a").click()
    assert answers[2]["id"] == 14
    assert [row["id"] for row in answers[5]] == [28, 30]
    assert all("error" not in answer for answer in answers if isinstance(answer, dict))


async def test_the_builder_makes_the_tree_that_the_server_accepts(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open(GROUPS, "customer")
    await page.get_by_role("button", name="Add a comparison").click()
    await page.get_by_label("Field", exact=True).select_option("name")
    await page.get_by_label("Operator").select_option("ilike")
    await page.get_by_label("Value").fill("%о%")
    await page.get_by_role("button", name="Add a group").click()
    inner = page.locator(".group .group")
    await inner.get_by_label("Operator").select_option("in")
    await inner.get_by_label("Value").fill("2\n3")
    await inner.get_by_role("button", name="Add a comparison").click()
    await inner.get_by_label("Field", exact=True).last.select_option("number")
    await inner.get_by_label("Value").last.fill("g1")
    await page.get_by_role("button", name="Sort by a field").click()
    await page.get_by_label("Direction").select_option("desc")
    await page.get_by_label("Answer employees").uncheck()
    request = await explorer.request()
    assert request["filter"] == {
        "condition": "and",
        "filters": [
            {"field": "name", "operator": "ilike", "value": "%о%"},
            {
                "condition": "or",
                "filters": [
                    {"field": "id", "operator": "in", "value": [2, 3]},
                    {"field": "number", "operator": "=", "value": "g1"},
                ],
            },
        ],
    }
    assert request["sort"] == [{"field": "id", "order": "desc"}]
    assert request["fields"] == ["id", "name", "number", "virtual_phones", "employee_groups"]
    status, answer = await explorer.send()
    assert (status, list(answer)) == (200, ["jsonrpc", "id", "result"])


@pytest.mark.parametrize("method", ["get.employees", "get.virtual_numbers", "get.customers"])
async def test_every_operator_that_is_offered_is_accepted(explorer: Exploring, method: str) -> None:
    await explorer.open(actor="agent" if method == "get.customers" else "customer")
    tests = await explorer.page.evaluate(EVERY_TEST, [method, TEXTS])
    together = {"filters": tests, "condition": "or"}
    await explorer.go(f"#data_api/{method}?params={json.dumps({'filter': together, 'limit': 1})}")
    assert (await explorer.request())["filter"] == together
    status, answer = await explorer.send()
    assert (status, answer.get("error")) == (200, None)


async def test_what_is_wrong_is_told_at_its_field(own_windows: Windows, explorer: Exploring) -> None:
    own_windows.expected.add(400)
    await explorer.open("#data_api/create.employees", "customer")
    await explorer.page.get_by_role("button", name="Add phone_numbers").click()
    await explorer.field("first_name").fill("Анна")
    await explorer.field("last_name").fill("Б" * 300)
    assert (await explorer.send())[1]["error"]["data"]["field"] == "phone_numbers.phone_number"
    await expect(explorer.problem("phone_numbers.phone_number")).to_have_text("The required parameter has been missed")
    await expect(explorer.field("phone_numbers.phone_number")).to_have_attribute("aria-invalid", "true")
    help_link = explorer.page.get_by_role("link", name="What this error means")
    assert "/errors/required_parameter_missed" in str(await help_link.get_attribute("href"))
    await explorer.field("phone_numbers.phone_number").fill("79160000001")
    await explorer.send()
    await expect(explorer.problem("last_name")).to_contain_text("Invalid parameter value")
    await expect(explorer.problem("phone_numbers.phone_number")).to_be_hidden()
    await explorer.go(NO_NAME)
    assert (await explorer.send())[0] == 400
    await expect(explorer.problem("name")).to_have_text("name is missing")


async def test_markup_in_a_name_is_shown_as_it_is(explorer: Exploring) -> None:
    page = explorer.page
    await explorer.open("#data_api/create.virtual_number_groups", "customer")
    await explorer.field("name").fill(CANARY)
    status, _ = await explorer.send()
    assert status == 200
    await explorer.go(GROUPS)
    await explorer.send()
    for view in ("tree", "table"):
        await page.click(f'[data-tab="{view}"]')
        await expect(page.locator(".answer")).to_contain_text("onerror=")
    assert await page.locator("img, script:not([src])").count() == 0
    assert await page.title() == "Explorer – Centrex"


@pytest.mark.parametrize("place", [GROUPS, NO_NAME])
async def test_the_shown_code_runs_as_it_stands(explorer: Exploring, place: str, tmp_path: Path) -> None:
    await explorer.open(place, "customer")
    if place == NO_NAME:
        await explorer.field("name").fill('It\'s "quoted" \\ $HOME `группа`')
    _, answer = await explorer.send()
    curl = json.loads(run("bash", "-c", await explorer.code("curl")))
    python = json.loads(run(sys.executable, "-", given=await explorer.code("python")))
    for printed in (curl, python):
        assert nameless(printed) == nameless(answer)


def nameless(answer: Any) -> Any:
    """The answer without what differs between two requests."""
    if isinstance(answer, dict) and "result" in answer:
        return answer["result"]["data"]
    if isinstance(answer, dict):
        return {name: value for name, value in answer.items() if name != "id"}
    return answer


async def test_a_recording_is_fetched_and_can_be_heard(explorer: Exploring) -> None:
    await explorer.open("#ringme/list.extension_group.record", "extension_group")
    _, records = await explorer.send()
    path = json.dumps({"ext_group_id": "@me", "record_uuid": records[0]["record_uuid"]})
    await explorer.go(f"#ringme/file.extension_group.record?path={path}")
    assert await explorer.send() == (200, None)
    await expect(explorer.page.locator("audio")).to_be_visible()
    await explorer.page.wait_for_function("document.querySelector('audio').duration > 0")
