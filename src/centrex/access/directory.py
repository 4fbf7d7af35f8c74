"""Finds callers by token, by login or by id, and remembers them for a second.

What ends in this process (a logout, a change made here) ends at once; what another process ended, within a
second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from centrex.access.caller import Caller, decode_caller
from centrex.access.recent import Recent
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.errors import AccessTokenBlocked, AccessTokenExpired, AccessTokenInvalid
from centrex.resources.credential import api_key, session
from centrex.resources.user import CALLER, USER, user
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Find


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a token stands for, and whether it is the token of a session."""

    caller: Caller
    is_session: bool


class Directory:
    """The users of a store, for one process."""

    def __init__(self, store: Store, clock: Clock, heard: Callable[[Caller], None] = lambda _: None) -> None:
        """``heard`` is told of every caller as the store knows him."""
        self._heard = heard
        self._store = store
        self._clock = clock
        self._principals: Recent[str, Principal] = Recent(clock, self._resolve)
        self._callers: Recent[int, Caller | None] = Recent(clock, self._read)
        self._others: list[Callable[[], None]] = []

    async def principal(self, token: str) -> Principal:
        """Whom the token stands for; raises the vendor's error for a dead one."""
        return await self._principals.of(token)

    def remembered(self, token: str) -> Principal | None:
        """The principal, when the look-up of the last second still holds."""
        return self._principals.get(token)

    async def caller(self, user_id: int) -> Caller | None:
        """The user with this id, as he was within the last second."""
        return await self._callers.of(user_id)

    async def password_hash(self, login: str) -> tuple[int, str] | None:
        """The id and password hash of the user with this login."""
        rows = await self._store.find(Find(user, ("id", "password_hash"), {"login": login}), SERVER)
        return (rows[0][0], rows[0][1]) if rows else None

    def forget_token(self, token: str) -> None:
        """The token ended here."""
        self._principals.drop(token)

    def forget(self) -> None:
        """Everything is looked up anew: users, keys, rights or accounts have changed here.

        What is being looked up now may be from before the change: it is not remembered.
        """
        self._principals.clear()
        self._callers.clear()
        for forget in self._others:
            forget()

    def forget_with(self, forget: Callable[[], None]) -> None:
        """Somebody else remembers users too: he is to forget them whenever they are forgotten here."""
        self._others.append(forget)

    async def _resolve(self, token: str) -> Principal:
        try:
            secret = digest(token)
        except UnicodeEncodeError as error:
            raise AccessTokenInvalid from error
        user_id = await self._session_user(secret)
        is_session = user_id is not None
        if user_id is None:
            user_id = await self._key_user(secret)
        caller = await self._read(user_id)
        if caller is None:
            raise AccessTokenInvalid
        if not caller.active:
            raise AccessTokenInvalid if is_session else AccessTokenBlocked
        return Principal(caller, is_session)

    async def _session_user(self, secret: bytes) -> int | None:
        step = Find(session, ("user_id", "expires_at"), {"digest": secret})
        rows = await self._store.find(step, SERVER)
        if not rows or rows[0][1] <= self._clock.now():
            return None
        return int(rows[0][0])

    async def _key_user(self, secret: bytes) -> int:
        step = Find(api_key, ("user_id", "kind", "status", "expires_at"), {"digest": secret})
        rows = await self._store.find(step, SERVER)
        if not rows:
            raise AccessTokenInvalid
        user_id, kind, status, expires_at = rows[0]
        ended = expires_at is not None and expires_at <= self._clock.now()
        if kind == "temporary" and (ended or status != "active"):
            raise AccessTokenInvalid
        if status == "blocked":
            raise AccessTokenBlocked
        if ended or status == "expired":
            raise AccessTokenExpired
        return int(user_id)

    async def _read(self, user_id: int) -> Caller | None:
        caller = await find_caller(self._store, user_id)
        if caller is not None:
            self._heard(caller)
        return caller


async def find_caller(store: Store, user_id: int) -> Caller | None:
    """The user with this id, as the store knows him now."""
    record = await store.one(USER, CALLER, Scope(Level.SERVER, 0, user_id))
    return None if record is None else decode_caller(record)
