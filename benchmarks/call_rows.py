"""Calls to ask for: one group with some 820 of them a month, and as many other groups as the wanted number fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table

from benchmarks.bare_inserts import BareStore, Rows
from centrex.access.secrets import hash_password
from centrex.catalogue import Level
from centrex.clock import SystemClock
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.call_summary import Leg, people, summary
from centrex.engine.leg_rows import leg_rows
from centrex.engine.operator import Operator
from centrex.engine.parties import Exchange, exchange_of
from centrex.engine.users import NewUser, Users
from centrex.outcomes import Outcome
from centrex.resources.call import call, call_employee, call_key
from centrex.resources.call_leg import call_leg
from centrex.resources.employee import employee
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.recording import RECORD, recording
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Change, Insert, NextId, SkipIds

MONTHS: Final = 12
A_MONTH: Final = 820
BATCH: Final = 2_000
YEAR: Final = datetime(2025, 1, 1, tzinfo=UTC)
SPAN: Final = 365 * 86_400
OUTSIDE: Final = "79161234567"
OWNER: Final = ("extension_id", "extension_number", "extension_type", "extension_group_id", "employee_id")


@dataclass(frozen=True, slots=True)
class CallWorld:
    """The account and its first group; ``numbers`` are its short numbers."""

    customer_id: int
    user_id: int
    group_id: int
    numbers: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        return Scope(Level.CUSTOMER, self.customer_id, self.user_id)

    @property
    def of_group(self) -> Scope:
        return Scope(Level.EXTENSION_GROUP, self.customer_id, self.user_id, part_id=self.group_id)


async def lay_account(store: Store, groups: int) -> CallWorld:
    """An account with a number and an employee in each group."""
    operator = Operator(store, SystemClock())
    customer_id = await Accounts(operator).create(NewAccount("Bench", prefix="000"))
    hashed = hash_password("correct horse", fast=True)
    user_id = await Users(operator).create(NewUser(customer_id, "bench", hashed, "Bench"))
    scope = Scope(Level.CUSTOMER, customer_id, user_id)
    await Accounts(operator).set_columns(customer_id, {"extension_len": 4})
    ids, numbers = await store.change(_numbers(groups), scope)
    return CallWorld(customer_id, user_id, ids[0], numbers)


def _numbers(groups: int) -> Change[tuple[list[int], tuple[str, ...]]]:
    ids, numbers = [], []
    for place in range(groups):
        group_id = int((yield NextId(extension_group))[0][0])
        yield Insert(extension_group, {"id": group_id, "name": f"Group {place}"})
        person = int((yield NextId(employee))[0][0])
        yield Insert(employee, _employee(person))
        number = str(1000 + place)
        values = {"type": "phone", "status": "active", "ani_rfc3325": False, "created_at": 0}
        identifier = int((yield NextId(extension))[0][0])
        tied = {"extension_group_id": group_id, "employee_id": person, "number": number}
        yield Insert(extension, {"id": identifier, **values, **tied})
        ids.append(group_id)
        numbers.append(number)
    return ids, tuple(numbers)


def _employee(identifier: int) -> dict[str, object]:
    flags = ("calls_available", "coach_always_enabled", "extension_voice_mail_enabled", "extension_queue_enabled")
    directions = [
        f"{side}_{kind}_allowed_call_directions" for side in ("in", "out") for kind in ("external", "internal")
    ]
    lists = dict.fromkeys(("allowed_in_call_types", "allowed_out_call_types", *directions), "[]")
    known = {name: value for name, value in lists.items() if name in employee.c}
    shown = {name: False for name in flags if name in employee.c}
    return {"id": identifier, "last_name": f"Worker {identifier}", "call_recording": "all", **known, **shown}


def report(name: str, number: str, began: datetime) -> CallReport:
    """A minute's call to the number."""
    leg = LegReport(
        leg_id="1",
        caller=OUTSIDE,
        called=number,
        started=began,
        answered=began + timedelta(seconds=5),
        ended=began + timedelta(seconds=65),
        outcome=Outcome.CALLER_HUNG_UP,
    )
    return CallReport(call_id=name, legs=(leg,))


def moment(place: int, count: int) -> datetime:
    """When the call at ``place`` of ``count`` began: they are spread over the year."""
    return YEAR + timedelta(seconds=place * SPAN // count)


async def exchange_for(store: Store, world: CallWorld) -> Exchange:
    """What ingest would look up for calls to the numbers."""
    return await store.change(exchange_of([report("", number, YEAR).legs[0] for number in world.numbers]), world.scope)


async def lay_calls(store: Store, bare: BareStore, world: CallWorld, count: int) -> None:
    """So many calls, each with a leg, an employee and a recording, group by turns, in months of their own."""
    await store.make_months(int(YEAR.timestamp()), int(YEAR.timestamp()) + SPAN - 1, SERVER)
    exchange = await exchange_for(store, world)
    for first in range(0, count, BATCH):
        places = range(first, min(first + BATCH, count))
        reports = [
            report(f"{place}", world.numbers[place % len(world.numbers)], moment(place, count)) for place in places
        ]
        await bare.insert([rows_of(reports, exchange, world, 1 + first)])
    await store.change(_ids_skipped(count), SERVER)
    await store.count_grown(SERVER)


def _ids_skipped(last: int) -> Change[None]:
    for table in (call, call_leg, recording):
        yield SkipIds(table, last)


def rows_of(
    reports: Sequence[CallReport], exchange: Exchange, world: CallWorld, first_id: int, *, recorded: bool = True
) -> Rows:
    """The rows of new calls of one leg each, with ids from ``first_id`` on."""
    ids = range(first_id, first_id + len(reports))
    legs = [list(_legs(each, exchange, identifier)) for each, identifier in zip(reports, ids, strict=True)]
    made: list[tuple[Table, list[dict[str, Any]]]] = [
        (call, [_call(identifier, own) for identifier, own in zip(ids, legs, strict=True)]),
        (call_key, [_key(each, own[0]) for each, own in zip(reports, legs, strict=True)]),
        (call_leg, [leg for own in legs for leg in own]),
        (call_employee, [row for own in legs for row in _people(own)]),
    ]
    if recorded:
        made.append((recording, [_recording(leg) for own in legs for leg in own]))
    return [(table, [{"customer_id": world.customer_id, **row} for row in rows]) for table, rows in made]


def _legs(each: CallReport, exchange: Exchange, call_id: int) -> Iterator[Leg]:
    for row in leg_rows(each.legs[0], exchange):
        own = {"id": call_id, "call_id": call_id, "call_uuid": f"{call_id:032X}", "call_started_at": row["started_at"]}
        yield {**row, **own}


def _call(identifier: int, legs: list[Leg]) -> dict[str, Any]:
    return {"id": identifier, "uuid": legs[0]["call_uuid"], **summary(legs)}


def _key(each: CallReport, leg: Leg) -> dict[str, Any]:
    return {"engine_id": each.call_id, "call_id": leg["call_id"], "started_at": leg["started_at"]}


def _people(legs: list[Leg]) -> Iterator[dict[str, Any]]:
    for employee_id, facts in people(legs).items():
        yield {"call_id": legs[0]["call_id"], "employee_id": employee_id, **facts}


def _recording(leg: Leg) -> dict[str, Any]:
    digits = f"{leg['id']:032x}"
    return {
        "id": leg["id"],
        "kind": RECORD,
        "uuid": f"{leg['extension_id']}-{digits}",
        "link": digits,
        "started_at": leg["started_at"],
        "call_id": leg["call_id"],
        "leg_id": leg["id"],
        "leg_started_at": leg["started_at"],
        "engine_id": str(leg["call_id"]),
        "part": 1,
        "media": f"{digits[:2]}/{digits[2:4]}/{digits}.wav",
        "digest": digits * 2,
        "size": 96_000,
        "format": "wav",
        "seconds": 60.0,
        "file_name": f"{digits}.mp3",
        **{name: leg[name] for name in OWNER},
    }
