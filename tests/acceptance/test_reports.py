"""The reports of a period: which calls they list, in whose time, and what they can be asked for."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.resources.call import call
from centrex.scope import SERVER
from centrex.store.steps import Update
from tests.acceptance.listing import only
from tests.served import Answer, Served

DAY = {"date_from": "2025-06-15 00:00:00", "date_till": "2025-06-15 23:59:59"}
REPORTS = ("calls_report", "call_legs_report", "financial_call_legs_report", "communications_report")


async def report(served: Served, name: str, **asked: Any) -> Answer:
    return await served.call(f"get.{name}", served.world.a.user.key, {**DAY, **asked})


async def test_times_are_those_of_the_account_and_both_ends_of_the_period_belong_to_it(served: Served) -> None:
    first = (await report(served, "calls_report", limit=1)).data[0]
    assert first["start_time"] == "2025-06-15 15:06:40"
    ends = {"date_from": first["start_time"], "date_till": first["start_time"]}
    assert [row["id"] for row in (await report(served, "calls_report", **ends)).data] == [first["id"]]


async def test_calls_stand_by_their_beginning_and_those_that_go_on_are_listed_when_asked_for(served: Served) -> None:
    over = (await report(served, "calls_report", fields=["id", "start_time", "finish_time"])).data
    assert [row["start_time"] for row in over] == sorted(row["start_time"] for row in over)
    asked = {"include_ongoing_calls": True, "fields": ["id", "finish_time", "total_duration"]}
    every = (await report(served, "calls_report", **asked)).data
    (going_on,) = [row for row in every if row["finish_time"] is None]
    assert len(every) == len(over) + 1
    assert going_on["total_duration"] == 0


@pytest.mark.parametrize("name", REPORTS)
async def test_more_than_three_months_are_refused_and_an_empty_period_is_empty(served: Served, name: str) -> None:
    long = await report(served, name, date_from="2025-03-15 00:00:00", date_till="2025-06-15 00:00:01")
    assert long.mnemonic == "date_interval_limit_reached"
    assert (await report(served, name, date_from="2025-03-15 00:00:00", date_till="2025-06-15 00:00:00")).data == []
    for missing in ("date_from", "date_till"):
        assert (await report(served, name, **{missing: None})).mnemonic == "required_parameter_missed"


async def test_a_filter_takes_the_english_names_of_reasons_as_well(served: Served) -> None:
    async def listed(reason: str) -> list[Any]:
        by_reason = {"field": "finish_reason", "operator": "=", "value": reason}
        data: list[Any] = (await report(served, "calls_report", filter=by_reason, fields=["id"])).data
        return data

    assert await listed("caller_disconnects") == await listed("subscriber_disconnects") != []


async def test_employees_are_those_who_took_part_and_can_be_asked_for(served: Served) -> None:
    people = served.world.a.ids["employee"]
    rows = (await report(served, "calls_report", fields=["id", "employees"])).data
    took_part = [row for row in rows if row["employees"]]
    (shown,) = took_part[0]["employees"]
    assert shown["employee_id"] == people[4]
    assert (shown["is_answered"], shown["is_talked"]) == (False, False)
    by_person = {"field": "employees", "operator": "jsquery", "value": f"#.employee_id = {people[4]}"}
    found = (await report(served, "calls_report", filter=by_person, fields=["id"])).data
    assert [row["id"] for row in found] == [row["id"] for row in took_part]


async def test_what_was_recorded_is_linked_by_call_and_by_leg(served: Served) -> None:
    calls = (await report(served, "calls_report", fields=["id", "call_records", "voice_mail_records"])).data
    assert any(row["call_records"] for row in calls)
    assert any(row["voice_mail_records"] for row in calls)
    legs = (await report(served, "call_legs_report", fields=["call_session_id", "call_records"])).data
    by_leg = {(leg["call_session_id"], link) for leg in legs for link in leg["call_records"]}
    assert by_leg == {(row["id"], link) for row in calls for link in row["call_records"]}


async def test_a_lost_call_is_one_to_which_nobody_talked(served: Served) -> None:
    rows = (await report(served, "calls_report", fields=["direction", "is_lost", "talk_duration"])).data
    assert all(row["is_lost"] == (row["direction"] == "in" and row["talk_duration"] == 0) for row in rows)
    assert {row["is_lost"] for row in rows} == {True, False}


async def test_nothing_is_charged(served: Served) -> None:
    rows = (await report(served, "financial_call_legs_report")).data
    assert {(row["total_charge"], row["cost_per_minute"], row["chargeable_duration"]) for row in rows} == {(0, 0, 0)}


CHARGES = ("cost_per_minute", "total_charge", "bonuses_charge")


@pytest.mark.parametrize(
    ("sign", "value", "is_met"),
    [
        (">", 0.5, False),
        ("<", 0.5, True),
        (">=", "-0.01", True),
        ("=", "1.5", False),
        ("!=", 10.99, True),
        ("in", [10.99, "0.0"], True),
        ("in", [10.99, "0.5"], False),
        ("not_in", [0.5, -0.5], True),
    ],
)
async def test_money_is_compared_with_fractions(served: Served, sign: str, value: object, is_met: bool) -> None:
    for field in CHARGES:
        every = (await report(served, "financial_call_legs_report")).data
        asked = {"field": field, "operator": sign, "value": value}
        found = await report(served, "financial_call_legs_report", filter=asked)
        assert found.data == (every if is_met else [])


@pytest.mark.parametrize("name", ["calls_report", "communications_report"])
async def test_what_was_sold_is_compared_with_fractions_though_nothing_is_known_of_it(
    served: Served, name: str
) -> None:
    for sign, value in ((">", 0.5), ("=", "1.5"), ("in", [10.99]), ("not_in", ["0.01"])):
        asked = {"field": "sale_cost", "operator": sign, "value": value}
        assert (await report(served, name, filter=asked)).data == []


async def test_a_call_that_goes_on_has_an_empty_reason_and_has_waited_as_long_as_nobody_talked(
    served: Served,
) -> None:
    """Its length is not known yet, though an employee picked up and another has talked and is gone."""
    by_reason = {"field": "finish_reason", "operator": "=", "value": ""}
    asked = {"fields": ["finish_reason", "wait_duration", "total_wait_duration"], "include_ongoing_calls": True}
    going_on = (await report(served, "calls_report", filter=by_reason, **{**asked, "fields": ["id"]})).data[0]
    known = {"wait_duration": 12, "clean_talk_duration": 40}
    await served.world.store.change(only(Update(call, going_on, known)), SERVER)
    (shown,) = (await report(served, "calls_report", filter=by_reason, **asked)).data
    assert shown == {"finish_reason": "", "wait_duration": 12, "total_wait_duration": 12}
    every = (await report(served, "calls_report", **asked)).data
    assert all(row["finish_reason"] is not None for row in every)
    assert all(row["total_wait_duration"] >= row["wait_duration"] >= 0 for row in every)
    is_null = {"field": "finish_reason", "operator": "is_null"}
    assert (await report(served, "calls_report", filter=is_null, **asked)).data == []


async def test_a_communication_has_the_id_of_its_call(served: Served) -> None:
    calls = (await report(served, "calls_report", fields=["id", "communication_id"])).data
    found = (await report(served, "communications_report", fields=["id", "communication_type"])).data
    assert [row["id"] for row in found] == [row["communication_id"] for row in calls] == [row["id"] for row in calls]
    assert {row["communication_type"] for row in found} == {"call"}
