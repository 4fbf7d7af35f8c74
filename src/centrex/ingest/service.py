"""The ways in over HTTP, without HTTP's own part: from a request to what is written, and to the answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import msgspec

from centrex.access.ingest_keys import IngestKey, IngestKeys
from centrex.engine.faxes import Faxes, NewFax
from centrex.engine.ingest import Ingest
from centrex.engine.own_deeds import Place
from centrex.engine.recordings import Recordings, Sound
from centrex.engine.registrations import RegistrationReport
from centrex.engine.time_zones import time_zones
from centrex.errors import CentrexError, MediaTooLarge
from centrex.ingest import reading
from centrex.ingest.reading import Placed, TooMany
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import UTC_ZONE, instant
from centrex.ingest.wire import RequestRefused, key_in, refusal
from centrex.resources.recording import RECORD, VOICEMAIL
from centrex.waiting import afresh

MAX_BODY: Final = 16 * 1024 * 1024
LARGE: Final = 64 * 1024
_LOST_PLUS: Final = re.compile(r" (?=[0-9]{2}(:?[0-9]{2})?$)")

ANONYMOUS: Final = "anonymous"
POSTS: Final = ("calls", "asterisk", "freeswitch", "kamailio", "registrations")
PUTS: Final[Mapping[str, int]] = {"media": 2, "voicemail": 2, "fax": 1}
"""What is put, and how many parts of the path name it."""

OPERATIONS: Final = frozenset(f"ingest.{name}" for name in (*POSTS, *PUTS))


class Body(Protocol):
    """The body of a request, of which ``length`` is told where it is known beforehand."""

    @property
    def length(self) -> int | None: ...

    async def whole(self, limit: int) -> bytes:
        """All of it, when it is not larger."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; ``path`` is what follows the base path."""

    method: str
    path: str
    query: bytes
    authorization: str
    body: Body


@dataclass(slots=True)
class Exchange:
    """One request on its way: where it comes from, and what became known of it."""

    address: str
    request_id: str
    operation: str = ""
    outcome: str = ""
    key: IngestKey | None = None
    allowed: tuple[str, ...] = ()
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        self.place = Place(self.address, self.request_id)


@dataclass(frozen=True, slots=True)
class Storing:
    """The ways in for files, where files are kept; ``limit`` is in bytes."""

    recordings: Recordings
    faxes: Faxes
    limit: int


class IngestApi:
    """Answers requests; without ``storing`` no file is taken."""

    def __init__(self, keys: IngestKeys, ingest: Ingest, storing: Storing | None) -> None:
        self._keys = keys
        self._ingest = ingest
        self._storing = storing

    async def answer(self, asked: Asked, exchange: Exchange) -> tuple[int, bytes]:
        """The status and the body; raises what the request's body raises."""
        afresh()
        try:
            return 200, msgspec.json.encode(await self._answered(asked, exchange))
        except (CentrexError, ReportRefused, TooMany, RequestRefused) as error:
            status, exchange.outcome, body = refusal(error)
            return status, body

    async def _answered(self, asked: Asked, exchange: Exchange) -> Mapping[str, object]:
        noun, _, rest = asked.path.partition("/")
        if (noun in POSTS and not rest) or (noun in PUTS and rest):
            exchange.operation = f"ingest.{noun}"
        else:
            raise RequestRefused("not_found")
        exchange.allowed = ("POST",) if noun in POSTS else ("PUT",)
        if asked.method not in exchange.allowed:
            raise RequestRefused("method_not_allowed", f"Use {exchange.allowed[0]}")
        exchange.key = key = await self._keys.of(key_in(asked.authorization))
        query = _query(asked.query)
        if noun == "registrations":
            return await self._registered(key, await asked.body.whole(MAX_BODY), exchange.place)
        if noun in POSTS:
            return await self._called(key, noun, await asked.body.whole(MAX_BODY), query, exchange)
        return await self._kept(key, noun, _named(noun, rest), query, asked.body, exchange.place)

    async def _called(
        self, key: IngestKey, noun: str, body: bytes, query: Mapping[str, str], exchange: Exchange
    ) -> Mapping[str, object]:
        placed = await _placed(noun, body, _zone(query.get("timezone", "UTC")))
        try:
            made = await self._ingest.calls(key, [each.report for each in placed], exchange.place, exchange.operation)
        except CentrexError as error:
            raise _replaced(error, placed) from error.__cause__
        return {"calls": made}

    async def _registered(self, key: IngestKey, body: bytes, place: Place) -> Mapping[str, object]:
        new = await self._ingest.registrations(key, reading.reports(body, RegistrationReport), place)
        return {"registrations": new}

    async def _kept(
        self, key: IngestKey, noun: str, names: tuple[str, ...], query: Mapping[str, str], body: Body, place: Place
    ) -> Mapping[str, object]:
        if self._storing is None:
            raise RequestRefused("media_not_configured")
        if body.length is not None and body.length > self._storing.limit:
            raise MediaTooLarge(self._storing.limit)
        if noun == "fax":
            return _shown(
                await self._storing.faxes.keep(key, _fax(names[0], query), body.chunks(), place), fax_id=names[0]
            )
        kind = RECORD if noun == "media" else VOICEMAIL
        sound = Sound(kind, names[0], int(names[1]), query.get("leg_id"), query.get("customer"))
        kept = await self._storing.recordings.attach(key, sound, body.chunks(), place)
        return _shown(kept, call_id=sound.call_id, part=sound.part)


def _shown(kept: Any, **names: object) -> Mapping[str, object]:
    return {**names, "uuid": kept.uuid, "status": kept.status}


async def _placed(noun: str, body: bytes, zone: ZoneInfo) -> list[Placed]:
    """The reports of a body; a large one is read in a thread, so that it keeps nobody waiting."""
    reads: Mapping[str, Callable[[], list[Placed]]] = {
        "calls": lambda: reading.calls(body),
        "asterisk": lambda: reading.of_asterisk(body, zone),
        "freeswitch": lambda: reading.of_freeswitch(body),
        "kamailio": lambda: reading.of_kamailio(body, zone),
    }
    return await asyncio.to_thread(reads[noun]) if len(body) > LARGE else reads[noun]()


def _zone(name: str) -> ZoneInfo:
    if name not in time_zones() and name != "UTC":
        raise RequestRefused("invalid_parameter_value", "The time zone is not known: write Europe/Moscow", "timezone")
    return ZoneInfo(name)


def _replaced(error: CentrexError, placed: list[Placed]) -> CentrexError:
    """The index among the reports becomes the place in the body."""
    index = error.params.get("index")
    if isinstance(index, int):
        error.params = {**error.params, "index": placed[index].place}
    return error


def _query(text: bytes) -> dict[str, str]:
    """The parameters, each once; what is no UTF-8 names nothing that is here."""
    try:
        parsed = parse_qs(text.decode("latin-1"), keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        raise RequestRefused("invalid_parameter_value", "Too many parameters") from error
    return {name: values[-1] for name, values in parsed.items() if values[-1]}


def _named(noun: str, rest: str) -> tuple[str, ...]:
    """The parts of the path: ids of calls may hold slashes, the count of a part is the last."""
    if PUTS[noun] == 1:
        return (rest,)
    call_id, _, part = rest.rpartition("/")
    if not call_id or not (part.isascii() and part.isdigit() and len(part) < 10):
        raise RequestRefused("not_found", "The path ends with the call's id and the number of the part")
    return call_id, part


def _fax(fax_id: str, query: Mapping[str, str]) -> NewFax:
    if "destination" not in query:
        raise RequestRefused("required_parameter_missed", "Name the number that it was sent to", "destination")
    return NewFax(
        fax_id=fax_id,
        caller=query.get("caller", ANONYMOUS),
        destination=query["destination"],
        received_at=_moment(query.get("received")),
        customer=query.get("customer"),
    )


def _moment(text: str | None) -> int | None:
    """Seconds since 1970; a plus that was sent as it is has become a blank."""
    moment = instant({"received": _LOST_PLUS.sub("+", text or "")}, "received", UTC_ZONE)
    return None if moment is None else int(moment.timestamp())
