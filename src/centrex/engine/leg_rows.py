"""Makes rows of reported legs: one for each end that is a number of the customer, else one for the leg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from centrex.engine.call_report import LegReport
from centrex.engine.parties import Exchange, Party
from centrex.errors import InvalidParametersCombination, InvalidParameterValue, PartyUnknown
from centrex.outcomes import BY_MACHINE, NAMES, TALKED, Outcome, leg_finish_reason
from centrex.query.values import text

Row = dict[str, object]

NAMED: Final = ("leg_id", "caller", "called")
TEXTS: Final = {
    **dict.fromkeys((*NAMED, "dialled", "caller_channel", "called_channel"), 128),
    "caller_name": 255,
    "cause": 64,
}
"""Texts of a report, with the most characters that each may have."""

REPORTED: Final = (
    "caller",
    "called",
    "dialled",
    "started_at",
    "answered_at",
    "ended_at",
    "outcome",
    "cause",
    "caller_name",
    "is_transfer",
)
"""What an engine tells of a leg: a repeated report must tell the same."""

REPORTED_AS: Final = {
    "started_at": "started",
    "answered_at": "answered",
    "ended_at": "ended",
    "is_transfer": "transfer",
}
"""What reports call those columns that they call otherwise."""

ANSWERED: Final = TALKED | BY_MACHINE

EARLIEST: Final = 946_684_800
LATEST: Final = EARLIEST + 2**31
"""2000 to 2067: what calls can be from, so that every duration fits its column."""


def leg_rows(leg: LegReport, exchange: Exchange) -> Iterator[Row]:
    """The rows without ids.

    Raises PartyUnknown, InvalidParametersCombination for times that run backwards, InvalidParameterValue for those of
    other centuries.
    """
    _check(leg)
    caller = exchange.party(leg.caller, leg.caller_channel)
    called = exchange.party(leg.called, leg.called_channel, may_be_service=caller.number is not None)
    line = exchange.line(leg.dialled, leg.called, leg.caller)
    if caller.number is None and called.number is None and not line:
        raise PartyUnknown("party", leg.called)
    common = _common(leg, caller, called, line, exchange)
    if caller.number is not None:
        yield {**common, **_side("out", caller, leg, exchange)}
    if called.number is not None or caller.number is None:
        yield {**common, **_side("in", called, leg, exchange)}


def _check(leg: LegReport) -> None:
    """What the types of a report say, for those that were not decoded from JSON; and what its times mean."""
    for name, longest in TEXTS.items():
        value = getattr(leg, name)
        if value is not None and (len(text(name, value)) > longest or (name in NAMED and not value)):
            raise InvalidParameterValue(name, value)
    _check_times(leg)


def _check_times(leg: LegReport) -> None:
    times = [moment for moment in (leg.started, leg.answered, leg.ended) if moment is not None]
    if not all(EARLIEST <= moment.timestamp() < LATEST for moment in times):
        raise InvalidParameterValue("started", leg.started.isoformat())
    if times != sorted(times):
        raise InvalidParametersCombination("started", leg.started.isoformat())
    if (leg.ended is None) != (leg.outcome is None):
        raise InvalidParametersCombination("outcome")
    if leg.outcome in ANSWERED and leg.answered is None:
        raise InvalidParametersCombination("answered")


def _common(leg: LegReport, caller: Party, called: Party, line: str, exchange: Exchange) -> Row:
    outgoing = caller.number is not None
    began, answered, ended = seconds(leg.started), seconds(leg.answered), seconds(leg.ended)
    assert began is not None
    until = began if ended is None else ended
    return {
        "engine_id": leg.leg_id,
        "direction": "out" if outgoing else "in",
        "started_at": began,
        "answered_at": answered,
        "ended_at": ended,
        **_outcome(leg.outcome, outgoing=outgoing),
        "cause": leg.cause,
        "caller": caller.name,
        "caller_domain": exchange.domain if caller.number else None,
        "caller_name": leg.caller_name,
        "called": called.name,
        "called_domain": exchange.domain if called.number else None,
        "dialled": leg.dialled or called.name,
        "contact_number": called.name if outgoing else caller.name,
        "virtual_number": line,
        "source": exchange.external[line] if line and not outgoing else "sip",
        "is_transfer": leg.transfer,
        "is_talked": leg.outcome in TALKED,
        "is_failed": answered is None,
        "duration": max(0, until - answered) if answered is not None else 0,
        "total_duration": max(0, until - began),
    }


def _outcome(outcome: Outcome | None, *, outgoing: bool) -> Mapping[str, object]:
    if outcome is None:
        return dict.fromkeys(("outcome", "result", "disposition", "finish_reason"))
    return {
        "outcome": outcome.value,
        "result": NAMES[outcome].leg_result,
        "disposition": NAMES[outcome].disposition,
        "finish_reason": leg_finish_reason(outcome, outgoing=outgoing),
    }


def _side(side: str, party: Party, leg: LegReport, exchange: Exchange) -> Row:
    """Whose part of the leg it is."""
    number = party.number
    return {
        "side": side,
        "flow": "transfer" if leg.transfer else side,
        "domain": exchange.domain if number else None,
        "extension_id": number.id if number else None,
        "extension_number": number.short if number else None,
        "extension_type": number.type if number else None,
        "extension_group_id": number.group_id if number else None,
        "employee_id": number.employee_id if number else None,
        "employee_name": number.employee_name if number and number.employee_id is not None else None,
    }


def seconds(moment: datetime | None) -> int | None:
    """Whole seconds since 1970."""
    return None if moment is None else int(moment.timestamp())
