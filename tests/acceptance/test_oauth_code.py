"""``/oauth/authorize`` and the grant of a code: consent, its memory, and what is sent back to the application."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import pytest

from centrex.engine.oauth import CODE_SECONDS, s256
from tests.acceptance.oauth import (
    BACK,
    App,
    Browser,
    asked,
    authorize,
    code_for,
    granted,
    made,
    opens,
    refused,
)
from tests.served import Served
from tests.world import PASSWORD

VERIFIER: Final = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE: Final = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""

GRANT: Final = "authorization_code"


@pytest.fixture
async def public(served: Served) -> App:
    """Another customer's application."""
    return await made(served, served.world.c.user, "public", name="Ünïted <b>CRM</b>")


@pytest.fixture
async def browser(served: Served) -> Browser:
    """The browser of a user of customer A who has signed in."""
    browser = Browser(served)
    await browser.sign_in()
    return browser


async def test_a_user_signs_in_allows_and_his_application_acts_for_him(served: Served, public: App) -> None:
    browser = Browser(served)
    url = authorize(public, state="a&b=c ü")
    shown = await browser.get(url)
    answer = await browser.submit(shown, "/oauth/authorize", login="user-a", password=PASSWORD)
    assert answer.location == url
    question = await browser.get(url)
    assert "Ünïted <b>CRM</b>" in question.text
    assert "https://client.example.org" in question.response.headers["content-security-policy"]
    told = (await browser.submit(question, "/oauth/authorize", decision="allow")).told
    assert told.pop("state") == "a&b=c ü"
    assert list(told) == ["code"]
    tokens = await granted(served, public, GRANT, code=told["code"], redirect_uri=BACK)
    assert list(tokens) == ["access_token", "token_type", "expires_in", "scope", "refresh_token"]
    assert await opens(served, tokens["access_token"]) == 200
    again = await granted(served, public, "refresh_token", refresh_token=tokens["refresh_token"], redirect_uri=BACK)
    assert await opens(served, again["access_token"]) == 200


async def test_a_consent_is_remembered_until_it_is_taken_back(served: Served, public: App, browser: Browser) -> None:
    first = await granted(served, public, GRANT, code=await code_for(browser, public), redirect_uri=BACK)
    assert "code" in (await browser.get(authorize(public))).told
    page = await browser.get("/app/consents")
    assert "Ünïted <b>CRM</b>" in page.text
    waiting = await code_for(browser, public)
    gone = await browser.submit(page, "/app/consents")
    assert gone.location == "/app/consents"
    assert await opens(served, first["access_token"]) == 401
    shown = {"refresh_token": first["refresh_token"]}
    assert await refused(served, public, "refresh_token", **shown) == (401, "invalid_grant")
    assert await refused(served, public, GRANT, code=waiting, redirect_uri=BACK) == (401, "invalid_grant")
    assert (await browser.get(authorize(public))).status == 200
    assert "You have allowed nothing." in (await browser.get("/app/consents")).text


async def test_a_consent_is_the_users_alone(served: Served, public: App, browser: Browser) -> None:
    await code_for(browser, public)
    other = Browser(served)
    assert (await other.sign_in(authorize(public), login="user-b")).status == 200
    assert "You have allowed nothing." in (await other.get("/app/consents")).text
    mine = (await browser.get("/app/consents")).form("/app/consents").fields["application"]
    csrf = (await other.get("/app/register")).form("/app/register").fields["csrf"]
    assert (await other.post("/app/consents", csrf=csrf, application=mine)).status == 404
    assert (await browser.get(authorize(public))).status == 302


async def test_who_denies_sends_the_application_access_denied(public: App, browser: Browser) -> None:
    shown = await browser.get(authorize(public, state="s"))
    answer = await browser.submit(shown, "/oauth/authorize", decision="deny")
    assert answer.location == f"{BACK}&error=access_denied&state=s"
    assert (await browser.get(authorize(public))).status == 200


async def test_a_code_lives_for_ten_minutes(served: Served, public: App, browser: Browser) -> None:
    first, second = await code_for(browser, public), await code_for(browser, public)
    served.world.clock.advance(CODE_SECONDS - 1)
    assert await granted(served, public, GRANT, code=first, redirect_uri=BACK)
    served.world.clock.advance(1)
    assert await refused(served, public, GRANT, code=second, redirect_uri=BACK) == (401, "invalid_grant")


async def test_a_code_that_is_shown_twice_ends_what_came_of_it(served: Served, public: App, browser: Browser) -> None:
    other = await granted(served, public, GRANT, code=await code_for(browser, public), redirect_uri=BACK)
    code = await code_for(browser, public)
    tokens = await granted(served, public, GRANT, code=code, redirect_uri=BACK)
    again = await granted(served, public, "refresh_token", refresh_token=tokens["refresh_token"])
    assert await opens(served, again["access_token"]) == 200
    assert await refused(served, public, GRANT, code=code, redirect_uri=BACK) == (401, "invalid_grant")
    for ended in (tokens, again):
        assert await opens(served, ended["access_token"]) == 401
    shown = {"refresh_token": again["refresh_token"]}
    assert await refused(served, public, "refresh_token", **shown) == (401, "invalid_grant")
    assert await opens(served, other["access_token"]) == 200


async def test_a_code_belongs_to_its_application_and_its_redirect_url(
    served: Served, public: App, browser: Browser
) -> None:
    other = await made(served, served.world.a.user, "public", "All", BACK, name="Other")
    code = await code_for(browser, public)
    assert await refused(served, other, GRANT, code=code, redirect_uri=BACK) == (401, "invalid_grant")
    for wrong in ("https://client.example.org:8443/back?from=centrex", f"{BACK}&x=1", BACK.upper()):
        assert await refused(served, public, GRANT, code=code, redirect_uri=wrong) == (401, "invalid_grant")
    assert await refused(served, public, GRANT, code=code) == (400, "invalid_request")
    tokens = await granted(served, public, GRANT, code=code, redirect_uri=BACK)
    shown = {"refresh_token": tokens["refresh_token"]}
    assert await refused(served, other, "refresh_token", **shown) == (401, "invalid_grant")
    assert await opens(served, tokens["access_token"]) == 200, "a stranger ends nothing"


async def test_neither_a_refresh_token_is_a_code_nor_the_other_way_round(
    served: Served, public: App, browser: Browser
) -> None:
    code = await code_for(browser, public)
    assert await refused(served, public, "refresh_token", refresh_token=code) == (401, "invalid_grant")
    assert await opens(served, code) == 401
    tokens = await granted(served, public, GRANT, code=code, redirect_uri=BACK)
    for token in (tokens["refresh_token"], tokens["access_token"]):
        assert await refused(served, public, GRANT, code=token, redirect_uri=BACK) == (401, "invalid_grant")
    shown = {"refresh_token": tokens["access_token"]}
    assert await refused(served, public, "refresh_token", **shown) == (401, "invalid_grant")


async def test_a_code_with_a_challenge_needs_its_verifier(served: Served, public: App, browser: Browser) -> None:
    assert s256(VERIFIER) == CHALLENGE
    code = await code_for(browser, public, code_challenge=CHALLENGE, code_challenge_method="S256")
    sent = {"code": code, "redirect_uri": BACK}
    for wrong in ("", "x", CHALLENGE, VERIFIER[:-1] + "l", "ü" * 43):
        refusal = await refused(served, public, GRANT, **sent, code_verifier=wrong)
        assert refusal == (401, "invalid_grant")
    assert await granted(served, public, GRANT, **sent, code_verifier=VERIFIER)


async def test_a_verifier_without_a_challenge_is_refused(served: Served, public: App, browser: Browser) -> None:
    sent = {"code": await code_for(browser, public), "redirect_uri": BACK, "code_verifier": VERIFIER}
    assert await refused(served, public, GRANT, **sent) == (401, "invalid_grant")


WRONG: Final[tuple[tuple[dict[str, str | None], str], ...]] = (
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": None}, "invalid_request"),
    ({"scope": "calls"}, "invalid_scope"),
    ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge": VERIFIER}, "invalid_request"),
    ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
    ({"code_challenge_method": "S256"}, "invalid_request"),
)


async def test_what_is_wrong_at_a_known_redirect_url_is_sent_there(public: App, browser: Browser) -> None:
    for parameters, error in WRONG:
        shown = await browser.get(authorize(public, state="s", **parameters))
        assert shown.told == {"error": error, "state": "s"}, parameters
        assert shown.location.startswith(BACK)


async def test_a_scope_may_be_left_out(public: App, browser: Browser) -> None:
    assert (await browser.get(authorize(public, scope=None))).status == 200


async def test_only_a_public_application_may_ask(served: Served, browser: Browser) -> None:
    trusted = await made(served, served.world.a.user, "trusted", "All", BACK)
    assert (await browser.get(authorize(trusted))).told == {"error": "unauthorized_client"}


FOREIGN: Final = (
    None,
    "",
    "https://evil.example.org/",
    "https://client.example.org/back",
    "https://client.example.org:444/back?from=centrex",
    "http://client.example.org/back?from=centrex",
    "https://client.example.org/back?from=centrex/../x",
    "https://client.example.org@evil.example.org/back?from=centrex",
    "https://CLIENT.example.org/back?from=centrex",
    "https://client.example.org/back?from=centrex ",
    "https://client.example.org/back?from=centrex#x",
    "//client.example.org/back?from=centrex",
    "javascript:alert(1)",
    "https://client.example.org/back?from=centrex\r\nSet-Cookie: a=b",
)


async def test_a_redirect_url_that_is_not_registered_is_never_gone_to(public: App, browser: Browser) -> None:
    for redirect in FOREIGN:
        for more in ({}, {"response_type": "token"}, {"scope": "x"}):
            shown = await browser.get(authorize(public, redirect_uri=redirect, **more))
            assert (shown.status, "location" in shown.response.headers) == (400, False), redirect
            assert "redirect_uri" in shown.text


async def test_an_unknown_application_is_told_on_a_page(public: App, browser: Browser) -> None:
    for unknown in ("0" * 32, "", None, "я", public.app_id.upper() + "'"):
        shown = await browser.get(authorize(public, client_id=unknown))
        assert (shown.status, "location" in shown.response.headers) == (400, False)


async def test_a_parameter_that_stands_twice_or_holds_what_cannot_be_is_refused(public: App, browser: Browser) -> None:
    url = authorize(public)
    for more in (f"&redirect_uri={BACK}", "&state=%00", "&state=%ff", f"&state={'x' * 5_000}"):
        shown = await browser.get(url + more)
        assert (shown.status, "location" in shown.response.headers) == (400, False), more


async def test_a_programs_own_scheme_is_a_redirect_url(served: Served, browser: Browser) -> None:
    program = await made(served, served.world.a.user, "public", "All", "org.example.phone:/back")
    shown = await browser.get(authorize(program, redirect_uri="org.example.phone:/back"))
    assert "form-action 'self' org.example.phone:" in shown.response.headers["content-security-policy"]
    answer = await browser.submit(shown, "/oauth/authorize", decision="allow")
    assert urlsplit(answer.location).scheme == "org.example.phone"
    assert "code" in answer.told


async def test_an_application_that_is_revoked_ends_its_codes_and_tokens_of_all_accounts(
    served: Served, public: App, browser: Browser
) -> None:
    tokens = await granted(served, public, GRANT, code=await code_for(browser, public), redirect_uri=BACK)
    code = await code_for(browser, public)
    owner = Browser(served)
    await owner.sign_in(login="user-c")
    page = await owner.get(f"/app/{public.id}")
    assert (await owner.submit(page, f"/app/{public.id}")).location == "/app/"
    assert await opens(served, tokens["access_token"]) == 401
    answer = await asked(served, data={"grant_type": GRANT, **public.credentials, "code": code, "redirect_uri": BACK})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert (await browser.get(authorize(public))).status == 400
    assert "You have allowed nothing." in (await browser.get("/app/consents")).text
