"""Keeps received faxes with the number that they came to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from centrex.access.ingest_keys import IngestKey
from centrex.clock import Clock
from centrex.engine.leg_rows import EARLIEST, LATEST
from centrex.engine.own_deeds import Place
from centrex.engine.parties import short_number
from centrex.engine.reporting import Named, deed
from centrex.engine.uploads import Attached, Uploads, is_id, same_file
from centrex.errors import CallDiffers, InvalidParameterValue, PartyUnknown
from centrex.media import fax as pages
from centrex.resources.extension import extension
from centrex.resources.fax import fax
from centrex.resources.virtual_number import virtual_number
from centrex.store.media_files import Random, Received
from centrex.store.steps import Change, Find, Insert, NextId, Own, Rows

PART: Final = 0
"""A fax is one file."""


@dataclass(frozen=True, slots=True)
class NewFax:
    """A fax by the engine's id of it, and the number that it was sent to.

    ``received_at`` is in seconds since 1970, None for now.
    """

    fax_id: str
    caller: str
    destination: str
    received_at: int | None = None
    customer: Named = None


class Faxes:
    """The faxes of one store."""

    def __init__(self, uploads: Uploads, clock: Clock) -> None:
        self._uploads = uploads
        self._clock = clock

    async def keep(self, key: IngestKey, new: NewFax, chunks: AsyncIterator[bytes], place: Place) -> Attached:
        """Keeps the fax; the same one again changes nothing.

        Raises InvalidParameterValue, PartyUnknown for a destination that leads to none of the customer's numbers,
        CallDiffers for another fax of the same id, MediaRefused, and what Uploads.take raises.
        """
        _check(new)
        done = deed(self._clock, place, "ingest.fax", "fax")
        random = self._uploads.random

        def attached(received: Received[pages.Fax]) -> Change[Attached]:
            return attachment(new, received, random, done.at)

        return await self._uploads.take(key, new.customer, chunks, pages.probe, lambda: _number_of(new), attached, done)


def _check(new: NewFax) -> None:
    for name in ("fax_id", "caller", "destination"):
        if not is_id(getattr(new, name)):
            raise InvalidParameterValue(name, getattr(new, name))
    if new.received_at is not None and not EARLIEST <= new.received_at < LATEST:
        raise InvalidParameterValue("received", new.received_at)


def attachment(new: NewFax, received: Received[pages.Fax], random: Random, now: int) -> Change[Attached]:
    destination, extension_id, group_id = yield from _number_of(new)
    facts: dict[str, object] = {"caller": new.caller, "destination": destination}
    compared = {**facts, "digest": received.sha256}
    if new.received_at is not None:
        compared["received_at"] = new.received_at
    key = {"engine_id": new.fax_id, "part": PART}
    known = yield Find(fax, ("id", "uuid", *compared), key)
    if known:
        identifier, uuid, *kept = known[0]
        differing = [_NAMES[name] for name, value in zip(compared, kept, strict=True) if compared[name] != value]
        return same_file(CallDiffers("fax_id", new.fax_id, {"fields": differing}), identifier, uuid)
    identifier = int((yield NextId(fax))[0][0])
    uuid = str(UUID(bytes=random(16), version=4))
    row: dict[str, object] = {"id": identifier, "uuid": uuid, **key, **facts, **_of_file(received)}
    row |= {"received_at": now if new.received_at is None else new.received_at}
    yield Insert(fax, {**row, "extension_id": extension_id, "extension_group_id": group_id})
    return Attached(identifier, uuid, "created")


_NAMES: Final = {"caller": "caller", "destination": "destination", "received_at": "received", "digest": "content"}
"""What a request calls the columns that are compared."""


def _number_of(new: NewFax) -> Change[tuple[str, int, int | None]]:
    """The destination as it is kept, and the number that it leads to, with its group of now."""
    identifier, prefix = (yield Own(("id", "prefix")))[0]
    prefix = prefix if prefix is not None else str(identifier)
    name = new.destination.removeprefix("+")
    rows: Rows = []
    if name.isascii() and name.isdigit():
        leading = yield Find(virtual_number, ("extension_id",), {"number": name})
        rows = (yield Find(extension, _NUMBER, {"id": leading[0][0]})) if leading and leading[0][0] else []
    short = short_number(name, prefix)
    if not rows and short:
        rows = yield Find(extension, _NUMBER, {"number": short})
        name = f"{prefix}*{short}"
    if not rows:
        raise PartyUnknown("destination", new.destination)
    return name, rows[0][0], rows[0][1]


_NUMBER: Final = ("id", "extension_group_id")


def _of_file(received: Received[pages.Fax]) -> dict[str, object]:
    return {
        "media": received.key,
        "digest": received.sha256,
        "size": received.size,
        "format": str(received.facts.format),
        "pages": received.facts.pages,
    }
