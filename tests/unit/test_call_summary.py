"""What a call is as a whole, made of its legs in whatever order they were told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from centrex.engine.call_report import LegReport
from centrex.engine.call_summary import people, summary
from centrex.engine.leg_rows import leg_rows
from centrex.engine.parties import Exchange, Number
from centrex.errors import CentrexError, InvalidParametersCombination, InvalidParameterValue, PartyUnknown
from centrex.outcomes import Outcome

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
START = int(BEGAN.timestamp())
DID, MOBILE = "74951112233", "79161234567"


def number(identifier: int, short: str, group: int | None, employee: int | None = None) -> Number:
    return Number(identifier, short, "phone", group, employee, f"Employee {short}" if employee else "")


NUMBERS = {each.short: each for each in (number(1, "301", 7, 70), number(2, "302", 7, 71), number(3, "303", None))}
EXCHANGE = Exchange("000", "sip.example.org", 3, NUMBERS, {DID: "va"})


def leg(
    leg_id: str,
    caller: str,
    called: str,
    begin: int,
    length: int | None,
    outcome: Outcome | None = None,
    answer: int | None = None,
    **more: Any,
) -> LegReport:
    """A leg that began so many seconds after nine o'clock, and was picked up ``answer`` seconds later."""
    started = BEGAN + timedelta(seconds=begin)
    return LegReport(
        leg_id=leg_id,
        caller=caller,
        called=called,
        started=started,
        answered=None if answer is None else started + timedelta(seconds=answer),
        ended=None if length is None else started + timedelta(seconds=length),
        outcome=outcome,
        **more,
    )


def rows(*legs: LegReport) -> list[dict[str, Any]]:
    return [row for each in legs for row in leg_rows(each, EXCHANGE)]


RING_GROUP = (
    leg("1", MOBILE, "301", 0, 12, Outcome.ANSWERED_ELSEWHERE, dialled=DID),
    leg("2", MOBILE, "302", 2, 60, Outcome.CALLEE_HUNG_UP, 10, dialled=DID),
)


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_ring_group_is_the_call_of_who_talked_whatever_came_first(order: tuple[int, ...]) -> None:
    call = summary(rows(*(RING_GROUP[place] for place in order)))
    assert (call["extension_number"], call["extension_group_id"], call["employee_id"]) == ("302", 7, 71)
    assert (call["result"], call["finish_reason"], call["is_lost"]) == ("bridged", "operator_disconnects", False)
    assert (call["caller"], call["called"], call["virtual_number"], call["source"]) == (MOBILE, DID, DID, "va")
    assert (call["wait_duration"], call["talk_duration"], call["total_duration"]) == (12, 50, 62)
    assert (call["started_at"], call["talked_at"], call["ended_at"]) == (START, START + 12, START + 62)
    assert call["talker"] == "000*302"


def test_who_was_rung_took_part_and_who_talked_is_told_apart() -> None:
    assert people(rows(*RING_GROUP)) == {
        70: {"full_name": "Employee 301", "is_answered": False, "is_talked": False},
        71: {"full_name": "Employee 302", "is_answered": True, "is_talked": True},
    }


def test_a_transfer_keeps_the_first_line_and_ends_as_its_last_talk() -> None:
    first = leg("1", MOBILE, "301", 0, 30, Outcome.CALLEE_HUNG_UP, 5, dialled=DID)
    second = leg("2", MOBILE, "303", 25, 40, Outcome.CALLER_HUNG_UP, 10, transfer=True)
    call = summary(rows(first, second))
    assert (call["is_transfer"], call["extension_number"], call["employee_id"]) == (True, "303", None)
    assert call["finish_reason"] == "subscriber_disconnects"
    assert (call["first_talked_employee_id"], call["last_talked_employee_id"]) == (70, 70)
    assert (call["clean_talk_duration"], call["talk_duration"], call["total_duration"]) == (55, 60, 65)


@pytest.mark.parametrize(
    ("outcome", "incoming", "outgoing"),
    [
        (Outcome.BUSY, ("busy", "operator_busy", True), ("busy", "subscriber_busy", False)),
        (Outcome.REFUSED, ("rejected", "operator_busy", True), ("rejected", "subscriber_busy", False)),
        (
            Outcome.NO_ANSWER,
            ("not answered", "operator_not_responsible", True),
            ("not answered", "subscriber_not_responsible", False),
        ),
        (
            Outcome.CALLER_GAVE_UP,
            ("not answered", "subscriber_disconnects", True),
            ("not answered", "operator_disconnects", False),
        ),
        (Outcome.FAILED, ("failed", "no_success_operator_call", True), ("failed", "no_success_subscriber_call", False)),
    ],
)
def test_on_an_outgoing_call_subscriber_and_operator_change_places(
    outcome: Outcome, incoming: tuple[str, str, bool], outgoing: tuple[str, str, bool]
) -> None:
    for ends, wanted in (((MOBILE, "301"), incoming), (("301", MOBILE), outgoing)):
        call = summary(rows(leg("1", *ends, 0, 9, outcome, dialled=DID if ends[0] == MOBILE else None)))
        assert (call["result"], call["finish_reason"], call["is_lost"]) == wanted


def test_voice_mail_answers_and_the_call_is_lost() -> None:
    call = summary(rows(leg("1", MOBILE, "301", 0, 30, Outcome.VOICEMAIL, 10)))
    assert (call["result"], call["finish_reason"], call["is_lost"]) == ("answered", "scenario_disconnects", True)
    assert (call["wait_duration"], call["talked_at"]) == (30, None)


def test_an_internal_call_is_a_part_of_either_number() -> None:
    out, into = rows(leg("1", "301", "303", 0, 20, Outcome.CALLER_HUNG_UP, 4))
    assert (out["side"], out["flow"], out["extension_number"]) == ("out", "out", "301")
    assert (into["side"], into["flow"], into["extension_number"]) == ("in", "in", "303")
    assert summary([into, out])["extension_number"] == "301"


def test_a_call_that_goes_on_has_no_outcome_and_is_not_lost() -> None:
    call = summary(rows(leg("1", MOBILE, "301", 0, None)))
    assert (call["outcome"], call["ended_at"], call["is_lost"], call["total_duration"]) == (None, None, False, 0)


@pytest.mark.parametrize(
    ("caller", "channel", "name"),
    [
        ("000*301", None, "000*301"),
        ("301", None, "000*301"),
        ("79991112233", "PJSIP/000*301-00000012", "000*301"),
        ("79991112233", "sofia/internal/301@10.0.0.5", "000*301"),
        ("55*000*301", None, "000*301"),
    ],
)
def test_a_number_is_found_by_its_name_or_in_its_channel(caller: str, channel: str | None, name: str) -> None:
    (row,) = rows(leg("1", caller, MOBILE, 0, 5, Outcome.BUSY, caller_channel=channel))
    assert (row["caller"], row["extension_number"], row["contact_number"]) == (name, "301", MOBILE)


@pytest.mark.parametrize("called", ["000*399", "399"])
def test_a_party_that_should_be_inside_and_is_not_known_is_refused_by_its_name(called: str) -> None:
    with pytest.raises(PartyUnknown) as refused:
        rows(leg("1", MOBILE, called, 0, 5, Outcome.BUSY))
    assert refused.value.value == called


def test_a_short_number_that_he_has_not_is_a_service_when_one_of_his_rings_it() -> None:
    (row,) = rows(leg("1", "301", "112", 0, 5, Outcome.CALLER_HUNG_UP, 1))
    assert (row["called"], row["contact_number"]) == ("112", "112")


def test_a_call_between_strangers_is_refused() -> None:
    with pytest.raises(PartyUnknown):
        rows(leg("1", MOBILE, "79990000000", 0, 5, Outcome.BUSY))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (leg("1", "301", MOBILE, 0, -5, Outcome.BUSY), InvalidParametersCombination),
        (leg("1", "301", MOBILE, 0, 5, Outcome.CALLER_HUNG_UP, 7), InvalidParametersCombination),
        (leg("1", "301", MOBILE, 0, 5, Outcome.CALLER_HUNG_UP), InvalidParametersCombination),
        (leg("1", "301", MOBILE, 0, 5), InvalidParametersCombination),
        (leg("1", "301", MOBILE, 0, None, Outcome.BUSY), InvalidParametersCombination),
        (leg("", "301", MOBILE, 0, 5, Outcome.BUSY), InvalidParameterValue),
        (leg("1", "301", "", 0, 5, Outcome.BUSY), InvalidParameterValue),
        (leg("1", "301", "7" * 129, 0, 5, Outcome.BUSY), InvalidParameterValue),
        (leg("1", "301", MOBILE, 0, 5, Outcome.BUSY, cause="\0"), InvalidParameterValue),
        (leg("1", "301", MOBILE, 0, 5, Outcome.BUSY, caller_name="\ud800"), InvalidParameterValue),
    ],
)
def test_what_no_call_can_be_is_refused(wrong: LegReport, error: type[CentrexError]) -> None:
    with pytest.raises(error):
        rows(wrong)
