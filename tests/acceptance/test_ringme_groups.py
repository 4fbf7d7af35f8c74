"""``/extension_group/``: what a client does with his groups, and what becomes of all that was in one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.rest import sent, told
from tests.acceptance.test_ringme_records import DAY
from tests.ringme import Ring

GROUPS = "/client/@me/extension_group/"


async def test_groups_are_listed_by_id_and_found_by_name(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    listed = await ring.get(GROUPS, holder)
    assert [group["id"] for group in listed] == a.ids["extension_group"]
    assert await ring.get(GROUPS, holder, name=listed[1]["name"]) == listed[1:]
    assert await ring.get(GROUPS, holder, name="Nobody") == []
    assert await ring.get(GROUPS, holder, per_page=1, page=2) == listed[1:]


async def test_all_rows_are_one_page_unless_it_has_a_size(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    listed = await ring.get(GROUPS, holder)
    assert await ring.get(GROUPS, holder, page=1) == listed
    assert await ring.get(GROUPS, holder, page=2) == await ring.get(GROUPS, holder, page=10**9) == []
    assert await ring.get(GROUPS, holder, per_page="1e+00") == listed[:1]


async def test_names_need_not_be_unique(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    first, second = [await ring.post(GROUPS, holder, {"name": "Same"}) for _ in range(2)]
    assert first == {**second, "id": first["id"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": None}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "extra_params": {}}, "extra_params"),
        ({"name": "x", "extra_params": []}, "extra_params"),
        ({"name": "x", "extra_params": "x" * 4001}, "extra_params"),
    ],
)
async def test_a_group_that_cannot_be_is_refused_by_the_name_of_the_field(
    ring: Ring, body: dict[str, Any], field: str
) -> None:
    holder = await ring.holder(ring.world.a)
    before = await ring.get(GROUPS, holder)
    code, status, message = await ring.refused("POST", GROUPS, holder, body)
    assert (code, status) == (400, "validation_error")
    assert message.startswith(f"{field} ")
    assert await ring.get(GROUPS, holder) == before


@pytest.mark.parametrize("extra", [None, "", "null", "x" * 4000, 'Ж\U0001f4de\\"\n'])
async def test_extra_params_are_kept_as_they_are(ring: Ring, extra: str | None) -> None:
    holder = await ring.holder(ring.world.a)
    made = await ring.post(GROUPS, holder, {"name": "x" * 255, "extra_params": extra})
    assert made["extra_params"] == extra
    assert await ring.get(f"{GROUPS}{made['id']}", holder) == made


async def test_a_change_touches_what_was_sent_and_ignores_what_cannot_be_changed(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first = a.ids["extension_group"][0]
    before = await ring.get(f"{GROUPS}{first}", holder)
    assert await ring.put(f"{GROUPS}{first}", holder, {}) == before
    body = {"id": 1, "client_id": ring.world.b.id, "extra_params": "x", "unknown": []}
    assert await ring.put(f"{GROUPS}{first}", holder, body) == {**before, "extra_params": "x"}
    assert await ring.put(f"{GROUPS}{first}", holder, {"extra_params": None}) == before
    assert await ring.refused("PUT", f"{GROUPS}{first}", holder, {"name": None}) == (
        400,
        "validation_error",
        "name has a wrong value",
    )


async def test_the_numbers_of_a_deleted_group_stay_and_stand_in_none(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first, second = a.ids["extension_group"]
    before = await ring.get("/client/@me/extension/", holder)
    await ring.delete(f"{GROUPS}{first}", holder)
    after = await ring.get("/client/@me/extension/", holder)
    assert after == [
        {
            **number,
            "extension_group_id": None if number["extension_group_id"] == first else number["extension_group_id"],
        }
        for number in before
    ]
    assert {number["extension_group_id"] for number in after} == {None, second}
    missing = (404, "extension_group_not_found", "Extension group not found")
    for path in (
        f"{GROUPS}{first}",
        f"/extension_group/{first}/extension/",
        f"/extension_group/{first}/extension_group",
        *(
            f"/extension_group/{first}/{noun}/"
            for noun in ("record", "voicemail", "fax", "call_history", "calls", "cdr")
        ),
        f"/extension_group/{first}/reg_status_log/",
    ):
        assert await ring.refused("GET", path, holder) == missing
        assert await ring.refused("GET", path, holder, **DAY) == missing
    assert await ring.refused("DELETE", f"{GROUPS}{first}", holder) == missing


async def test_the_users_of_a_deleted_group_are_deleted_and_their_tokens_end_at_once(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    users = [await ring.holder(a, kind) for kind in ("extension_group", "read_only")]
    spared = await ring.holder(a, "extension")
    for user in users:
        await ring.get("/extension_group/@me/extension/", user)
    await ring.delete(f"{GROUPS}{a.ids['extension_group'][0]}", holder)
    for user in users:
        assert told(await sent(ring, "GET", "/extension_group/@me/extension/", user)) == (401, None)
    assert await ring.get("/client/@me/user/extension_group/", holder) == []
    assert (await ring.get("/user/", spared))["id"] == spared.user_id


async def test_what_happened_in_a_group_keeps_its_number_when_it_is_deleted(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    interval: dict[str, str | int] = {"start_datetime": "2025-01-01 00:00:00", "end_datetime": "2026-01-01 00:00:00"}
    before = await ring.get("/client/@me/reg_status_log/", holder, **interval)
    assert before
    await ring.delete(f"{GROUPS}{a.ids['extension_group'][0]}", holder)
    assert await ring.get("/client/@me/reg_status_log/", holder, **interval) == before


async def test_a_group_user_neither_deletes_his_group_nor_makes_or_moves_numbers(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension_group")
    first, number = a.ids["extension_group"][0], a.ids["extension"][0]
    denied = (403, "access_denied", "Access denied")
    assert await ring.refused("DELETE", f"/client/{a.id}/extension_group/{first}", holder) == denied
    assert await ring.refused("POST", f"/client/{a.id}/extension/", holder, {"name": "399"}) == denied
    assert await ring.refused("PUT", f"/client/{a.id}/extension/{number}", holder, {"label": "x"}) == denied
    not_allowed = (405, None, "Method not allowed")
    for method, path in (
        ("DELETE", "/extension_group/@me/extension_group/"),
        ("POST", "/extension_group/@me/extension/"),
        ("PUT", f"/extension_group/@me/extension/{number}"),
    ):
        assert await ring.refused(method, path, holder, {"name": "399"}) == not_allowed


async def test_a_group_of_another_client_answers_as_one_that_is_not_there(ring: Ring) -> None:
    a, b = ring.world.a, ring.world.b
    holder = await ring.holder(a)
    foreign = b.ids["extension_group"][0]
    for method, body in (("GET", b""), ("PUT", b'{"name":"x"}'), ("DELETE", b"")):
        answers = [await sent(ring, method, f"{GROUPS}{group}", holder, body) for group in (foreign, 999_999)]
        assert answers[0].content == answers[1].content
        assert told(answers[0]) == told(answers[1]) == (404, "extension_group_not_found")
    other = await ring.holder(b)
    assert (await ring.get(f"{GROUPS}{foreign}", other))["name"].endswith(b.canary)
