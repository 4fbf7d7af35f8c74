"""``/console`` as a person uses it: what each kind of user sees there, and a group taken apart and put together."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import Counter
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl

import pytest

from centrex.catalogue import Level
from centrex.dialects.ringme.openapi_params import path_of
from centrex.resources import REST_OPERATIONS
from centrex.resources.recording import RECORD
from centrex.resources.user import user
from centrex.scope import Scope
from centrex.store.steps import Change, Update
from centrex.web.console.sections import OVERVIEW, SECTIONS
from tests.acceptance.http import envelope
from tests.acceptance.oauth import Browser, Shown
from tests.ringme import Ring
from tests.served import Served
from tests.world import Customer

OF_ONESELF: Final = {"applications", "consents"}
OF_NUMBERS: Final = OF_ONESELF | {"overview", "calls", "recordings", "voicemail", "faxes", "registrations"}
OF_GROUPS: Final = OF_NUMBERS | {"extensions", "group-users"}
OF_DATA_API: Final = {"numbers", "free-numbers", "number-groups", "employees", "employee-groups"}
OF_THE_ACCOUNT: Final = {"requests", "audit", "keys", "whitelist"}
OF_A_CLIENT: Final = OF_GROUPS | OF_DATA_API | OF_THE_ACCOUNT | {"groups", "users", "number-users"}
SEEN: Final = {
    "user-a": OF_A_CLIENT,
    "extension_group": OF_GROUPS,
    "read_only": OF_GROUPS,
    "extension": OF_NUMBERS | {"number-users"},
    "north": {"customers"},
}
CSRF: Final = "csrf"
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""What does not depend on the database."""


def login(kind: str, customer: Customer) -> str:
    return kind if kind in {"user-a", "north"} else f"{kind}-{customer.canary}"


async def signed_in(served: Served, kind: str = "user-a", language: str = "en") -> tuple[Browser, str]:
    """The browser of a user of customer A, or of his agent, and where his console begins."""
    browser = Browser(served, language=language)
    shown = await browser.sign_in("/console/", login(kind, served.world.a))
    return browser, shown.location.rpartition("/")[0]


def account_of(home: str) -> int:
    return int(home.rpartition("/")[2])


@pytest.mark.parametrize("kind", SEEN)
async def test_everybody_sees_his_own_part_and_nothing_of_others(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    foreign = [each.canary for each in served.world.customers if each is not served.world.a]
    foreign = foreign if kind != "north" else [served.world.c.canary, served.world.d.canary]
    seen = set()
    for section in SECTIONS:
        shown = await browser.get(f"{home}/{section.path}")
        file = "overview/results.csv" if section is OVERVIEW else f"{section.path}.csv" if section.columns else None
        values = await browser.get(f"{home}/{file or section.path}")
        assert shown.status == values.status
        assert not [canary for canary in foreign if canary in shown.response.text + values.response.text]
        if shown.status == 200:
            seen.add(section.path)
            is_list = section.columns and section.path not in {"requests", "free-numbers", "whitelist"}
            assert shown.document.named("tbody") or not is_list, section.path
    assert seen == SEEN[kind]


@on_sqlite
@pytest.mark.parametrize("kind", ["user-a", "extension_group", "north"])
async def test_the_account_in_the_path_opens_nothing(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    world = served.world
    missing = await browser.get(f"{home}/nothing")
    for other in (world.b.id, world.c.id, world.a.id, world.north.account_id, world.south.account_id, 10**18, "x"):
        if other == account_of(home):
            continue
        for path in ("", "/calls", "/groups/1", "/recordings.csv", "/customers"):
            shown = await browser.get(f"/console/{other}{path}")
            assert (shown.status, shown.text) == (404, missing.text)


@on_sqlite
async def test_nobody_is_shown_anything_before_he_has_signed_in(served: Served) -> None:
    browser = Browser(served)
    for path in ("", "/", f"/{served.world.a.id}/calls", f"/{served.world.a.id}/groups/1", "/x/y/z"):
        shown = await browser.get(f"/console{path}")
        assert "Sign in" in shown.text
        assert served.world.a.canary not in shown.response.text


async def test_a_group_is_made_named_filled_emptied_and_deleted(served: Served) -> None:
    browser, home = await signed_in(served)
    form = await browser.get(f"{home}/groups/new")
    refused = await browser.submit(form, f"{home}/groups/new", name=" ")
    assert (refused.status, "That was not done" in refused.text) == (422, True)
    group = (await browser.submit(form, f"{home}/groups/new", name="Third <b>")).location
    assert "Third <b>" in (await browser.get(group)).text
    await _deed(browser, group, deed="rename", name="Fourth")
    assert "Fourth" in (await browser.get(f"{home}/groups")).text

    number = served.world.a.ids["extension"][0]
    before = f"{home}/groups/{served.world.a.ids['extension_group'][0]}"
    moved = await _deed(browser, group, deed="put", field="numbers", member=str(number))
    assert await shown_in(browser, group) == [str(number)]
    undo = next(form for form in (await browser.get(moved.location)).document.forms if "undone" in form.fields)
    assert (await browser.post(undo.action, **undo.fields)).location == group
    assert await shown_in(browser, group) == []
    assert str(number) in await shown_in(browser, before)

    gone = await _deed(browser, group, deed="delete")
    assert gone.location == f"{home}/groups"
    assert (await browser.get(group)).status == 404
    assert "Fourth" not in (await browser.get(f"{home}/groups")).text


@pytest.mark.parametrize("kind", ["user-a", "extension_group", "extension"])
async def test_the_pictures_add_up_the_calls_of_the_list(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    calls = list(csv.DictReader(io.StringIO((await browser.get(f"{home}/calls.csv")).response.text.lstrip("\ufeff"))))
    told = {}
    for name in ("results", "hours", "groups", "loads", "answer", "talk"):
        shown = await browser.get(f"{home}/overview/{name}.csv")
        told[name] = list(csv.reader(io.StringIO(shown.response.text.lstrip("\ufeff")))) if shown.status == 200 else []
    assert (told["groups"] == []) == (told["loads"] == []) == (kind != "user-a")
    for name in ("results", "hours"):
        assert sum(int(value) for row in told[name][1:] for value in row[1:]) == len(calls) > 0
    days = {row[0]: sum(map(int, row[1:])) for row in told["results"][1:]}
    assert Counter(call["Time"][:10] for call in calls) == Counter({day: count for day, count in days.items() if count})
    assert sum(int(row[1]) for row in told["groups"][1:]) in {0, len(calls)}
    loads = {row[0]: sum(map(int, row[1:])) for row in told["loads"][1:]}
    assert loads == (days if kind == "user-a" else {})
    assert [row[1] for row in told["talk"][1:] if row[1]]
    for path in ("overview/none.csv", "overview/results", "overview/results.csv/x", "overview.csv"):
        assert (await browser.get(f"{home}/{path}")).status == 404


async def test_a_number_group_is_taken_apart_and_put_together(served: Served) -> None:
    browser, home = await signed_in(served)
    group = f"{home}/number-groups/{served.world.a.ids['virtual_number_group'][3]}"
    before = await shown_in(browser, group)
    forms = [form for form in (await browser.get(group)).document.forms if form.fields.get("deed") == "take"]
    assert {form.fields["field"] for form in forms} == {"employees", "virtual_phones", "employee_groups"}
    for form in forms:
        assert (await browser.post(form.action, **form.fields)).status == 303
    assert await shown_in(browser, group) == []
    for form in forms:
        assert (await browser.post(form.action, **{**form.fields, "deed": "put"})).status == 303
    assert await shown_in(browser, group) == before


@on_sqlite
async def test_what_cannot_be_done_is_said_and_nothing_is_changed(served: Served) -> None:
    browser, home = await signed_in(served)
    group = f"{home}/groups/{served.world.a.ids['extension_group'][0]}"
    before = (await browser.get(group)).text
    put = {"deed": "put", "field": "numbers"}
    foreign = str(served.world.b.ids["extension"][0])
    number = str(served.world.a.ids["extension"][0])
    wrong: tuple[dict[str, str], ...] = (
        {**put, "member": foreign},
        put,
        {"deed": "put", "field": "id"},
        {**put, "member": number, "back": "x"},
        {"deed": "rename"},
        {"deed": "?"},
        {},
    )
    for fields in wrong:
        refused = await _deed(browser, group, **fields)
        assert (refused.status, "That was not done" in refused.text) == (422, True)
    assert (await browser.get(group)).text == before
    other = f"{home}/groups/{served.world.b.ids['extension_group'][0]}"
    assert (await browser.get(other)).status == (await browser.get(f"{home}/groups/999999")).status == 404
    assert (await browser.post(group, deed="delete")).status == 403


@on_sqlite
async def test_two_who_change_one_group_lose_nothing_of_each_other(served: Served) -> None:
    browser, home = await signed_in(served)
    group = f"{home}/number-groups/{served.world.a.ids['virtual_number_group'][0]}"
    members = [str(each) for each in served.world.a.ids["employee"]]
    csrf = (await browser.get(group)).form("/app/logout").fields[CSRF]
    put = {CSRF: csrf, "deed": "put", "field": "employees"}
    await asyncio.gather(*(browser.post(group, **put, member=member) for member in members))
    assert await shown_in(browser, group) == members
    again = await browser.post(group, **put, member=members[0])
    assert again.location == group  # it was in already: there is nothing to undo


@on_sqlite
async def test_a_link_from_elsewhere_offers_nothing_to_undo(served: Served) -> None:
    browser, home = await signed_in(served)
    first, second = served.world.a.ids["extension_group"]
    member = served.world.a.ids["extension"][0]
    group, query = f"{home}/groups/{first}", f"deed=put&member={member}"
    for more in ("", "&field=numbers", f"&field=numbers&back={second}", f"&field=numbers&back={second}&seal=0"):
        shown = await browser.get(f"{group}?{query}{more}")
        assert shown.status == 200
        assert not [form for form in shown.document.forms if "undone" in form.fields]


@on_sqlite
async def test_a_clients_user_who_may_only_read_changes_no_group(served: Served) -> None:
    world = served.world
    await world.store.change(_reads_only(world.a.user.id), Scope(Level.CUSTOMER, world.a.id, world.a.user.id))
    browser, home = await signed_in(served)
    for group in (
        f"groups/{world.a.ids['extension_group'][0]}",
        f"number-groups/{world.a.ids['virtual_number_group'][0]}",
    ):
        shown = await browser.get(f"{home}/{group}")
        assert {form.action for form in shown.document.forms} == {"/app/language", "/app/logout"}
        for deed in ("rename", "delete"):
            assert (await _deed(browser, f"{home}/{group}", deed=deed, name="x")).status == 403
        assert (await _deed(browser, f"{home}/{group.split('/')[0]}/new", name="x")).status == 403


def _reads_only(user_id: int) -> Change[None]:
    yield Update(user, {"id": user_id}, {"access": "read_only"})


@on_sqlite
async def test_the_whitelist_shuts_what_the_data_api_shows(served: Served) -> None:
    browser, home = await signed_in(served)
    elsewhere = Browser(served, address="192.0.2.1")
    await elsewhere.sign_in("/console/", "user-a")
    for section in OF_DATA_API:
        assert (await browser.get(f"{home}/{section}")).status == 200
        assert (await elsewhere.get(f"{home}/{section}")).status == 404
    assert (await elsewhere.get(f"{home}/calls")).status == 200


@on_sqlite
@pytest.mark.parametrize("kind", ["extension_group", "read_only", "extension"])
async def test_only_a_clients_user_reaches_the_groups(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    csrf = (await browser.get(f"{home}/calls")).form("/app/logout").fields[CSRF]
    for group in (*served.world.a.ids["extension_group"], "new"):
        for shown in (
            await browser.get(f"{home}/groups/{group}"),
            await browser.post(f"{home}/groups/{group}", csrf=csrf, deed="delete"),
        ):
            assert shown.status == 404


@on_sqlite
async def test_a_recording_is_heard_and_anothers_is_not(served: Served) -> None:
    browser, home = await signed_in(served)
    sounds = [each["src"] for each in (await browser.get(f"{home}/recordings")).document.named("audio")]
    assert len(sounds) == len(served.world.a.ids[RECORD])
    whole = (await browser.get(sounds[0])).response
    part = await browser.client.get(sounds[0], headers={"Range": "bytes=0-99"})
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/mpeg")
    assert (part.status_code, part.content) == (206, whole.content[:100])
    foreign, there = await _browser_of(served, served.world.b)
    name = (await foreign.get(f"{there}/recordings")).document.named("audio")[0]["src"].split("/")[-2]
    assert (await browser.get(f"{home}/recordings/{name}/file")).status == 404


async def test_lists_are_searched_by_any_text_and_any_day(served: Served) -> None:
    browser, home = await signed_in(served)
    whole = len((await browser.get(f"{home}/employees")).document.named("tr")) - 1
    name = served.world.a.canary
    counts = {"": whole, name.lower(): whole, "%%": 0, "______": 0, "\\\\": 0, "' OR 1=1 --": 0}
    for search, count in counts.items():
        shown = await browser.client.get(f"{home}/employees", params={"search": search})
        assert len(Shown(shown).document.named("tr")) == (count + 1 if count else 0), search
    beyond = await browser.get(f"{home}/employees?page=99")
    assert parse_qs(beyond.location.partition("?")[2])["page"] == ["1"]
    for query in ("page=0", "page=-1", "page=x", "since=x&until=9999-12-31", "since=2030-01-01", "a=b"):
        assert (await browser.get(f"{home}/calls?{query}")).status == 200
    long = (await browser.get(f"{home}/calls?since=1971-01-01&until=2026-03-31")).document.named("input")
    assert {each["value"] for each in long if each["name"] in {"since", "until"}} == {"2026-03-01", "2026-03-31"}
    assert (await browser.get(f"{home}/calls?since=2020-01-01&until=2020-01-02")).text.count("Nothing is found.") == 1


@on_sqlite
async def test_a_list_as_an_api_call_answers_the_same(served: Served) -> None:
    browser, home = await signed_in(served)
    ring = Ring(served)
    holder, paths = await ring.holder(served.world.a), {each.name: path_of(each) for each in REST_OPERATIONS}
    for section in SEEN["user-a"] - OF_THE_ACCOUNT - OF_ONESELF - {"overview"}:
        shown = await browser.get(f"{home}/{section}?search={'' if section in OF_NUMBERS else 'canary'}")
        dialect, name, parts = called(shown)
        if dialect == "ringme":
            told = await ring.get(paths[name].format(**parts["path"]), holder, **parts["query"])
            rows = told if isinstance(told, list) else told[name.rpartition(".")[2]]
        else:
            rows = (await served.call(name, served.world.a.user.key, parts["params"])).data
        assert len(rows) == max(0, len(shown.document.named("tr")) - 1), section


def called(shown: Shown) -> tuple[str, str, Any]:
    """The dialect, the method, and what it is called with."""
    (address,) = (each["href"] for each in shown.document.named("a") if "data-as-call" in each)
    place, _, query = address.removeprefix("/explorer#").partition("?")
    dialect, _, name = place.partition("/")
    return dialect, name, {part: json.loads(value) for part, value in parse_qsl(query)}


@on_sqlite
async def test_requests_and_changes_are_shown_to_whose_account_it_is(served: Served) -> None:
    world, create = served.world, "create.virtual_number_groups"
    browser, home = await signed_in(served)
    for method, key, params in (
        ("get.virtual_number_groups", world.a.user.key, {"limit": "x"}),
        (create, world.a.user.key, {"name": "New"}),
        (create, world.b.user.key, {"name": "Other"}),
        (create, world.north.key, {"name": "For", "user_id": world.a.user.id}),
    ):
        await browser.client.post("/v2.0", json=envelope(method, key, **params))
    await served.application.upkeep.tell()
    requests, audit = await browser.get(f"{home}/requests"), await browser.get(f"{home}/audit?search=virtual_number_g")
    assert (requests.text.count("user-b"), audit.text.count("user-b")) == (0, 0)
    assert "data_type_error" in requests.text
    assert requests.text.count(create) == audit.text.count(create) == 2
    assert "north" not in requests.text


@on_sqlite
async def test_an_agent_who_has_signed_in_to_the_console_has_no_applications(served: Served) -> None:
    browser, home = await signed_in(served, "north")
    for path in ("/app/", "/app/register", "/app/consents"):
        assert "Sign in" in (await browser.get(path)).text
    out = await browser.submit(await browser.get(f"{home}/customers"), "/app/logout")
    assert out.status == 303
    assert "Sign in" in (await browser.get(f"{home}/customers")).text


@on_sqlite
async def test_values_are_saved_as_they_are_and_no_cell_is_a_formula(served: Served) -> None:
    ring = Ring(served)
    holder = await ring.holder(served.world.a)
    await ring.post("/client/@me/extension_group/", holder, {"name": "=1+1"})
    browser, home = await signed_in(served)
    saved = (await browser.get(f"{home}/groups.csv")).response
    rows = list(csv.reader(io.StringIO(saved.content.decode("utf-8-sig"))))
    assert saved.headers["content-disposition"] == 'attachment; filename="groups.csv"'
    assert rows[0] == ["Id", "Name"]
    assert "'=1+1" in [row[1] for row in rows]


@on_sqlite
async def test_the_console_speaks_russian(served: Served) -> None:
    browser, home = await signed_in(served, language="ru")
    shown = await browser.get(f"{home}/recordings")
    assert "Записи звонков" in shown.text
    assert "Recordings" not in shown.text


async def _browser_of(served: Served, customer: Customer) -> tuple[Browser, str]:
    browser = Browser(served)
    kind = f"extension_group-{customer.canary}"
    return browser, (await browser.sign_in("/console/", kind)).location.rpartition("/")[0]


async def _deed(browser: Browser, group: str, **fields: str) -> Shown:
    csrf = (await browser.get(group)).form("/app/logout").fields[CSRF]
    return await browser.post(group, csrf=csrf, **fields)


async def shown_in(browser: Browser, group: str) -> list[str]:
    """The numbers that can be taken out."""
    forms = (await browser.get(group)).document.forms
    return [form.fields["member"] for form in forms if form.fields.get("deed") == "take"]
