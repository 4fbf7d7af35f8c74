"""``/errors/``: every error has a page for people, and the Data API links it."""

from __future__ import annotations

import json
from typing import Any, Final

import httpx
import pytest

from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.web.errors.texts import explanations
from tests.acceptance.oauth import Document, connected
from tests.served import LOOPBACK, Served

NO_METHOD: Final = {"jsonrpc": "2.0", "id": 1, "method": "get.nothing", "params": {}}
BODIES: Final = (
    (b"{", "parse_error"),
    (b"[]", "batch_operations_not_supported"),
    (b'{"jsonrpc": "2.0", "method": "get.account"}', "notifications_not_supported"),
    (b'{"jsonrpc": "1.0", "id": 1, "method": "get.account"}', "invalid_request"),
    (json.dumps(NO_METHOD).encode(), "method_not_found"),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "get.account", "params": {}}', "required_parameter_missed"),
)


@pytest.fixture
def database_kind() -> str:
    """These pages read no database."""
    return "sqlite"


async def shown(served: Served, path: str, language: str = "en") -> httpx.Response:
    async with connected(served, **{"Accept-Language": language}) as client:
        return await client.get(path)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_error_has_a_page_that_says_when_it_comes_and_how_to_mend_it(served: Served, language: str) -> None:
    async with connected(served, **{"Accept-Language": language}) as client:
        for mnemonic, languages in explanations().items():
            answer = await client.get(f"/errors/{mnemonic}")
            assert answer.status_code == 200
            document = Document(answer.text)
            assert document.named("html") == [{"lang": language}]
            assert len(document.named("h1")) == 1
            for text in languages[language]:
                assert words(text.replace("`", "")) in words(document.text)


async def test_a_page_says_how_each_api_tells_the_error(served: Served) -> None:
    text = words(Document((await shown(served, "/errors/entity_not_found")).text).text)
    assert "Data API -32602 entity_not_found Entity not found" in text
    assert "RingMe API 404 extension_group_not_found Extension group not found" in text
    assert "/ingest/v1/ 404 entity_not_found There is no such thing" in text
    assert "How it is answered" not in (await shown(served, "/errors/campaign_is_inactive")).text


async def test_the_list_leads_to_every_page_and_keeps_the_language(served: Served) -> None:
    for path in ("/errors", "/errors/"):
        listed = Document((await shown(served, path)).text)
        links = [link["href"] for link in listed.named("a")]
        assert [link for link in links if link.startswith("/errors/")] == [f"/errors/{name}" for name in explanations()]
    russian = await shown(served, "/errors/?lang=ru")
    assert russian.headers["content-language"] == "ru"
    assert 'href="/errors/forbidden?lang=ru"' in russian.text
    assert 'href="/errors/?lang=ru"' in (await shown(served, "/errors/forbidden?lang=ru")).text
    assert (await shown(served, "/errors/?lang=de", "ru")).headers["content-language"] == "ru"


async def test_an_error_that_is_none_has_no_page(served: Served) -> None:
    for path in ("/errors/nothing", "/errors/%3Cscript%3Ealert(1)%3C/script%3E", "/errors/Forbidden", "/errors/a/b"):
        answer = await shown(served, path)
        assert answer.status_code == 404
        assert "<script" not in answer.text
    assert "There is no error of this name." in (await shown(served, "/errors/nothing")).text
    assert "Ошибки с таким именем нет." in (await shown(served, "/errors/nothing", "ru")).text


async def test_pages_of_errors_are_safe_to_show_and_set_no_cookie(served: Served) -> None:
    for path in ("/errors/", "/errors/forbidden", "/errors/nothing"):
        headers = (await shown(served, path)).headers
        policy = headers["content-security-policy"]
        for part in ("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'none'"):
            assert part in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["vary"] == "Accept-Language"
        assert "set-cookie" not in headers


async def test_every_error_of_the_data_api_links_its_page(served: Served) -> None:
    async with connected(served) as client:
        for body, mnemonic in BODIES:
            told = (await client.post("/v2.0", content=body)).json()["error"]["data"]
            assert list(told)[:5] == ["mnemonic", "field", "value", "params", "extended_helper"]
            assert (told["mnemonic"], told["extended_helper"]) == (
                mnemonic,
                f"http://pbx.example.org/errors/{mnemonic}",
            )
            assert (await client.get(told["extended_helper"])).status_code == 200


async def test_a_method_that_the_vendor_alone_provides_says_so_and_links_too(served: Served) -> None:
    async with connected(served) as client:
        helper = await helper_of(client, method="get.sites")
    assert "this server does not provide it" in helper
    assert helper.endswith(" http://pbx.example.org/errors/method_not_found")


async def test_a_link_has_the_address_that_the_client_used_or_that_of_the_setting(served: Served) -> None:
    async with connected(served, scheme="https") as client:
        assert await helper_of(client) == "https://pbx.example.org/errors/method_not_found"
        strange = await helper_of(client, {"Host": "evil.example.org/%22"})
        assert strange == "https://localhost/errors/method_not_found"
    assert await helper_with(served, public_url="https://api.example.com") == "https://api.example.com/errors/"
    proxied = await helper_with(served, proxies=(f"{LOOPBACK}/32",))
    assert proxied == "https://pbx.example.org/errors/"


async def helper_of(client: httpx.AsyncClient, headers: dict[str, str] | None = None, **more: str) -> str:
    answer = await client.post("/v2.0", json={**NO_METHOD, **more}, headers=headers)
    helper: str = answer.json()["error"]["data"]["extended_helper"]
    return helper


async def helper_with(served: Served, **parts: Any) -> str:
    """What another server on the same store links, asked by a proxy that was asked with https."""

    async def opened() -> Store:
        return served.world.store

    other = Application(opened, "", Parts(clock=served.world.clock, request_days=0, **parts))
    await other.start()
    try:
        transport = httpx.ASGITransport(other, client=(LOOPBACK, 50_000))
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://pbx.example.org", headers=forwarded
        ) as client:
            return (await helper_of(client)).removesuffix("method_not_found")
    finally:
        await other.upkeep.stop()


def words(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())
