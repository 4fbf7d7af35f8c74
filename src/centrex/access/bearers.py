"""Finds whom an access token of OAuth stands for, and remembers him for a second.

What ends in this process ends at once; what another process ended, within a second.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from centrex.access.caller import Caller
from centrex.access.directory import find_caller
from centrex.access.recent import Recent
from centrex.access.secrets import digest
from centrex.clock import Clock
from centrex.errors import AccessTokenInvalid
from centrex.resources.application import ALL, application, oauth_token
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Find


class Bearer(msgspec.Struct, frozen=True):
    """Who holds an access token: the user for whom an application acts, and how much it may do.

    ``access`` is ``Call API`` or ``All``; ``expires_at`` is in seconds since 1970.
    """

    caller: Caller
    application_id: int
    access: str
    expires_at: int

    @property
    def all_access(self) -> bool:
        """Whether the application may do all that its user may."""
        return self.access == ALL


class Bearers:
    """The access tokens of a store, for one process."""

    def __init__(self, store: Store, clock: Clock, heard: Callable[[Caller], None] = lambda _: None) -> None:
        """``heard`` is told of every caller as the store knows him."""
        self._heard = heard
        self._store = store
        self._clock = clock
        self._recent: Recent[str, Bearer] = Recent(clock, self._resolve)

    async def of(self, token: str) -> Bearer:
        """Who holds the token; raises AccessTokenInvalid for an unknown or expired one.

        A blocked user comes back as one who is not active: what he is answered comes later in the order of checks.
        """
        bearer = self._recent.get(token) or await self._recent.of(token)
        if bearer.expires_at <= self._clock.now():
            raise AccessTokenInvalid
        return bearer

    def forget_token(self, token: str) -> None:
        """The token ended here."""
        self._recent.drop(token)

    def forget(self) -> None:
        """Everything is looked up anew: tokens, applications, users or accounts have changed here."""
        self._recent.clear()

    async def _resolve(self, token: str) -> Bearer:
        try:
            secret = digest(token)
        except UnicodeEncodeError as error:
            raise AccessTokenInvalid from error
        columns = ("user_id", "application_id", "expires_at")
        held = await self._store.find(Find(oauth_token, columns, {"digest": secret, "kind": "access"}), SERVER)
        if not held:
            raise AccessTokenInvalid
        user_id, application_id, expires_at = held[0]
        allowed = await self._store.find(Find(application, ("access",), {"id": application_id}), SERVER)
        caller = await find_caller(self._store, user_id)
        if not allowed or caller is None:
            raise AccessTokenInvalid
        self._heard(caller)
        return Bearer(caller, application_id, allowed[0][0], expires_at)
