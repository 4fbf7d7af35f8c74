"""What a call is as a whole, made of all of its legs that are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from centrex.outcomes import BY_MACHINE, NAMES, TALKED, Outcome, finish_reason, is_lost

Leg = dict[str, Any]
"""A row of call_leg by column."""


def summary(legs: Sequence[Leg]) -> dict[str, object]:
    """The columns of the call, besides its ids."""
    inward = sorted(legs, key=lambda leg: (leg["started_at"], leg["engine_id"], leg["side"] != "out"))
    first = inward[0]
    outgoing = first["direction"] == "out"
    talks = [leg for leg in inward if leg["is_talked"]]
    over = all(leg["ended_at"] is not None for leg in inward)
    outcome = _outcome(inward) if over else None
    return {
        "started_at": first["started_at"],
        "direction": first["direction"],
        "answered_at": _least(leg["answered_at"] for leg in inward),
        "talked_at": _least(leg["answered_at"] for leg in talks),
        "ended_at": max(leg["ended_at"] for leg in inward) if over else None,
        **_named(outcome, outgoing=outgoing),
        "cause": _last(inward)["cause"] if over else None,
        "is_transfer": any(leg["is_transfer"] for leg in inward),
        "caller": first["caller"],
        "caller_domain": first["caller_domain"],
        "caller_name": first["caller_name"],
        "called": first["dialled"],
        "called_domain": first["called_domain"] if first["dialled"] == first["called"] else None,
        "contact_number": first["contact_number"],
        "virtual_number": next((leg["virtual_number"] for leg in inward if leg["virtual_number"]), ""),
        "source": first["source"],
        "talker": _last(talks)["called"] if talks else None,
        "talker_domain": _last(talks)["called_domain"] if talks else None,
        **_owner(inward, talks, "out" if outgoing else "in"),
        **_people(inward),
        **_durations(inward, talks, over=over),
    }


def people(legs: Iterable[Leg]) -> dict[int, dict[str, object]]:
    """The employees who took part, by id: columns of call_employee."""
    found: dict[int, dict[str, object]] = {}
    for leg in legs:
        if leg["employee_id"] is not None:
            known = found.setdefault(
                leg["employee_id"], {"full_name": leg["employee_name"], "is_answered": False, "is_talked": False}
            )
            known["is_answered"] = known["is_answered"] or _picked_up(leg)
            known["is_talked"] = known["is_talked"] or leg["is_talked"]
    return found


def _outcome(legs: Sequence[Leg]) -> Outcome:
    """That of the last talk, else of the last machine that answered, else of the last leg that was not in vain."""
    for kinds in (TALKED, BY_MACHINE, frozenset(Outcome) - {Outcome.ANSWERED_ELSEWHERE}):
        like = [leg for leg in legs if leg["outcome"] in kinds]
        if like:
            return Outcome(_last(like)["outcome"])
    return Outcome.NO_ANSWER


def _named(outcome: Outcome | None, *, outgoing: bool) -> dict[str, object]:
    if outcome is None:
        names = ("outcome", "result", "disposition", "finish_reason")
        return {**dict.fromkeys(names), "is_lost": False}
    return {
        "outcome": outcome.value,
        "result": NAMES[outcome].result,
        "disposition": NAMES[outcome].disposition,
        "finish_reason": finish_reason(outcome, outgoing=outgoing),
        "is_lost": is_lost(outcome, outgoing=outgoing),
    }


def _owner(legs: Sequence[Leg], talks: Sequence[Leg], side: str) -> dict[str, object]:
    """The number whose call it is: who talked last, else who was rung (or rang) first, else any."""
    own = [leg for leg in legs if leg["extension_id"] is not None]
    talked = [leg for leg in talks if leg["extension_id"] is not None and leg["side"] == side]
    chosen = _last(talked) if talked else next((leg for leg in own if leg["side"] == side), own[0] if own else None)
    columns = ("extension_id", "extension_number", "extension_type", "extension_group_id", "employee_id")
    answered = chosen is not None and chosen["answered_at"] is not None
    return {
        **{name: chosen[name] if chosen else None for name in columns},
        "operator_number": chosen["extension_number"] if chosen and answered else None,
    }


def _people(legs: Sequence[Leg]) -> dict[str, object]:
    """Who first and last picked up, and talked."""
    shown: dict[str, object] = {}
    for deed, some in (
        ("answered", [leg for leg in legs if leg["employee_id"] is not None and _picked_up(leg)]),
        ("talked", [leg for leg in legs if leg["employee_id"] is not None and leg["is_talked"]]),
    ):
        some.sort(key=lambda leg: leg["answered_at"])
        for place, index in (("first", 0), ("last", -1)):
            shown[f"{place}_{deed}_employee_id"] = some[index]["employee_id"] if some else None
            shown[f"{place}_{deed}_employee_name"] = some[index]["employee_name"] if some else None
    return shown


def _durations(legs: Sequence[Leg], talks: Sequence[Leg], *, over: bool) -> dict[str, object]:
    """Seconds; those of a call that goes on are not known yet."""
    began = legs[0]["started_at"]
    ended = max(leg["ended_at"] for leg in legs) if over else began
    answered = _least(leg["answered_at"] for leg in legs if _picked_up(leg))
    talked = _least(leg["answered_at"] for leg in talks)
    return {
        "wait_duration": max(0, (ended if answered is None else answered) - began),
        "talk_duration": 0 if talked is None else max(0, ended - talked),
        "clean_talk_duration": _covered([(leg["answered_at"], leg["ended_at"]) for leg in talks]),
        "total_duration": max(0, ended - began),
    }


def _covered(spans: Sequence[tuple[int, int]]) -> int:
    """Seconds that at least one of the spans covers."""
    covered, reached = 0, 0
    for begin, end in sorted(spans):
        covered += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return covered


def _picked_up(leg: Leg) -> bool:
    return leg["answered_at"] is not None and leg["outcome"] not in BY_MACHINE


def _last(legs: Sequence[Leg]) -> Leg:
    return max(legs, key=lambda leg: (leg["ended_at"] or 0, leg["started_at"]))


def _least(values: Iterable[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)
