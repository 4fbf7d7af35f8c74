"""Attaches recordings and voice messages to the calls that they are of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from centrex.access.ingest_keys import IngestKey
from centrex.clock import Clock
from centrex.engine.own_deeds import Place
from centrex.engine.reporting import Named, deed
from centrex.engine.uploads import MOST_PARTS, Attached, Uploads, is_id, same_file
from centrex.errors import CallDiffers, EntityNotFound, InvalidParameterValue
from centrex.media import audio
from centrex.outcomes import Outcome
from centrex.resources.call import call_key
from centrex.resources.call_leg import call_leg
from centrex.resources.recording import KINDS, RECORD, VOICEMAIL, recording
from centrex.store.media_files import Random, Received
from centrex.store.steps import Change, Find, Insert, NextId

Leg = dict[str, Any]

OWNER: Final = ("extension_id", "extension_number", "extension_type", "extension_group_id", "employee_id")
_COLUMNS: Final = (
    *("id", "call_id", "engine_id", "side", "flow", "direction", "started_at", "ended_at", "outcome", "is_talked"),
    *OWNER,
)


@dataclass(frozen=True, slots=True)
class Sound:
    """Which sound of which call: ``kind`` is record or voicemail, ``part`` the engine's count of them.

    ``leg_id`` is the engine's id of the leg that it is of, where that is told.
    """

    kind: str
    call_id: str
    part: int
    leg_id: str | None = None
    customer: Named = None


class Recordings:
    """The recordings and voice messages of one store."""

    def __init__(self, uploads: Uploads, clock: Clock) -> None:
        self._uploads = uploads
        self._clock = clock

    async def attach(self, key: IngestKey, sound: Sound, chunks: AsyncIterator[bytes], place: Place) -> Attached:
        """Keeps the sound with its call; the same one again changes nothing.

        Raises EntityNotFound for a call or a leg that is not known, or is nobody's, CallDiffers for another sound as
        the same part, MediaRefused, and what Uploads.take raises.
        """
        _check(sound)
        done = deed(self._clock, place, f"ingest.{sound.kind}", "recording")
        random = self._uploads.random

        def attached(received: Received[audio.Audio]) -> Change[Attached]:
            return attachment(sound, received, random)

        return await self._uploads.take(
            key, sound.customer, chunks, audio.probe, lambda: _leg_of(sound), attached, done
        )


def _check(sound: Sound) -> None:
    if sound.kind not in KINDS:
        raise InvalidParameterValue("kind", sound.kind)
    if not is_id(sound.call_id):
        raise EntityNotFound("call_id", sound.call_id)
    if sound.leg_id is not None and not is_id(sound.leg_id):
        raise EntityNotFound("leg_id", sound.leg_id)
    if not 0 <= sound.part <= MOST_PARTS:
        raise InvalidParameterValue("part", sound.part)


def attachment(sound: Sound, received: Received[audio.Audio], random: Random) -> Change[Attached]:
    key = {"engine_id": sound.call_id, "kind": sound.kind, "part": sound.part}
    known = yield Find(recording, ("id", "uuid", "digest"), key)
    if known:
        identifier, uuid, digest = known[0]
        differing = ["content"] if digest != received.sha256 else []
        where = {"call_id": sound.call_id, "fields": differing}
        return same_file(CallDiffers("part", sound.part, where), identifier, uuid)
    leg = yield from _leg_of(sound)
    identifier = int((yield NextId(recording))[0][0])
    row = {"id": identifier, **key, **_of_leg(leg, random), **_of_file(received)}
    yield Insert(recording, row)
    return Attached(identifier, str(row["uuid"]), "created")


def _leg_of(sound: Sound) -> Change[Leg]:
    """The part of the call that the sound is of."""
    found = yield Find(call_key, ("call_id",), {"engine_id": sound.call_id})
    if not found:
        raise EntityNotFound("call_id", sound.call_id)
    rows = yield Find(call_leg, _COLUMNS, {"call_id": found[0][0]})
    legs = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    legs.sort(key=lambda leg: (leg["started_at"], leg["engine_id"], leg["side"] != "out"))
    leg = _chosen(legs, sound)
    if leg is None:
        raise EntityNotFound("leg_id", sound.leg_id)
    return leg


def _chosen(legs: Sequence[Leg], sound: Sound) -> Leg | None:
    """That which was asked for; else, of those with a number: the last that talked, or else the first.

    Of a voice message it is the one that voicemail answered, where there is one.
    """
    side = legs[0]["direction"]
    owned = [leg for leg in legs if leg["extension_id"] is not None and sound.leg_id in {None, leg["engine_id"]}]
    near = [leg for leg in owned if leg["side"] == side]
    if sound.kind == VOICEMAIL:
        left = [leg for leg in (*near, *owned) if leg["outcome"] == Outcome.VOICEMAIL]
        if left:
            return left[0]
    talks = [leg for leg in near if leg["is_talked"]]
    if talks and sound.kind == RECORD:
        return max(talks, key=lambda leg: (leg["ended_at"], leg["started_at"]))
    return next(iter(near or owned), None)


def _of_leg(leg: Leg, random: Random) -> dict[str, object]:
    began = datetime.fromtimestamp(leg["started_at"], UTC)
    letters = "".join(chr(ord("a") + byte % 26) for byte in random(4))
    return {
        "uuid": f"{leg['extension_id']}-{random(16).hex()}",
        "link": random(16).hex(),
        "started_at": leg["started_at"],
        "call_id": leg["call_id"],
        "leg_id": leg["id"],
        "leg_started_at": leg["started_at"],
        "file_name": f"{began:%Y-%m-%d-%H-%M-%S}-UTC_{leg['flow']}_{leg['extension_number']}_{letters}.mp3",
        **{name: leg[name] for name in OWNER},
    }


def _of_file(received: Received[audio.Audio]) -> dict[str, object]:
    return {
        "media": received.key,
        "digest": received.sha256,
        "size": received.size,
        "format": str(received.facts.format),
        "seconds": received.facts.duration,
    }
