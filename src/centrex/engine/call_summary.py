"""What a call is as a whole, made of all of its legs that are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Final

from centrex.outcomes import BY_MACHINE, NAMES, TALKED, Outcome, finish_reason, is_lost

Leg = dict[str, Any]
"""A row of call_leg by column."""

_NOBODY: Final[Leg] = {"employee_id": None, "employee_name": None}
_answered_at: Final = itemgetter("answered_at")

_TELLING: Final = (TALKED, BY_MACHINE, frozenset(Outcome) - {Outcome.ANSWERED_ELSEWHERE})
"""Outcomes of legs, those first that say most of how the call ended."""


def summary(legs: Sequence[Leg]) -> dict[str, object]:
    """The columns of the call, besides its ids."""
    inward = sorted(legs, key=lambda leg: (leg["started_at"], leg["engine_id"], leg["side"] != "out"))
    first = inward[0]
    outgoing = first["direction"] == "out"
    talks = [leg for leg in inward if leg["is_talked"]]
    picked = [leg for leg in inward if _picked_up(leg)]
    over = all(leg["ended_at"] is not None for leg in inward)
    outcome = _outcome(inward) if over else None
    return {
        "started_at": first["started_at"],
        "direction": first["direction"],
        "answered_at": _first_answer(inward),
        "talked_at": _first_answer(talks),
        "ended_at": _end(inward) if over else None,
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
        **_people("answered", picked),
        **_people("talked", talks),
        **_durations(inward, talks, _first_answer(picked), over=over),
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
    for kinds in _TELLING:
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


def _people(deed: str, legs: Sequence[Leg]) -> dict[str, object]:
    """Of those who did so, each in a leg of his own, the first and the last."""
    theirs = [leg for leg in legs if leg["employee_id"] is not None]
    if len(theirs) > 1:
        theirs.sort(key=_answered_at)
    first, last = (theirs[0], theirs[-1]) if theirs else (_NOBODY, _NOBODY)
    return {
        f"first_{deed}_employee_id": first["employee_id"],
        f"first_{deed}_employee_name": first["employee_name"],
        f"last_{deed}_employee_id": last["employee_id"],
        f"last_{deed}_employee_name": last["employee_name"],
    }


def _durations(legs: Sequence[Leg], talks: Sequence[Leg], picked_up: int | None, *, over: bool) -> dict[str, object]:
    """Seconds; those of a call that goes on are not known yet."""
    began = legs[0]["started_at"]
    ended = _end(legs) if over else began
    talked = _first_answer(talks)
    return {
        "wait_duration": max(0, (ended if picked_up is None else picked_up) - began),
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
    return legs[0] if len(legs) == 1 else max(legs, key=lambda leg: (leg["ended_at"] or 0, leg["started_at"]))


def _first_answer(legs: Sequence[Leg]) -> int | None:
    return min([leg["answered_at"] for leg in legs if leg["answered_at"] is not None], default=None)


def _end(legs: Sequence[Leg]) -> int:
    """When the last of legs that are over ended."""
    ends: list[int] = [leg["ended_at"] for leg in legs]
    return max(ends)
