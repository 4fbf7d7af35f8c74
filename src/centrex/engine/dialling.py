"""Who belongs to an employee group, and which phones it dials: those of its members, in its own order."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from centrex.errors import DataLimitExceeded
from centrex.resources.employee import employee_group_member, employee_group_phone, employee_phone
from centrex.store.steps import Change, Count, Delete, Find, InsertMany, NextIds

MAX_MEMBERS = 10_000


def join(group_id: int, employee_ids: list[int], field: str) -> Change[None]:
    """Employees become members; their phones stand behind those of the group, all of them available.

    Raises DataLimitExceeded for ``field`` when the group would have too many members.
    """
    if not employee_ids:
        return
    held = int((yield Count(employee_group_member, {"group_id": group_id}))[0][0])
    if held + len(employee_ids) > MAX_MEMBERS:
        raise DataLimitExceeded(field)
    members = [{"group_id": group_id, "employee_id": employee_id} for employee_id in employee_ids]
    yield InsertMany(employee_group_member, members)
    phones = yield Find(employee_phone, ("employee_id", "position", "id"), {"employee_id": employee_ids})
    yield from dial(group_id, [int(row[2]) for row in sorted(phones)])


def leave(group_id: int, employee_ids: list[int]) -> Change[None]:
    """Employees are members no more, and their phones are not dialled."""
    if not employee_ids:
        return
    phones = yield Find(employee_phone, ("id",), {"employee_id": employee_ids})
    yield Delete(employee_group_phone, {"group_id": group_id, "phone_id": [row[0] for row in phones]})
    yield Delete(employee_group_member, {"group_id": group_id, "employee_id": employee_ids})


def dial(group_id: int, phone_ids: list[int]) -> Change[None]:
    """Phones come to the end of the group's list, in their order."""
    if not phone_ids:
        return
    given = yield NextIds(employee_group_phone, len(phone_ids))
    ids: list[int] = msgspec.json.decode(given[0][0])
    yield InsertMany(
        employee_group_phone,
        [
            {"id": identifier, "group_id": group_id, "phone_id": phone_id, "position": identifier, "available": True}
            for identifier, phone_id in zip(ids, phone_ids, strict=True)
        ],
    )


def groups_of(employee_id: int) -> Change[list[int]]:
    """The groups that he is a member of."""
    rows = yield Find(employee_group_member, ("group_id",), {"employee_id": employee_id})
    return sorted(int(row[0]) for row in rows)


def members_of(group_id: int) -> Change[list[int]]:
    """The members of a group."""
    rows = yield Find(employee_group_member, ("employee_id",), {"group_id": group_id})
    return sorted(int(row[0]) for row in rows)


def without(ids: Iterable[int], others: Iterable[int]) -> list[int]:
    """Those of ``ids`` that are not among ``others``, in their order."""
    known = set(others)
    return [identifier for identifier in ids if identifier not in known]
