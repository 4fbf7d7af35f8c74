"""Requests to the pages that no browser sends by itself: each is refused in words, and changes and leads nowhere."""

from __future__ import annotations

from typing import Final

import httpx
import pytest

from centrex.server.pages import GUARDS
from tests.acceptance.oauth import Browser
from tests.acceptance.test_console import signed_in
from tests.isolation.rows import read_prints
from tests.served import Served

QUERIES: Final = (
    *("search=%00", "search=%ED%A0%80", "search=%FF", "search=a&search=b", f"search={'a' * 5000}", "search=%25%5C"),
    *("since=9999-12-31&until=0001-01-01", "since=0001-01-01", "since=2025-02-31", "until=9998-12-01"),
    *("page=99999999999999", "page=-1", "page=%D9%A1", "&".join(f"a{number}=1" for number in range(200))),
)
PLACES: Final = (
    *("recordings/..%2f..%2fetc/file", "recordings/%00/file", f"recordings/{'A' * 5000}/file", "faxes/x/pages/%D9%A1"),
    *("overview/..%2fcalls.csv", "overview/%0d%0a.csv", "groups/99999999999999999999", "groups/%2e%2e", "..%2f2/calls"),
    *("calls/file", "x/y/z", "groups/1/2/3", "groups/-1", "groups/1%20or%201=1"),
)
BACK: Final = (
    *("//evil.example", "/\\evil.example", "/\t/evil.example", "/\r\nSet-Cookie: a=b", "/%0d%0aX: y", "\\\\evil"),
    *("javascript:alert(1)", "https://evil.example", "///evil.example", "/..//evil.example", ""),
)
DEEDS: Final[tuple[dict[str, str], ...]] = (
    *({}, {"deed": "nothing"}, {"deed": "put"}, {"deed": "rename", "name": "a" * 300}, {"deed": "rename", "name": " "}),
    {"deed": "put", "field": "numbers", "member": "9" * 20},
    {"deed": "put", "field": "__class__", "member": "1"},
    {"deed": "take", "field": "numbers", "member": "1e3"},
    {"deed": "take", "field": "numbers", "member": "1", "back": "-1"},
)
BODIES: Final = (b"", b'{"a": 1}', b"csrf=%FF\xff\xfe", b"&".join(b"a%d=1" % number for number in range(2000)))


@pytest.fixture
def database_kind() -> str:
    """What is refused does not reach the database."""
    return "sqlite"


def guarded(answer: httpx.Response) -> bool:
    """Whether a browser is told to load nothing else and to guess nothing."""
    policy = answer.headers["content-security-policy"]
    return all(name.decode() in answer.headers for name, _ in GUARDS) and "frame-ancestors 'none'" in policy


async def test_hostile_addresses_are_answered_in_words(served: Served) -> None:
    browser, home = await signed_in(served)
    asked = [f"{page}?{query}" for page in ("calls", "calls.csv") for query in QUERIES]
    for path in (*asked, *PLACES):
        answer = (await browser.get(f"{home}/{path}")).response
        assert answer.status_code in ({400, 404} if path in PLACES else {200, 302, 400}), path
        assert guarded(answer), path


@pytest.mark.parametrize("back", BACK)
async def test_no_form_leads_to_another_host(served: Served, back: str) -> None:
    browser, _ = await signed_in(served)
    token = await csrf(browser)
    answer = (await browser.post("/app/language", csrf=token, back=back, language="ru")).response
    there = httpx.URL("http://here.example/app/language").join(answer.headers["location"])
    assert (answer.status_code, there.host) == (303, "here.example")
    assert "a=b" not in answer.headers["set-cookie"]


async def test_hostile_forms_change_nothing(served: Served, database_url: str) -> None:
    browser, home = await signed_in(served)
    token, group = await csrf(browser), f"{home}/groups/{served.world.a.ids['extension_group'][0]}"
    before = await read_prints(database_url)
    for fields in DEEDS:
        assert (await browser.post(group, csrf=token, **fields)).status == 422, fields
    for body in (*BODIES, f"csrf={token}&csrf={token}&deed=delete".encode(), f"csrf={token}&name=%00".encode()):
        answer = await sent(browser, group, body)
        assert (answer.status_code in {400, 403}, guarded(answer)) == (True, True), body
    assert (await sent(browser, group, b"a=" + b"b" * 2**21)).status_code == 413
    assert await read_prints(database_url) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_only_the_methods_of_browsers_are_answered(served: Served, method: str) -> None:
    browser, home = await signed_in(served)
    answer = await browser.client.request(method, f"{home}/calls")
    assert (answer.status_code, guarded(answer)) == (405, True)


async def csrf(browser: Browser) -> str:
    return (await browser.get("/app/")).form("/app/logout").fields["csrf"]


async def sent(browser: Browser, path: str, body: bytes) -> httpx.Response:
    """A body as it is, said to be a form."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return await browser.client.post(path, content=body, headers=kind)
