"""``/cdr/``, ``/calls/`` and ``/call_history/``: whose they are, envelopes, pages, order, filters and intervals."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.acceptance.rest import sent
from tests.calls import OUTSIDE, name_of
from tests.ringme import Holder, Ring

DAY: Final = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-15 23:59:59"}
RAW: Final = "start_datetime=2025-06-15+00:00:00&end_datetime=2025-06-15%2023:59:59"
CALLS, LEGS = 7, 9
"""The customer's calls that have ended, and the parts of them that are his numbers'."""

LISTS: Final = {"calls": CALLS, "call_history": CALLS, "cdr": LEGS}


async def listed(ring: Ring, path: str, holder: Holder, **query: str | int) -> list[dict[str, Any]]:
    """The rows of a list of the day on which the world was made."""
    answer = await ring.get(path, holder, **{**DAY, **query})
    rows: list[dict[str, Any]] = answer[path.strip("/").rpartition("/")[2]]
    return rows


async def raw(ring: Ring, query: str, holder: Holder) -> httpx.Response:
    """The calls of the day, asked with a query as it stands."""
    return await sent(ring, "GET", f"/client/@me/calls/?{RAW}&{query}", holder)


async def test_a_list_of_calls_tells_its_page_and_its_order_around_the_rows(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    for noun, number in LISTS.items():
        answer = await ring.get(f"/client/@me/{noun}/", holder, **DAY)
        assert list(answer) == ["page", "per_page", "order", noun]
        assert (answer["page"], answer["per_page"], answer["order"]) == (1, 100, "desc")
        assert len(answer[noun]) == number
        times = [row["init_time_gmt"] for row in answer[noun]]
        assert times == sorted(times, reverse=True)
        turned = await ring.get(f"/client/@me/{noun}/", holder, **DAY, order="asc")
        assert (turned["order"], [row["init_time_gmt"] for row in turned[noun]]) == ("asc", times[::-1])


async def test_pages_hold_a_thousand_rows_at_most_and_behind_the_last_there_are_none(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    everything = await listed(ring, "/client/@me/calls/", holder)
    pages = [await ring.get("/client/@me/calls/", holder, **DAY, per_page=3, page=page) for page in (1, 2, 3, 4)]
    assert [row for page in pages for row in page["calls"]] == everything
    assert [(page["page"], page["per_page"], len(page["calls"])) for page in pages] == [
        *((1, 3, 3), (2, 3, 3), (3, 3, 1), (4, 3, 0)),
    ]
    for asked, told in ((1000, 1000), (1001, 1000), (100_000, 1000), (0, 1), ("x", 100)):
        answer = await ring.get("/client/@me/calls/", holder, **DAY, per_page=asked)
        assert answer["per_page"] == told


async def test_every_user_sees_what_was_his_parts_and_of_a_call_its_parts_that_were(ring: Ring) -> None:
    a = ring.world.a
    client, group, number = [await ring.holder(a, kind) for kind in ("client", "extension_group", "extension")]
    inside = name_of("call_history", a.canary, a.ids, 2)
    both = await ring.get(f"/client/@me/call_history/{inside}", client)
    assert [part["extension_id"] for part in both["cdr"]] == a.ids["extension"][1:3]
    own = await ring.get(f"/extension_group/@me/call_history/{inside}", group)
    assert [part["extension_id"] for part in own["cdr"]] == a.ids["extension"][1:2]
    assert {**own, "cdr": []} == {**both, "cdr": []}
    missing = await ring.refused("GET", f"/extension/@me/call_history/{inside}", number)
    assert missing == (404, None, "Not found")
    mine = await listed(ring, "/extension/@me/cdr/", number)
    assert {part["extension_id"] for part in mine} == {a.ids["extension"][0]}
    assert len(mine) == 3


async def test_a_call_is_named_in_either_case_and_shown_in_upper_case(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    name = name_of("call_history", a.canary, a.ids, 0)
    found = [await ring.get(f"/client/@me/call_history/{text}", holder) for text in (name, name.lower())]
    assert found[0] == found[1]
    assert found[0]["call_uuid"] == name.upper()
    assert (found[0]["result"], found[0]["bridged_duration"]) == ("bridged", 55)


async def test_filters_take_one_value_several_or_none(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first, second = a.ids["extension"][:2]
    for query, number in {
        "flow=out": 2,
        "flow=in": 5,
        "flow=in&flow[]=out": CALLS,
        f"extension_id={first}": 3,
        f"extension_id[]={first}&extension_id[]={second}": 5,
        f"extension_id={first}&extension_id={second}": 5,
        f"extension_id%5B%5D={second}": 2,
        f"extension_id=&flow=&extension_id={first}": 3,
        "extension_id[]=&flow[]=": CALLS,
        f"extension_id={first}&flow=out": 0,
        f"extension_id={ring.world.b.ids['extension'][0]}9": 0,
    }.items():
        answer = await raw(ring, query, holder)
        assert (answer.status_code, len(answer.json()["calls"])) == (200, number), query
    for query in ("flow=up", "extension_id=x", "extension_id[]=1&extension_id[]=x"):
        answer = await raw(ring, query, holder)
        assert (answer.status_code, answer.json()["status"]) == (400, "validation_error"), query


async def test_the_history_of_calls_is_found_by_whom_they_were_for(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    found = await listed(ring, "/client/@me/call_history/", holder, to_username=OUTSIDE)
    assert [(row["to_username"], row["result"]) for row in found] == [(OUTSIDE, "busy")]


@pytest.mark.parametrize("noun", LISTS)
async def test_an_interval_reaches_to_the_end_of_the_next_month_and_is_needed(ring: Ring, noun: str) -> None:
    holder = await ring.holder(ring.world.a)
    path = f"/client/@me/{noun}/"
    begin, last = "2025-06-01 00:00:00", "2025-07-31 23:59:59"
    assert (await ring.get(path, holder, start_datetime=begin, end_datetime=last))["page"] == 1
    for query, told in (
        ({}, "start_datetime is missing"),
        ({"start_datetime": begin}, "end_datetime is missing"),
        ({"start_datetime": "yesterday", "end_datetime": last}, "start_datetime has a wrong value"),
        ({"start_datetime": last, "end_datetime": begin}, "end_datetime has a wrong value"),
        ({"start_datetime": begin, "end_datetime": "2025-08-01 00:00:00"}, "end_datetime has a wrong value"),
    ):
        assert await ring.refused("GET", path, holder, **query) == (400, "validation_error", told)


async def test_calls_stay_with_the_group_that_a_number_was_in(ring: Ring) -> None:
    a = ring.world.a
    client, group, number = [await ring.holder(a, kind) for kind in ("client", "extension_group", "extension")]
    before = await listed(ring, "/extension_group/@me/calls/", group)
    moved = {"extension_group_id": a.ids["extension_group"][1]}
    await ring.put(f"/client/@me/extension/{a.ids['extension'][0]}", client, moved)
    assert await listed(ring, "/extension_group/@me/calls/", group) == before
    assert len(await listed(ring, f"/extension_group/{moved['extension_group_id']}/calls/", client)) == 1
    assert len(await listed(ring, "/extension/@me/calls/", number)) == 3
    away = await ring.refused("GET", f"/extension/{a.ids['extension'][0]}/calls/", group, **DAY)
    assert away[:2] == (404, "extension_not_found")


async def test_calls_stay_when_their_number_is_deleted(ring: Ring) -> None:
    a = ring.world.a
    client = await ring.holder(a)
    group = await ring.holder(a, "extension_group")
    before = await listed(ring, "/extension_group/@me/cdr/", group)
    assert await listed(ring, f"/extension_group/{a.ids['extension_group'][0]}/cdr/", client) == before
    await ring.delete(f"/client/@me/extension/{a.ids['extension'][0]}", client)
    assert await listed(ring, "/extension_group/@me/cdr/", group) == before
    assert len(await listed(ring, "/client/@me/cdr/", client)) == LEGS
