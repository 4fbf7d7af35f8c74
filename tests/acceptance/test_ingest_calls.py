"""Calls that a PBX engine reports: what is written of them, once, and what is refused as a whole."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centrex.resources.call import call, call_key
from centrex.resources.call_leg import call_leg
from centrex.resources.ledger import audit, call_counter, change_counter
from tests.pbx import CLIENT, DID, OPERATORS, OWN, Pbx, leg, report


async def refused(pbx: Pbx, *reports: dict[str, Any], key: str = OWN) -> dict[str, Any]:
    """The status and the body of a refusal, after which nothing is there that was not before."""
    before = await pbx.rows(call_leg, "id")
    answer = await pbx.post("calls", list(reports), key)
    assert await pbx.rows(call_leg, "id") == before
    told: dict[str, Any] = answer.json()
    return {"status": answer.status_code, **{name: value for name, value in told.items() if name != "message"}}


async def test_a_call_is_written_with_the_number_and_the_group_of_then(any_pbx: Pbx) -> None:
    (made,) = await any_pbx.report(report("c1"))
    assert (made["call_id"], made["status"], len(made["uuid"])) == ("c1", "created", 32)
    (row,) = await any_pbx.rows(call, "id", "uuid", "caller", "called", "extension_number", "extension_group_id")
    assert row == (made["id"], made["uuid"], CLIENT, DID, "301", any_pbx.groups[0])
    assert await any_pbx.rows(call_key, "engine_id", "call_id") == [("c1", made["id"])]


async def test_one_object_is_as_good_as_an_array_of_one(pbx: Pbx) -> None:
    answer = await pbx.post("calls", report("c1"))
    assert [each["status"] for each in answer.json()["calls"]] == ["created"]
    assert (await pbx.post("calls", [])).json() == {"calls": []}


async def test_a_repeated_report_changes_nothing_and_tells_the_same_call(pbx: Pbx) -> None:
    (made,) = await pbx.report(report("c1"))
    (again,) = await pbx.report(report("c1"))
    assert again == {**made, "status": "unchanged"}
    assert len(await pbx.rows(call_leg, "id")) == 1


async def test_late_legs_join_their_call_and_a_leg_that_went_on_ends(any_pbx: Pbx) -> None:
    ringing = leg("1", answered=None, ended=None, outcome=None)
    (made,) = await any_pbx.report(report("c1", ringing))
    transferred = leg(
        "2",
        caller="301",
        called="303",
        dialled=None,
        started="2026-03-02T12:31:05Z",
        answered="2026-03-02T12:31:10Z",
        ended="2026-03-02T12:32:00Z",
        transfer=True,
    )
    (late, same) = [(await any_pbx.report(report("c1", each)))[0] for each in (transferred, leg("1"))]
    assert [late["status"], same["status"]] == ["updated", "updated"]
    assert late["uuid"] == same["uuid"] == made["uuid"]
    (row,) = await any_pbx.rows(call, "id", "is_transfer", "extension_number", "total_duration", "outcome")
    assert row == (made["id"], True, "303", 120, "caller_hung_up")


async def test_a_ring_group_has_a_leg_for_each_who_was_rung(pbx: Pbx) -> None:
    missed = {"answered": None, "ended": "2026-03-02T12:30:05Z", "outcome": "answered_elsewhere"}
    await pbx.report(report("c1", leg("1", called="302", **missed), leg("2", called="303", **missed), leg("3")))
    rows = await pbx.rows(call_leg, "engine_id", "extension_number", "extension_group_id", "is_talked")
    first, second = pbx.groups
    assert rows == [("1", "302", first, 0), ("2", "303", second, 0), ("3", "301", first, 1)]
    assert await pbx.rows(call, "extension_number") == ["301"]


async def test_what_contradicts_a_former_report_is_refused_with_the_fields(pbx: Pbx) -> None:
    await pbx.report(report("c1"))
    other = leg("1", called="302", ended="2026-03-02T12:31:06Z")
    assert await refused(pbx, report("c0"), report("c1", other)) == {
        "status": 409,
        "error": "call_differs",
        "index": 1,
        "call_id": "c1",
        "leg_id": "1",
        "field": "leg_id",
        "value": "1",
        "fields": ["called", "ended"],
    }


@pytest.mark.parametrize(
    ("members", "status", "error", "value"),
    [
        ({"called": "399"}, 422, "party_unknown", "399"),
        ({"called": "000*399"}, 422, "party_unknown", "000*399"),
        ({"called": "78005553535", "dialled": None}, 422, "party_unknown", "78005553535"),
        ({"answered": "2026-03-02T12:29:00Z"}, 422, "invalid_parameters_combination", "2026-03-02T12:30:00+00:00"),
        ({"ended": "2026-03-02T12:30:01Z"}, 422, "invalid_parameters_combination", "2026-03-02T12:30:00+00:00"),
        ({"started": "1999-03-02T12:30:00Z"}, 422, "invalid_parameter_value", "1999-03-02T12:30:00+00:00"),
        ({"ended": None}, 422, "invalid_parameters_combination", None),
        ({"answered": None}, 422, "invalid_parameters_combination", None),
        ({"caller": "7\x00"}, 422, "invalid_parameter_value", "7\x00"),
    ],
)
async def test_one_call_that_cannot_be_refuses_the_whole_request(
    pbx: Pbx, members: dict[str, Any], status: int, error: str, value: str | None
) -> None:
    told = await refused(pbx, report("c0"), report("c1", leg("1", **{"dialled": None, **members})))
    assert (told["status"], told["error"], told.get("value")) == (status, error, value)
    assert (told["index"], told["call_id"], told["leg_id"]) == (1, "c1", "1")


@pytest.mark.parametrize(
    ("body", "status", "error", "index", "field"),
    [
        (b'[{"call_id": "c1", "legs": [{"leg_id"', 400, "report_invalid", None, "body"),
        (b"", 400, "report_invalid", None, "body"),
        (b"[{}, 5]", 400, "report_invalid", 0, "body"),
        (b'[{"call_id": "c1", "legs": []}]', 400, "report_invalid", 0, "legs"),
        (b'{"call_id": "c1", "legs": [{"leg_id": 5}]}', 400, "report_invalid", None, "legs[0].leg_id"),
        (b'{"call_id": "", "legs": []}', 400, "report_invalid", None, "call_id"),
        (b'{"call_id": "\\ud800", "legs": [{}]}', 400, "report_invalid", None, "body"),
        (b'{"call_id": "\xff"}', 400, "report_invalid", None, "body"),
        (b"[" + b"[" * 100_000, 400, "report_invalid", None, "body"),
        (b"[" + b"{}," * 10_000 + b"{}]", 413, "too_many", None, None),
        (b" " * (16 * 1024 * 1024 + 1), 413, "body_too_large", None, None),
    ],
)
async def test_a_body_that_is_none_is_refused(
    pbx: Pbx, body: bytes, status: int, error: str, index: int | None, field: str | None
) -> None:
    answer = await pbx.post("calls", body)
    told = answer.json()
    assert (answer.status_code, told["error"], told.get("index"), told.get("field")) == (status, error, index, field)


async def test_the_operator_names_customers_by_id_or_prefix_and_writes_a_row_of_audit_for_each(any_pbx: Pbx) -> None:
    named: tuple[int | str, ...] = ("000", any_pbx.customer_id, str(any_pbx.customer_id))
    before = await any_pbx.rows(change_counter, "customer_id", "changes")
    made = await any_pbx.report(*(report(f"c{n}", customer=name) for n, name in enumerate(named)), key=OPERATORS)
    assert [each["call_id"] for each in made] == ["c0", "c1", "c2"]
    rows = await any_pbx.rows(audit, "operation", "object_kind", "object_id", "user_id", "customer_id")
    ingested = [row for row in rows if row[0].startswith("ingest.")]
    assert ingested == [("ingest.calls", "call", made[0]["id"], None, any_pbx.customer_id)]
    assert await any_pbx.rows(call_counter, "customer_id", "changes") == [(any_pbx.customer_id, 1)]
    assert await any_pbx.rows(change_counter, "customer_id", "changes") == before


async def test_a_report_without_a_customer_belongs_to_that_of_its_call(pbx: Pbx) -> None:
    late = leg("2", called="302")
    made = await pbx.report(report("c1", late), report("c1", customer="000"), key=OPERATORS)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("key", "customer", "status", "error"),
    [
        (OPERATORS, None, 422, "required_parameter_missed"),
        (OPERATORS, "999", 422, "entity_not_found"),
        (OPERATORS, 2**70, 422, "entity_not_found"),
        (OPERATORS, "0\x00", 422, "entity_not_found"),
        (OWN, "999", 403, "forbidden"),
        (OWN, 999, 403, "forbidden"),
    ],
)
async def test_a_customer_that_the_key_cannot_name_is_refused(
    pbx: Pbx, key: str, customer: int | str | None, status: int, error: str
) -> None:
    members = {} if customer is None else {"customer": customer}
    told = await refused(pbx, report("c1", **members), key=key)
    assert (told["status"], told["error"], told["index"], told["call_id"]) == (status, error, 0, "c1")


@pytest.mark.parametrize("customer", [{}, {"customer": "000"}])
async def test_a_customer_s_key_may_name_himself(pbx: Pbx, customer: dict[str, str]) -> None:
    assert len(await pbx.report(report("c1", **customer))) == 1


async def test_old_calls_keep_the_group_that_a_number_leaves_and_new_ones_do_not_come_to_it(any_pbx: Pbx) -> None:
    first, second = any_pbx.groups
    await any_pbx.report(report("old"))
    await any_pbx.move("301", second)
    await any_pbx.report(report("new"))
    await any_pbx.report(report("old", leg("late", called="302")))
    rows = await any_pbx.rows(call, "started_at", "id", "extension_group_id")
    assert [group for *_, group in rows] == [first, second]
    legs = await any_pbx.rows(call_leg, "id", "extension_number", "extension_group_id")
    assert [row[1:] for row in legs] == [("301", first), ("301", second), ("302", first)]


async def test_a_large_request_is_written_as_a_whole_or_not_at_all(pbx: Pbx) -> None:
    many = [report(f"c{number}") for number in range(1_200)]
    told = await refused(pbx, *many, report("wrong", leg("1", called="399")), *many)
    assert (told["status"], told["index"], told["call_id"]) == (422, 1_200, "wrong")
    made = await pbx.report(*many, report("c0", leg("2", called="302")))
    assert [each["call_id"] for each in made] == [each["call_id"] for each in many]
    assert {each["status"] for each in made} == {"created"}
    assert len(await pbx.rows(call_leg, "id")) == 1_201


async def test_calls_of_requests_at_the_same_time_are_written_once(any_pbx: Pbx) -> None:
    made = await asyncio.gather(*(any_pbx.report(report("c1"), report("c2", leg("2"))) for _ in range(6)))
    assert len({each["id"] for calls in made for each in calls}) == 2
    assert len(await any_pbx.rows(call_leg, "id")) == 2
