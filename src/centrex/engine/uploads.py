"""Takes a file in and writes its row: the row last, once the file is durable; without its row no file stays."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from typing import Final, Literal

import msgspec

from centrex.access.ingest_keys import IngestKey
from centrex.engine.audit import Deed, calls_counted, recorded
from centrex.engine.reporting import Named, entered, written
from centrex.errors import AccessError, CallDiffers, CentrexError, ParameterError, StateError
from centrex.query.values import text
from centrex.store import Store
from centrex.store.media_files import Check, FactsT, MediaFiles, Random, Received
from centrex.store.steps import Change, Result

LIMIT: Final = 512 * 1024 * 1024
ID_LENGTH: Final = 128
MOST_PARTS: Final = 2**31 - 1

Status = Literal["created", "unchanged"]


class Attached(msgspec.Struct, frozen=True):
    """A file that is kept: its id, its uuid, and whether this request brought it."""

    id: int
    uuid: str
    status: Status


class Uploads:
    """The way in for files of one store; one file has at most ``limit`` bytes."""

    def __init__(
        self, store: Store, files: MediaFiles, random: Random = secrets.token_bytes, limit: int = LIMIT
    ) -> None:
        self._store = store
        self._files = files
        self.random = random
        self.limit = limit

    async def take(
        self,
        key: IngestKey,
        named: Named,
        chunks: AsyncIterator[bytes],
        check: Check[FactsT],
        find: Callable[[], Change[object]],
        attach: Callable[[Received[FactsT]], Change[Attached]],
        deed: Deed,
    ) -> Attached:
        """What ``attach`` answers, which writes the row in the account.

        ``find`` refuses before anything is read of the file what ``attach`` would refuse anyway. Raises what both and
        MediaFiles.receive raise, and what ``reporting.owners`` raises.
        """
        await written(self._store, lambda: _within(key, named, find()), key)
        received = await self._files.receive(chunks, check, self.limit)
        try:
            done = await written(self._store, lambda: _within(key, named, _audited(attach(received), deed)), key)
        except (AccessError, ParameterError, StateError):  # of others it is not known that nothing was written
            await self._removed(received.key)
            raise
        if done.status == "unchanged":
            await self._removed(received.key)
        return done

    async def _removed(self, key: str) -> None:
        """What cannot be removed now is left to the sweep."""
        try:
            await self._files.delete(key)
        except CentrexError:
            return


def _within(key: IngestKey, named: Named, change: Change[Result]) -> Change[Result]:
    yield from entered(key, named)
    return (yield from change)


def _audited(attach: Change[Attached], deed: Deed) -> Change[Attached]:
    """The counter of the calls first: it makes those wait who bring the same file at the same time."""
    yield from calls_counted()
    done = yield from attach
    yield from recorded(deed, done.id, {})
    return done


def same_file(differing: CallDiffers, identifier: int, uuid: str) -> Attached:
    """What was there already. Raises ``differing`` where its params name ``fields``: in these they differ."""
    if differing.params["fields"]:
        raise differing
    return Attached(identifier, uuid, "unchanged")


def is_id(value: str) -> bool:
    """Whether it can be an engine's id of a call, a leg or a fax."""
    try:
        return 0 < len(text("id", value)) <= ID_LENGTH
    except CentrexError:
        return False
