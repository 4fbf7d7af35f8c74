"""Which extension of the customer an employee's phone is: the one whose prefix and number, digits only, was sent.

The extension is then that employee's; where several have the phone, that of the one who has had it longest.
"""

from __future__ import annotations

from collections.abc import Iterable

from centrex.resources.employee import employee_phone
from centrex.resources.extension import extension
from centrex.store.steps import Change, Find, Own, Update


def tie(phone_numbers: Iterable[str]) -> Change[None]:
    """Ties the phones with these numbers, as they now are, to the extensions that they are.

    A number that nobody has any more lets its extension go.
    """
    wanted = set(phone_numbers)
    if not wanted:
        return
    digits = yield from _own_digits()
    shorts = {number.removeprefix(digits): number for number in wanted if number.startswith(digits)}
    rows = yield Find(extension, ("id", "number"), {"number": sorted(shorts)})
    for extension_id, number in sorted((int(row[0]), str(row[1])) for row in rows):
        yield from _tie(extension_id, shorts[number])


def tie_extension(number: str) -> Change[None]:
    """Ties a new extension to the phones that are it already."""
    digits = yield from _own_digits()
    yield from tie([digits + number])


def untie_employee(employee_id: int) -> Change[None]:
    """The employee goes: whatever extension is still his is so no more, even if its prefix has changed since."""
    yield Update(extension, {"employee_id": employee_id}, {"employee_id": None})


def _tie(extension_id: int, phone_number: str) -> Change[None]:
    yield Update(employee_phone, {"phone_number": phone_number}, {"extension_id": extension_id})
    phones = yield Find(employee_phone, ("id", "employee_id"), {"phone_number": phone_number})
    owner = int(min(phones)[1]) if phones else None
    yield Update(extension, {"id": extension_id}, {"employee_id": owner})


def _own_digits() -> Change[str]:
    """The digits of the prefix of the customer's extensions."""
    identifier, prefix = (yield Own(("id", "prefix")))[0]
    return "".join(sign for sign in (str(identifier) if prefix is None else prefix) if sign in "0123456789")
