"""Keys and the whitelist of an account in the hands of its own users: who may come in, and from where.

Secrets are made by the caller and kept here only as digests. A key is given to nobody who may do more than its giver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from centrex.access.caller import Caller, parse_network
from centrex.access.rights import ACTIONS
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.own_deeds import Place, do_own
from centrex.errors import (
    AlreadyInUse,
    DataLimitExceeded,
    EntityNotFound,
    Forbidden,
    InvalidParameterValue,
    InvalidState,
    IpNotWhitelisted,
    ReadOnlyUser,
)
from centrex.resources.credential import api_key, whitelist_entry
from centrex.resources.user import user, user_permission
from centrex.store import Store
from centrex.store.steps import Change, Count, Delete, Find, Insert, NextId, Update

UNIT: Final = "account_access"
MOST_KEYS: Final = 1_000
MOST_NETWORKS: Final = 200
"""Keys and networks of one account, at most."""

LONGEST_NAME: Final = 255


class AccountDoors:
    """What opens the Data API of an account."""

    def __init__(self, store: Store, clock: Clock, look_anew: Callable[[], None]) -> None:
        """``look_anew`` is called when who may come in has changed."""
        self._store = store
        self._clock = clock
        self._look_anew = look_anew

    async def make_key(
        self, caller: Caller, user_id: int, token: str, name: str, expires_at: int | None, place: Place
    ) -> int:
        """Gives a user of the account a key, which ends at a moment or never; answers its id.

        Raises EntityNotFound for a user whom no key could serve, and Forbidden for one who may do more than the
        caller.
        """
        admit(caller, "insert", place)
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidParameterValue("name", name)
        now = int(self._clock.now())
        if expires_at is not None and expires_at <= now:
            raise InvalidParameterValue("expires_at", expires_at)
        values = {
            "user_id": user_id,
            "digest": digest(token),
            "kind": "permanent" if expires_at is None else "temporary",
            "name": name.strip(),
            "status": "active",
            "created_at": now,
            "expires_at": expires_at,
        }
        return await self._do(caller, place, "create.key", "api_key", _key_made(caller, user_id, values))

    async def set_key_status(self, caller: Caller, key_id: int, status: str, place: Place) -> None:
        """Blocks a key, lets it open again, or ends it for good; raises InvalidState for one that has ended."""
        admit(caller, "delete" if status == "expired" else "update", place)
        if status not in {"active", "blocked", "expired"}:
            raise InvalidParameterValue("status", status)
        await self._do(caller, place, "update.key", "api_key", _key_changed(key_id, status))

    async def allow(self, caller: Caller, network: str, place: Place) -> None:
        """Puts an address or network on the whitelist; raises InvalidParameterValue when it is none."""
        if caller.account.networks:
            admit(caller, "update", place)
        else:
            _may(caller, "update")
        change = _allowed(caller.account.id, _network(network))
        await self._do(caller, place, "create.whitelist", "customer", change)

    async def disallow(self, caller: Caller, network: str, place: Place) -> None:
        """Takes an address or network off the whitelist; raises EntityNotFound when it is not there."""
        admit(caller, "update", place)
        change = _disallowed(caller.account.id, _network(network))
        await self._do(caller, place, "delete.whitelist", "customer", change)

    async def _do(self, caller: Caller, place: Place, operation: str, kind: str, change: Change[int]) -> int:
        done = await do_own(self._store, self._clock, caller, place, operation, kind, change)
        self._look_anew()
        return done


def may(caller: Caller, action: str) -> bool:
    """Whether he may change the doors of his account."""
    return caller.level is Level.CUSTOMER and caller.writes and caller.may(UNIT, action)


def _may(caller: Caller, action: str) -> None:
    if not caller.writes:
        raise ReadOnlyUser
    if not may(caller, action):
        raise Forbidden


def admit(caller: Caller, action: str, place: Place) -> None:
    """From elsewhere a password that was found out opens no door of the Data API."""
    _may(caller, action)
    if not caller.account.allows(place.address):
        raise IpNotWhitelisted(params={"ip": place.address})


def _network(text: str) -> str:
    try:
        return parse_network(text)
    except ValueError as error:
        raise InvalidParameterValue("network", text) from error


def _key_made(caller: Caller, user_id: int, values: dict[str, object]) -> Change[int]:
    found = yield Find(user, ("level", "status"), {"id": user_id})
    if not found or found[0] != (Level.CUSTOMER, "active"):
        raise EntityNotFound("user_id", user_id)
    flags = tuple(f"is_{action}" for action in ACTIONS)
    for unit, *granted in (yield Find(user_permission, ("unit", *flags), {"user_id": user_id})):
        if any(given and not caller.may(unit, action) for action, given in zip(ACTIONS, granted, strict=True)):
            raise Forbidden("user_id", user_id)
    if (yield Count(api_key, {}))[0][0] >= MOST_KEYS:
        raise DataLimitExceeded
    identifier = int((yield NextId(api_key))[0][0])
    yield Insert(api_key, {"id": identifier, **values})
    return identifier


def _key_changed(key_id: int, status: str) -> Change[int]:
    found = yield Find(api_key, ("status",), {"id": key_id})
    if not found:
        raise EntityNotFound("id", key_id)
    if found[0][0] == "expired":
        raise InvalidState("status", status)
    yield Update(api_key, {"id": key_id}, {"status": status})
    return key_id


def _allowed(account_id: int, network: str) -> Change[int]:
    if (yield Find(whitelist_entry, ("network",), {"network": network})):
        raise AlreadyInUse("network", network)
    if (yield Count(whitelist_entry, {}))[0][0] >= MOST_NETWORKS:
        raise DataLimitExceeded("network")
    yield Insert(whitelist_entry, {"network": network})
    return account_id


def _disallowed(account_id: int, network: str) -> Change[int]:
    if not (yield Find(whitelist_entry, ("network",), {"network": network})):
        raise EntityNotFound("network", network)
    yield Delete(whitelist_entry, {"network": network})
    return account_id
