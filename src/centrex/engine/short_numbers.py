"""The short numbers of a customer: one name space for employees, employee groups and extensions."""

from __future__ import annotations

from centrex.errors import AlreadyInUse
from centrex.resources.employee import employee, employee_group
from centrex.resources.extension import extension
from centrex.store.steps import Change, Find


def refuse_held(
    number: str, field: str, *, employee_id: int | None = None, group_id: int | None = None
) -> Change[None]:
    """Raises AlreadyInUse when an extension, or another employee or group than the one named, has the number."""
    holders = yield Find(employee, ("id",), {"extension_phone_number": number})
    if any(row[0] != employee_id for row in holders):
        raise AlreadyInUse(field, number)
    holders = yield Find(employee_group, ("id",), {"group_phone_number": number})
    if any(row[0] != group_id for row in holders):
        raise AlreadyInUse(field, number)
    if (yield Find(extension, ("id",), {"number": number})):
        raise AlreadyInUse(field, number)
