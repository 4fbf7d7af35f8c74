"""Which status an employee is in, and the history of it."""

from __future__ import annotations

from centrex.engine.work import Work
from centrex.errors import EntityNotFound, InvalidParametersCombination
from centrex.resources.employee_status import STILL, employee_status, employee_status_change
from centrex.store.steps import Change, Find, Insert, NextId, Update


def chosen_status(work: Work) -> Change[int | None]:
    """The id of the status that ``status_id`` or ``status`` names; None when both are null or absent.

    Both together must mean the same status. A deleted one is not found.
    """
    mnemonic, identifier = work.arguments.get("status"), work.arguments.get("status_id")
    if identifier is None:
        return None if mnemonic is None else (yield from _standard_status(str(mnemonic)))
    rows = yield Find(employee_status, ("mnemonic",), {"id": identifier, "is_deleted": False})
    if not rows:
        raise EntityNotFound("status_id", identifier)
    if mnemonic not in {None, rows[0][0]}:
        raise InvalidParametersCombination("status", mnemonic)
    return work.integer("status_id")


def _standard_status(mnemonic: str) -> Change[int]:
    rows = yield Find(employee_status, ("id",), {"mnemonic": mnemonic, "is_deleted": False})
    if not rows:
        raise EntityNotFound("status", mnemonic)
    return int(rows[0][0])


def record_status(employee_id: int, before: object, after: object, at: int) -> Change[None]:
    """Ends the stay in the status ``before`` and begins one in ``after``; None is no status."""
    if before == after:
        return
    yield from _end_stay(employee_id, {"until": at})
    if after is not None:
        identifier = int((yield NextId(employee_status_change))[0][0])
        stay = {"id": identifier, "employee_id": employee_id, "status_id": after, "since": at, "until": STILL}
        yield Insert(employee_status_change, stay)


def close_history(employee_id: int, name: str, at: int) -> Change[None]:
    """The history of an employee who is deleted keeps his name."""
    yield from _end_stay(employee_id, {"until": at})
    yield Update(employee_status_change, {"employee_id": employee_id}, {"employee_name": name})


def _end_stay(employee_id: int, values: dict[str, object]) -> Change[None]:
    yield Update(employee_status_change, {"employee_id": employee_id, "until": STILL}, values)
