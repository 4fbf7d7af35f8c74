"""Employee groups: how they are created, changed and deleted, and the order of the phones that they dial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from centrex.engine import changes
from centrex.engine.dialling import join, leave, members_of, without
from centrex.engine.members import ids_of, require
from centrex.engine.short_numbers import refuse_held
from centrex.engine.work import Work, existing
from centrex.errors import EntityNotFound, InvalidParameterValue
from centrex.resources.employee import employee, employee_group, employee_group_member, employee_group_phone
from centrex.resources.virtual_number_group import group_team
from centrex.store.steps import Change, Delete, Find, InsertMany

DEFAULTS: Final[Mapping[str, object]] = {"group_phone_number": None, "queue_enabled": False, "channels_count": 1}


def create(work: Work) -> Change[int]:
    """Adds a group with its members; answers its id."""
    yield from _refuse_held(work, None)
    identifier = yield from changes.create(replace(work, arguments={**DEFAULTS, **work.arguments}))
    yield from _replace_members(work, identifier)
    return identifier


def update(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; null is the default."""
    identifier = yield from existing(work)
    yield from _refuse_held(work, identifier)
    reset = {name: value for name, value in DEFAULTS.items() if name in work.arguments}
    sent = {name: value for name, value in work.arguments.items() if value is not None}
    yield from changes.update(replace(work, arguments={**reset, **sent}))
    yield from _replace_members(work, identifier)
    return identifier


def delete(work: Work) -> Change[int]:
    """Removes a group, from number groups as well."""
    identifier = yield from existing(work)
    yield Delete(group_team, {"employee_group_id": identifier})
    yield Delete(employee_group_phone, {"group_id": identifier})
    yield Delete(employee_group_member, {"group_id": identifier})
    yield Delete(employee_group, {"id": identifier})
    return identifier


def update_numbers(work: Work) -> Change[int]:
    """Sets order and availability of the phones of a group.

    Raises EntityNotFound for a number that is not the group's, InvalidParameterValue when one is left out or named
    twice.
    """
    identifier = yield from existing(work)
    rows = yield Find(employee_group_phone, ("id", "phone_id"), {"group_id": identifier})
    phones = {int(row[0]): int(row[1]) for row in rows}
    sent: Any = work.arguments["phone_numbers"]
    _check_named([number["employee_phone_number_id"] for number in sent], phones)
    if sent:
        yield Delete(employee_group_phone, {"group_id": identifier})
        yield InsertMany(employee_group_phone, list(_placed(identifier, sent, phones)))
    return identifier


def _check_named(named: list[int], phones: Mapping[int, int]) -> None:
    """Every number of the group is named once, and no other."""
    met: set[int] = set()
    for number_id in named:
        if number_id not in phones:
            raise EntityNotFound("phone_numbers.employee_phone_number_id", number_id)
        if number_id in met:
            raise InvalidParameterValue("phone_numbers.employee_phone_number_id", number_id)
        met.add(number_id)
    if len(met) < len(phones):
        raise InvalidParameterValue("phone_numbers")


def _placed(group_id: int, sent: Any, phones: Mapping[int, int]) -> Iterator[dict[str, object]]:
    for position, number in enumerate(sent):
        number_id = number["employee_phone_number_id"]
        place = {"id": number_id, "group_id": group_id, "phone_id": phones[number_id], "position": position}
        yield {**place, "available": number["available"]}


def _refuse_held(work: Work, group_id: int | None) -> Change[None]:
    number = work.arguments.get("group_phone_number")
    if number is not None:
        yield from refuse_held(str(number), "group_phone_number", group_id=group_id)


def _replace_members(work: Work, identifier: int) -> Change[None]:
    if "members" not in work.arguments:
        return
    wanted = ids_of(work.arguments["members"])
    yield from require(employee, "members", wanted)
    held = yield from members_of(identifier)
    yield from leave(identifier, without(held, wanted))
    yield from join(identifier, without(wanted, held), "members")
