"""Transfers in FreeSWITCH, and calls that it began itself: which channel tells of which part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from centrex.engine.call_report import LegReport
from centrex.ingest import freeswitch
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


REFERRED = {"sip_h_Referred-By": "<sip:301@pbx.example.com>"}


def test_a_blind_transfer_by_the_called_makes_two_legs() -> None:
    left = leg(rang({**seconds("answer", START + 5), "hangup_cause": "BLIND_TRANSFER", "bridge_uuid": A_UUID}))
    assert (left.called, left.outcome, left.transfer) == ("301", Outcome.CALLEE_HUNG_UP, False)
    times = {"profile_created_time": str((START + 30) * 10**6), "bridged_time": str((START + 34) * 10**6)}
    after = flow(CALLER | {"destination_number": "302"}, times, originatee=PHONE_302)
    talk = {**REFERRED, **seconds("answer", START + 5), "bridge_uuid": C_UUID, "sip_hangup_disposition": "send_bye"}
    sent = leg(posted(talk, after, flow(CALLER | {"destination_number": DID}, originatee=PHONE_301)))
    assert (sent.called, sent.dialled, sent.transfer) == ("302", DID, True)
    assert (sent.started, sent.answered) == (BEGIN + 30 * LATER, BEGIN + 34 * LATER)
    assert sent.outcome is Outcome.CALLEE_HUNG_UP
    assert freeswitch.report(rang({**REFERRED, **seconds("answer", START + 34)}, PHONE_302)) == []


def test_a_blind_transfer_that_nobody_took() -> None:
    times = {"profile_created_time": str((START + 30) * 10**6), "bridged_time": "0"}
    after = flow(CALLER | {"destination_number": "302"}, times, originatee=PHONE_302)
    ended = {**REFERRED, **seconds("answer", START + 5), "bridge_uuid": B_UUID, "hangup_cause": "NO_ANSWER"}
    one = leg(posted(ended, after, flow(CALLER)))
    assert (one.called, one.outcome, one.answered, one.transfer) == ("302", Outcome.NO_ANSWER, None, True)


def test_a_blind_transfer_by_the_caller_sends_the_called_on() -> None:
    phone = profile(A_UUID, "301", CLIENT, "sofia/internal/301@pbx.example.com")
    line = profile(B_UUID, DID, CLIENT, "sofia/external/79161234567")
    times = {"profile_created_time": str((START + 30) * 10**6), "bridged_time": str((START + 34) * 10**6)}
    after = flow(line | {"destination_number": "302"}, times, originatee=PHONE_302, originator=phone)
    talk = {**REFERRED, **seconds("answer", START + 5), "call_uuid": A_UUID, "bridge_uuid": C_UUID}
    one = leg(posted(talk, after, flow(line, originator=phone), direction="outbound"))
    assert (one.leg_id, one.caller, one.called, one.transfer) == (B_UUID, CLIENT, "302", True)


def test_the_first_part_of_an_attended_transfer_and_the_talk_after_it() -> None:
    left = leg(rang({**seconds("answer", START + 5), "hangup_cause": "ATTENDED_TRANSFER"}))
    assert (left.called, left.outcome) == ("301", Outcome.CALLEE_HUNG_UP)
    joined = leg(bridged(bridge_uuid=C_UUID, bridge_channel=PHONE_302["chan_name"], **seconds("bridge", START + 40)))
    assert (joined.called, joined.called_channel) == ("302", PHONE_302["chan_name"])
    assert joined.answered == BEGIN + 40 * LATER


def test_a_call_that_an_api_began_goes_from_the_first_phone_to_the_second() -> None:
    phone = profile(A_UUID, "0000000000", "301", "sofia/internal/301@10.0.0.5:5060")
    line = profile(B_UUID, DID, CLIENT, "sofia/external/79161234567")
    talk = {**seconds("answer", START + 5), **seconds("bridge", START + 12), "bridge_uuid": B_UUID}
    both = leg(
        posted(talk | {"sip_hangup_disposition": "recv_bye"}, flow(phone, originatee=line), direction="outbound")
    )
    assert (both.caller, both.called, both.dialled) == ("301", CLIENT, None)
    assert both.outcome is Outcome.CALLER_HUNG_UP
    one = leg(posted({"hangup_cause": "NO_ANSWER"}, flow(phone), direction="outbound"))
    assert (one.caller, one.called, one.outcome) == ("0000000000", "301", Outcome.NO_ANSWER)
