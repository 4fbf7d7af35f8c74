"""Sessions: opened with login and password for one hour, closed by logout or their end."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from centrex.access.caller import Caller
from centrex.access.directory import Directory, Principal
from centrex.access.secrets import digest, new_session_token, password_matches
from centrex.access.throttle import Throttle
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.audit import Deed, audited
from centrex.errors import AuthError, Forbidden
from centrex.resources.credential import session
from centrex.scope import Scope
from centrex.store import Store
from centrex.store.steps import Change, Delete, Find, Insert
from centrex.waiting import Room

SECONDS: Final = 3600
CHECKED_AT_ONCE: Final = max(2, os.cpu_count() or 1)
"""Passwords; each takes a processor for a while, and a thread that others want too."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session's token, shown once, and its end in seconds since 1970."""

    token: str
    expires_at: int


class Sessions:
    """The sessions of a store."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        clock: Clock,
        new_token: Callable[[], str] = new_session_token,
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._new_token = new_token
        self._throttle = Throttle(clock)
        self.checking = Room("passwords", CHECKED_AT_ONCE, store.limits.waiting, store.limits.statement_seconds)

    async def authenticate(self, login: str, password: str, address: str) -> Caller:
        """The user with this login and password; raises AuthError, TooManyAttempts or Overloaded.

        A wrong login, a wrong password and a blocked user answer alike, and take as long.
        """
        self._throttle.check(login, address)
        user_id, password_hash = await self._directory.password_hash(login) or (0, None)
        async with self.checking:
            matches = await password_matches(password_hash, password)
        caller = await self._directory.caller(user_id) if matches else None
        if caller is None or not caller.active:
            self._throttle.failed(login, address)
            raise AuthError
        self._throttle.succeeded(login, address)
        return caller

    async def open(self, caller: Caller, address: str, request_id: str) -> Opened:
        """A new session of the user; earlier ones live on."""
        now = int(self._clock.now())
        token = self._new_token()
        deed = self._deed(caller, address, request_id, "login.user")
        change = _opened(caller.user_id, digest(token), now)
        await self._store.change(audited(deed, change), _own(caller))
        return Opened(token, now + SECONDS)

    async def close(self, principal: Principal, token: str, address: str, request_id: str) -> None:
        """Ends the session of the token; a key is no session and raises Forbidden."""
        if not principal.is_session:
            raise Forbidden
        caller = principal.caller
        deed = self._deed(caller, address, request_id, "logout.user")
        change = _closed(caller.user_id, digest(token))
        await self._store.change(audited(deed, change), _own(caller))
        self._directory.forget_token(token)

    def _deed(self, caller: Caller, address: str, request_id: str, operation: str) -> Deed:
        return Deed(
            at=int(self._clock.now()),
            user_id=caller.user_id,
            address=address,
            request_id=request_id,
            operation=operation,
            object_kind="session",
        )


def _own(caller: Caller) -> Scope:
    """Sessions belong to the account of the user himself."""
    return Scope(Level.CUSTOMER, caller.account.id, caller.user_id, caller.account.zone)


def _opened(user_id: int, secret: bytes, now: int) -> Change[int]:
    """Adds the session and sweeps out those of the user that have ended."""
    for found, expires_at in (yield Find(session, ("digest", "expires_at"), {"user_id": user_id})):
        if expires_at <= now:
            yield Delete(session, {"digest": found})
    values = {"digest": secret, "user_id": user_id, "created_at": now}
    yield Insert(session, {**values, "expires_at": now + SECONDS})
    return user_id


def _closed(user_id: int, secret: bytes) -> Change[int]:
    yield Delete(session, {"digest": secret})
    return user_id
