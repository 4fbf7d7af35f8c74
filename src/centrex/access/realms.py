"""Below which part of his account a user acts: makes the Scope of a REST request from the realm in its path.

Like the gate it is part of the only package that makes Scopes.
"""

from __future__ import annotations

import re
from typing import Final

from centrex.access.caller import Caller
from centrex.catalogue import Level
from centrex.catalogue_rest import LEVEL_OF, REACHES, Realm, RestOperation
from centrex.errors import PartNotFound, ReadOnlyApplication, ReadOnlyUser, RealmDenied, UserBlocked
from centrex.query.values import INT64_MAX
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.scope import Scope
from centrex.store import Store
from centrex.store.steps import Find

ME: Final = "@me"
MAX_NAME: Final = 64
_ID: Final = re.compile(r"[0-9]{1,19}")
_NOBODY: Final[frozenset[Realm]] = frozenset()


def admit(caller: Caller) -> None:
    """Whether the user may come in at all."""
    if not caller.active or not caller.account.active:
        raise UserBlocked


def authorize(operation: RestOperation, caller: Caller, *, all_access: bool) -> None:
    """What the application and the user may do, and whether the realm is not above his own."""
    if not (operation.reads or operation.call_api or all_access):
        raise ReadOnlyApplication
    if not (operation.reads or caller.writes):
        raise ReadOnlyUser
    if operation.realm not in REACHES.get(caller.level, _NOBODY):
        raise RealmDenied


def identifier(text: str) -> int | None:
    """An id as it stands in a path; None when it can be nobody's."""
    if not _ID.fullmatch(text):
        return None
    number = int(text)
    return number if number <= INT64_MAX else None


def name_of(text: str, *, upper: bool) -> str | None:
    """What names an object that has no number in a path; None when nothing can be called so."""
    name = text.upper() if upper else text
    return name if name.isascii() and name.isprintable() and len(name) <= MAX_NAME else None


def own_scope(caller: Caller) -> Scope:
    """The rows that the user sees at his own level. Times are UTC in this dialect."""
    return Scope(caller.level, caller.account.id, caller.user_id, "UTC", caller.part_id)


def at_home(caller: Caller) -> Scope:
    """The same as he sees them in the console: with the times of his account."""
    group = caller.part_id if caller.level is Level.EXTENSION_GROUP else 0
    return Scope(caller.level, caller.account.id, caller.user_id, caller.account.zone, caller.part_id, group)


def in_group(caller: Caller, group_id: int) -> Scope:
    """What a client's user sees there of a group; of a group that is not of his account there is nothing."""
    return Scope(Level.EXTENSION_GROUP, caller.account.id, caller.user_id, caller.account.zone, group_id)


class Realms:
    """The clients, extension groups and extensions of a store, as paths name them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def scope(self, caller: Caller, realm: Realm, reference: str) -> Scope:
        """The Scope of a request below ``reference``; raises PartNotFound where the user has no such thing.

        A group of his account that a client's user names is not looked up here: see ``exists``.
        """
        part_id = await self._part(caller, realm, reference)
        if part_id is None:
            raise PartNotFound(realm)
        level = LEVEL_OF[realm]
        part = 0 if level is Level.CUSTOMER else part_id
        group = caller.part_id if caller.level is Level.EXTENSION_GROUP else 0
        return Scope(level, caller.account.id, caller.user_id, "UTC", part, group)

    async def exists(self, caller: Caller, scope: Scope) -> bool:
        """Whether the group that the Scope is below is there; every other Scope was looked up when it was made."""
        if scope.level is not Level.EXTENSION_GROUP or caller.level is Level.EXTENSION_GROUP:
            return True
        return bool(await self._store.find(Find(extension_group, ("id",), {"id": scope.part_id}), own_scope(caller)))

    async def _part(self, caller: Caller, realm: Realm, reference: str) -> int | None:
        own = LEVEL_OF[realm] is caller.level
        own_id = caller.account.id if realm is Realm.CLIENT else caller.part_id
        if reference == ME:
            return own_id if own else None
        if realm is Realm.EXTENSION and reference.startswith("@"):
            return await self._extension(caller, {"number": _short(reference[1:], caller.prefix)})
        known = identifier(reference)
        if known is None or own:
            return known if known == own_id else None
        return known if realm is Realm.EXTENSION_GROUP else await self._extension(caller, {"id": known})

    async def _extension(self, caller: Caller, key: dict[str, object]) -> int | None:
        """The extension, when it is the user's own, in his group or in his account."""
        rows = await self._store.find(Find(extension, ("id",), key), own_scope(caller))
        return int(rows[0][0]) if rows else None


def _short(name: str, prefix: str) -> str:
    """The short number of ``PREFIX*NUM`` or ``NUM``; one with a foreign prefix, or without digits, is nobody's."""
    before, star, number = name.rpartition("*")
    own = not star or before == prefix
    return number if own and number.isascii() and number.isdigit() else ""
