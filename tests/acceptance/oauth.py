"""Applications and browsers, as the tests of OAuth use them: requests in process, pages parsed as a browser would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from centrex.engine.applications import NewApplication, OperatedApplications, list_applications
from tests.served import LOOPBACK, Served
from tests.world import PASSWORD, Member

BACK: Final = "https://client.example.org/back?from=centrex"
VOID: Final = frozenset({"meta", "link", "input", "br", "img"})
CODE: Final = re.compile(r"[A-Za-z0-9]{30}")


@dataclass(frozen=True)
class App:
    """An application, as its integrator knows it."""

    id: int
    app_id: str
    secret: str

    @property
    def credentials(self) -> dict[str, str]:
        return {"client_id": self.app_id, "client_secret": self.secret}


async def made(
    served: Served, member: Member, kind: str = "trusted", access: str = "Call API", *redirects: str, name: str = "App"
) -> App:
    """An application of the member, made by the operator; a public one leads back to BACK."""
    number = 1 + len(await list_applications(served.world.store))
    app_id, secret = f"{number:032x}", f"{number + 2**64:032x}"
    urls = redirects or ((BACK,) if kind == "public" else ())
    new = NewApplication(member.id, name, kind, app_id, secret, access, urls)
    identifier = await OperatedApplications(served.world.operator).create(new)
    return App(identifier, app_id, secret)


async def asked(served: Served, address: str = LOOPBACK, /, **request: Any) -> httpx.Response:
    """What POST /oauth/token answers; what is given is what httpx takes."""
    async with connected(served, address) as client:
        return await client.post(request.pop("path", "/oauth/token"), **request)


async def granted(served: Served, app: App, grant: str, **parameters: str) -> dict[str, Any]:
    """The tokens of a grant."""
    answer = await asked(served, data={"grant_type": grant, **app.credentials, **parameters})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def refused(served: Served, app: App, grant: str, address: str = LOOPBACK, **parameters: str) -> tuple[int, str]:
    """The status and the error of a grant that is refused."""
    answer = await asked(served, address, data={"grant_type": grant, **app.credentials, **parameters})
    assert "access_token" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()["error"]


async def opens(served: Served, token: str) -> int:
    """The status that the RingMe API answers to the token."""
    async with connected(served) as client:
        path = "/api/ver1.0/client/@me/extension_group/"
        return (await client.get(path, headers={"Authorization": f"Bearer {token}"})).status_code


def connected(served: Served, address: str = LOOPBACK, scheme: str = "http", **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(served.application, client=(address, 50_000))
    return httpx.AsyncClient(transport=transport, base_url=f"{scheme}://pbx.example.org", headers=headers)


@dataclass
class Form:
    """A form: where it leads, and its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Document(HTMLParser):
    """A page: its tags, which must be closed in order, its forms, and the text that a person reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute of {tag} stands twice"
        self.tags.append((tag, given))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given["action"]))
        if tag == "input" and "form" in self._open and given.get("type") != "radio":
            self.forms[-1].fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@dataclass
class Shown:
    """What the browser has before it."""

    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def document(self) -> Document:
        return Document(self.response.text)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def location(self) -> str:
        """Where it is sent; fails with the page when it is not."""
        assert self.status in {302, 303}, (self.status, self.response.text)
        return self.response.headers["location"]

    @property
    def told(self) -> dict[str, str]:
        """The answer in the redirect URL, besides what stood there before."""
        found = parse_qs(urlsplit(self.location).query, strict_parsing=True)
        assert all(len(values) == 1 for values in found.values())
        return {name: values[0] for name, values in found.items() if name != "from"}

    def form(self, action: str) -> Form:
        """The form that leads there."""
        found = [form for form in self.document.forms if urlsplit(form.action).path == action]
        assert len(found) == 1, self.response.text
        return found[0]


class Browser:
    """A browser with its cookies; it follows no redirects."""

    def __init__(self, served: Served, address: str = LOOPBACK, language: str = "en", scheme: str = "http") -> None:
        self.client = connected(served, address, scheme, **{"Accept-Language": language})

    async def get(self, url: str) -> Shown:
        return Shown(await self.client.get(url))

    async def post(self, url: str, **fields: str) -> Shown:
        return Shown(await self.client.post(url, data=fields))

    async def submit(self, shown: Shown, action: str, **fields: str) -> Shown:
        """Sends the form of the page that leads to ``action``, filled in."""
        form = shown.form(action)
        return await self.post(form.action, **{**form.fields, **fields})

    async def sign_in(self, url: str = "/app/", login: str = "user-a", password: str = PASSWORD) -> Shown:
        """Asks for a page, signs in there, and is shown the page."""
        shown = await self.get(url)
        answer = await self.submit(shown, urlsplit(url).path, login=login, password=password)
        return await self.get(answer.location)


def authorize(app: App, **parameters: str | None) -> str:
    """The URL to which an application sends a browser; None leaves a parameter out."""
    asked: Mapping[str, str | None] = {
        "response_type": "code",
        "client_id": app.app_id,
        "redirect_uri": BACK,
        "scope": "all",
        **parameters,
    }
    return f"/oauth/authorize?{urlencode({name: value for name, value in asked.items() if value is not None})}"


async def code_for(browser: Browser, app: App, **parameters: str | None) -> str:
    """A code that the user of a browser, who is signed in, gives the application."""
    shown = await browser.get(authorize(app, **parameters))
    if shown.status == 200:
        shown = await browser.submit(shown, "/oauth/authorize", decision="allow")
    code = shown.told["code"]
    assert CODE.fullmatch(code)
    return code
