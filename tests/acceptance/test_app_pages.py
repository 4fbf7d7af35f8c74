"""``/app/`` as a person sees it: registering, listing and deleting applications, signing in and out."""

from __future__ import annotations

import re
from typing import Final

import pytest

from centrex.engine.applications import MOST, list_applications
from centrex.resources.application import web_session
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.oauth import App, Browser, Shown, asked, authorize, granted, made, opens
from tests.served import Served
from tests.world import PASSWORD

HEXADECIMAL: Final = re.compile(r"[0-9a-f]{32}")
PAGES: Final = ("/app/", "/app/register", "/app/consents", "/app/1", "/app/none")
FORM: Final = {"name": "My CRM", "kind": "trusted", "redirect_urls": ""}


@pytest.fixture
async def browser(served: Served) -> Browser:
    browser = Browser(served)
    await browser.sign_in()
    return browser


async def registered(browser: Browser, **fields: str) -> Shown:
    return await browser.submit(await browser.get("/app/register"), "/app/register", **{**FORM, **fields})


def kept(shown: Shown, name: str) -> str:
    """The id or the secret on the page of a new application."""
    found = re.search(f'id="{name}">([0-9a-f]+)<', shown.response.text)
    assert found
    return found[1]


async def test_an_application_is_registered_and_its_secret_is_shown_once(served: Served, browser: Browser) -> None:
    shown = await registered(browser)
    assert shown.status == 201
    app_id, secret = kept(shown, "app-id"), kept(shown, "app-secret")
    assert HEXADECIMAL.fullmatch(app_id)
    assert HEXADECIMAL.fullmatch(secret)
    told = await granted(served, App(0, app_id, secret), "client_credentials")
    assert await opens(served, told["access_token"]) == 200
    for url in ("/app/", "/app", "/app/1", "/app/1/"):
        page = await browser.get(url)
        assert page.status == 200
        assert app_id in page.text
        assert secret not in page.response.text
        assert "Call API" in page.text


async def test_a_user_sees_and_deletes_his_own_applications_alone(served: Served, browser: Browser) -> None:
    foreign = await made(served, served.world.b.user)
    token = (await granted(served, foreign, "client_credentials"))["access_token"]
    assert "You have registered no application yet." in (await browser.get("/app/")).text
    csrf = (await browser.get("/app/register")).form("/app/register").fields["csrf"]
    missing = await browser.get("/app/999")
    for shown in (await browser.get(f"/app/{foreign.id}"), await browser.post(f"/app/{foreign.id}", csrf=csrf)):
        assert (shown.status, shown.text) == (missing.status, missing.text) == (404, missing.text)
    assert await opens(served, token) == 200


async def test_a_deleted_application_ends_its_tokens_at_once(served: Served, browser: Browser) -> None:
    shown = await registered(browser)
    app = App(1, kept(shown, "app-id"), kept(shown, "app-secret"))
    token = (await granted(served, app, "client_credentials"))["access_token"]
    assert await opens(served, token) == 200
    answer = await browser.submit(await browser.get("/app/1"), "/app/1")
    assert answer.location == "/app/"
    assert await opens(served, token) == 401
    refusal = await asked(served, data={"grant_type": "client_credentials", **app.credentials})
    assert (refusal.status_code, refusal.json()["error"]) == (401, "invalid_client")
    assert (await browser.get("/app/1")).status == 404


WRONG: Final = (
    ({"name": " "}, "Write a name"),
    ({"name": "x" * 256}, "Write a name"),
    ({"name": "a\nb"}, "Write a name"),
    ({"kind": "password_credentials"}, "Choose a type."),
    ({"kind": "admin"}, "Choose a type."),
    ({"kind": ""}, "Choose a type."),
    ({"kind": "public"}, "Write whole URLs"),
    ({"redirect_urls": "https://a.example.org/#x"}, "Write whole URLs"),
    ({"redirect_urls": "https://ok.example.org javascript:alert(1)"}, "Write whole URLs"),
    ({"redirect_urls": "data:text/html,x"}, "Write whole URLs"),
    ({"redirect_urls": "https://u:p@a.example.org/"}, "Write whole URLs"),
    ({"redirect_urls": "https://a;script-src/"}, "Write whole URLs"),
    ({"redirect_urls": "https://a.example.org:x/"}, "Write whole URLs"),
    ({"redirect_urls": "/app/"}, "Write whole URLs"),
    ({"redirect_urls": "https:///x"}, "Write whole URLs"),
    ({"redirect_urls": "https://пример.рф/"}, "Write whole URLs"),
)


async def test_what_cannot_be_registered_is_told_above_the_form_and_at_the_field(browser: Browser) -> None:
    for fields, sentence in WRONG:
        problem_is_told(await registered(browser, **fields), sentence)
    assert "You have registered no application yet." in (await browser.get("/app/")).text


async def test_only_a_form_that_was_refused_is_an_error_in_the_title(browser: Browser) -> None:
    assert (await browser.get("/app/register")).text.strip().startswith("Register an application – Centrex")
    refused = await registered(browser, kind="admin")
    assert refused.text.strip().startswith("Error: Register an application – Centrex")


def problem_is_told(shown: Shown, sentence: str) -> None:
    """The summary leads to the field, and the field says the same."""
    assert shown.status == 422
    assert shown.text.count(sentence) == 2
    document = shown.document
    (summary,) = [attributes for attributes in document.named("div") if attributes.get("role") == "alert"]
    assert summary["class"] == "problem"
    links = {link["href"].removeprefix("#") for link in document.named("a") if link["href"].startswith("#")} - {"main"}
    assert links <= {each["id"] for each in [*document.named("input"), *document.named("fieldset")] if "id" in each}
    wrong = [each for _, each in document.tags if each.get("aria-invalid") == "true"]
    assert len(wrong) == 1
    assert {link.removesuffix("-problem") for link in wrong[0]["aria-describedby"].split()[-1:]} == links


async def test_the_form_gives_neither_all_nor_an_owner(served: Served, browser: Browser) -> None:
    shown = await registered(browser, access="All", user_id=str(served.world.b.user.id), app_access="All")
    assert shown.status == 201
    page = await browser.get("/app/1")
    assert "Call API" in page.text
    assert "All" not in re.sub("Allow|All rights", "", page.text.replace("allowed", ""))


async def test_nobody_has_too_many_applications(served: Served, browser: Browser) -> None:
    for number in range(MOST):
        await made(served, served.world.a.user, name=f"App {number}")
    assert "too many" in (await registered(browser)).text


async def test_a_name_is_shown_and_never_run(served: Served, browser: Browser) -> None:
    name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    pages = [await registered(browser, name=name, kind="public", redirect_urls="https://a.example.org/'\"><script>")]
    pages += [await browser.get(url) for url in ("/app/", "/app/1")]
    public = await made(served, served.world.c.user, "public", name=name)
    pages.append(await browser.get(authorize(public)))
    await browser.submit(pages[-1], "/oauth/authorize", decision="allow")
    pages.append(await browser.get("/app/consents"))
    for shown in pages:
        assert name in shown.text
        assert {tag for tag, _ in shown.document.tags}.isdisjoint({"script", "img", "b"})
        assert "default-src 'none'" in shown.response.headers["content-security-policy"]


async def test_without_signing_in_every_page_asks_for_it_and_tells_nothing(served: Served) -> None:
    await made(served, served.world.a.user, name="Secret name")
    browser = Browser(served)
    for url in PAGES[:4]:
        shown = await browser.get(url)
        assert (shown.status, [form.action for form in shown.document.forms]) == (200, ["/app/language", url])
        assert "Secret name" not in shown.text
        posted = await browser.submit(shown, url, name="x", kind="trusted", application="1")
        assert "Sign in" in posted.text
    assert len(await list_applications(served.world.store)) == 1


async def test_signing_out_ends_the_sign_in_on_the_server(served: Served, browser: Browser) -> None:
    cookie = browser.client.cookies["centrex"]
    page = await browser.get("/app/")
    assert (await browser.submit(page, "/app/logout")).location == "/app/"
    thief = Browser(served)
    thief.client.cookies.set("centrex", cookie)
    assert "Your applications" not in (await thief.get("/app/")).text
    assert (await browser.get("/app/logout")).location == "/app/"


async def test_a_sign_in_ends_after_an_hour_or_when_the_user_is_blocked(served: Served) -> None:
    first, second = Browser(served), Browser(served)
    await first.sign_in()
    served.world.clock.advance(1800)
    await second.sign_in()
    served.world.clock.advance(1800)
    assert "Sign in" in (await first.get("/app/")).text
    assert "Your applications" in (await second.get("/app/")).text
    await served.world.users.set_columns(served.world.a.user.id, {"status": "blocked"})
    served.world.clock.advance(1)
    assert "Sign in" in (await second.get("/app/")).text


async def test_a_sign_in_is_kept_as_a_digest_and_opens_no_api(served: Served, browser: Browser) -> None:
    cookie = browser.client.cookies["centrex"]
    rows = await served.world.store.find(Find(web_session, ("digest", "user_id"), {}), SERVER)
    assert [(len(row[0]), row[1]) for row in rows] == [(32, served.world.a.user.id)]
    assert cookie.encode() not in rows[0][0]
    assert (await served.call("get.account", cookie)).mnemonic == "access_token_invalid"
    assert await opens(served, cookie) == 401
    session = (await served.call("login.user", None, {"login": "user-a", "password": PASSWORD})).data["access_token"]
    other = Browser(served)
    other.client.cookies.set("centrex", session)
    assert "Sign in" in (await other.get("/app/")).text


async def test_a_sign_in_has_another_cookie_than_the_visit_before(served: Served) -> None:
    browser = Browser(served)
    shown = await browser.get("/app/")
    before = browser.client.cookies["centrex"]
    await browser.submit(shown, "/app/", login="user-a", password=PASSWORD)
    assert browser.client.cookies["centrex"] != before
    thief = Browser(served)
    thief.client.cookies.set("centrex", before)
    assert "Sign in" in (await thief.get("/app/")).text


async def test_cookies_are_for_this_server_alone_and_for_https_where_it_is_used(served: Served) -> None:
    plain = (await Browser(served).get("/app/")).response.headers["set-cookie"]
    assert re.fullmatch(r"centrex=[a-z0-9]{72}; Path=/; HttpOnly; SameSite=Lax", plain)
    safe = Browser(served, scheme="https")
    told = (await safe.get("/app/")).response.headers["set-cookie"]
    assert re.fullmatch(r"__Host-centrex=[a-z0-9]{72}; Path=/; HttpOnly; SameSite=Lax; Secure", told)
    assert "Your applications" in (await safe.sign_in()).text


async def test_every_page_keeps_others_from_framing_keeping_and_sniffing_it(served: Served, browser: Browser) -> None:
    stranger = Browser(served)
    public = await made(served, served.world.c.user, "public")
    urls = (*PAGES, authorize(public), "/oauth/authorize")
    answers = [(await each.get(url)).response for each in (browser, stranger) for url in urls]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        for part in ("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
            assert part in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]


LANGUAGES: Final = (
    ("", "en", "Sign in"),
    ("de", "en", "Sign in"),
    ("ru", "ru", "Войти"),
    ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru", "Войти"),
    ("en-US,en;q=0.5,ru;q=0.7", "en", "Sign in"),
    ("de,ru;q=0.2,en;q=0.1", "ru", "Войти"),
    ("ru;q=0,en;q=0.1", "en", "Sign in"),
    ("ru;q=x", "en", "Sign in"),
)


async def test_pages_are_in_the_language_of_the_browser(served: Served) -> None:
    for header, code, heading in LANGUAGES:
        shown = await Browser(served, language=header).get("/app/")
        assert shown.response.headers["content-language"] == code, header
        assert shown.document.named("html") == [{"lang": code}]
        assert heading in shown.text


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_page_is_whole_and_can_be_used_without_seeing_it(served: Served, language: str) -> None:
    """Tags that close, one heading first, a name for the page, and a label for every field."""
    browser = Browser(served, language=language)
    public = await made(served, served.world.c.user, "public")
    shown = [
        await browser.get("/app/"),
        await browser.sign_in(),
        await registered(browser),
        await registered(browser, name=""),
    ]
    shown += [await browser.get(url) for url in (*PAGES, authorize(public))]
    for page in shown:
        document = page.document
        assert document.named("html") == [{"lang": language}]
        assert len(document.named("h1")) == len(document.named("title")) == len(document.named("main")) == 1
        labelled = {label["for"] for label in document.named("label")}
        for each in document.named("input"):
            assert each.get("type") == "hidden" or each["id"] in labelled
        identifiers = [each["id"] for _, each in document.tags if "id" in each]
        assert len(identifiers) == len(set(identifiers))
        for each in document.named("table"):
            assert each == {}
        assert len(document.named("caption")) == len(document.named("table"))
        assert all("scope" in each for each in document.named("th"))
    style = (await browser.get("/app/style.css")).response
    assert style.headers["content-type"].startswith("text/css")
    assert ":focus-visible" in style.text


async def test_signing_out_everywhere_ends_the_other_browsers_of_the_user_alone(served: Served) -> None:
    here, there, other = Browser(served), Browser(served), Browser(served)
    for browser, login in ((here, "user-a"), (there, "user-a"), (other, "user-b")):
        await browser.sign_in(login=login)
    left = await here.submit(await here.get("/app/"), "/app/logout/")
    assert left.location == "/app/"
    for browser, is_in in ((here, False), (there, False), (other, True)):
        assert ("Sign out" in (await browser.get("/app/")).text) == is_in


async def test_a_language_is_chosen_and_kept(served: Served) -> None:
    browser = Browser(served)
    shown = await browser.sign_in("/console/")
    calls = shown.location
    back = await browser.submit(await browser.get(calls), "/app/language", language="ru")
    assert back.location == calls
    for path in (calls, "/app/", "/app/none"):
        assert (await browser.get(path)).document.named("html") == [{"lang": "ru"}]
    for chosen in ({"language": "xx"}, {}):
        await browser.submit(await browser.get(calls), "/app/language", **chosen)
        assert (await browser.get(calls)).document.named("html") == [{"lang": "ru"}]


@pytest.mark.parametrize("back", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "", "app"])
async def test_a_language_leads_back_to_pages_of_ours_alone(browser: Browser, back: str) -> None:
    shown = await browser.get("/app/")
    assert (await browser.submit(shown, "/app/language", language="ru", back=back)).location == "/app/"
    assert (await browser.post("/app/language", language="ru", back=back)).status == 403
