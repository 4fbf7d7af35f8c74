"""Extensions: how they are created, changed, placed in groups and deleted."""

from __future__ import annotations

from typing import Final

from centrex.engine import phones as phone_settings
from centrex.engine.employee_extensions import tie_extension
from centrex.engine.employee_phones import remove_phones
from centrex.engine.members import require
from centrex.engine.short_numbers import refuse_held
from centrex.engine.user_removal import remove_users_of
from centrex.engine.work import Work, existing
from centrex.errors import InvalidParameterValue
from centrex.resources.employee import employee_phone
from centrex.resources.event_handler import event_handler
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.phone import phone
from centrex.resources.virtual_number import virtual_number
from centrex.store.steps import Change, Delete, Find, Insert, NextId, Own, Update

PHONE: Final = "phone"
NO_MODE: Final = "None"
"""How clients write that forwarded calls show nothing; kept as null."""


def add(work: Work) -> Change[int]:
    """Adds a number to the client; answers its id.

    Raises InvalidParameterValue for a name of another client or length, AlreadyInUse for one that is taken.
    """
    number = yield from _number(work)
    yield from refuse_held(number, "name")
    yield from _require_group(work)
    defaults = {param.name: param.default for param in work.operation.params if param.default is not None}
    values = {**defaults, **_columns(work)}
    values.pop("name")
    identifier = int((yield NextId(extension))[0][0])
    yield Insert(extension, {"id": identifier, "number": number, "created_at": work.at, **values})
    if values["type"] == PHONE:
        yield from phone_settings.furnish(identifier, number)
    yield from tie_extension(number)
    return identifier


def change(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; a null group takes the number out."""
    identifier = yield from existing(work)
    yield from _require_group(work)
    values = _columns(work)
    del values["id"]
    if values:
        yield Update(extension, {"id": identifier}, values)
    return identifier


def remove(work: Work) -> Change[int]:
    """Deletes a number with its settings, events and users; external numbers lead nowhere then. History stays."""
    identifier = yield from existing(work)
    of_number = {"extension_id": identifier}
    yield from remove_users_of(**of_number)
    yield Delete(phone, of_number)
    yield Delete(event_handler, of_number)
    for column in ("extension_id", "message_extension_id"):
        yield Update(virtual_number, {column: identifier}, {column: None})
    phones = yield Find(employee_phone, ("id",), of_number)
    yield from remove_phones([int(row[0]) for row in phones])
    yield Delete(extension, {"id": identifier})
    return identifier


def _columns(work: Work) -> dict[str, object]:
    values = dict(work.arguments)
    if values.get("did_as_transfer_caller_id") == NO_MODE:
        values["did_as_transfer_caller_id"] = None
    return values


def _number(work: Work) -> Change[str]:
    """The short number in the name that was sent: all numbers of a client have one length."""
    name = work.string("name")
    prefix, length = yield from own_numbering()
    before, star, number = name.rpartition("*")
    own = not star or before == prefix
    if not own or len(number) != length or not (number.isascii() and number.isdigit()):
        raise InvalidParameterValue("name", name)
    return number


def own_numbering() -> Change[tuple[str, int]]:
    """The prefix of the client's numbers, and how many digits follow it."""
    (row,) = yield Own(("id", "prefix", "extension_len"))
    identifier, prefix, length = row
    return (str(identifier) if prefix is None else prefix), int(length)


def _require_group(work: Work) -> Change[None]:
    group_id = work.arguments.get("extension_group_id")
    if group_id is not None:
        yield from require(extension_group, "extension_group_id", [work.integer("extension_group_id")])
