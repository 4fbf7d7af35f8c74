"""Kamailio's dialogs: the code decides how they ended, and who sent the BYE."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from centrex.engine.call_report import LegReport
from centrex.ingest.refusals import ReportRefused
from centrex.outcomes import Outcome
from tests.unit.ingest.payloads import dialog
from tests.unit.ingest.told import of_kamailio

MOSCOW = ZoneInfo("Europe/Moscow")


def leg(**fields: Any) -> LegReport:
    (call,) = of_kamailio(msgspec.json.encode(dialog(**fields)), MOSCOW)
    (one,) = call.legs
    return one


def test_an_incoming_call_that_was_answered() -> None:
    (call,) = of_kamailio(msgspec.json.encode(dialog(accountcode="000", caller_name="Anna")))
    assert (call.call_id, call.customer) == ("3c26700d0e7b-ab12@198.51.100.7", "000")
    assert call.legs == (
        LegReport(
            leg_id="3c26700d0e7b-ab12@198.51.100.7",
            caller="79161234567",
            called="000*301",
            dialled="74951112233",
            started=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            answered=datetime(2026, 3, 2, 9, 30, 5, tzinfo=UTC),
            ended=datetime(2026, 3, 2, 9, 31, 5, tzinfo=UTC),
            outcome=Outcome.CALLER_HUNG_UP,
            caller_channel="sip:79161234567@198.51.100.7",
            called_channel="sip:000*301@sip.example.com;transport=udp",
            caller_name="Anna",
            cause="200",
        ),
    )


def test_outgoing_and_internal_calls_may_be_told_by_plain_numbers() -> None:
    one = leg(caller="000*301", dialed=None, dialled="89161234567", answered_by="89161234567")
    assert (one.caller, one.called, one.dialled) == ("000*301", "89161234567", None)
    assert (one.caller_channel, one.called_channel) == (None, None)
    assert leg(caller="", dialed="302", answered_by="").caller == "anonymous"
    assert leg(dialed="sip:sip.example.com", answered_by="").called == "anonymous"


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"hangup_by": "caller"}, Outcome.CALLER_HUNG_UP),
        ({"hangup_by": "callee"}, Outcome.CALLEE_HUNG_UP),
        ({"hangup_by": "downstream"}, Outcome.CALLER_HUNG_UP),
        ({"hangup_by": "Upstream"}, Outcome.CALLEE_HUNG_UP),
        ({"hangup_by": None}, Outcome.CALLER_HUNG_UP),
        ({"sip_code": "202"}, Outcome.CALLER_HUNG_UP),
        ({"disposition": "VOICEMAIL"}, Outcome.VOICEMAIL),
        ({"disposition": "menu"}, Outcome.MENU),
        ({"sip_code": 486}, Outcome.BUSY),
        ({"sip_code": 600}, Outcome.BUSY),
        ({"sip_code": 603}, Outcome.REFUSED),
        ({"sip_code": 403}, Outcome.REFUSED),
        ({"sip_code": 408}, Outcome.NO_ANSWER),
        ({"sip_code": 480, "disposition": "busy"}, Outcome.NO_ANSWER),
        ({"sip_code": 487}, Outcome.CALLER_GAVE_UP),
        ({"sip_code": 487, "disposition": "answered_elsewhere"}, Outcome.ANSWERED_ELSEWHERE),
        ({"sip_code": 404}, Outcome.FAILED),
        ({"sip_code": 503, "disposition": "who knows"}, Outcome.FAILED),
        ({"sip_code": 302}, Outcome.FAILED),
        ({"sip_code": None, "disposition": "NO_ANSWER"}, Outcome.NO_ANSWER),
        ({"sip_code": None, "disposition": "Cancelled"}, Outcome.CALLER_GAVE_UP),
        ({"sip_code": None, "hangup_by": "callee"}, Outcome.CALLEE_HUNG_UP),
    ],
)
def test_how_a_dialog_ended(fields: dict[str, Any], outcome: Outcome) -> None:
    assert leg(**fields).outcome is outcome


def test_what_was_not_answered_has_no_time_of_it() -> None:
    assert leg(sip_code=486).answered is None
    assert leg(answer=0).answered == leg().started


def test_times_are_told_in_many_ways() -> None:
    same = leg(start="2026-03-02 12:30:00", answer="2026-03-02T09:30:05Z", end="1772443865.5")
    assert (same.started, same.answered) == (leg().started, leg().answered)
    assert same.ended == datetime(2026, 3, 2, 9, 31, 5, 500_000, tzinfo=UTC)


def test_the_branches_of_a_ring_group_are_one_call() -> None:
    rows = [
        dialog(leg_id="a", answered_by="sip:000*302@sip.example.com", sip_code=487, disposition="answered elsewhere"),
        dialog(leg_id="b"),
        dialog(call_id="other"),
    ]
    first, second = of_kamailio(msgspec.json.encode(rows))
    assert [(one.leg_id, one.called) for one in first.legs] == [("a", "000*302"), ("b", "000*301")]
    assert second.call_id == "other"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"start": None}, "start: is missing"),
        ({"end": "never"}, "end: is no time: never"),
        ({"sip_code": 180}, "sip_code: is no final code: 180"),
        ({"sip_code": "OK"}, "sip_code: is no final code: OK"),
        ({"sip_code": None, "disposition": None}, "sip_code: is missing"),
        ({"sip_code": None, "disposition": "who knows"}, "disposition: is not known: who knows"),
        ({"hangup_by": "proxy"}, "hangup_by: is neither caller nor callee: proxy"),
        ({"caller": {"uri": "x"}}, "caller: is no text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        leg(**fields)
    assert str(refused.value) == told
