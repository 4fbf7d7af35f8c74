"""What the console makes, changes and ends on the pages of single things, and what it refuses."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from centrex.catalogue import Level
from centrex.engine.phones import ha1
from centrex.resources import OPERATIONS, REST_OPERATIONS
from centrex.resources.phone import phone
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Find, Update
from centrex.web.console.administered import THINGS
from tests.acceptance.forms import form_of, forms_in
from tests.acceptance.oauth import Browser, Shown
from tests.acceptance.test_console import called, signed_in
from tests.served import Served

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
MARKUP: Final = "<script>alert(1)</script>\"'><img src=x>{{ 7*7 }}"
NEW: Final[dict[str, dict[str, str]]] = {
    "users": {"name": MARKUP, "login": "fresh", "password": "long enough", "email": "a@example.org"},
    "group-users": {"name": MARKUP, "login": "fresh", "password": "long enough", "email": "a@example.org"},
    "number-users": {"name": MARKUP, "login": "fresh", "password": "long enough", "email": "a@example.org"},
    "extensions": {"name": "777", "label": MARKUP},
    "employees": {"last_name": MARKUP, "phone_numbers.0.phone_number": "79990000001"},
}
"""What is written into the form of a new thing, by its section."""

CHANGED: Final = {
    "users": ("name", "Renamed"),
    "group-users": ("name", "Renamed"),
    "number-users": ("name", "Renamed"),
    "extensions": ("label", "Renamed"),
    "employees": ("last_name", "Renamed"),
}


@pytest.mark.parametrize("section", NEW)
async def test_a_thing_is_made_changed_and_deleted(served: Served, section: str) -> None:
    browser, home = await signed_in(served)
    form = form_of(await browser.get(f"{home}/{section}/new"))
    belongs = {name: str(ids[0]) for name, ids in _belongs(served).items() if name in form.offered}
    made = (await browser.post(form.action, **{**form.fields, **belongs, **NEW[section]})).location.partition("?")[0]
    shown = await browser.get(made)
    assert MARKUP in shown.document.text + " ".join(form_of(shown, "change").fields.values())
    assert "<script>alert" not in shown.response.text

    name, value = CHANGED[section]
    before = form_of(shown, "change").fields
    again = await browser.post(made, **{**before, name: value})
    assert "Saved." in (await browser.get(again.location)).text
    after = form_of(await browser.get(made), "change").fields
    assert {key: text for key, text in after.items() if key != "seen"} == {
        key: text for key, text in {**before, name: value}.items() if key != "seen"
    }
    gone = await browser.post(made, **form_of(await browser.get(made), "delete").fields)
    assert gone.location == f"{home}/{section}"
    assert (await browser.get(made)).status == 404


@on_sqlite
@pytest.mark.parametrize("section", ["employees", "extensions", "numbers", "users", "group-users", "number-users"])
async def test_a_form_that_nobody_touched_changes_nothing(served: Served, section: str) -> None:
    browser, home = await signed_in(served)
    before = await _changes(browser, home)
    for thing in await _opened(browser, home, section):
        form = form_of(await browser.get(thing), "change")
        assert (await browser.post(thing, **form.fields)).status == 303
        assert form_of(await browser.get(thing), "change").fields == form.fields
    assert await _changes(browser, home) == before


@on_sqlite
async def test_the_members_of_an_employee_are_set_from_what_is_ticked_and_written(served: Served) -> None:
    browser, home = await signed_in(served)
    groups = [str(each) for each in served.world.a.ids["employee_group"]]
    form = form_of(await browser.get(f"{home}/employees/new"))
    told = {
        **form.fields,
        "last_name": "Petrova",
        "extension.extension_phone_number": "88",
        "extension.extension_queue_enabled": "on",
        "phone_numbers.0.phone_number": "79990000001",
        "phone_numbers.1.phone_number": "79990000002",
        "phone_numbers.1.dial_time": "30",
        f"groups.{groups[0]}": "on",
    }
    made = (await browser.post(form.action, **told)).location.partition("?")[0]
    row = await _employee(served, made)
    assert [each["phone_number"] for each in row["phone_numbers"]] == ["79990000001", "79990000002"]
    assert [each["dial_time"] for each in row["phone_numbers"]] == [60, 30]
    assert [str(each["group_id"]) for each in row["groups"]] == groups[:1]
    assert row["extension"]["extension_phone_number"] == "88"
    assert row["in_external_allowed_call_directions"] == ["in", "out"]

    form = form_of(await browser.get(made), "change")
    fields = {**form.fields, "phone_numbers.0.phone_number": "", "extension.extension_phone_number": ""}
    del fields[f"groups.{groups[0]}"], fields["extension.extension_queue_enabled"]
    assert (await browser.post(made, **fields)).status == 303
    row = await _employee(served, made)
    assert [each["phone_number"] for each in row["phone_numbers"]] == ["79990000002"]
    assert (row["groups"], row["extension"], row["last_name"]) == ([], {}, "Petrova")


WRONG: Final = (
    ("users", {"password": "short"}, "password", "This cannot be used here."),
    ("users", {"email": "nobody"}, "email", "This cannot be used here."),
    ("users", {"login": "user-b"}, "login", "There is one of this name already."),
    ("users", {"login": ""}, "login", "This is needed."),
    ("extensions", {"name": "12345"}, "name", "This cannot be used here."),
    ("extensions", {"name": "777", "dial_rule_limit": "many"}, "dial_rule_limit", "Write a number."),
    ("extensions", {"name": "777", "extension_group_id": "999999"}, "extension_group_id", "There is no such thing"),
    ("employees", {"last_name": " "}, "last_name", "This is needed."),
    ("employees", {"phone_numbers.0.phone_number": "x"}, "phone_numbers", "This cannot be used here."),
    ("employees", {"extension.extension_queue_enabled": "on"}, "extension.extension_phone_number", "This is needed."),
)


@on_sqlite
async def test_what_the_engine_refuses_is_told_above_the_form_and_at_the_field(served: Served) -> None:
    browser, home = await signed_in(served)
    for section, wrong, field, sentence in WRONG:
        form = form_of(await browser.get(f"{home}/{section}/new"))
        refused = await browser.post(form.action, **{**form.fields, **NEW[section], **wrong})
        assert refused.status == 422, wrong
        assert refused.text.count(sentence) == 2, (wrong, refused.text)
        (at,) = [each for _, each in refused.document.tags if each.get("aria-invalid") == "true"]
        assert at["id"] == field
        assert [each for each in refused.document.named("a") if each["href"] == f"#{field}"]
        kept = form_of(refused).fields
        written = wrong.keys() - {"password", "extension_group_id"}
        assert {kept[name] for name in written} == {wrong[name].strip() for name in written}
        assert "long enough" not in refused.response.text
    existing = (await _opened(browser, home, "extensions"))[0]
    form = form_of(await browser.get(existing), "change")
    refused = await browser.post(existing, **{**form.fields, "dial_rule_limit": "-1"})
    assert (refused.status, refused.text.count("This cannot be used here.")) == (422, 2)


@on_sqlite
async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(served: Served) -> None:
    browser, home = await signed_in(served)
    thing = (await _opened(browser, home, "employees"))[0]
    form = form_of(await browser.get(thing), "change")
    assert (await browser.post(thing, **{**form.fields, "last_name": "First"})).status == 303
    late = await browser.post(thing, **{**form.fields, "last_name": "Second"})
    assert (late.status, "It was changed meanwhile" in late.text) == (422, True)
    assert form_of(await browser.get(thing), "change").fields["last_name"] == "First"


@on_sqlite
async def test_what_depends_on_a_thing_is_counted_before_it_is_deleted(served: Served) -> None:
    browser, home = await signed_in(served)
    world = served.world.a
    number = await browser.get(f"{home}/extensions/{world.ids['extension'][0]}")
    assert "and its users: 1." in " ".join(number.text.split())
    coach = await browser.get(f"{home}/employees/{world.ids['employee'][0]}")
    assert "His phones are deleted:" in coach.text
    refused = await browser.post(f"{home}/employees/{world.ids['employee'][0]}", **form_of(coach, "delete").fields)
    assert (refused.status, "Something else depends on it." in refused.text) == (422, True)
    own = await browser.get(f"{home}/users/{world.user.id}")
    refused = await browser.post(f"{home}/users/{world.user.id}", **form_of(own, "delete").fields)
    assert (refused.status, "The user may not do this." in refused.text) == (422, True)


@on_sqlite
async def test_a_number_is_connected_led_somewhere_and_disconnected(served: Served) -> None:
    browser, home = await signed_in(served)
    free = (await _opened(browser, home, "free-numbers"))[0]
    number, extension = free.rpartition("/")[2], str(served.world.a.ids["extension"][0])
    form = form_of(await browser.get(free), "enable")
    assert (await browser.post(free, **form.fields)).location == f"{home}/numbers"
    assert (await browser.get(free)).status == 404
    shown = await browser.get(f"{home}/numbers?search={number}")
    (thing,) = _links(shown, home, "numbers")
    form = form_of(await browser.get(thing), "change")
    assert (await browser.post(thing, **{**form.fields, "extension_id": extension, "comment": "Desk"})).status == 303
    assert form_of(await browser.get(thing), "change").fields["extension_id"] == extension
    gone = await browser.post(thing, **form_of(await browser.get(thing), "disable").fields)
    assert gone.location == f"{home}/numbers"
    assert (await browser.get(free)).status == 200
    held = f"{home}/numbers/{served.world.a.ids['virtual_number'][0]}"
    refused = await browser.post(held, **form_of(await browser.get(held), "disable").fields)
    assert "Something else depends on it." in refused.text


@on_sqlite
async def test_anothers_things_are_not_there_and_those_of_a_list_alone_are_opened(served: Served) -> None:
    browser, home = await signed_in(served)
    b = served.world.b
    foreign: dict[str, int] = {
        "users": b.user.id,
        "group-users": b.users["extension_group"],
        "number-users": b.users["extension"],
        "extensions": b.ids["extension"][0],
        "employees": b.ids["employee"][0],
        "numbers": b.ids["virtual_number"][0],
        "keys": 2,
        "customers": b.id,
    }
    csrf = form_of(await browser.get(f"{home}/users/new")).fields["csrf"]
    for section, identifier in foreign.items():
        for name in (identifier, 999_999, "x", 10**30, "0", "%2e"):
            path = f"{home}/{section}/{name}"
            assert (await browser.get(path)).status == 404, path
            assert (await browser.post(path, csrf=csrf, deed="delete")).status == 404, path
    for section in ("users", "employees"):
        assert (await browser.post(f"{home}/{section}/{await _first(served, section)}", deed="delete")).status == 403
        odd = await browser.post(f"{home}/{section}/{await _first(served, section)}", csrf=csrf, deed="?")
        assert odd.status == 403
    for section in ("numbers", "free-numbers"):
        assert (await browser.get(f"{home}/{section}/new")).status == 404
        assert (await browser.post(f"{home}/{section}/new", csrf=csrf)).status == 403


@on_sqlite
@pytest.mark.parametrize("kind", ["extension_group", "extension", "read_only"])
async def test_who_may_only_look_is_offered_nothing(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    csrf = (await browser.get(f"{home}/calls")).form("/app/logout").fields["csrf"]
    for section in THINGS:
        path = f"{home}/{section}/{served.world.a.users['extension']}"
        assert {(await browser.get(path)).status, (await browser.post(path, csrf=csrf, deed="delete")).status} == {404}
        new = {
            (await browser.get(f"{home}/{section}/new")).status,
            (await browser.post(f"{home}/{section}/new", csrf=csrf)).status,
        }
        assert new <= {403, 404}
        links = _links(await browser.get(f"{home}/{section}"), home, section)
        assert [each for each in links if not each.endswith("/settings")] == []


@on_sqlite
async def test_a_clients_user_who_may_only_read_is_shown_no_form(served: Served) -> None:
    world = served.world
    await world.store.change(_reads_only(world.a.user.id), Scope(Level.CUSTOMER, world.a.id, world.a.user.id))
    browser, home = await signed_in(served)
    for section in ("users", "extensions", "employees", "numbers", "free-numbers"):
        for thing in (await _opened(browser, home, section))[:1]:
            shown = await browser.get(thing)
            assert shown.status == 200
            assert {form.action for form in forms_in(shown)} == {"/app/language", "/app/logout"}
            csrf = shown.form("/app/logout").fields["csrf"]
            for deed in ("change", "delete", "disable", "enable"):
                assert (await browser.post(thing, csrf=csrf, deed=deed)).status == 403


@on_sqlite
async def test_a_form_as_an_api_call_names_the_thing(served: Served) -> None:
    browser, home = await signed_in(served)
    world = served.world.a
    employee, extension = world.ids["employee"][0], world.ids["extension"][0]
    assert called(await browser.get(f"{home}/employees/{employee}"))[1:] == (
        "update.employees",
        {"params": {"id": employee}},
    )
    assert called(await browser.get(f"{home}/extensions/{extension}"))[1:] == (
        "change.client.extension",
        {"path": {"client_id": "@me", "extension_id": extension}, "body": {}},
    )
    assert called(await browser.get(f"{home}/users/new"))[1] == "add.client.user.client"


@on_sqlite
@pytest.mark.parametrize("kind", ["user-a", "extension_group"])
async def test_a_phone_is_set_and_given_a_password_that_is_shown_once(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    world = served.world.a
    path = f"{home}/extensions/{world.ids['extension'][0]}/settings"
    shown = await browser.get(path)
    form = form_of(shown, "change")
    assert (await browser.post(path, **{**form.fields, "conference_pin": "1234", "allow_webrtc": "on"})).status == 303
    after = form_of(await browser.get(path), "change").fields
    assert (after["conference_pin"], after.get("allow_webrtc")) == ("1234", "on")
    refused = await browser.post(path, **{**after, "conference_pin": "x"})
    assert (refused.status, refused.text.count("This cannot be used here.")) == (422, 2)
    late = await browser.post(path, **{**form.fields, "conference_pin": "5678"})
    assert (late.status, "It was changed meanwhile" in late.text) == (422, True)

    made = await browser.post(path, **form_of(shown, "password").fields)
    found = re.search(r'id="password" class="secret">([A-Za-z0-9]{20})<', made.response.text)
    assert made.status == 201
    assert found
    name, domain = re.findall(r"<dd>([^<]+)</dd>", made.response.text)
    kept = await served.world.store.find(
        Find(phone, ("password_ha1",), {"extension_id": world.ids["extension"][0]}), SERVER
    )
    assert kept[0][0] == ha1(name, domain, found[1])
    assert found[1] not in (await browser.get(path)).response.text


@on_sqlite
async def test_a_fax_is_told_where_to_send_what_it_receives(served: Served) -> None:
    browser, home = await signed_in(served)
    form = form_of(await browser.get(f"{home}/extensions/new"))
    fax = (await browser.post(form.action, **{**form.fields, "name": "555", "type": "fax"})).location.partition("?")[0]
    assert f'href="{fax}/settings"' in (await browser.get(fax)).response.text
    path = f"{fax}/settings"
    form = form_of(await browser.get(path), "change")
    assert form.offered == {"csrf", "deed", "seen", "fax_mailto"}
    refused = await browser.post(path, **{**form.fields, "fax_mailto": "nobody"})
    assert (refused.status, refused.text.count("This cannot be used here.")) == (422, 2)
    assert (await browser.post(path, **{**form.fields, "fax_mailto": "a@b.example, c@d.example"})).status == 303
    assert form_of(await browser.get(path), "change").fields["fax_mailto"] == "a@b.example, c@d.example"
    assert (await browser.post(path, **{**form.fields, "deed": "password"})).status == 422


@on_sqlite
async def test_the_phones_of_others_are_not_there(served: Served) -> None:
    a, b = served.world.a, served.world.b
    browser, home = await signed_in(served)
    queue = a.ids["extension"][2]
    assert "has no such settings" in (await browser.get(f"{home}/extensions/{queue}/settings")).text
    grouped, group_home = await signed_in(served, "extension_group")
    limited, limited_home = await signed_in(served, "read_only")
    elsewhere = a.ids["extension"][3]  # in the other group
    for who, where, number in (
        (browser, home, b.ids["extension"][0]),
        (browser, home, 999_999),
        (grouped, group_home, elsewhere),
        (grouped, group_home, b.ids["extension"][0]),
    ):
        csrf = (await who.get(f"{where}/calls")).form("/app/logout").fields["csrf"]
        path = f"{where}/extensions/{number}/settings"
        assert (await who.get(path)).status == (await who.post(path, csrf=csrf, deed="password")).status == 404
    own = f"{limited_home}/extensions/{a.ids['extension'][0]}/settings"
    shown = await limited.get(own)
    csrf = shown.form("/app/logout").fields["csrf"]
    assert "New SIP password" not in shown.text
    for deed in ("password", "change"):
        assert (await limited.post(own, csrf=csrf, deed=deed)).status == 403


def test_every_parameter_that_no_form_asks_for_is_one_of_its_operation() -> None:
    operations = {**OPERATIONS, **{each.name: each for each in REST_OPERATIONS}}
    for thing in THINGS.values():
        asked = [each for each in (thing.creates, thing.changes) if each]
        known = {path for each in asked for path in _paths(operations[each.name].params)}
        named = thing.omitted | thing.once | thing.choices.keys() | set(thing.first) | thing.begins.keys()
        assert named <= known, thing.section


def _paths(params: Any, path: str = "") -> set[str]:
    below = {inner for param in params for inner in _paths(param.fields, f"{path}{param.name}.")}
    return below | {path + param.name for param in params}


def _belongs(served: Served) -> dict[str, list[int]]:
    """What users belong to."""
    ids = served.world.a.ids
    return {"extension_id": ids["extension"], "extension_group_id": ids["extension_group"]}


def _reads_only(user_id: int) -> Change[None]:
    yield Update(user, {"id": user_id}, {"access": "read_only"})


def _links(shown: Shown, home: str, section: str) -> list[str]:
    """The pages of things that a list leads to."""
    found = [each["href"] for each in shown.document.named("a")]
    return [each for each in found if re.fullmatch(rf"{home}/{section}/[0-9]+(/settings)?", each)]


async def _opened(browser: Browser, home: str, section: str) -> list[str]:
    return _links(await browser.get(f"{home}/{section}"), home, section)


async def _first(served: Served, section: str) -> int:
    world = served.world.a
    return world.user.id if section == "users" else world.ids["employee"][0]


async def _employee(served: Served, thing: str) -> dict[str, Any]:
    wanted = {"field": "id", "operator": "=", "value": int(thing.rpartition("/")[2])}
    answer = await served.call("get.employees", served.world.a.user.key, {"filter": wanted})
    row: dict[str, Any] = answer.data[0]
    return row


async def _changes(browser: Browser, home: str) -> int:
    """How many rows the audit has."""
    return len((await browser.get(f"{home}/audit.csv")).response.text.splitlines())
