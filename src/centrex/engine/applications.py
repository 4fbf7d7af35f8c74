"""Applications: what users register on the pages, and what the operator makes, sees and ends at the command line.

Secrets are made by the caller and kept here only as digests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from centrex.access.bearers import Bearers
from centrex.access.caller import Caller
from centrex.access.own import account_of
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.operator import Changing, Operator
from centrex.engine.own_deeds import Place, do_own
from centrex.errors import DataLimitExceeded, EntityNotFound, InvalidParameterValue
from centrex.resources.application import ACCESSES, CALL_API, KINDS, application
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Count, Delete, Find, Insert, NextId

OWN_KINDS: Final = ("public", "trusted")
"""What a user may register himself; the third kind is the operator's to make."""

MOST: Final = 100
"""Applications of one user, and redirect URLs of one application, at most."""

_COLUMNS: Final = ("id", "app_id", "user_id", "customer_id", "kind", "access", "name", "redirect_urls", "created_at")
_URL: Final = re.compile(r"[!-~]{1,2000}")
_HOST: Final = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_PRIVATE_SCHEME: Final = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+")
"""Schemes of programs, which are reversed domain names: RFC 8252, 7.1. None that a browser knows has a dot."""


@dataclass(frozen=True, slots=True)
class NewApplication:
    """An application to be made; ``app_id`` and ``secret`` are 32 hexadecimal digits each."""

    user_id: int
    name: str
    kind: str
    app_id: str
    secret: str
    access: str = CALL_API
    redirect_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisteredApplication:
    """An application as it is kept, without its secret; ``created_at`` is in seconds since 1970."""

    id: int
    app_id: str
    user_id: int
    customer_id: int
    kind: str
    access: str
    name: str
    redirect_urls: tuple[str, ...]
    created_at: int


class OwnApplications:
    """The applications of a user, in his own hand."""

    def __init__(self, store: Store, bearers: Bearers, clock: Clock) -> None:
        self._store = store
        self._bearers = bearers
        self._clock = clock

    async def register(self, caller: Caller, new: NewApplication, place: Place) -> int:
        """Makes an application of the user; answers its id.

        Raises InvalidParameterValue for what cannot be, also for a kind or an access that is the operator's to give,
        and DataLimitExceeded when he has too many.
        """
        check(new)
        if new.kind not in OWN_KINDS or new.access != CALL_API:
            raise InvalidParameterValue("kind", new.kind)
        change = _of_few(new, int(self._clock.now()))
        return await do_own(self._store, self._clock, caller, place, "create.application", "application", change)

    async def of(self, caller: Caller) -> list[RegisteredApplication]:
        """All of the user, the newest first."""
        rows = await self._store.find(Find(application, _COLUMNS, {"user_id": caller.user_id}), account_of(caller))
        return sorted(map(_registered, rows), key=lambda found: -found.id)

    async def one(self, caller: Caller, identifier: int) -> RegisteredApplication:
        """One of the user; raises EntityNotFound."""
        key = {"id": identifier, "user_id": caller.user_id}
        rows = await self._store.find(Find(application, _COLUMNS, key), account_of(caller))
        if not rows:
            raise EntityNotFound("id", identifier)
        return _registered(rows[0])

    async def remove(self, caller: Caller, identifier: int, place: Place) -> None:
        """Ends an application of the user with all that it holds; raises EntityNotFound."""
        change = _removed({"id": identifier, "user_id": caller.user_id})
        await do_own(self._store, self._clock, caller, place, "delete.application", "application", change)
        self._bearers.forget()


class OperatedApplications:
    """The applications of one store, in the operator's hand."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def create(self, new: NewApplication) -> int:
        """Makes an application of any kind and access; raises EntityNotFound and InvalidParameterValue."""
        check(new)
        found = await self._operator.store.find(Find(user, ("customer_id", "level"), {"id": new.user_id}), SERVER)
        if not found:
            raise EntityNotFound("user_id", new.user_id)
        customer_id, level = found[0]
        if level == Level.AGENT:
            raise InvalidParameterValue("user_id", new.user_id)
        change = _made({"customer_id": customer_id}, new, int(self._operator.clock.now()))
        return await self._operator.change(customer_id, "create.application", "application", change)

    async def revoke(self, identifier: int | str) -> int:
        """Ends an application, by its id or its App ID, with all that it holds; answers its id.

        Raises EntityNotFound.
        """
        key = {"id" if isinstance(identifier, int) else "app_id": identifier}
        found = await self._operator.store.find(Find(application, ("id", "customer_id"), key), SERVER)
        if not found:
            raise EntityNotFound("application", identifier)
        own_id, customer_id = found[0]
        return await self._operator.change(customer_id, "delete.application", "application", _removed({"id": own_id}))


async def list_applications(store: Changing, user_id: int | None = None) -> list[RegisteredApplication]:
    """All applications, or those of a user, by their ids."""
    rows = await store.find(Find(application, _COLUMNS, {} if user_id is None else {"user_id": user_id}), SERVER)
    return sorted(map(_registered, rows), key=lambda found: found.id)


async def find_application(store: Changing, **key: object) -> tuple[RegisteredApplication, bytes] | None:
    """The application with this ``app_id`` or ``id``, whoever's it is, and the digest of its secret."""
    rows = await store.find(Find(application, (*_COLUMNS, "secret_digest"), key), SERVER)
    return (_registered(rows[0][:-1]), rows[0][-1]) if rows else None


def check(new: NewApplication) -> None:
    """Raises InvalidParameterValue for what an application cannot be."""
    if not new.name.strip() or len(new.name) > 255 or not new.name.isprintable():
        raise InvalidParameterValue("name", new.name)
    if new.kind not in KINDS:
        raise InvalidParameterValue("kind", new.kind)
    if new.access not in ACCESSES:
        raise InvalidParameterValue("access", new.access)
    if len(new.redirect_urls) > MOST or (new.kind == "public" and not new.redirect_urls):
        raise InvalidParameterValue("redirect_urls")
    for url in new.redirect_urls:
        if not is_redirect_url(url):
            raise InvalidParameterValue("redirect_urls", url)


def is_redirect_url(url: str) -> bool:
    """Whether a browser may be sent there: https, http or a program's own scheme, absolute, without a fragment."""
    if not _URL.fullmatch(url) or "#" in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if port == 0:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(_HOST.fullmatch(parts.netloc))
    return bool(_PRIVATE_SCHEME.fullmatch(parts.scheme))


def _of_few(new: NewApplication, at: int) -> Change[int]:
    if (yield Count(application, {"user_id": new.user_id}))[0][0] >= MOST:
        raise DataLimitExceeded
    return (yield from _made({}, new, at))


def _made(owner: Mapping[str, object], new: NewApplication, at: int) -> Change[int]:
    identifier = int((yield NextId(application))[0][0])
    yield Insert(
        application,
        {
            **owner,
            "id": identifier,
            "user_id": new.user_id,
            "app_id": new.app_id,
            "secret_digest": digest(new.secret),
            "kind": new.kind,
            "access": new.access,
            "name": new.name,
            "redirect_urls": msgspec.json.encode(new.redirect_urls).decode(),
            "created_at": at,
        },
    )
    return identifier


def _removed(key: Mapping[str, object]) -> Change[int]:
    """Its tokens and consents go with it."""
    found = yield Find(application, ("id",), key)
    if not found:
        raise EntityNotFound("id", key["id"])
    yield Delete(application, key)
    return int(found[0][0])


def _registered(row: tuple[Any, ...]) -> RegisteredApplication:
    facts = dict(zip(_COLUMNS, row, strict=True))
    urls = facts["redirect_urls"]
    return RegisteredApplication(**{**facts, "redirect_urls": msgspec.json.decode(urls, type=tuple[str, ...])})
