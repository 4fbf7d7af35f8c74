"""How calls end, and what each dialect calls that, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Outcome(StrEnum):
    """How a leg ended."""

    CALLER_HUNG_UP = "caller_hung_up"
    CALLEE_HUNG_UP = "callee_hung_up"
    MENU = "menu"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    CALLER_GAVE_UP = "caller_gave_up"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    FAILED = "failed"


class Named(NamedTuple):
    """The dialects' words for an outcome.

    ``result`` is that of a call, ``leg_result`` that of one leg; ``finish_reason`` is an incoming call's. ``lost``
    says whether nobody talked on an incoming call.
    """

    result: str
    leg_result: str
    disposition: str
    finish_reason: str
    lost: bool


NAMES: Final[Mapping[Outcome, Named]] = {
    Outcome.CALLER_HUNG_UP: Named("bridged", "answered", "caller_bye", "subscriber_disconnects", False),
    Outcome.CALLEE_HUNG_UP: Named("bridged", "answered", "callee_bye", "operator_disconnects", False),
    Outcome.MENU: Named("answered", "answered", "caller_bye", "scenario_disconnects", True),
    Outcome.VOICEMAIL: Named("answered", "voicemail", "caller_bye", "scenario_disconnects", True),
    Outcome.BUSY: Named("busy", "busy", "callee_refuse", "operator_busy", True),
    Outcome.REFUSED: Named("rejected", "rejected", "callee_refuse", "operator_busy", True),
    Outcome.NO_ANSWER: Named("not answered", "not answered", "internal_cancel", "operator_not_responsible", True),
    Outcome.CALLER_GAVE_UP: Named("not answered", "not answered", "caller_cancel", "subscriber_disconnects", True),
    Outcome.ANSWERED_ELSEWHERE: Named(
        "not answered", "answered elsewhere", "internal_cancel", "another_operator_answer", True
    ),
    Outcome.FAILED: Named("failed", "failed", "internal_cancel", "no_success_operator_call", True),
}

TALKED: Final = frozenset({Outcome.CALLER_HUNG_UP, Outcome.CALLEE_HUNG_UP})
BY_MACHINE: Final = frozenset({Outcome.MENU, Outcome.VOICEMAIL})

_OTHER_SIDE: Final[Mapping[str, str]] = {
    "subscriber_disconnects": "operator_disconnects",
    "operator_disconnects": "subscriber_disconnects",
    "operator_busy": "subscriber_busy",
    "operator_not_responsible": "subscriber_not_responsible",
    "no_success_operator_call": "no_success_subscriber_call",
}
"""On an outgoing call the operator rings the subscriber."""


def finish_reason(outcome: Outcome, *, outgoing: bool) -> str:
    """Why a call ended, in the words of the Data API."""
    reason = NAMES[outcome].finish_reason
    return _OTHER_SIDE.get(reason, reason) if outgoing else reason


def leg_finish_reason(outcome: Outcome, *, outgoing: bool) -> str:
    """Why a leg ended, in the words of the Data API, which knows no failed call among those of legs."""
    if outcome is Outcome.FAILED:
        return "subscriber_number_problems" if outgoing else "operator_number_problems"
    return finish_reason(outcome, outgoing=outgoing)


def is_lost(outcome: Outcome, *, outgoing: bool) -> bool:
    """Whether somebody called and nobody talked to him; a call of one's own is never lost."""
    return NAMES[outcome].lost and not outgoing


RESULTS: Final = tuple(sorted({named.result for named in NAMES.values()}))
LEG_RESULTS: Final = tuple(sorted({named.leg_result for named in NAMES.values()}))
DISPOSITIONS: Final = tuple(sorted({named.disposition for named in NAMES.values()}))
