"""Employees: how they are created, changed and deleted, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from centrex.engine.chat_operators import NOBODY, operator_columns
from centrex.engine.dialling import groups_of, join, leave, without
from centrex.engine.employee_extensions import tie, untie_employee
from centrex.engine.employee_phones import remove_phones, replace_phones
from centrex.engine.members import ids_of, require
from centrex.engine.short_numbers import refuse_held
from centrex.engine.statuses import chosen_status, close_history, record_status
from centrex.engine.work import Work, existing
from centrex.errors import (
    DependencyError,
    EntityNotFound,
    InvalidParametersCombination,
    InvalidParameterValue,
)
from centrex.resources.employee import employee, employee_group, employee_group_member, employee_phone
from centrex.resources.virtual_number_group import group_employee
from centrex.store.steps import Change, Delete, Find, Insert, NextId, Update

Columns = Mapping[str, Any]

SCALARS: Final[Columns] = {
    "first_name": None,
    "last_name": None,
    "patronymic": None,
    "email": None,
    "calls_available": True,
    "call_recording": "all",
}
LISTS: Final = (
    "allowed_in_call_types",
    "allowed_out_call_types",
    "in_external_allowed_call_directions",
    "in_internal_allowed_call_directions",
    "out_external_allowed_call_directions",
    "out_internal_allowed_call_directions",
)
NO_COACH: Final[Columns] = {"coach_id": None, "coach_always_enabled": False}
NO_EXTENSION: Final[Columns] = {
    "extension_phone_number": None,
    "extension_voice_mail_enabled": False,
    "extension_queue_enabled": False,
}
BLANK: Final[Columns] = {
    **SCALARS,
    **dict.fromkeys(LISTS, "[]"),
    "status_id": None,
    **NO_COACH,
    **NO_EXTENSION,
    **NOBODY,
}
"""An employee of whom nothing was sent."""


def create(work: Work) -> Change[int]:
    """Adds an employee; answers his id."""
    identifier = int((yield NextId(employee))[0][0])
    columns = yield from _columns(work, identifier, BLANK)
    yield Insert(employee, {"id": identifier, **BLANK, **columns})
    yield from record_status(identifier, None, columns.get("status_id"), work.at)
    yield from _lists(work, identifier)
    return identifier


def update(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else."""
    identifier = yield from existing(work)
    kept = ("status_id", "coach_id", "coach_always_enabled", "operator_display_name")
    stored = dict(zip(kept, (yield Find(employee, kept, {"id": identifier}))[0], strict=True))
    columns = yield from _columns(work, identifier, stored)
    if columns:
        yield Update(employee, {"id": identifier}, columns)
    if "status_id" in columns:
        yield from record_status(identifier, stored["status_id"], columns["status_id"], work.at)
    yield from _lists(work, identifier)
    return identifier


def delete(work: Work) -> Change[int]:
    """Removes an employee from everywhere; raises DependencyError for a coach of others. His history stays."""
    identifier = yield from existing(work)
    if (yield Find(employee, ("id",), {"coach_id": identifier})):
        raise DependencyError("id", identifier)
    names = yield Find(employee, ("full_name",), {"id": identifier})
    phones = yield Find(employee_phone, ("id", "phone_number"), {"employee_id": identifier})
    yield from remove_phones([row[0] for row in phones])
    yield from tie([row[1] for row in phones])
    yield from untie_employee(identifier)
    yield Delete(employee_group_member, {"employee_id": identifier})
    yield Delete(group_employee, {"employee_id": identifier})
    yield from close_history(identifier, names[0][0], work.at)
    yield Delete(employee, {"id": identifier})
    return identifier


def _columns(work: Work, identifier: int, stored: Columns) -> Change[dict[str, object]]:
    """The columns that were sent, checked against what there is; ``stored`` is the employee before."""
    sent = work.arguments
    if sent.get("schedule_id") is not None:
        raise EntityNotFound("schedule_id", sent["schedule_id"])
    columns = _plain(sent)
    if "status" in sent or "status_id" in sent:
        columns["status_id"] = yield from chosen_status(work)
    if "coach" in sent:
        columns |= yield from _coach(sent["coach"], identifier, stored)
    if "extension" in sent:
        columns |= yield from _extension(sent["extension"], identifier)
    if "operator" in sent:
        is_operator = stored["operator_display_name"] is not None
        columns |= yield from operator_columns(sent["operator"], identifier, is_operator)
    return columns


def _plain(sent: Columns) -> dict[str, object]:
    """Scalars, where null is the default, and lists, where it is none."""
    scalars = {name: sent[name] for name in SCALARS if name in sent}
    columns: dict[str, object] = {name: SCALARS[name] if value is None else value for name, value in scalars.items()}
    for name in LISTS:
        if name in sent:
            columns[name] = msgspec.json.encode(sent[name] or []).decode()
    return columns


def _coach(sent: object, identifier: int, stored: Columns) -> Change[Columns]:
    """A coach who goes takes the mirroring of calls with him."""
    if sent is None:
        return NO_COACH
    assert isinstance(sent, dict)
    coach_id = sent.get("coach_id", stored["coach_id"])
    if coach_id == identifier:
        raise InvalidParameterValue("coach.coach_id", coach_id)
    if coach_id is not None:
        yield from require(employee, "coach.coach_id", [coach_id])
    always = sent.get("coach_always_enabled", bool(stored["coach_always_enabled"]) and coach_id is not None)
    if always and coach_id is None:
        raise InvalidParametersCombination("coach.coach_always_enabled", always)
    return {"coach_id": coach_id, "coach_always_enabled": bool(always)}


def _extension(sent: object, identifier: int) -> Change[Columns]:
    if sent is None:
        return NO_EXTENSION
    assert isinstance(sent, dict)
    yield from refuse_held(sent["extension_phone_number"], "extension.extension_phone_number", employee_id=identifier)
    return {**NO_EXTENSION, **sent}


def _lists(work: Work, identifier: int) -> Change[None]:
    """Phones first, so that a group that he joins dials all of them."""
    sent = work.arguments
    if "phone_numbers" in sent:
        phones = sent["phone_numbers"] or []
        assert isinstance(phones, list)
        yield from replace_phones(identifier, phones)
    if "groups" in sent:
        yield from _replace_groups(identifier, ids_of(sent["groups"]))


def _replace_groups(identifier: int, wanted: list[int]) -> Change[None]:
    yield from require(employee_group, "groups", wanted)
    held = yield from groups_of(identifier)
    for group_id in without(held, wanted):
        yield from leave(group_id, [identifier])
    for group_id in without(wanted, held):
        yield from join(group_id, [identifier], "groups")
