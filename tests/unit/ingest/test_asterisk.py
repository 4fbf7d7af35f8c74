"""Asterisk's rows: who called whom, how it ended, and which rows are one call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from centrex.engine.call_report import LegReport
from centrex.ingest.refusals import ReportRefused
from centrex.outcomes import Outcome
from tests.unit.ingest.payloads import CLIENT, CLIENT_LINE, DID, cdr, unanswered
from tests.unit.ingest.told import of_asterisk

MOSCOW = ZoneInfo("Europe/Moscow")
RUNG = "PJSIP/000*301-00000021"


def leg(row: dict[str, Any]) -> LegReport:
    (call,) = of_asterisk(msgspec.json.encode(row), MOSCOW)
    (one,) = call.legs
    return one


def test_an_incoming_call_that_was_answered() -> None:
    (call,) = of_asterisk(msgspec.json.encode(cdr()), MOSCOW)
    assert (call.call_id, call.customer) == ("1772443800.40", "000")
    assert call.legs == (
        LegReport(
            leg_id="1772443800.40-71",
            caller=CLIENT,
            called="000*301",
            dialled=DID,
            started=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            answered=datetime(2026, 3, 2, 9, 30, 5, tzinfo=UTC),
            ended=datetime(2026, 3, 2, 9, 31, 5, tzinfo=UTC),
            outcome=Outcome.CALLER_HUNG_UP,
            caller_channel=CLIENT_LINE,
            called_channel=RUNG,
            caller_name="Anna",
            cause="ANSWERED",
        ),
    )


OUTGOING = {
    "src": DID,
    "clid": "74951112233",
    "dst": "989161234567",
    "channel": "PJSIP/000*301-00000030",
    "dstchannel": "PJSIP/carrier-00000031",
    "lastdata": "PJSIP/89161234567@carrier,60,tT",
}


def test_an_outgoing_call_is_to_the_number_that_went_out() -> None:
    one = leg(cdr(**OUTGOING))
    assert (one.caller, one.called, one.dialled) == (DID, "89161234567", "989161234567")
    assert (one.caller_channel, one.called_channel) == ("PJSIP/000*301-00000030", "PJSIP/carrier-00000031")
    assert one.caller_name is None


def test_a_line_named_by_its_number_is_not_whom_one_calls() -> None:
    line = {"dstchannel": "PJSIP/74951112233-00000031", "lastdata": "PJSIP/89161234567@74951112233,60"}
    assert leg(cdr(**OUTGOING | line)).called == "89161234567"
    port = {"dstchannel": "DAHDI/1-1", "lastdata": "DAHDI/g1/89161234567"}
    assert leg(cdr(**OUTGOING | port)).called == "989161234567"


def test_an_internal_call_dialled_whom_it_rang() -> None:
    one = leg(
        cdr(src="301", dst="302", channel="PJSIP/301-00000030", dstchannel="PJSIP/302-00000031", lastdata="PJSIP/302")
    )
    assert (one.caller, one.called, one.dialled) == ("301", "302", None)


def test_a_caller_without_a_number_is_known_by_his_channel_or_anonymous() -> None:
    assert leg(cdr(src="", channel="PJSIP/000*301-00000030")).caller == "000*301"
    assert leg(cdr(src="", clid="")).caller == "anonymous"


def test_extensions_of_the_dialplan_are_not_dialled_by_people() -> None:
    assert leg(cdr(dst="s")).dialled is None
    nobody = leg(cdr(dst="", dstchannel="", lastapp="BackGround"))
    assert (nobody.called, nobody.dialled) == ("anonymous", None)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (cdr(), Outcome.CALLER_HUNG_UP),
        (cdr(hangupsource=CLIENT_LINE), Outcome.CALLER_HUNG_UP),
        (cdr(hangupsource=RUNG), Outcome.CALLEE_HUNG_UP),
        (cdr(userfield=f"vip|hangupsource={RUNG}; hangupcause=16"), Outcome.CALLEE_HUNG_UP),
        (cdr(hangupsource="dialplan/builtin"), Outcome.CALLER_HUNG_UP),
        (cdr(disposition="answered"), Outcome.CALLER_HUNG_UP),
        (cdr(dstchannel="", lastapp="VoiceMail", lastdata="301@default,u"), Outcome.VOICEMAIL),
        (cdr(lastapp="VoiceMail"), Outcome.VOICEMAIL),
        (cdr(dstchannel="", lastapp="BackGround", lastdata="menu"), Outcome.MENU),
        (cdr(dstchannel="", lastapp="Queue", lastdata="sales,t"), Outcome.MENU),
        (unanswered("BUSY"), Outcome.BUSY),
        (unanswered("BUSY", hangupcause=17), Outcome.BUSY),
        (unanswered("BUSY", hangupcause=21), Outcome.REFUSED),
        (unanswered("NO ANSWER"), Outcome.NO_ANSWER),
        (unanswered("NO ANSWER", hangupsource=RUNG), Outcome.NO_ANSWER),
        (unanswered("NO ANSWER", hangupsource=CLIENT_LINE), Outcome.CALLER_GAVE_UP),
        (unanswered("NO ANSWER", hangupcause="26"), Outcome.ANSWERED_ELSEWHERE),
        (unanswered("FAILED"), Outcome.FAILED),
        (unanswered("CONGESTION"), Outcome.FAILED),
    ],
)
def test_how_a_row_ended(row: dict[str, Any], outcome: Outcome) -> None:
    assert leg(row).outcome is outcome


def test_only_an_answered_row_was_answered() -> None:
    one = leg(unanswered("BUSY", answer="2026-03-02 12:29:50"))
    assert (one.answered, one.cause) == (None, "BUSY")


def test_a_ring_group_is_one_call_with_a_leg_for_each_phone() -> None:
    rows = [
        unanswered("NO ANSWER", dst="200", dstchannel="PJSIP/000*302-00000022", sequence=72, hangupcause="26"),
        cdr(dst="200", uniqueid="1772443800.40", sequence=71),
        unanswered("BUSY", dst="200", dstchannel="PJSIP/000*303-00000023", sequence=73),
    ]
    (call,) = of_asterisk(msgspec.json.encode(rows), MOSCOW)
    assert [(one.called, one.outcome) for one in call.legs] == [
        ("000*302", Outcome.ANSWERED_ELSEWHERE),
        ("000*301", Outcome.CALLER_HUNG_UP),
        ("000*303", Outcome.BUSY),
    ]
    assert {one.dialled for one in call.legs} == {"200"}


def test_a_blind_transfer_is_a_leg_more_of_the_same_channel() -> None:
    sent_on = cdr(
        dst="302",
        dstchannel="PJSIP/000*302-00000022",
        lastdata="PJSIP/000*302,30",
        start="2026-03-02 12:31:05",
        answer="2026-03-02 12:31:09",
        end="2026-03-02 12:32:00",
        sequence=74,
        transfer="PJSIP/000*301-00000021",
    )
    (call,) = of_asterisk(msgspec.json.encode([cdr(hangupsource=RUNG), sent_on]), MOSCOW)
    assert [(one.leg_id, one.called, one.transfer) for one in call.legs] == [
        ("1772443800.40-71", "000*301", False),
        ("1772443800.40-74", "000*302", True),
    ]


def test_the_parts_of_an_attended_transfer_are_one_call_by_their_linked_id() -> None:
    asked = cdr(
        accountcode="",
        src="000*301",
        dst="302",
        channel="PJSIP/000*301-00000024",
        dstchannel="PJSIP/000*302-00000025",
        uniqueid="1772443830.44",
        sequence=75,
    )
    other = cdr(uniqueid="1772443999.50", linkedid="", sequence="")
    joined = cdr(
        dst="302", dstchannel="PJSIP/000*302-00000025", sequence=76, userfield="transfer=PJSIP/000*301-00000024"
    )
    first, second = of_asterisk(msgspec.json.encode([asked, other, cdr(), joined]), MOSCOW)
    assert [one.leg_id for one in first.legs] == ["1772443830.44-75", "1772443800.40-71", "1772443800.40-76"]
    assert [one.transfer for one in first.legs] == [False, False, True]
    assert first.customer == "000"
    assert (second.call_id, second.legs[0].leg_id) == ("1772443999.50", "1772443999.50")


def test_rows_of_a_database_without_times_of_answer_and_end() -> None:
    row = {name: value for name, value in cdr().items() if name not in {"start", "answer", "end"}}
    one = leg(row | {"calldate": "2026-03-02T12:30:00", "recordingfile": "in-301.wav", "did": {"any": "thing"}})
    assert (one.started, one.answered, one.ended) == (leg(cdr()).started, leg(cdr()).answered, leg(cdr()).ended)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"start": "yesterday"}, "start: is no time: yesterday"),
        ({"start": ""}, "start: is missing"),
        ({"end": "", "duration": ""}, "end: is missing"),
        ({"end": "", "duration": "long"}, "duration: is no number of seconds"),
        ({"answer": "2026-13-01 00:00:00"}, "answer: is no time: 2026-13-01 00:00:00"),
        ({"disposition": "MAYBE"}, "disposition: is not known: MAYBE"),
        ({"disposition": None}, "disposition: is not known: "),
        ({"src": [1]}, "src: is no text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_column(columns: dict[str, Any], told: str) -> None:
    with pytest.raises(ReportRefused) as alone:
        leg(cdr(**columns))
    assert str(alone.value) == told
    with pytest.raises(ReportRefused) as among:
        of_asterisk(msgspec.json.encode([cdr(), cdr(**columns)]), MOSCOW)
    assert str(among.value) == f"2: {told}"
    assert among.value.place == 2


def test_a_row_without_an_id_or_with_times_reversed_is_for_others_to_judge() -> None:
    one = leg(cdr(uniqueid="", linkedid="", end="2026-03-02 12:00:00"))
    assert one.leg_id == ""
    assert one.ended is not None
    assert one.ended < one.started
