"""Keys, the whitelist, applications and consents in the console; and the customers of an agent."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

import pytest

from centrex.catalogue import Level
from centrex.engine.users import NewUser
from centrex.resources.user import user_permission
from centrex.scope import Scope
from centrex.store.steps import Change, Delete
from tests.acceptance.forms import form_of, forms_in
from tests.acceptance.oauth import Browser, Shown, authorize, made
from tests.acceptance.test_console import signed_in
from tests.served import Served
from tests.world import PASSWORD, PASSWORD_HASH

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
KEY: Final = re.compile(r'id="key" class="secret">([a-z0-9]{40})<')
METHOD: Final = "get.virtual_number_groups"


async def new_key(browser: Browser, home: str, **fields: str) -> Shown:
    form = form_of(await browser.get(f"{home}/keys/new"))
    return await browser.post(form.action, **{**form.fields, "name": "CRM", **fields})


def shown_key(shown: Shown) -> str:
    found = KEY.search(shown.response.text)
    assert found, shown.text
    return found[1]


async def mnemonic(served: Served, key: str) -> str:
    """How the Data API refuses the key, or ok."""
    return (await served.call(METHOD, key)).mnemonic


async def test_a_key_is_shown_once_blocked_unblocked_and_ended(served: Served) -> None:
    browser, home = await signed_in(served)
    shown = await new_key(browser, home)
    key = shown_key(shown)
    assert (shown.status, await mnemonic(served, key)) == (201, "ok")
    listed = await browser.get(f"{home}/keys?search=CRM")
    assert key not in listed.response.text
    (thing,) = [each["href"] for each in listed.document.named("a") if re.search(r"/keys/[0-9]+$", each["href"])]
    for deed, told in (("block", "access_token_blocked"), ("unblock", "ok"), ("end", "access_token_expired")):
        form = form_of(await browser.get(thing), deed)
        assert (await browser.post(thing, **form.fields)).status == 303
        assert await mnemonic(served, key) == told
    assert len(forms_in(await browser.get(thing))) == 2  # a key that has ended can be used for nothing
    for deed in ("unblock", "block", "?"):
        assert (await browser.post(thing, csrf=form.fields["csrf"], deed=deed)).status == 422
    audit = await browser.get(f"{home}/audit?search=key")
    assert [audit.text.count(each) for each in ("create.key", "update.key")] == [2, 3]  # one was there


@on_sqlite
async def test_a_key_ends_with_the_day_that_was_chosen(served: Served) -> None:
    browser, home = await signed_in(served)
    key = shown_key(await new_key(browser, home, expires_at="2025-06-15"))
    assert await mnemonic(served, key) == "ok"
    served.world.clock.advance(48 * 3600)
    assert await mnemonic(served, key) == "access_token_invalid"
    browser, home = await signed_in(served)
    for day in ("2025-06-14", "0001-01-01", "9999-12-31", "x"):
        refused = await new_key(browser, home, expires_at=day)
        assert (refused.status, refused.text.count("This cannot be used here.")) == (422, 2), day


@on_sqlite
async def test_what_cannot_be_a_key_is_refused_at_its_field(served: Served) -> None:
    browser, home = await signed_in(served)
    world = served.world
    wrong = [{"name": " "}, {"name": "a\tb"}, {"user_id": ""}, {"user_id": "999999"}]
    wrong += [{"user_id": str(each)} for each in (world.b.user.id, world.a.users["extension_group"])]
    for fields in wrong:
        refused = await new_key(browser, home, **fields)
        (at,) = [each for _, each in refused.document.tags if each.get("aria-invalid") == "true"]
        assert (refused.status, at["id"]) == (422, next(iter(fields)))
        assert not KEY.search(refused.response.text)
    assert (await browser.get(f"{home}/keys")).text.count("CRM") == 0


@on_sqlite
async def test_nobody_gets_by_a_key_what_he_may_not_do(served: Served) -> None:
    world = served.world
    weak = await _second_user(served)
    scope = Scope(Level.CUSTOMER, world.a.id, world.a.user.id)
    await world.store.change(_without(weak, "employees"), scope)
    browser = Browser(served)
    home = (await browser.sign_in("/console/", "weak")).location.rpartition("/")[0]
    refused = await new_key(browser, home, user_id=str(world.a.user.id))
    assert (refused.status, "The user may not do this." in refused.text) == (422, True)
    assert (await new_key(browser, home, user_id=str(weak))).status == 201
    await world.store.change(_without(weak, "account_access"), scope)
    served.world.clock.advance(2)
    for page in ("keys", "keys/new", "whitelist", "keys/1"):
        assert (await browser.get(f"{home}/{page}")).status == 404


async def test_a_new_user_is_given_rights_and_his_key_opens_as_much(served: Served) -> None:
    browser, home = await signed_in(served)
    form = form_of(await browser.get(f"{home}/users/new"))
    told = {"name": "Fresh", "login": "fresh", "password": PASSWORD, "email": "a@example.org"}
    made = (await browser.post(form.action, **{**form.fields, **told})).location.partition("?")[0]
    key = shown_key(await new_key(browser, home, user_id=made.rpartition("/")[2]))
    assert await mnemonic(served, key) == "forbidden"
    form = form_of(await browser.get(f"{made}/rights"))
    ticked = {"data_api.select": "on", "number_management.select": "on"}
    assert (await browser.post(form.action, **{**form.fields, **ticked})).status == 303
    assert await mnemonic(served, key) == "ok"
    assert (await served.call("delete.virtual_number_groups", key, {"id": 1})).mnemonic == "forbidden"
    late = await browser.post(form.action, **form.fields)
    assert (late.status, "It was changed meanwhile" in late.text) == (422, True)
    form = form_of(await browser.get(f"{made}/rights"))
    assert {name for name in form.fields if "." in name} == ticked.keys()
    del form.fields["number_management.select"]
    assert (await browser.post(form.action, **form.fields)).status == 303
    assert await mnemonic(served, key) == "forbidden"


@on_sqlite
async def test_nobody_changes_his_own_rights_or_gives_what_he_has_not(served: Served) -> None:
    world = served.world
    weak = await _second_user(served)
    scope = Scope(Level.CUSTOMER, world.a.id, world.a.user.id)
    await world.store.change(_without(weak, "employees"), scope)
    browser = Browser(served)
    home = (await browser.sign_in("/console/", "weak")).location.rpartition("/")[0]
    own = form_of(await browser.get(f"{home}/users/{weak}/rights"))
    refused = await browser.post(own.action, **own.fields)
    assert (refused.status, "The user may not do this." in refused.text) == (422, True)
    form = form_of(await browser.get(f"{home}/users/{world.a.user.id}/rights"))
    assert "employees.select" in form.offered - form.fields.keys()
    assert (await browser.post(form.action, **form.fields)).status == 303
    assert (await served.call("get.employees", world.a.user.key)).mnemonic == "ok"
    third = await world.users.create(NewUser(world.a.id, "third", PASSWORD_HASH, "Third", rights={}))
    form = form_of(await browser.get(f"{home}/users/{third}/rights"))
    refused = await browser.post(form.action, **form.fields, **{"employees.select": "on"})
    assert (refused.status, "The user may not do this." in refused.text) == (422, True)
    for user in (world.b.user.id, world.a.users["extension"], 999_999):
        assert (await browser.get(f"{home}/users/{user}/rights")).status == 404


@on_sqlite
async def test_from_elsewhere_no_door_is_opened(served: Served) -> None:
    browser, home = await signed_in(served)
    elsewhere = Browser(served, address="192.0.2.1")
    await elsewhere.sign_in("/console/", "user-a")
    refused = await new_key(elsewhere, home)
    assert (refused.status, "CRM" in (await browser.get(f"{home}/keys")).text) == (422, False)
    shown = await elsewhere.get(f"{home}/whitelist")
    assert "You come from 192.0.2.1, which is not among them" in shown.text
    csrf = shown.form("/app/logout").fields["csrf"]
    for deed in ("add", "remove"):
        answer = await elsewhere.post(f"{home}/whitelist", csrf=csrf, deed=deed, network="127.0.0.0/8")
        assert answer.status == 422
    assert "192.0.2" not in (await browser.get(f"{home}/whitelist.csv")).response.text


@on_sqlite
async def test_the_whitelist_is_changed_and_says_whom_it_shuts_out(served: Served) -> None:
    browser, home = await signed_in(served)
    path, key = f"{home}/whitelist", served.world.a.user.key
    form = form_of(await browser.get(path), "add")
    for network, kept in (("192.0.2.77/24", "192.0.2.0/24"), ("2001:DB8::1", "2001:db8::1/128")):
        assert (await browser.post(path, **{**form.fields, "network": network})).status == 303
        assert kept in (await browser.get(path)).text
    for network, sentence in (
        ("192.0.2.0/24", "The value belongs to somebody else already."),
        ("example.org", "This cannot be used here."),
        ("", "This cannot be used here."),
    ):
        refused = await browser.post(path, **{**form.fields, "network": network})
        assert (refused.status, refused.text.count(sentence)) == (422, 2)
    shown = await browser.get(path)
    assert "You come from 127.0.0.1 yourself: you are shut out" in shown.text
    removals = [each for each in forms_in(shown) if each.fields.get("deed") == "remove"]
    assert await mnemonic(served, key) == "ok"
    for each in sorted(removals, key=lambda removal: removal.fields["network"].startswith("127.")):
        assert (await browser.post(path, **each.fields)).status == 303
    assert "nobody may use it" in (await browser.get(path)).text
    assert await mnemonic(served, key) == "ip_not_whitelisted"
    assert (await browser.get(f"{home}/employees")).status == 404
    form = form_of(await browser.get(path), "add")
    assert form.fields["network"] == "127.0.0.1"
    assert (await browser.post(path, **form.fields)).status == 303
    assert await mnemonic(served, key) == "ok"


@on_sqlite
@pytest.mark.parametrize("kind", ["user-a", "extension_group", "extension"])
async def test_applications_and_consents_stand_in_the_console(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    assert "You have registered no application yet." in (await browser.get(f"{home}/applications")).text
    form = form_of(await browser.get(f"{home}/applications/new"))
    told = {**form.fields, "name": "My CRM", "kind": "public", "redirect_urls": "https://a.example.org/"}
    assert (await browser.post(form.action, **told)).status == 201
    (link,) = [
        each["href"]
        for each in (await browser.get(f"{home}/applications")).document.named("a")
        if re.search(r"/applications/[0-9]+$", each["href"])
    ]
    old = f"/app/{link.rpartition('/')[2]}"
    assert (await browser.get(link)).status == (await browser.get(old)).status == 200
    assert (await browser.submit(await browser.get(link), link)).location == f"{home}/applications"
    assert (await browser.get(old)).status == (await browser.get(f"{home}/applications/x")).status == 404

    app = await made(served, served.world.b.user, "public", name="Foreign CRM")
    page = await browser.get(authorize(app))
    await browser.submit(page, "/oauth/authorize", decision="allow")
    shown = await browser.get(f"{home}/consents")
    assert "Foreign CRM" in shown.text
    assert (await browser.submit(shown, f"{home}/consents")).location == f"{home}/consents"
    assert "You have allowed nothing." in (await browser.get(f"{home}/consents")).text


async def test_an_agent_makes_changes_blocks_and_archives_a_customer(served: Served) -> None:
    browser, home = await signed_in(served, "north")
    plan = served.world.plans[served.world.north.account_id][0]
    form = form_of(await browser.get(f"{home}/customers/new"))
    told = {"name": "New <i>", "email": "first@example.org", "password": PASSWORD, "tariff_plan_id": str(plan)}
    refused = await browser.post(form.action, **{**form.fields, **told, "email": "nobody"})
    assert (refused.status, refused.text.count("This cannot be used here.")) == (422, 2)
    new = (await browser.post(form.action, **{**form.fields, **told})).location.partition("?")[0]
    assert await _console_of(served, "first@example.org") is None
    await _deed(browser, new, "activate")
    customers = await _console_of(served, "first@example.org")
    assert customers is not None

    form = form_of(await browser.get(new), "change")
    changed = {
        **form.fields,
        "name": "Renamed",
        "monthly_calls_limit": "500",
        "daily_calls_notify_emails": "a@b.example\nc@d.example",
    }
    assert (await browser.post(new, **changed)).status == 303
    after = form_of(await browser.get(new), "change").fields
    assert (after["name"], after["monthly_calls_limit"]) == ("Renamed", "500")
    assert after["daily_calls_notify_emails"] == "a@b.example\nc@d.example"
    assert "Users: 1." in (await browser.get(new)).text
    await _deed(browser, new, "block")
    assert "Sign in" in (await customers.get("/console/")).text
    await _deed(browser, new, "archive", f"{home}/customers")
    assert (await browser.get(new)).status == 404
    assert "Renamed" not in (await browser.get(f"{home}/customers")).text


@on_sqlite
async def test_an_agent_sees_what_each_customer_has_used_of_what_he_may(served: Served) -> None:
    a = served.world.a
    for _ in range(3):
        await served.call(METHOD, a.user.key, {})
    await served.application.upkeep.tell()
    browser, home = await signed_in(served, "north")
    (row,) = [row for row in await _rows(browser, f"{home}/customers.csv") if row[0] == str(a.id)]
    day, numbers = row[5], row[6]
    assert re.fullmatch(r"[1-9][0-9]* / [0-9]+", day), row
    assert numbers.startswith(f"{len(a.ids['virtual_number'])} / ")
    assert day in (await browser.get(f"{home}/customers/{a.id}")).text
    served.world.clock.advance(24 * 3600)
    browser, home = await signed_in(served, "north")
    (row,) = [row for row in await _rows(browser, f"{home}/customers.csv") if row[0] == str(a.id)]
    assert row[5].startswith("0 / ")


@on_sqlite
async def test_another_agents_customers_are_not_there(served: Served) -> None:
    browser, home = await signed_in(served, "north")
    csrf = (await browser.get(f"{home}/customers")).form("/app/logout").fields["csrf"]
    world = served.world
    for account in (world.c.id, world.d.id, world.north.account_id, world.south.account_id, 999_999):
        path = f"{home}/customers/{account}"
        assert (await browser.get(path)).status == 404
        for deed in ("change", "block", "tariff"):
            assert (await browser.post(path, csrf=csrf, deed=deed, tariff_plan_id="1")).status == 404
    for section in ("keys", "whitelist", "applications", "consents", "users", "employees"):
        assert (await browser.get(f"{home}/{section}")).status == 404


async def _console_of(served: Served, login: str) -> Browser | None:
    """The browser of somebody who has signed in, if he could."""
    browser = Browser(served)
    form = (await browser.get("/console/")).form("/console/")
    answer = await browser.post("/console/", **{**form.fields, "login": login, "password": PASSWORD})
    return browser if answer.status == 303 else None


async def _deed(browser: Browser, thing: str, deed: str, then: str | None = None) -> None:
    form = form_of(await browser.get(thing), deed)
    assert (await browser.post(thing, **form.fields)).location == (then or f"{thing}?saved=1")


async def _rows(browser: Browser, url: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((await browser.get(url)).response.text.lstrip("\ufeff"))))


async def _second_user(served: Served) -> int:
    """Another user of customer A, with all rights."""
    world = served.world
    return await world.users.create(NewUser(world.a.id, "weak", PASSWORD_HASH, "Weak"))


def _without(user_id: int, unit: str) -> Change[None]:
    yield Delete(user_permission, {"user_id": user_id, "unit": unit})
