"""`/explorer` as a browser asks for it: the page, its files, its policy, and the users of the demo only in the demo."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from benchmarks.explorer_weight import LIMIT, weight
from centrex.demo.actors import actors
from centrex.demo.world import make_world
from centrex.server.app import Application, Parts
from centrex.store.opening import open_store
from centrex.web.explorer.files import STATIC, all_files, modules
from centrex.web.explorer.serving import PATHS

Serving = Callable[[Parts], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def serving(sqlite_template: Path, tmp_path: Path) -> Serving:
    """Serves an empty database with some parts, and asks it."""
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'centrex.db')}"

    @asynccontextmanager
    async def served(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
        application = Application(partial(open_store, url), url, parts)
        await application.start()
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://pbx.example.org") as client:
            yield client
        await application.stop()

    return served


@pytest.fixture
async def client(serving: Serving) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(Parts()) as asking:
        yield asking


async def test_the_page_stands_where_either_vendor_has_his(client: httpx.AsyncClient) -> None:
    pages = [(await client.get(path)).text for path in PATHS]
    assert "/api/ver1.0/client_api_explorer/" in PATHS
    assert len(set(pages)) == 1
    assert "<title>Explorer – Centrex</title>" in pages[0]


async def test_the_language_is_that_of_the_address_or_the_browser(client: httpx.AsyncClient) -> None:
    async def language(path: str, accepted: str) -> str:
        answer = await client.get(path, headers={"Accept-Language": accepted})
        assert f'<html lang="{answer.headers["content-language"]}"' in answer.text
        return answer.headers["content-language"]

    assert await language("/explorer", "de, en;q=0.5") == "en"
    assert await language("/explorer", "ru-RU, en;q=0.5") == "ru"
    assert await language("/explorer?lang=en", "ru-RU") == "en"
    assert await language("/explorer?lang=xx", "ru-RU") == "ru"


async def test_the_policy_allows_nothing_of_others_and_nothing_within_the_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/explorer")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert (policy["script-src"], policy["style-src"], policy["connect-src"]) == ("'self'",) * 3
    assert not re.search(r"unsafe|https?:|\*", answer.headers["content-security-policy"])
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", answer.text)


async def test_every_file_comes_zipped_or_not_and_once(client: httpx.AsyncClient) -> None:
    for name, file in all_files().items():
        plain = await client.get(f"/explorer/{name}", headers={"Accept-Encoding": "identity"})
        assert (plain.status_code, plain.content) == (200, file.plain), name
        zipped = await client.get(f"/explorer/{name}", headers={"Accept-Encoding": "gzip"})
        assert zipped.headers["content-encoding"] == "gzip", name
        assert (zipped.content, gzip.decompress(file.zipped)) == (file.plain, file.plain), name
        for before in (plain, zipped):
            kept = {
                "If-None-Match": before.headers["etag"],
                "Accept-Encoding": before.request.headers["accept-encoding"],
            }
            again = await client.get(f"/explorer/{name}", headers=kept)
            assert (again.status_code, again.content) == (304, b""), name
        assert plain.headers["etag"] != zipped.headers["etag"]
        refused = await client.get(f"/explorer/{name}", headers={"Accept-Encoding": "br, gzip;q=0"})
        assert "content-encoding" not in refused.headers


@pytest.mark.parametrize("name", ["none.js", "demo.json", "../files.py", "%2e%2e/serving.py", "words.de.json", ""])
async def test_no_other_file_comes(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(httpx.URL(f"http://pbx.example.org/explorer/{name}") if name else "/explorer//")
    assert answer.status_code == 404


async def test_the_page_is_told_of_the_users_of_a_demo_in_a_demo_alone(
    serving: Serving, client: httpx.AsyncClient
) -> None:
    assert "data-demo" not in (await client.get("/explorer")).text
    async with serving(Parts(demo=actors(make_world(7)))) as demo:
        assert "data-demo" in (await demo.get("/explorer")).text
        answer = await demo.get("/explorer/demo.json")
    assert answer.headers["cache-control"] == "no-store"
    told = json.loads(answer.content)["actors"]
    assert [actor["kind"] for actor in told] == ["agent", "customer", "extension_group", "extension", "read_only"]


def test_the_scripts_write_no_markup_keep_nothing_and_know_no_host() -> None:
    for name in modules():
        text = (STATIC / name).read_text()
        forbidden = (
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|localStorage|sessionStorage|cookie\b|eval\("
        )
        assert not re.search(rf"{forbidden}|https?://", text), name


def test_the_scripts_are_small_modules_that_say_what_they_are_for() -> None:
    for name in modules():
        lines = (STATIC / name).read_text().splitlines()
        assert lines[0].startswith("/**"), name
        assert len(lines) < 250, name


def test_everything_together_is_light() -> None:
    assert weight() < LIMIT
