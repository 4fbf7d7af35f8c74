"""The files of the RingMe API: one by its name, addresses that need no token, archives of an interval.

An address holds for whom it was made; when it is fetched, his state and what he sees are looked at anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.access.directory import Directory
from centrex.access.links import Link, LinkKind, read, sign
from centrex.access.realms import Realms
from centrex.access.signing import SigningKey
from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.clock import Clock
from centrex.dialects.ringme.filters import face_of
from centrex.engine.core import Engine
from centrex.engine.files import Archived, StoredFile, files_in, query_of_files
from centrex.errors import EntityNotFound, LinkInvalid
from centrex.query import Comparison, Group
from centrex.resources import REST_OPERATIONS
from centrex.scope import Scope

HOUR: Final = 3_600
DAY: Final = 86_400
PATH: Final = "/media/"
MOST: Final = 100_000
"""Files of an archive."""

_NAMED: Final[Mapping[str, RestOperation]] = {operation.name: operation for operation in REST_OPERATIONS}


class Files:
    """The files of one server."""

    def __init__(self, engine: Engine, directory: Directory, places: Realms, signing: SigningKey, clock: Clock) -> None:
        self._engine = engine
        self._directory = directory
        self._realms = places
        self._signing = signing
        self._clock = clock

    async def file(self, operation: RestOperation, scope: Scope, name: object) -> StoredFile:
        """The file that the path names; raises EntityNotFound."""
        face = face_of(operation)
        query = query_of_files(face, Comparison(face.key, "="), (name,), 1)
        found = files_in(await self._engine.rows(operation, query, scope), face.served_as)
        if not found:
            raise EntityNotFound(operation.noun)
        return found[0]

    async def storage_url(
        self, operation: RestOperation, caller: Caller, scope: Scope, name: str, base_url: str
    ) -> bytes:
        """``{"record_url"}``: an address of the file for an hour."""
        found = await self.file(operation, scope, name)
        link = Link(LinkKind.RECORD, caller.account.id, name, caller.user_id, _place(operation.realm, scope))
        return await self._address("record_url", link, HOUR, base_url, found.file_name)

    async def archive(
        self, operation: RestOperation, caller: Caller, scope: Scope, interval: tuple[int, int], base_url: str
    ) -> bytes:
        """``{"archive_url"}``: an address of the zip for a day."""
        place = _place(operation.realm, scope) | {"interval": list(interval)}
        link = Link(LinkKind.ARCHIVE, caller.account.id, "", caller.user_id, place)
        return await self._address("archive_url", link, DAY, base_url, "records.zip")

    async def opened(self, token: str) -> StoredFile | Archived:
        """What an address leads to, as its user sees it now.

        Raises LinkInvalid, LinkExpired, UserBlocked, PartNotFound and EntityNotFound.
        """
        link = read(token, await self._signing.get(), self._clock.now())
        caller = await self._directory.caller(link.user_id)
        if caller is None or caller.account.id != link.customer_id:
            raise LinkInvalid
        realms.admit(caller)
        realm, part = Realm(link.extra["realm"]), str(link.extra["part"])
        scope = await self._realms.scope(caller, realm, part)
        if link.kind is LinkKind.ARCHIVE:
            return await self._archived(realm, scope, link.extra["interval"])
        return await self.file(_NAMED[f"{Action.FILE}.{realm}.record"], scope, link.id)

    async def _archived(self, realm: Realm, scope: Scope, interval: list[int]) -> Archived:
        operation = _NAMED[f"{Action.FILE}.{realm}.record"]
        face = face_of(operation)
        assert face.period is not None
        tree = Group("and", (Comparison(face.period, ">="), Comparison(face.period, "<=")))
        query = query_of_files(face, tree, tuple(interval), MOST)
        files = files_in(await self._engine.rows(operation, query, scope))
        return Archived("records.zip", datetime.fromtimestamp(self._clock.now(), UTC), tuple(files))

    async def _address(self, member: str, link: Link, seconds: int, base_url: str, name: str) -> bytes:
        token = sign(link, await self._signing.get(), self._clock.now() + seconds)
        return msgspec.json.encode({member: f"{base_url}{PATH}{token}/{name}"})


def _place(realm: Realm, scope: Scope) -> dict[str, Any]:
    """The realm in whose name the address is made; the client's own has no part."""
    return {"realm": realm.value, "part": scope.part_id or scope.account_id}
