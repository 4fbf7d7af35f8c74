"""Who guesses, forges, floods or sends rubbish at ``/oauth/`` and ``/app/``."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

import asyncpg
import httpx
import pytest

from centrex.resources.application import consent, oauth_token, web_session
from centrex.scope import SERVER
from centrex.server.app import Application, Parts
from centrex.store import Limits
from centrex.store.opening import open_store
from centrex.store.steps import Find
from tests.acceptance.oauth import BACK, App, Browser, asked, authorize, code_for, granted, made, opens, refused
from tests.served import Served
from tests.world import PASSWORD, World

GRANT: Final = "client_credentials"
MINUTE: Final = 60
FORM: Final = "application/x-www-form-urlencoded"


@pytest.fixture
async def trusted(served: Served) -> App:
    return await made(served, served.world.a.user)


async def guess(served: Served, app: App, address: str = "127.0.0.1") -> httpx.Response:
    wrong = {**app.credentials, "client_secret": "f" * 32, "grant_type": GRANT}
    return await asked(served, address, data=wrong)


async def test_who_guesses_a_secret_is_slowed_and_the_application_itself_is_not(served: Served, trusted: App) -> None:
    for _ in range(10):
        assert (await guess(served, trusted)).status_code == 401
    answer = await guess(served, trusted)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, str(MINUTE))
    assert answer.json()["error"] == "too_many_attempts"
    assert await granted(served, trusted, GRANT), "the right secret is never refused"
    for _ in range(100):
        assert await granted(served, trusted, GRANT)
    for _ in range(11):
        answer = await guess(served, trusted)
    assert answer.status_code == 429
    assert (await guess(served, trusted, "192.0.2.1")).status_code == 401
    served.world.clock.advance(MINUTE)
    assert (await guess(served, trusted)).status_code == 401


async def test_who_guesses_a_password_is_slowed_wherever_he_does(served: Served) -> None:
    program = await made(served, served.world.b.user, "password_credentials")
    browser = Browser(served)
    page = await browser.get("/app/")
    for number in range(10):
        if number % 2:
            sent = {"username": "user-a", "password": "wrong"}
            assert await refused(served, program, "password", **sent) == (401, "invalid_grant")
        else:
            shown = await browser.submit(page, "/app/", login="user-a", password="wrong")
            assert (shown.status, "wrong" in shown.text) == (401, True)
    right = {"username": "user-a", "password": PASSWORD}
    answer = await asked(served, data={"grant_type": "password", **program.credentials, **right})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    shown = await browser.submit(page, "/app/", login="user-a", password=PASSWORD)
    assert (shown.status, shown.response.headers["retry-after"]) == (429, "60")
    assert "Too many wrong attempts" in shown.text
    assert (await served.call("login.user", None, {"login": "user-a", "password": PASSWORD})).mnemonic != "ok"
    elsewhere = Browser(served, "192.0.2.1")
    assert "Your applications" in (await elsewhere.sign_in()).text
    served.world.clock.advance(MINUTE)
    assert await granted(served, program, "password", **right)


async def test_a_sign_in_says_the_same_for_a_wrong_login_and_a_wrong_password(served: Served) -> None:
    texts = set()
    for login, password in (("user-a", "wrong"), ("nobody", PASSWORD), ("user-a", "x" * 1001), ("x" * 1001, "x")):
        browser = Browser(served)
        shown = await browser.submit(await browser.get("/app/"), "/app/", login=login, password=password)
        assert shown.status == 401
        assert shown.form("/app/").fields["password"] == ""
        texts.add(shown.text)
    assert len(texts) == 1


async def test_an_agents_user_and_one_of_a_blocked_account_cannot_sign_in(served: Served) -> None:
    browser = Browser(served)
    shown = await browser.submit(await browser.get("/app/"), "/app/", login="north", password=PASSWORD)
    assert (shown.status, "belongs to an agent" in shown.text) == (401, True)
    await served.world.accounts.set_status(served.world.a.id, "debt_lock")
    served.world.clock.advance(1)
    shown = await browser.submit(await browser.get("/app/"), "/app/", login="user-a", password=PASSWORD)
    assert (shown.status, "account is blocked" in shown.text) == (401, True)
    assert await served.world.store.find(Find(web_session, ("user_id",), {}), SERVER) == []


async def test_a_form_without_the_word_of_this_browser_does_nothing(served: Served) -> None:
    public = await made(served, served.world.c.user, "public")
    own = await made(served, served.world.a.user)
    victim, thief = Browser(served), Browser(served)
    await victim.sign_in()
    await thief.sign_in(login="user-b")
    stolen = (await thief.get("/app/register")).form("/app/register").fields["csrf"]
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": stolen}, {"csrf": "я"}):
        for url, fields in (
            ("/app/register", {"name": "x", "kind": "trusted"}),
            (f"/app/{own.id}", {}),
            ("/app/consents", {"application": str(public.id)}),
            ("/app/logout", {}),
            (authorize(public), {"decision": "allow"}),
            ("/app/", {"login": "user-b", "password": PASSWORD}),
        ):
            shown = await victim.post(url, **csrf, **fields)
            assert (shown.status, "location" in shown.response.headers) == (403, False), (url, csrf)
    assert "Your applications" in (await victim.get("/app/")).text
    assert (await victim.get(f"/app/{own.id}")).status == 200
    for table in (consent, oauth_token):
        assert await served.world.store.find(Find(table, ("user_id",), {}), SERVER) == []


async def test_signing_in_leads_nowhere_else_whatever_the_url_says(served: Served) -> None:
    for url in ("/app/?next=https://evil.example.org", "/app/?url=//evil.example.org/", "/app/consents?return=evil"):
        browser = Browser(served)
        answer = await browser.submit(await browser.get(url), url.partition("?")[0], login="user-a", password=PASSWORD)
        assert answer.location == url
    for path in ("//evil.example.org/app/", "/app//evil.example.org", "/app/\\evil.example.org", "/app/%2f%2fevil"):
        shown = await Browser(served).get(f"http://pbx.example.org{path}")
        assert shown.status == 404


async def test_a_strange_host_changes_no_redirect(served: Served) -> None:
    browser = Browser(served)
    page = await browser.get("/app/")
    form = page.form("/app/")
    fields = {**form.fields, "login": "user-a", "password": PASSWORD}
    answer = await browser.client.post("/app/", data=fields, headers={"Host": "evil.example.org/x?"})
    assert answer.headers["location"] == "/app/"


async def test_query_and_body_are_never_mixed(served: Served, trusted: App) -> None:
    query, wrong = {"grant_type": GRANT, **trusted.credentials}, {"client_secret": "f" * 32}
    assert (await asked(served, params=query, data=wrong)).json()["error"] == "invalid_request"
    both = {"grant_type": GRANT, **trusted.credentials}
    assert (await asked(served, params=wrong, data=both)).status_code == 200, "the body counts alone"
    answer = await asked(served, params={"client_secret": trusted.secret}, data={**both, "client_secret": ""})
    assert answer.json()["error"] == "invalid_client"


MULTIPART: Final = "multipart/form-data; boundary=b"
PART: Final = b'--b\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n'
FILE: Final = b'--b\r\nContent-Disposition: form-data; name="grant_type"; filename="a"\r\n\r\nx\r\n--b--\r\n'


NO_FORMS: Final = (
    (FORM, b"grant_type=client_credentials&grant_type=password"),
    (FORM, b"grant_type=client_credentials&client_id=\xff"),
    (FORM, b"grant_type=client_credentials&client_id=%ff"),
    (FORM, b"grant_type=client_credentials&client_id=%00"),
    (FORM, b"grant_type=client_credentials&client_id=\0"),
    (FORM, b"&".join(b"a%d=1" % number for number in range(60))),
    (FORM, b"client_id=" + b"x" * 5_000 + b"&grant_type=client_credentials"),
    (FORM, b"\xff\xfe\0\0"),
    (FORM, b"="),
    ("application/json", b'{"grant_type": "client_credentials"}'),
    ("text/plain", b"grant_type=client_credentials"),
    ("multipart/form-data", PART),
    ("multipart/form-data; boundary=\xff", PART),
    (MULTIPART, PART),
    (MULTIPART, PART + b"--b"),
    (MULTIPART, b"--b--\r\n"),
    (MULTIPART, b"\r\n"),
    (MULTIPART, FILE),
    (MULTIPART, b"--b\r\n\r\nclient_credentials\r\n--b--\r\n"),
    (MULTIPART, PART.replace(b"client_credentials", b"\xff\xfe") + b"--b--\r\n"),
    (MULTIPART, PART * 60 + b"--b--\r\n"),
    ("multipart/mixed; boundary=b", PART + b"--b--\r\n"),
)


async def test_a_body_that_is_no_form_is_an_invalid_request(served: Served) -> None:
    for kind, body in NO_FORMS:
        answer = await asked(served, content=body, headers={"Content-Type": kind.encode("latin-1")})
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), (kind, body)


async def test_what_is_no_http_basic_is_refused(served: Served) -> None:
    for header in ("Basic", "Basic !!!", "Basic YQ==", "Basic /w==", "Basic " + "A" * 9_000):
        answer = await asked(served, data={"grant_type": GRANT}, headers={"Authorization": header})
        assert answer.json()["error"] in {"invalid_request", "invalid_client"}, header


async def test_a_secret_of_the_header_and_another_of_the_body_are_an_invalid_request(
    served: Served, trusted: App
) -> None:
    sent = {"grant_type": GRANT, **trusted.credentials}
    answer = await asked(served, data=sent, auth=(trusted.app_id, "f" * 32))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert (await asked(served, data=sent, auth=(trusted.app_id, trusted.secret))).status_code == 200


async def test_rubbish_gets_an_answer_and_never_a_token(served: Served, trusted: App) -> None:
    chance = random.Random(4)
    whole = b"&".join(f"{name}={value}".encode() for name, value in trusted.credentials.items())
    parts = b"".join(PART.replace(b"grant_type", name) for name in (b"client_id", b"client_secret", b"scope"))
    for _ in range(150):
        kind, body = chance.choice(((FORM, whole), (MULTIPART, PART + parts + b"--b--\r\n")))
        damaged = bytearray(body)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        answer = await asked(served, content=bytes(damaged), headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500
        assert "access_token" not in answer.text


async def test_only_post_gets_a_token(served: Served, trusted: App) -> None:
    transport = httpx.ASGITransport(served.application)
    sent = {"grant_type": GRANT, **trusted.credentials}
    async with httpx.AsyncClient(transport=transport, base_url="http://pbx.example.org") as client:
        for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = await client.request(method, "/oauth/token", params=sent)
            assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
            assert answer.json()["error"] == "invalid_request"
        assert (await client.post("/api/ver1.0/oauth/token", data=sent)).status_code == 404


async def test_one_code_or_refresh_token_shown_by_many_at_once_gives_tokens_at_most_once(served: Served) -> None:
    public = await made(served, served.world.c.user, "public")
    browser = Browser(served)
    await browser.sign_in()
    code = await code_for(browser, public)
    sent: dict[str, Any] = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    answers = await asyncio.gather(*(asked(served, data={**sent, **public.credentials}) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    tokens = next(answer.json() for answer in answers if answer.status_code == 200)
    assert await opens(served, tokens["access_token"]) == 401, "it was shown twice"


async def test_a_token_of_one_user_is_none_of_anothers(served: Served, trusted: App) -> None:
    """A foreign customer's id answers as one that does not exist."""
    token = (await granted(served, trusted, GRANT))["access_token"]
    transport = httpx.ASGITransport(served.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://pbx.example.org") as client:
        headers = {"Authorization": f"Bearer {token}"}
        urls = [f"/api/ver1.0/client/{each}/extension_group/" for each in (served.world.b.id, 999_999)]
        foreign, missing = [await client.get(url, headers=headers) for url in urls]
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


@pytest.fixture
async def impatient(world: World, database_url: str) -> AsyncIterator[Served]:
    """The world, served by a store that waits for a tenth of a second."""
    opened = partial(open_store, database_url, Limits(statement_seconds=0.1))
    application = Application(opened, database_url, Parts(clock=world.clock))
    await application.start()
    yield Served(application, world)
    await application.stop()


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_a_store_that_does_not_answer_in_time_is_told_as_such(impatient: Served, database_url: str) -> None:
    """Somebody else holds the rows that every change needs; SQLite has one writer, whom nobody can keep waiting."""
    trusted = await made(impatient, impatient.world.a.user)
    browser = Browser(impatient)
    page = await browser.get("/app/")
    connection = await asyncpg.connect(database_url)
    async with connection.transaction():
        await connection.fetch("SELECT * FROM change_counter FOR UPDATE")
        answer = await asked(impatient, data={"grant_type": GRANT, **trusted.credentials})
        assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
        shown = await browser.submit(page, "/app/", login="user-a", password=PASSWORD)
        assert (shown.status, "busy" in shown.text) == (503, True)
    await connection.close()
    assert await granted(impatient, trusted, GRANT)


async def test_a_consent_that_nobody_has_given_cannot_be_taken_back(served: Served) -> None:
    browser = Browser(served)
    await browser.sign_in()
    csrf = (await browser.get("/app/register")).form("/app/register").fields["csrf"]
    for wrong in ("", "x", "²", "9" * 30, "-1", "1"):
        assert (await browser.post("/app/consents", csrf=csrf, application=wrong)).status == 404
