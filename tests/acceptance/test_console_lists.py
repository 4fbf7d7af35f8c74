"""Lists in the order of any of their columns, on both databases, in pages, files and requests to the API."""

from __future__ import annotations

import csv
import io

import pytest

from centrex.web.console.sections import SECTIONS
from tests.acceptance.test_console import SEEN, called, on_sqlite, signed_in
from tests.served import Served


@pytest.mark.parametrize("kind", ["user-a", "north"])
async def test_every_column_that_is_offered_sorts(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    for section in (section.path for section in SECTIONS if section.columns and section.path in SEEN[kind]):
        shown = await browser.get(f"{home}/{section}")
        rows = len(shown.document.named("tr"))
        sorts = [each["value"] for each in shown.document.named("option") if each["value"]]
        assert len(sorts) >= 2 or section == "whitelist", section
        for sort in sorts[:1] + sorts[1::2]:
            ordered = await browser.get(f"{home}/{section}?sort={sort}")
            assert (ordered.status, len(ordered.document.named("tr"))) == (200, rows), (section, sort)


async def test_a_list_is_sorted_in_its_file_as_on_its_page(served: Served) -> None:
    browser, home = await signed_in(served)
    for sort, downwards in (("duration", False), ("-duration", True)):
        shown = await browser.get(f"{home}/calls?sort={sort}")
        (kept,) = (each["href"] for each in shown.document.named("a") if ".csv" in each["href"])
        saved = (await browser.get(kept)).response.text.lstrip("\ufeff")
        seconds = [int(row["Seconds"] or 0) for row in csv.DictReader(io.StringIO(saved))]
        assert seconds == sorted(seconds, reverse=downwards)
        assert len(set(seconds)) > 1


@on_sqlite
async def test_an_order_that_is_none_is_left_out(served: Served) -> None:
    browser, home = await signed_in(served)
    plain = (await browser.get(f"{home}/employees")).document.named("td")
    for sort in ("none", "-", "--full_name", "id", "phone_numbers", "full_name;", "%27"):
        shown = await browser.get(f"{home}/employees?sort={sort}")
        assert (shown.status, shown.document.named("td")) == (200, plain)


@on_sqlite
async def test_an_order_that_the_api_knows_stands_in_its_request(served: Served) -> None:
    browser, home = await signed_in(served)
    for sort, wanted in (
        ("-full_name", [{"field": "full_name", "order": "desc"}]),
        ("extension", None),
    ):
        _, _, parts = called(await browser.get(f"{home}/employees?sort={sort}"))
        assert parts["params"].get("sort") == wanted


@on_sqlite
async def test_the_pages_of_a_list_keep_its_order(served: Served) -> None:
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/calls?sort=-duration&page=99")
    assert "sort=-duration" in shown.location
