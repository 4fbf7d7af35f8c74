"""The phones of an employee group: in which order they are dialled, and which of them take calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.engine.core import Engine
from centrex.errors import CentrexError, EntityNotFound, InvalidParameterValue, ServerBusy
from centrex.resources import OPERATIONS
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.changing import Changing
from centrex.web.console.frame import framed
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import BY_PATH
from centrex.web.console.things import can
from centrex.web.rendering import problem_page, see
from centrex.web.visit import Visit

SECTION: Final = BY_PATH["employee-groups"]
SHOWN: Final = 1_000
"""Phones of one page."""

KEY: Final = "employee_phone_number_id"
_READ: Final = OPERATIONS["get.group_employees"]
_WRITE: Final = OPERATIONS["update.group_employees_numbers"]
_STEPS: Final = {"up": -1, "down": 1}
_TAKES: Final = {"on": True, "off": False}
PLACE: Final = "place"
"""What dragging asks for."""

Phone = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PhoneOrders:
    """The pages of the phones of groups."""

    engine: Engine
    changing: Changing

    def routes(self) -> tuple[Route, ...]:
        """Where they stand."""
        return (Route("{section}/{name}/phones", (SECTION,), self.answer, posts=True),)

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The phones of a group, and what a form asks to do with one of them."""
        act, group_id = Act(self.engine, visit, caller), identifier(below.names["name"])
        if group_id is None:
            return problem_page(visit, 404, sentences.MISSING)
        if visit.method == "GET":
            return _page(act, await act.one(_READ, group_id))
        if not can(_WRITE, act):
            return problem_page(visit, 403, sentences.READ_ONLY)
        async with self.changing.of(caller, SECTION.path, group_id):
            return await _changed(act, await act.one(_READ, group_id))


async def _changed(act: Act, group: Row | None) -> Response:
    """Does it, and shows the list where the phone stands then."""
    if group is None:
        return problem_page(act.visit, 404, sentences.MISSING)
    phone = identifier(act.visit.form.get("phone", ""))
    before, deed = group["phone_numbers"], act.visit.form.get("deed", "")
    try:
        after = wanted(before, phone, deed, identifier(act.visit.form.get("before", "")))
        if after != before:
            await act.change(_WRITE, id=group["id"], phone_numbers=[_told(each) for each in after])
    except ServerBusy:
        raise
    except CentrexError:
        return _page(act, group, sentences.CHANGED_MEANWHILE)
    there = f"#phone-{phone}" if deed == PLACE else ""  # with it no browser gives a button the keyboard
    return see(act.visit, f"{act.visit.path}?deed={deed}&phone={phone}{there}")


def wanted(phones: Sequence[Phone], phone: int | None, deed: str, before: int | None = None) -> list[Phone]:
    """The phones once it is done: one goes ``up``, ``down``, ``before`` another (none: to the end), or is on or off.

    Raises EntityNotFound for a phone that is not there, InvalidParameterValue for a deed that is none.
    """
    others = [each for each in phones if each[KEY] != phone]
    if len(others) == len(phones):
        raise EntityNotFound
    at = next(place for place, each in enumerate(phones) if each[KEY] == phone)
    if deed in _TAKES:
        return [*phones[:at], {**phones[at], "available": _TAKES[deed]}, *phones[at + 1 :]]
    if deed in _STEPS:
        place = max(0, at + _STEPS[deed])
    elif deed == PLACE:
        place = _place(others, before)
    else:
        raise InvalidParameterValue("deed", deed)
    return [*others[:place], phones[at], *others[place:]]


def _place(others: Sequence[Phone], before: int | None) -> int:
    """Where the one stands that the phone comes before."""
    if before is None:
        return len(others)
    place = next((place for place, each in enumerate(others) if each[KEY] == before), None)
    if place is None:
        raise EntityNotFound
    return place


def _told(phone: Phone) -> dict[str, object]:
    return {KEY: phone[KEY], "available": phone["available"]}


def _page(act: Act, group: Row | None, problem: str | None = None) -> Response:
    """The phones. What was just done with one gives the keyboard back to the button that did it, or to its like."""
    if group is None:
        return problem_page(act.visit, 404, sentences.MISSING)
    phones = group["phone_numbers"]
    return framed(
        act.visit,
        act.caller,
        SECTION,
        "console/phones",
        problem=problem,
        scripts=True,
        group=group,
        phones=[{"id": each[KEY], **each} for each in phones[:SHOWN]],
        count=len(phones),
        writes=can(_WRITE, act),
        done=(act.visit.query.get("phone", ""), act.visit.query.get("deed", "")),
    )
