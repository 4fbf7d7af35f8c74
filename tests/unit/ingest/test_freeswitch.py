"""FreeSWITCH's channels: which of them are legs, between whom, and how they ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from centrex.engine.call_report import LegReport
from centrex.ingest import freeswitch
from centrex.ingest.refusals import ReportRefused
from centrex.outcomes import Outcome
from tests.unit.ingest.payloads import (
    A_UUID,
    B_UUID,
    C_UUID,
    CALLER,
    CLIENT,
    DID,
    PHONE_301,
    PHONE_302,
    START,
    Row,
    bridged,
    flow,
    posted,
    profile,
    rang,
    seconds,
)

BEGIN = datetime.fromtimestamp(START, UTC)
LATER = timedelta(seconds=1)


def leg(document: Row) -> LegReport:
    (call,) = freeswitch.report(document)
    (one,) = call.legs
    return one


def alone(cause: str, **variables: Any) -> Row:
    """The caller's channel, when nobody was connected with it."""
    return posted({"hangup_cause": cause, **variables}, flow(CALLER), flow(CALLER | {"destination_number": DID}))


def test_an_incoming_call_that_was_answered_is_told_by_the_caller_s_channel() -> None:
    (call,) = freeswitch.report(bridged())
    assert (call.call_id, call.customer) == (A_UUID, "000")
    assert call.legs == (
        LegReport(
            leg_id=A_UUID,
            caller=CLIENT,
            called="301",
            dialled=DID,
            started=BEGIN,
            answered=BEGIN + 5 * LATER,
            ended=BEGIN + 65 * LATER,
            outcome=Outcome.CALLER_HUNG_UP,
            caller_channel="sofia/external/79161234567@198.51.100.7",
            called_channel="sofia/internal/301@10.0.0.5:5060",
            caller_name="Anna",
            cause="NORMAL_CLEARING",
        ),
    )


def test_the_channel_that_answered_it_adds_nothing() -> None:
    talk = {**seconds("answer", START + 5), "sip_hangup_disposition": "send_bye", "bridge_uuid": A_UUID}
    assert freeswitch.report(rang(talk)) == []


@pytest.mark.parametrize(
    ("disposition", "outcome"),
    [
        ("recv_bye", Outcome.CALLER_HUNG_UP),
        ("send_bye", Outcome.CALLEE_HUNG_UP),
        ("", Outcome.CALLER_HUNG_UP),
    ],
)
def test_who_hung_up_is_told_by_the_way_of_the_bye(disposition: str, outcome: Outcome) -> None:
    assert leg(bridged(sip_hangup_disposition=disposition)).outcome is outcome


def test_a_talk_is_a_talk_whatever_ended_it() -> None:
    one = leg(bridged(hangup_cause="RECOVERY_ON_TIMER_EXPIRE", sip_hangup_disposition="send_bye"))
    assert (one.outcome, one.cause) == (Outcome.CALLEE_HUNG_UP, "RECOVERY_ON_TIMER_EXPIRE")


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("USER_BUSY", Outcome.BUSY),
        ("CALL_REJECTED", Outcome.REFUSED),
        ("NO_ANSWER", Outcome.NO_ANSWER),
        ("NO_USER_RESPONSE", Outcome.NO_ANSWER),
        ("ALLOTTED_TIMEOUT", Outcome.NO_ANSWER),
        ("NORMAL_CLEARING", Outcome.NO_ANSWER),
        ("ORIGINATOR_CANCEL", Outcome.CALLER_GAVE_UP),
        ("LOSE_RACE", Outcome.ANSWERED_ELSEWHERE),
        ("PICKED_OFF", Outcome.ANSWERED_ELSEWHERE),
        ("USER_NOT_REGISTERED", Outcome.FAILED),
        ("NORMAL_TEMPORARY_FAILURE", Outcome.FAILED),
    ],
)
def test_how_a_call_ended_that_nobody_answered(cause: str, outcome: Outcome) -> None:
    first, other = leg(alone(cause)), leg(rang({"hangup_cause": cause}, PHONE_302))
    assert (first.outcome, first.answered, first.cause) == (outcome, None, cause)
    assert other.outcome is outcome


def test_a_cancel_is_the_caller_s_whatever_the_cause() -> None:
    assert leg(alone("NORMAL_CLEARING", sip_hangup_disposition="recv_cancel")).outcome is Outcome.CALLER_GAVE_UP


def test_a_phone_that_was_rung_in_vain_is_a_leg_where_it_is_not_what_was_dialled() -> None:
    one = leg(rang({"hangup_cause": "LOSE_RACE"}, PHONE_302))
    assert (one.leg_id, one.caller, one.called, one.dialled) == (C_UUID, CLIENT, "302", DID)
    assert (one.caller_channel, one.called_channel) == (CALLER["chan_name"], PHONE_302["chan_name"])
    assert one.caller_name == "Anna"
    assert freeswitch.report(rang({"hangup_cause": "NO_ANSWER"}, PHONE_301)) == []


def test_a_ring_group_is_one_call() -> None:
    group = CALLER | {"destination_number": "200", "rdnis": DID}
    won = posted(
        {**seconds("answer", START + 5), **seconds("bridge", START + 5), "bridge_uuid": B_UUID},
        flow(group, originatee=PHONE_301),
    )
    lost = posted({"hangup_cause": "LOSE_RACE"}, flow(PHONE_302, originator=group), direction="outbound")
    busy = posted({"hangup_cause": "USER_BUSY", "originating_leg_uuid": A_UUID}, flow(PHONE_302 | {"uuid": "d"}))
    calls = [call for post in (won, lost, busy) for call in freeswitch.report(post)]
    assert {call.call_id for call in calls} == {A_UUID}
    assert [(call.legs[0].called, call.legs[0].outcome) for call in calls] == [
        ("301", Outcome.CALLER_HUNG_UP),
        ("302", Outcome.ANSWERED_ELSEWHERE),
        ("302", Outcome.BUSY),
    ]


def test_an_outgoing_call_is_to_the_number_that_went_out() -> None:
    phone = profile(A_UUID, "301", "979161234567", "sofia/internal/301@pbx.example.com")
    line = profile(B_UUID, DID, CLIENT, "sofia/external/79161234567")
    talk = {**seconds("answer", START + 5), **seconds("bridge", START + 5), "bridge_uuid": B_UUID}
    one = leg(posted(talk, flow(phone, originatee=line)))
    assert (one.caller, one.called, one.dialled) == ("301", CLIENT, "979161234567")
    assert (one.caller_channel, one.caller_name) == ("sofia/internal/301@pbx.example.com", None)
    busy = posted({"hangup_cause": "USER_BUSY"}, flow(line, originator=phone), direction="outbound")
    assert (leg(busy).caller, leg(busy).called, leg(busy).dialled) == ("301", CLIENT, "979161234567")


def test_an_internal_call_is_one_leg() -> None:
    phone = profile(A_UUID, "301", "302", "sofia/internal/301@pbx.example.com")
    other = profile(B_UUID, "301", "302", "sofia/internal/302@10.0.0.6:5060")
    no_answer = {"hangup_cause": "NO_ANSWER", "originated_legs": f"ARRAY::{B_UUID};Outbound Call;302"}
    one = leg(posted(no_answer, flow(phone, originatee=other)))
    assert (one.caller, one.called, one.dialled, one.called_channel) == ("301", "302", None, None)
    rung = posted({"hangup_cause": "NO_ANSWER"}, flow(other, originator=phone), direction="outbound")
    assert freeswitch.report(rung) == []


def test_the_user_of_a_browser_is_known_by_what_was_dialled() -> None:
    browser = PHONE_301 | {"destination_number": "n2s5k7d1", "chan_name": "sofia/internal/n2s5k7d1@invalid"}
    talk = {**seconds("answer", START + 5), "bridge_uuid": B_UUID, "dialed_user": "301"}
    assert leg(posted(talk, flow(CALLER, originatee=browser))).called == "301"
    rung = posted({"hangup_cause": "USER_BUSY", "dialed_user": "302"}, flow(browser, originator=CALLER))
    assert leg(rung).called == "302"


@pytest.mark.parametrize(
    ("variables", "outcome"),
    [
        ({"last_app": "voicemail", "last_arg": "default pbx 301"}, Outcome.VOICEMAIL),
        ({"last_app": "lua", "last_arg": "app.lua%20voicemail"}, Outcome.VOICEMAIL),
        ({"last_app": "ivr", "last_arg": "demo"}, Outcome.MENU),
        ({"last_app": "playback", "last_arg": "closed.wav", "originate_disposition": "NO_ANSWER"}, Outcome.MENU),
    ],
)
def test_a_machine_that_answered(variables: dict[str, str], outcome: Outcome) -> None:
    one = leg(alone("NORMAL_CLEARING", **seconds("answer", START + 20), **variables))
    assert (one.outcome, one.answered, one.called, one.dialled) == (outcome, BEGIN + 20 * LATER, "301", DID)


def test_voicemail_behind_a_loopback_is_the_caller_s() -> None:
    channel = "loopback/app=voicemail:default pbx 301-a"
    one = leg(bridged(bridge_channel=channel, bridge_uuid=C_UUID))
    assert (one.outcome, one.called, one.dialled, one.called_channel) == (Outcome.VOICEMAIL, "301", DID, None)
    loop = posted(
        {**seconds("answer", START)}, flow(CALLER | {"uuid": C_UUID, "chan_name": channel}, originator=CALLER)
    )
    assert freeswitch.report(loop) == []


def test_a_menu_that_answered_first_is_no_talk() -> None:
    talk = leg(bridged(**seconds("answer", START), **seconds("bridge", START + 25)))
    assert talk.answered == BEGIN + 25 * LATER
    vain = leg(alone("NORMAL_CLEARING", **seconds("answer", START), originate_disposition="USER_BUSY"))
    assert (vain.outcome, vain.answered) == (Outcome.BUSY, None)


def test_an_agent_of_a_queue_belongs_to_the_call_that_waits() -> None:
    told = {"cc_member_session_uuid": A_UUID, "hangup_cause": "NO_ANSWER"}
    (call,) = freeswitch.report(posted(told, flow(PHONE_302), direction="outbound"))
    assert (call.call_id, call.legs[0].called) == (A_UUID, "302")


def test_a_call_is_known_by_the_first_channel() -> None:
    busy = {"hangup_cause": "USER_BUSY"}
    ids = [
        freeswitch.report(rang(busy | {"call_uuid": "root"}, PHONE_302))[0].call_id,
        freeswitch.report(rang(busy | {"call_uuid": C_UUID}, PHONE_302))[0].call_id,
        freeswitch.report(posted(busy, flow(PHONE_302, originator=CALLER)))[0].call_id,
        freeswitch.report(alone("USER_BUSY"))[0].call_id,
    ]
    assert ids == ["root", A_UUID, A_UUID, A_UUID]


def test_a_dialplan_may_say_what_was_dialled_at_first() -> None:
    queue = CALLER | {"rdnis": "5000"}
    busy = {"hangup_cause": "USER_BUSY", "centrex_dialled": "%2B74951112233"}
    assert leg(posted(busy, flow(PHONE_302, originator=queue))).dialled == "+74951112233"
    assert leg(bridged(centrex_dialled="74950000000")).dialled == "74950000000"


def test_a_caller_without_a_number_is_anonymous() -> None:
    nobody = CALLER | {"caller_id_number": "", "caller_id_name": ""}
    one = leg(posted({"hangup_cause": "ORIGINATOR_CANCEL"}, flow(nobody)))
    assert (one.caller, one.caller_name) == ("anonymous", None)


def test_times_may_be_in_seconds_or_in_the_call_flow_alone() -> None:
    told = bridged()
    for name in [name for name in told["variables"] if name.endswith("_uepoch")]:
        del told["variables"][name]
    assert leg(told) == leg(bridged())
    for name in [name for name in told["variables"] if name.endswith("_epoch")]:
        del told["variables"][name]
    told["callflow"][0]["times"] = {
        "created_time": f"{START}000000",
        "answered_time": f"{START + 5}000000",
        "bridged_time": "0",
        "hangup_time": f"{START + 65}000000",
    }
    assert leg(told) == leg(bridged())


def test_a_channel_of_an_old_version_or_without_profiles_is_read_by_what_it_has() -> None:
    told = bridged(caller_id_number=CLIENT, destination_number="301")
    told["callflow"] = told["callflow"][0]
    assert (leg(told).caller, leg(told).called) == (CLIENT, "301")
    told["callflow"]["caller_profile"]["originator"] = {"originator_caller_profiles": ["of another kind"]}
    assert leg(told).called == "301"
    told["callflow"] = "nothing"
    assert (leg(told).caller, leg(told).called, leg(told).leg_id) == (CLIENT, "301", A_UUID)


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (seconds("start", None), "start_epoch: is missing"),
        (seconds("end", None), "end_epoch: is missing"),
        ({"start_uepoch": "soon"}, "start_uepoch: is no time: soon"),
        ({"hangup_cause": ["NO_ANSWER"]}, "hangup_cause: is no text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_variable(variables: dict[str, Any], told: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        leg(bridged(**variables))
    assert str(refused.value) == told


def test_a_post_without_variables_is_refused() -> None:
    with pytest.raises(ReportRefused, match="variables: is no object"):
        freeswitch.report({"callflow": []})
