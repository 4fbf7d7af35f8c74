"""Numbers of customers: connected from the pool, disconnected back into it. Each is one customer's at a time.

Several are taken in the order of their ids, so that no two transactions wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from centrex.engine.audit import recorded
from centrex.engine.work import Work
from centrex.errors import (
    DependencyError,
    InvalidParameterValue,
    TariffRestrictions,
    VirtualPhoneNumberNotFound,
)
from centrex.resources.pool_number import pool_number
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import group_phone
from centrex.store.steps import Change, Claim, Count, Delete, Find, Insert, Own, Release, Values

DEFAULT_KIND: Final = "va"
THE_CALLERS: Final[Values] = {}
"""Names no owner: rows of the caller's own customer. The server's own changes name the customer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number as it was asked for: the parameter, what stood there, and the column that finds it."""

    parameter: str
    said: str
    key: Values

    def missing(self) -> VirtualPhoneNumberNotFound:
        return VirtualPhoneNumberNotFound(self.parameter, self.said, {"virtual_phone_number": self.said})


def enable(work: Work) -> Change[int]:
    """Connects free numbers of the pool, all of them or none; answers the id of the last."""
    wanted = _wanted(work)
    yield from _within_limit(wanted)
    kind = str(work.arguments.get("number_capacity_component") or DEFAULT_KIND)
    return (yield from _in_turn(work, [connect(number, kind, work.at) for number in wanted]))


def disable(work: Work) -> Change[int]:
    """Disconnects numbers of the customer, all of them or none; answers the id of the last."""
    return (yield from _in_turn(work, [disconnect(number) for number in _wanted(work)]))


def connect(wanted: Wanted, kind: str, at: int, owner: Values = THE_CALLERS) -> Change[int]:
    """Takes a number out of the pool for a customer; raises VirtualPhoneNumberNotFound when it is not free."""
    if not (yield Claim(pool_number, wanted.key, owner)):
        raise wanted.missing()
    identifier, number, category = (yield Find(pool_number, _KEPT, {**wanted.key, **owner}))[0]
    connected = {"id": identifier, "number": number, "category": category, "type": kind}
    yield Insert(virtual_number, {**owner, **connected, "status": "active", "activated_at": at})
    return int(identifier)


def disconnect(wanted: Wanted, owner: Values = THE_CALLERS) -> Change[int]:
    """Puts a number of a customer back into the pool.

    Raises VirtualPhoneNumberNotFound when he has none such, DependencyError when it stands in a number group.
    """
    found = yield Find(virtual_number, _KEPT, {**wanted.key, **owner})
    if not found:
        raise wanted.missing()
    identifier, number, category = found[0]
    if (yield Count(group_phone, {"virtual_number_id": identifier, **owner}))[0][0]:
        raise DependencyError(wanted.parameter, wanted.said)
    yield Delete(virtual_number, {"id": identifier, **owner})
    if not (yield Count(pool_number, {"id": identifier, **owner}))[0][0]:
        entry = {"id": identifier, "number": number, "category": category}
        yield Insert(pool_number, {**owner, **entry, **_FREE_OF_CHARGE})
    yield Release(pool_number, {"id": identifier, **owner})
    return int(identifier)


_KEPT: Final = ("id", "number", "category")
_FREE_OF_CHARGE: Final[Values] = {"onetime_payment": 0.0, "monthly_charge": 0.0, "min_charge": 0.0}
"""The prices of a number that was connected without the pool."""


def _wanted(work: Work) -> list[Wanted]:
    """The numbers that the call names, each once, in the order of their ids."""
    number = work.arguments.get("virtual_phone_number")
    if number is not None:
        return [Wanted("virtual_phone_number", str(number), {"number": number})]
    said = work.arguments["number_capacity_ids"]
    assert isinstance(said, list)
    if not said:
        raise InvalidParameterValue("number_capacity_ids", said)
    by_id = sorted({int(text): text for text in said}.items())
    return [Wanted("number_capacity_ids", text, {"id": identifier}) for identifier, text in by_id]


def _within_limit(wanted: Sequence[Wanted]) -> Change[None]:
    """The account may hold that many numbers more; the row of its change counter is already held."""
    limit = (yield Own(("number_limit",)))[0][0]
    if limit is None:
        return
    held = (yield Count(virtual_number, {}))[0][0]
    if held + len(wanted) > limit:
        raise TariffRestrictions(wanted[0].parameter)


def _in_turn(work: Work, changes: Sequence[Change[int]]) -> Change[int]:
    """One after the other, each with an audit row; the last is left to the call itself. Answers its id."""
    identifier = 0
    for place, change in enumerate(changes):
        if place > 0:
            yield from recorded(work.deed, identifier, THE_CALLERS)
        identifier = yield from change
    return identifier
