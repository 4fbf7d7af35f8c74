"""Who has signed in on the pages with a browser: for one hour, or until he signs out. No API takes such a token."""

from __future__ import annotations

from typing import Final

from centrex.access.caller import Caller
from centrex.access.directory import Directory
from centrex.access.secrets import digest, new_session_token
from centrex.clock import Clock
from centrex.engine.own_deeds import Place, do_own
from centrex.resources.application import web_session
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Delete, Find, Insert

SECONDS: Final = 3600


class WebSessions:
    """The sign-ins of a store."""

    def __init__(self, store: Store, directory: Directory, clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock

    async def open(self, caller: Caller, place: Place) -> str:
        """The token of a new sign-in, shown once."""
        token, now = new_session_token(), int(self._clock.now())
        values = {"user_id": caller.user_id, "digest": digest(token), "created_at": now, "expires_at": now + SECONDS}
        await do_own(self._store, self._clock, caller, place, "login.web", "web_session", _opened(values))
        return token

    async def holder(self, token: str) -> Caller | None:
        """Who has signed in with this token; None when nobody has, or he or his account is blocked meanwhile."""
        step = Find(web_session, ("user_id", "expires_at"), {"digest": digest(token)})
        rows = await self._store.find(step, SERVER)
        if not rows or rows[0][1] <= self._clock.now():
            return None
        caller = await self._directory.caller(rows[0][0])
        return caller if caller is not None and caller.active and caller.account.active else None

    async def close(self, caller: Caller, token: str, place: Place, *, everywhere: bool = False) -> None:
        """Ends the sign-in, or all that the user has."""
        change = _closed(caller.user_id, None if everywhere else digest(token))
        await do_own(self._store, self._clock, caller, place, "logout.web", "web_session", change)


def _opened(values: dict[str, object]) -> Change[int]:
    yield Insert(web_session, values)
    return int(str(values["user_id"]))


def _closed(user_id: int, secret: bytes | None) -> Change[int]:
    yield Delete(web_session, {"user_id": user_id} | ({} if secret is None else {"digest": secret}))
    return user_id
