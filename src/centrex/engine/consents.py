"""What users allow public applications: consents, and the codes that applications get for them."""

from __future__ import annotations

from dataclasses import dataclass

from centrex.access.bearers import Bearers
from centrex.access.caller import Caller
from centrex.access.own import account_of
from centrex.access.secrets import digest, new_app_secret, new_bearer
from centrex.clock import Clock
from centrex.engine.applications import RegisteredApplication
from centrex.engine.audit import counted, recorded
from centrex.engine.oauth import CODE_SECONDS, held
from centrex.engine.own_deeds import Place, deed_of, do_own
from centrex.errors import EntityNotFound
from centrex.resources.application import application, consent, oauth_token
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Delete, Find, Insert, Values


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user has allowed, and since when, in seconds since 1970."""

    application_id: int
    name: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a code is sent, and the S256 challenge that belongs to it."""

    redirect_uri: str
    challenge: str | None


class Consents:
    """The consents of a store."""

    def __init__(self, store: Store, bearers: Bearers, clock: Clock) -> None:
        self._store = store
        self._bearers = bearers
        self._clock = clock

    async def is_given(self, caller: Caller, application_id: int) -> bool:
        key = {"user_id": caller.user_id, "application_id": application_id}
        return bool(await self._store.find(Find(consent, ("created_at",), key), account_of(caller)))

    async def of(self, caller: Caller) -> list[Consent]:
        """All of the user, by the names of the applications."""
        key = {"user_id": caller.user_id}
        given = await self._store.find(Find(consent, ("application_id", "created_at"), key), account_of(caller))
        ids = [row[0] for row in given]
        named = await self._store.find(Find(application, ("id", "name"), {"id": ids}), SERVER) if ids else []
        names = {row[0]: row[1] for row in named}
        found = [Consent(each, names[each], created_at) for each, created_at in given if each in names]
        return sorted(found, key=lambda each: (each.name, each.application_id))

    async def code(self, caller: Caller, app: RegisteredApplication, sent: Sent, place: Place) -> str:
        """A code for the application, good for ten minutes; the user's consent is remembered.

        Raises GrantRefused when the application is no more.
        """
        code, now = new_bearer(), int(self._clock.now())
        owner = {"customer_id": caller.account.id}
        values = {
            "user_id": caller.user_id,
            "application_id": app.id,
            "digest": digest(code),
            "kind": "code",
            "family": new_app_secret(),
            "redirect_uri": sent.redirect_uri,
            "challenge": sent.challenge,
            "created_at": now,
            "expires_at": now + CODE_SECONDS,
        }
        deed = deed_of(caller.user_id, self._clock, place, "grant.code", "application")

        def change() -> Change[None]:
            yield from counted(owner)
            yield from held(app)
            yield from _remembered(owner, caller.user_id, app.id, now)
            yield Insert(oauth_token, {**owner, **values})
            yield from recorded(deed, app.id, owner)

        await self._store.change(change(), SERVER)
        return code

    async def remove(self, caller: Caller, application_id: int, place: Place) -> None:
        """Takes a consent back: the application's codes and tokens for the user end. Raises EntityNotFound."""
        change = _taken_back(caller.user_id, application_id)
        await do_own(self._store, self._clock, caller, place, "delete.consent", "application", change)
        self._bearers.forget()


def _remembered(owner: Values, user_id: int, application_id: int, at: int) -> Change[None]:
    key = {**owner, "user_id": user_id, "application_id": application_id}
    if not (yield Find(consent, ("created_at",), key)):
        yield Insert(consent, {**key, "created_at": at})


def _taken_back(user_id: int, application_id: int) -> Change[int]:
    key = {"user_id": user_id, "application_id": application_id}
    if not (yield Find(consent, ("created_at",), key)):
        raise EntityNotFound("id", application_id)
    yield Delete(oauth_token, key)
    yield Delete(consent, key)
    return application_id
