"""Changes that a user makes for himself, at the pages and for his tokens, with their audit rows."""

from __future__ import annotations

from dataclasses import dataclass

from centrex.access.caller import Caller
from centrex.access.own import account_of
from centrex.clock import Clock
from centrex.engine.audit import Deed, audited
from centrex.store import Store
from centrex.store.steps import Change


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request comes from: the caller's address, and the id of the request."""

    address: str
    request_id: str


def deed_of(user_id: int, clock: Clock, place: Place, operation: str, kind: str) -> Deed:
    return Deed(
        at=int(clock.now()),
        user_id=user_id,
        address=place.address,
        request_id=place.request_id,
        operation=operation,
        object_kind=kind,
    )


async def do_own(
    store: Store, clock: Clock, caller: Caller, place: Place, operation: str, kind: str, change: Change[int]
) -> int:
    """Runs the change in the account of the user; its steps name him. Answers the id of the object."""
    deed = deed_of(caller.user_id, clock, place, operation, kind)
    return await store.change(audited(deed, change), account_of(caller))
