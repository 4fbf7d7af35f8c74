"""Many numbers at once: shown before anything is done, moved, and moved back."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.catalogue import Level
from centrex.resources.user import user
from centrex.scope import Scope
from centrex.store.steps import Change, Update
from centrex.web.console import moves
from tests.acceptance.oauth import Browser, Form, Shown
from tests.acceptance.test_console import CSRF, on_sqlite, signed_in
from tests.ringme import Ring
from tests.served import Served

GROUP: Final = "virtual_number_group"


async def sent(browser: Browser, page: str, **fields: object) -> Shown:
    csrf = (await browser.get(page)).form("/app/logout").fields[CSRF]
    return await browser.post(page, csrf=csrf, **{name: str(value) for name, value in fields.items()})


async def looked(browser: Browser, page: str, deed: str, group: object, *numbers: str) -> Shown:
    return await sent(browser, page, step="look", deed=deed, group=group, numbers="\n".join(numbers))


def step(shown: Shown, deed: str) -> Form:
    """The form that does what the page says."""
    return next(form for form in shown.document.forms if form.fields.get("deed") == deed and "left" in form.fields)


async def done(browser: Browser, shown: Shown, deed: str) -> Shown:
    form = step(shown, deed)
    return await browser.post(form.action, **form.fields)


async def groups_of(ring: Ring) -> dict[str, int | None]:
    """The groups of the customer's internal numbers, by the API."""
    rows = await ring.get("/client/@me/extension/", await ring.holder(ring.world.a))
    return {row["name"]: row["extension_group_id"] for row in rows}


async def members_of(served: Served, group: int) -> list[str]:
    """The virtual numbers of a group, by the API."""
    wanted = {"filter": {"field": "id", "operator": "=", "value": group}}
    (row,) = (await served.call("get.virtual_number_groups", served.world.a.user.key, wanted)).data
    return [each["number"] for each in row["virtual_phones"]]


async def numbers_of(served: Served) -> list[str]:
    rows = (await served.call("get.virtual_numbers", served.world.a.user.key, {"limit": 100})).data
    return [row["virtual_phone_number"] for row in rows]


async def test_internal_numbers_are_moved_and_moved_back(served: Served, ring: Ring) -> None:
    browser, home = await signed_in(served)
    before = await groups_of(ring)
    group = served.world.a.ids["extension_group"][1]
    moving = [name for name, now in before.items() if now != group]
    page = f"{home}/extensions/several"
    short = [name.partition("*")[2] for name in moving]
    shown = await looked(browser, page, "put", group, *short, "999")
    assert await groups_of(ring) == before
    assert f": {len(moving)}" in shown.text
    assert "No numbers of the account: 1" in shown.text
    after = await done(browser, shown, "put")
    assert set((await groups_of(ring)).values()) == {group}
    back = await done(browser, after, "undo")
    assert (await groups_of(ring), f"Moved back: {len(moving)}" in back.text) == (before, True)


@on_sqlite
async def test_long_work_is_done_in_steps_that_say_how_far_they_are(
    served: Served, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("centrex.web.console.movers.SIZE", 2)
    browser, home = await signed_in(served)
    group = served.world.a.ids["extension_group"][0]
    moving = [name for name, now in (await groups_of(ring)).items() if now != group]
    shown = await looked(browser, f"{home}/extensions/several", "put", group, *moving)
    told = []
    while any("left" in form.fields and form.fields["deed"] == "put" for form in shown.document.forms):
        shown = await done(browser, shown, "put")
        told += [(int(each["value"]), int(each["max"])) for each in shown.document.named("progress")]
    assert told == [(far, len(moving)) for far in range(2, len(moving), 2)]
    assert set((await groups_of(ring)).values()) == {group}


async def test_virtual_numbers_are_taken_out_and_put_back(served: Served) -> None:
    browser, home = await signed_in(served)
    group = served.world.a.ids[GROUP][3]
    before, page = await members_of(served, group), f"{home}/numbers/several"
    shown = await looked(browser, page, "take", group, *await numbers_of(served), before[0])
    assert f": {len(before)}" in shown.text
    assert "Written twice: 1" in shown.text
    after = await done(browser, shown, "take")
    assert await members_of(served, group) == []
    await done(browser, after, "undo")
    assert sorted(await members_of(served, group)) == sorted(before)


@on_sqlite
async def test_what_has_changed_since_it_was_shown_is_left_alone(served: Served, ring: Ring) -> None:
    browser, home = await signed_in(served)
    first, second = served.world.a.ids["extension_group"]
    page = f"{home}/extensions/several"
    names = [name for name, now in (await groups_of(ring)).items() if now == first]
    shown = await looked(browser, page, "take", first, *names)
    await done(browser, await looked(browser, page, "put", second, names[0]), "put")
    told = await done(browser, shown, "take")
    assert "Left as they are: 1" in told.text
    assert (await groups_of(ring))[names[0]] == second


@on_sqlite
async def test_what_is_asked_for_wrongly_is_said_to_be_so(served: Served) -> None:
    browser, home = await signed_in(served)
    page, group = f"{home}/extensions/several", served.world.a.ids["extension_group"][0]
    foreign = served.world.b.ids["extension_group"][0]
    for fields, problem in (
        ({"numbers": " ", "deed": "put", "group": group}, "Write at least one number."),
        ({"numbers": "1\n" * 10_001, "deed": "put", "group": group}, "Write at most 10,000 numbers."),
        ({"numbers": "201", "group": group}, "Choose what to do."),
        ({"numbers": "201", "deed": "put"}, "Choose a group."),
        ({"numbers": "201", "deed": "put", "group": foreign}, "Choose a group."),
    ):
        shown = await sent(browser, page, step="look", **fields)
        assert (shown.status, problem in shown.text) == (422, True)


@on_sqlite
async def test_a_form_that_was_written_by_hand_moves_nothing_of_others(served: Served, ring: Ring) -> None:
    browser, home = await signed_in(served)
    before = await groups_of(ring)
    a, b = served.world.a, served.world.b
    for section, left in (
        ("extensions", f"{b.ids['extension'][0]}::{a.ids['extension_group'][0]}"),
        ("extensions", f"{a.ids['extension'][0]}:{before_of(before, a)}:{b.ids['extension_group'][0]}"),
        ("numbers", f"{b.ids['virtual_number'][0]}::{a.ids[GROUP][0]}"),
        ("numbers", f"{a.ids['virtual_number'][0]}::{b.ids[GROUP][0]}"),
        ("numbers", "x 1:2"),
    ):
        told = await sent(browser, f"{home}/{section}/several", step="do", deed="put", left=left)
        assert (told.status, "Put in: 0" in told.text) == (200, True), left
    assert await groups_of(ring) == before


def before_of(groups: dict[str, int | None], customer: Any) -> object:
    """The group of the customer's first number, as a move has it."""
    return next(iter(groups.values())) or ""


@on_sqlite
async def test_rows_are_chosen_in_the_list_or_found_by_its_search(served: Served, ring: Ring) -> None:
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/extensions")
    boxes = [each for each in shown.document.named("input") if each.get("form") == "chosen"]
    assert [each["value"] for each in boxes] == list(await groups_of(ring))
    chosen = {each["name"]: each["value"] for each in boxes[:2]}
    asked = await sent(browser, f"{home}/extensions/several", **chosen)
    found = await browser.get(f"{home}/extensions/several?search={boxes[2]['value'][-3:]}")
    for page, numbers in ((asked, list(chosen.values())), (found, [boxes[2]["value"]])):
        assert [each for each in moves.numbers_in(page.text) if "*" in each] == numbers


@on_sqlite
@pytest.mark.parametrize("kind", ["extension_group", "read_only", "extension"])
async def test_only_who_changes_groups_moves_numbers(served: Served, kind: str) -> None:
    browser, home = await signed_in(served, kind)
    listed = await browser.get(f"{home}/extensions")
    assert not [each for each in listed.document.named("input") if each.get("type") == "checkbox"]
    assert (await browser.get(f"{home}/extensions/several")).status in {403, 404}


@on_sqlite
async def test_a_clients_user_who_may_only_read_moves_nothing(served: Served) -> None:
    a = served.world.a
    await served.world.store.change(_reads_only(a.user.id), Scope(Level.CUSTOMER, a.id, a.user.id))
    browser, home = await signed_in(served)
    left = f"{a.ids['extension'][0]}::{a.ids['extension_group'][0]}"
    csrf = (await browser.get(f"{home}/extensions")).form("/app/logout").fields[CSRF]
    for section in ("extensions", "numbers"):
        page = f"{home}/{section}/several"
        assert (await browser.get(page)).status == 403
        assert (await browser.post(page, csrf=csrf, step="do", deed="put", left=left)).status == 403


def _reads_only(user_id: int) -> Change[None]:
    yield Update(user, {"id": user_id}, {"access": "read_only"})
