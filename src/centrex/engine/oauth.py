"""Grants of OAuth 2: what an application shows, and the tokens that it gets for that.

No server library is used: those of Authlib and oauthlib call their validators without awaiting them, where every
look-up here waits for the store, and they fix the statuses and the places of parameters from which the vendor departs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from centrex.access.bearers import Bearers
from centrex.access.caller import Caller
from centrex.access.directory import find_caller
from centrex.access.secrets import digest, new_app_secret, new_bearer
from centrex.access.throttle import Throttle
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.applications import RegisteredApplication, find_application
from centrex.engine.audit import Deed, counted, recorded
from centrex.engine.own_deeds import Place, deed_of
from centrex.engine.sessions import Sessions
from centrex.errors import AuthError
from centrex.resources.application import APP_ID_LENGTH, application, oauth_token, web_session
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Delete, DeleteBefore, Find, Insert, Update

ACCESS_SECONDS: Final = 3600
CODE_SECONDS: Final = 600
REFRESH_DAYS: Final = 30
DAY_SECONDS: Final = 86_400
BATCH: Final = 1_000
"""Rows of one transaction that sweeps."""

KINDS_OF: Final = {
    "authorization_code": ("public",),
    "client_credentials": ("trusted",),
    "password": ("password_credentials",),
    "refresh_token": ("public", "password_credentials"),
}
"""Grants, and the kinds of applications to which they are open."""

_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class GrantRefused(Exception):
    """``error`` is invalid_client, invalid_grant or unauthorized_client, as in RFC 6749."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens, shown once; a refresh token only for grants that can be renewed."""

    access_token: str
    refresh_token: str | None = None
    expires_in: int = ACCESS_SECONDS


class Grants:
    """The tokens of a store."""

    def __init__(
        self, store: Store, sessions: Sessions, bearers: Bearers, clock: Clock, refresh_days: int = REFRESH_DAYS
    ) -> None:
        """``sessions`` knows passwords, and who has guessed too many."""
        self._store = store
        self._sessions = sessions
        self._bearers = bearers
        self._clock = clock
        self._refresh_seconds = refresh_days * DAY_SECONDS
        self._throttle = Throttle(clock)

    async def client(self, app_id: str, secret: str, grant: str, address: str) -> RegisteredApplication:
        """The application that shows its secret for a grant that is open to it; raises GrantRefused.

        Raises TooManyAttempts for wrong secrets alone, one after the other: a secret is too long to be guessed, and
        the right one is never refused, so that nobody can shut an application out by guessing.
        """
        found = await find_application(self._store, app_id=app_id)
        if found is None or not hmac.compare_digest(found[1], digest(secret)):
            self._throttle.check(app_id[:APP_ID_LENGTH], address)
            self._throttle.failed(app_id[:APP_ID_LENGTH], address)
            raise GrantRefused("invalid_client")
        self._throttle.succeeded(app_id, address)
        if found[0].kind not in KINDS_OF[grant]:
            raise GrantRefused("unauthorized_client")
        return found[0]

    async def of_creator(self, app: RegisteredApplication, place: Place) -> Granted:
        """Client credentials: a token that acts as the user who registered the application."""
        caller = await self._holder(app.user_id)
        return await self._begun(app, caller, place, "grant.client_credentials", renewable=False)

    async def of_password(self, app: RegisteredApplication, login: str, password: str, place: Place) -> Granted:
        """A login with its password; raises TooManyAttempts while the guesser has to rest."""
        try:
            caller = await self._sessions.authenticate(login, password, place.address)
        except AuthError as error:
            raise GrantRefused("invalid_grant") from error
        return await self._begun(app, _served(caller), place, "grant.password", renewable=True)

    async def of_code(
        self, app: RegisteredApplication, code: str, redirect_uri: str, verifier: str | None, place: Place
    ) -> Granted:
        """A code, once; shown again it ends all that came of it."""
        return await self._renewed(app, _Shown("code", code, redirect_uri, verifier), place)

    async def of_refresh(
        self, app: RegisteredApplication, token: str, redirect_uri: str | None, place: Place
    ) -> Granted:
        """A refresh token, once, for new tokens; shown again it ends all that came of the same grant.

        ``redirect_uri`` may be left out; one of an application that has some must be one of them.
        """
        if redirect_uri is not None and app.redirect_urls and redirect_uri not in app.redirect_urls:
            raise GrantRefused("invalid_grant")
        return await self._renewed(app, _Shown("refresh", token), place)

    async def _holder(self, user_id: int) -> Caller:
        """The user, if tokens may act for him."""
        caller = await find_caller(self._store, user_id)
        if caller is None or not caller.active:
            raise GrantRefused("invalid_grant")
        return _served(caller)

    async def _begun(
        self, app: RegisteredApplication, caller: Caller, place: Place, operation: str, *, renewable: bool
    ) -> Granted:
        granted = Granted(new_bearer(), new_bearer() if renewable else None)
        new = self._new(app, caller.account.id, caller.user_id, new_app_secret())
        deed = deed_of(caller.user_id, self._clock, place, operation, "application")
        await self._store.change(_begun(deed, new, granted), SERVER)
        return granted

    async def _renewed(self, app: RegisteredApplication, shown: _Shown, place: Place) -> Granted:
        rows = await self._store.find(Find(oauth_token, ("customer_id", "user_id", "family"), shown.key), SERVER)
        if not rows:
            raise GrantRefused("invalid_grant")
        customer_id, user_id, family = rows[0]
        await self._holder(user_id)
        granted = Granted(new_bearer(), new_bearer())
        new = self._new(app, customer_id, user_id, family)
        deed = deed_of(user_id, self._clock, place, f"grant.{shown.grant}", "application")
        if not await self._store.change(_renewed(deed, new, shown, granted), SERVER):
            self._bearers.forget()
            raise GrantRefused("invalid_grant")
        return granted

    def _new(self, app: RegisteredApplication, customer_id: int, user_id: int, family: str) -> _New:
        return _New(app, customer_id, user_id, family, int(self._clock.now()), self._refresh_seconds)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A code or a refresh token, as it came."""

    kind: str
    token: str
    redirect_uri: str | None = None
    verifier: str | None = None

    @property
    def key(self) -> dict[str, object]:
        return {"digest": digest(self.token), "kind": self.kind}

    @property
    def grant(self) -> str:
        return "authorization_code" if self.kind == "code" else "refresh_token"

    def fits(self, redirect_uri: str | None, challenge: str | None) -> bool:
        """Whether a code is shown with the redirect URL and the verifier that belong to it."""
        if self.kind != "code":
            return True
        if challenge is None or self.verifier is None:
            return self.redirect_uri == redirect_uri and challenge == self.verifier
        proven = _VERIFIER.fullmatch(self.verifier) and hmac.compare_digest(s256(self.verifier), challenge)
        return self.redirect_uri == redirect_uri and bool(proven)


@dataclass(frozen=True, slots=True)
class _New:
    """For whom tokens are made, and when."""

    app: RegisteredApplication
    customer_id: int
    user_id: int
    family: str
    at: int
    refresh_seconds: int

    @property
    def owner(self) -> dict[str, object]:
        return {"customer_id": self.customer_id}

    def row(self, kind: str, token: str, seconds: int) -> Insert:
        values = {
            **self.owner,
            "digest": digest(token),
            "user_id": self.user_id,
            "application_id": self.app.id,
            "kind": kind,
            "family": self.family,
            "created_at": self.at,
            "expires_at": self.at + seconds,
        }
        return Insert(oauth_token, values)


def s256(verifier: str) -> str:
    """The challenge that belongs to a verifier: RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _served(caller: Caller) -> Caller:
    """Agents' users have no realm in this API, and so no tokens."""
    if caller.level is Level.AGENT:
        raise GrantRefused("invalid_grant")
    return caller


def held(app: RegisteredApplication) -> Change[None]:
    """Holds the application to the end of the transaction: who removes it waits. Raises GrantRefused without it."""
    if not (yield Update(application, {"id": app.id}, {"app_id": app.app_id})):
        raise GrantRefused("invalid_client")


def _begun(deed: Deed, new: _New, granted: Granted) -> Change[None]:
    yield from counted(new.owner)
    yield from _made(new, granted)
    yield from recorded(deed, new.app.id, new.owner)


def _made(new: _New, granted: Granted) -> Change[None]:
    yield from held(new.app)
    yield new.row("access", granted.access_token, granted.expires_in)
    if granted.refresh_token is not None:
        yield new.row("refresh", granted.refresh_token, new.refresh_seconds)


def _renewed(deed: Deed, new: _New, shown: _Shown, granted: Granted) -> Change[bool]:
    """New tokens for what was shown; False when it had been shown before, and its family ended instead.

    The change counter is held, so that of two who show the same at once one comes second.
    """
    yield from counted(new.owner)
    columns = ("application_id", "redirect_uri", "challenge", "expires_at", "spent_at")
    rows = yield Find(oauth_token, columns, {**new.owner, **shown.key})
    if not rows or rows[0][0] != new.app.id:
        raise GrantRefused("invalid_grant")
    _, redirect_uri, challenge, expires_at, spent_at = rows[0]
    if spent_at is not None:
        yield Delete(oauth_token, {**new.owner, "family": new.family})
    elif expires_at <= new.at or not shown.fits(redirect_uri, challenge):
        raise GrantRefused("invalid_grant")
    else:
        yield Update(oauth_token, {**new.owner, **shown.key}, {"spent_at": new.at})
        yield from _made(new, granted)
    yield from recorded(deed, new.app.id, new.owner)
    return spent_at is None


async def sweep(store: Store, clock: Clock) -> int:
    """Removes tokens and sign-ins that have ended, in many small changes; answers how many."""
    before = int(clock.now()) + 1
    removed = 0
    for table in (oauth_token, web_session):
        part = BATCH
        while part == BATCH:
            part = await store.change(_swept(table, before), SERVER)
            removed += part
    return removed


def _swept(table: Table, before: int) -> Change[int]:
    return len((yield DeleteBefore(table, "expires_at", before, BATCH)))
