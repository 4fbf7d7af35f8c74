"""Writes the history of a demo customer: rows of calls follow from their legs as those of any engine's report do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, Literal

import msgspec

from centrex.demo.calendar import SATURDAY
from centrex.demo.history import Call, History
from centrex.demo.media import Copies
from centrex.demo.traffic import START
from centrex.engine import faxes, recordings
from centrex.engine.audit import Deed, calls_counted, recorded
from centrex.engine.call_report import LegReport
from centrex.engine.call_summary import Leg, people, summary
from centrex.engine.leg_rows import leg_rows
from centrex.engine.parties import Exchange, exchange_of
from centrex.engine.registrations import RegistrationReport, log_registrations
from centrex.resources.call import call, call_employee, call_key
from centrex.resources.call_leg import call_leg
from centrex.store.steps import Change, InsertMany, NextIds

BATCH: Final = 2_000
"""Calls that are in memory as rows at once."""

REGISTERED_DAYS: Final = 10
MORNING, EVENING = 6 * 3600, 16 * 3600
"""When phones come and go, after midnight in UTC."""

_LEG_TIMES: Final = ("started_at", "answered_at", "ended_at")
_CALL_TIMES: Final = (*_LEG_TIMES, "talked_at")
_BEGAN: Final = int(START.timestamp())


@dataclass(frozen=True, slots=True)
class _Shape:
    """The rows of a call that began at START, without ids."""

    legs: list[Leg]
    call: dict[str, Any]
    people: dict[int, dict[str, object]]


def history_rows(history: History, name: str, copies: Copies, deed: Deed, chance: Random) -> Change[None]:
    """All of the history in the account of the caller; the engine's ids of its calls begin with ``name``."""
    exchange = yield from exchange_of(leg for legs in history.shapes for leg in legs)
    shapes = [_shape(legs, exchange) for legs in history.shapes]
    yield from calls_counted()
    first = 0
    for start in range(0, len(history.calls), BATCH):
        ids = yield from _calls(history.calls[start : start + BATCH], shapes, f"{name}-", start, chance)
        first = first or ids[0]
    yield from recorded(deed, first, {})
    yield from _sounds(history, name, copies, chance)
    yield from _letters(history, name, copies, deed.at, chance)
    yield from log_registrations(list(_registrations(history.phones, deed.at, chance)))


def _shape(legs: Sequence[LegReport], exchange: Exchange) -> _Shape:
    rows: list[Leg] = [row for leg in legs for row in leg_rows(leg, exchange)]
    return _Shape(rows, summary(rows), people(rows))


def _calls(calls: Sequence[Call], shapes: Sequence[_Shape], name: str, start: int, chance: Random) -> Change[list[int]]:
    """The ids of some of the calls, which are the ones from ``start`` on."""
    ids: list[int] = msgspec.json.decode((yield NextIds(call, len(calls)))[0][0])
    rows, legs, keys, there = [], list[Leg](), [], []
    for number, (identifier, each) in enumerate(zip(ids, calls, strict=True), start):
        shape, later, uuid = shapes[each.shape], each.started - _BEGAN, chance.randbytes(16).hex().upper()
        own = {"call_id": identifier, "call_uuid": uuid, "call_started_at": each.started}
        rows.append(_moved(shape.call, _CALL_TIMES, later, {"id": identifier, "uuid": uuid}))
        keys.append({"engine_id": f"{name}{number}", "call_id": identifier, "started_at": each.started})
        legs += [_moved(leg, _LEG_TIMES, later, own) for leg in shape.legs]
        there += [{"call_id": identifier, "employee_id": one, **facts} for one, facts in shape.people.items()]
    leg_ids = msgspec.json.decode((yield NextIds(call_leg, len(legs)))[0][0])
    for leg_id, leg in zip(leg_ids, legs, strict=True):
        leg["id"] = leg_id
    yield InsertMany(call, rows)
    yield InsertMany(call_key, keys)
    yield InsertMany(call_leg, legs)
    yield InsertMany(call_employee, there)
    return ids


def _moved(row: dict[str, Any], times: Sequence[str], later: int, own: dict[str, Any]) -> dict[str, Any]:
    """The row at a later time, with values of its own."""
    moved = {**row, **own}
    for name in times:
        if moved[name] is not None:
            moved[name] += later
    return moved


def _sounds(history: History, name: str, copies: Copies, chance: Random) -> Change[None]:
    for sound in history.sounds:
        named = recordings.Sound(sound.kind, f"{name}-{sound.call}", part=0)
        yield from recordings.attachment(named, copies.of(sound.clip.file), chance.randbytes)


def _letters(history: History, name: str, copies: Copies, now: int, chance: Random) -> Change[None]:
    for number, letter in enumerate(history.letters):
        new = faxes.NewFax(f"{name}-fax-{number}", letter.caller, letter.destination, letter.received)
        yield from faxes.attachment(new, copies.of(letter.file), chance.randbytes, now)


def _registrations(phones: Sequence[str], now: int, chance: Random) -> Iterator[RegistrationReport]:
    """Phones come on the morning of a working day, and go in its evening."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0)
    for ago in range(REGISTERED_DAYS - 1, -1, -1):
        day = today - timedelta(days=ago)
        for phone in phones:
            for moment in (MORNING, EVENING):
                at = day + timedelta(seconds=moment - chance.randrange(1_800))
                if day.weekday() < SATURDAY and at.timestamp() < now:
                    status: Literal["on", "off"] = "on" if moment == MORNING else "off"
                    yield RegistrationReport(extension=phone, status=status, at=at)
