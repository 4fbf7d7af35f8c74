"""The phones of an employee: which of those sent are known, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from centrex.engine.dialling import dial, groups_of
from centrex.engine.employee_extensions import tie
from centrex.errors import EntityNotFound, InvalidParameterValue
from centrex.resources.employee import employee_group_phone, employee_phone
from centrex.store.steps import Change, Delete, Find, Insert, NextId, Update

Phone = Mapping[str, Any]

SETTINGS: Final[Mapping[str, object]] = {"channels_count": 1, "dial_time": 60, "status": "active"}
"""What a new phone has unless something else is sent."""


def replace_phones(employee_id: int, sent: Sequence[Phone]) -> Change[None]:
    """Makes ``sent`` the phones of the employee, in that order.

    One is known by its id, else by its number: then its settings change. A number that another employee has is
    assigned to this one too, with the settings that it has there; an unknown one is created. Phones that are not
    named are removed, from the groups as well. New ones are dialled last in every group of the employee.
    Raises EntityNotFound for an id that is not his, InvalidParameterValue for a phone or number named twice.
    """
    rows = yield Find(employee_phone, ("id", "phone_number"), {"employee_id": employee_id})
    own = {int(row[0]): str(row[1]) for row in rows}
    _refuse_repeated(sent)
    known = _known(sent, own)
    yield from remove_phones([identifier for identifier in own if identifier not in known])
    added = []
    for position, (phone, identifier) in enumerate(zip(sent, known, strict=True)):
        if identifier is None:
            added.append((yield from _add(employee_id, position, phone)))
        else:
            place = {"position": position, "phone_number": phone["phone_number"], "extension_id": None}
            yield Update(employee_phone, {"id": identifier}, {**place, **_settings(phone, SETTINGS)})
    yield from tie([*own.values(), *(str(phone["phone_number"]) for phone in sent)])
    if added:
        for group_id in (yield from groups_of(employee_id)):
            yield from dial(group_id, added)


def remove_phones(phone_ids: list[int]) -> Change[None]:
    """Removes phones, and with them their places in groups."""
    if phone_ids:
        yield Delete(employee_group_phone, {"phone_id": phone_ids})
        yield Delete(employee_phone, {"id": phone_ids})


def _refuse_repeated(sent: Iterable[Phone]) -> None:
    for name in ("phone_id", "phone_number"):
        met = set()
        for phone in sent:
            value = phone.get(name)
            if value in met:
                raise InvalidParameterValue(f"phone_numbers.{name}", value)
            if value is not None:
                met.add(value)


def _known(sent: Sequence[Phone], own: Mapping[int, str]) -> list[int | None]:
    """Which phone of the employee each of ``sent`` is; one that is named by its id is not found by its number."""
    named = {phone["phone_id"] for phone in sent if phone.get("phone_id") is not None}
    for identifier in sorted(named):
        if identifier not in own:
            raise EntityNotFound("phone_numbers.phone_id", identifier)
    by_number = {number: identifier for identifier, number in own.items() if identifier not in named}
    return [
        phone["phone_id"] if phone.get("phone_id") is not None else by_number.get(phone["phone_number"])
        for phone in sent
    ]


def _add(employee_id: int, position: int, phone: Phone) -> Change[int]:
    number = phone["phone_number"]
    elsewhere = yield Find(employee_phone, ("id", *SETTINGS), {"phone_number": number})
    otherwise = dict(zip(SETTINGS, min(elsewhere)[1:], strict=True)) if elsewhere else SETTINGS
    identifier = int((yield NextId(employee_phone))[0][0])
    place = {"id": identifier, "employee_id": employee_id, "position": position, "phone_number": number}
    yield Insert(employee_phone, {**place, **otherwise, **_settings(phone, SETTINGS)})
    return identifier


def _settings(phone: Phone, defaults: Mapping[str, object]) -> dict[str, object]:
    """The settings that were sent; null is the default."""
    sent = {name: phone[name] for name in defaults if name in phone}
    return {name: defaults[name] if value is None else value for name, value in sent.items()}
