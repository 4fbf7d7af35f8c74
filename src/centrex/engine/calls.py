"""Writes reported calls into an account: repeated reports change nothing, late legs join their call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import msgspec

from centrex.engine.audit import calls_counted
from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.call_summary import Leg, people, summary
from centrex.engine.leg_rows import REPORTED, REPORTED_AS, leg_rows
from centrex.engine.parties import Exchange, exchange_of
from centrex.errors import CallDiffers, CentrexError
from centrex.resources.call import call, call_employee, call_key
from centrex.resources.call_leg import call_leg
from centrex.store.steps import Change, Delete, Find, InsertMany, NextIds, Update

LEG_COLUMNS: Final = tuple(column.name for column in call_leg.c if column.name != "customer_id")

Status = Literal["created", "updated", "unchanged"]


class Recorded(msgspec.Struct, frozen=True):
    """What became of a reported call: its engine's id, its id and uuid here."""

    call_id: str
    id: int
    uuid: str
    status: Status


@dataclass(slots=True, eq=False)
class _Call:
    """A call in hand: what is stored of it, and what its reports add. One that is new gets its id last."""

    engine_id: str
    is_new: bool = True
    id: int = 0
    uuid: str = ""
    started_at: int = 0
    stored: dict[tuple[str, str], Leg] = field(default_factory=dict)
    added: list[Leg] = field(default_factory=list)
    changed: list[Leg] = field(default_factory=list)

    @property
    def legs(self) -> list[Leg]:
        return [*self.stored.values(), *self.added]

    @property
    def status(self) -> Status:
        if self.is_new:
            return "created"
        return "updated" if self.added or self.changed else "unchanged"


def record_calls(reports: Sequence[CallReport], new_uuid: Callable[[], str]) -> Change[list[Recorded]]:
    """What became of each call, in the order in which the calls were first named.

    The counter of the account's calls moves once it is known whose the numbers are: from then on others of the account
    wait.

    Raises PartyUnknown, InvalidParametersCombination, InvalidParameterValue and CallDiffers, whose params name the
    index of the report, the call and the leg.
    """
    exchange = yield from exchange_of(leg for report in reports for leg in report.legs)
    yield from calls_counted()
    calls = yield from _in_hand(list(dict.fromkeys(report.call_id for report in reports)))
    for index, report in enumerate(reports):
        for leg in report.legs:
            try:
                _take(calls[report.call_id], leg, exchange)
            except CentrexError as refusal:
                where = {"index": index, "call_id": report.call_id, "leg_id": leg.leg_id}
                refusal.params = {**refusal.params, **where}
                raise
    new = [each for each in calls.values() if each.is_new]
    yield from _numbered(new, new_uuid)
    yield from _legs_written(calls.values())
    yield from _calls_written(new, [each for each in calls.values() if each.status == "updated"])
    return [Recorded(each.engine_id, each.id, each.uuid, each.status) for each in calls.values()]


def _in_hand(engine_ids: list[str]) -> Change[dict[str, _Call]]:
    """The calls by the engine's id, with the legs that are stored."""
    calls = {engine_id: _Call(engine_id) for engine_id in engine_ids}
    by_id: dict[int, _Call] = {}
    for engine_id, identifier, started_at in (
        yield Find(call_key, ("engine_id", "call_id", "started_at"), {"engine_id": engine_ids})
    ):
        known = by_id[identifier] = calls[engine_id]
        known.is_new, known.id, known.started_at = False, identifier, started_at
    if by_id:
        for row in (yield Find(call_leg, LEG_COLUMNS, {"call_id": sorted(by_id)})):
            leg = dict(zip(LEG_COLUMNS, row, strict=True))
            known = by_id[leg["call_id"]]
            known.stored[leg["engine_id"], leg["side"]] = leg
            known.uuid = leg["call_uuid"]
    return calls


def _take(known: _Call, leg: LegReport, exchange: Exchange) -> None:
    """Adds the leg to its call, or to what is known of the leg."""
    rows = list(leg_rows(leg, exchange))
    here = {(each["engine_id"], each["side"]): each for each in known.legs}
    for row in rows:
        before = here.get((row["engine_id"], row["side"]))
        if before is None:
            known.added.append(row)
        else:
            _tell_more(known, before, row)


def _tell_more(known: _Call, before: Leg, row: Leg) -> None:
    """What was not known of a leg becomes so; what was known stays, and is not contradicted."""
    differing = [name for name in REPORTED if None not in (before[name], row[name]) and before[name] != row[name]]
    if differing:
        raise CallDiffers("leg_id", row["engine_id"], {"fields": [REPORTED_AS.get(name, name) for name in differing]})
    if all(row[name] is None or before[name] is not None for name in REPORTED):
        return
    own = {"extension_id", "extension_number", "extension_type", "extension_group_id", "employee_id", "employee_name"}
    for name, value in row.items():
        if name not in own and value is not None:
            before[name] = value
    if not any(each is before for each in (*known.added, *known.changed)):
        known.changed.append(before)


def _numbered(new: Sequence[_Call], new_uuid: Callable[[], str]) -> Change[None]:
    if not new:
        return
    ids = msgspec.json.decode((yield NextIds(call, len(new)))[0][0])
    for each, identifier in zip(new, ids, strict=True):
        each.id, each.uuid = identifier, new_uuid().upper()


def _legs_written(calls: Iterable[_Call]) -> Change[None]:
    added: list[Leg] = []
    for each in calls:
        if not (each.added or each.changed):
            continue
        began = min(leg["started_at"] for leg in each.legs)
        if each.stored and began != each.started_at:
            yield Update(call_leg, {"call_id": each.id}, {"call_started_at": began})
        for leg in each.changed:
            values = {name: leg[name] for name in LEG_COLUMNS if name not in {"id", "started_at", "call_started_at"}}
            yield Update(call_leg, {"id": leg["id"]}, values)
        for leg in each.added:
            leg |= {"call_id": each.id, "call_uuid": each.uuid, "call_started_at": began}
            added.append(leg)
    if added:
        ids = msgspec.json.decode((yield NextIds(call_leg, len(added)))[0][0])
        for leg, identifier in zip(added, ids, strict=True):
            leg["id"] = identifier
        yield InsertMany(call_leg, added)


def _calls_written(new: Sequence[_Call], changed: Sequence[_Call]) -> Change[None]:
    if new:
        yield InsertMany(call, [{"id": each.id, "uuid": each.uuid, **summary(each.legs)} for each in new])
        yield InsertMany(call_key, [_key(each) for each in new])
    for each in changed:
        values = summary(each.legs)
        yield Update(call, {"id": each.id}, values)
        if values["started_at"] != each.started_at:
            yield Update(call_key, {"engine_id": each.engine_id}, {"started_at": values["started_at"]})
        yield Delete(call_employee, {"call_id": each.id})
    taking_part = [
        {"call_id": each.id, "employee_id": employee_id, **facts}
        for each in (*new, *changed)
        for employee_id, facts in people(each.legs).items()
    ]
    if taking_part:
        yield InsertMany(call_employee, taking_part)


def _key(each: _Call) -> Mapping[str, object]:
    return {
        "engine_id": each.engine_id,
        "call_id": each.id,
        "started_at": min(leg["started_at"] for leg in each.legs),
    }
