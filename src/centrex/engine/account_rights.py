"""The rights of an account's users in the Data API, as another of its users gives and takes them.

Nobody gives or takes what he may not do himself, and nobody changes his own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from centrex.access.caller import Caller
from centrex.access.own import account_of
from centrex.access.rights import ACTIONS, UNITS
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.account_doors import admit
from centrex.engine.own_deeds import Place, do_own
from centrex.engine.users import rights_rows
from centrex.errors import EntityNotFound, Forbidden, InvalidParameterValue
from centrex.resources.user import user, user_permission
from centrex.store import Store
from centrex.store.steps import Change, Delete, Find, Insert, Rows

Rights = frozenset[tuple[str, str]]
"""Pairs of unit and action."""

_COLUMNS: Final = ("unit", *(f"is_{action}" for action in ACTIONS))


class AccountRights:
    """The rights of the users of one account."""

    def __init__(self, store: Store, clock: Clock, look_anew: Callable[[], None]) -> None:
        """``look_anew`` is called when somebody may do more or less."""
        self._store = store
        self._clock = clock
        self._look_anew = look_anew

    async def of(self, caller: Caller, user_id: int) -> Rights:
        """What a user of the caller's account may do; raises EntityNotFound for one of another level."""
        scope = account_of(caller)
        _require(await self._store.find(Find(user, ("level",), {"id": user_id}), scope), user_id)
        return _held(await self._store.find(Find(user_permission, _COLUMNS, {"user_id": user_id}), scope))

    async def replace(self, caller: Caller, user_id: int, rights: Rights, place: Place) -> None:
        """Gives the user these rights and no others.

        Raises Forbidden for the caller himself, and where it would give or take what the caller may not do.
        """
        admit(caller, "update", place)
        if any(unit not in UNITS or action not in ACTIONS for unit, action in rights):
            raise InvalidParameterValue("rights")
        if user_id == caller.user_id:
            raise Forbidden("user_id", user_id)
        change = _replaced(caller, user_id, rights)
        await do_own(self._store, self._clock, caller, place, "update.user", "user", change)
        self._look_anew()


def _replaced(caller: Caller, user_id: int, rights: Rights) -> Change[int]:
    _require((yield Find(user, ("level",), {"id": user_id})), user_id)
    held = _held((yield Find(user_permission, _COLUMNS, {"user_id": user_id})))
    if not (held ^ rights) <= caller.rights:
        raise Forbidden("rights")
    yield Delete(user_permission, {"user_id": user_id})
    by_unit = {unit: [action for action in ACTIONS if (unit, action) in rights] for unit, _ in sorted(rights)}
    for row in rights_rows(user_id, by_unit):
        yield Insert(user_permission, row)
    return user_id


def _require(found: Rows, user_id: int) -> None:
    """That the user is there, and of the account itself: those of its parts have no rights in the Data API."""
    if not found or found[0][0] != Level.CUSTOMER:
        raise EntityNotFound("user_id", user_id)


def _held(rows: Rows) -> Rights:
    return frozenset(
        (unit, action) for unit, *flags in rows for action, flag in zip(ACTIONS, flags, strict=True) if flag
    )
