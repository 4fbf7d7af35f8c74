"""Calls of each kind, with recordings, a voice message and faxes, for a customer of the world."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.calls import record_calls
from centrex.media.tones import clip
from centrex.outcomes import Outcome
from centrex.resources.call_leg import call_leg
from centrex.resources.fax import fax
from centrex.resources.recording import RECORD, VOICEMAIL, recording
from centrex.resources.virtual_number import virtual_number
from centrex.store.steps import Change, Find, Insert, NextId
from tests.clock import NOON

SOUND: Final = clip("12", 0.5)
"""The sound of every recording and message: half a second of wav."""

PAGES: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OUTSIDE: Final = "79161234567"


def media_key(*parts: object, ending: str = "wav") -> str:
    """The key of a file of the world."""
    digits = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return f"{digits[:2]}/{digits[2:4]}/{digits}.{ending}"


def lay_files(root: Path, canary: str, ids: dict[str, list[int]]) -> None:
    """Writes what the rows of a customer name."""
    keys = [media_key(canary, identifier) for kind in (RECORD, VOICEMAIL) for identifier in ids[kind]]
    for key in (*keys, *(media_key(canary, "fax", place, ending="pdf") for place in range(3))):
        file = root / key
        file.parent.mkdir(parents=True)
        file.write_bytes(PAGES if key.endswith(".pdf") else SOUND)


def reports(canary: str, line: str) -> Iterator[CallReport]:
    """Answered and lost, in, out and inside, a ring group, a voice message, and one that goes on."""
    yield _report("in", 7200, 60, 391, line=line, caller_name=f"Caller {canary}")
    yield _report("out", 5400, 20, 394, outcome=Outcome.BUSY)
    yield CallReport(call_id="inside", legs=(_leg("inside-1", 3600, 30, "392", "393", Outcome.CALLEE_HUNG_UP),))
    for place, number in enumerate((391, 392, 393)):
        yield _report(f"message-{number}", 3000 - 60 * place, 25, number, line=line, outcome=Outcome.VOICEMAIL)
    lost = [_leg(f"lost-{number}", 1800, 15, OUTSIDE, str(number), Outcome.NO_ANSWER) for number in (391, 392)]
    yield CallReport(call_id="lost", legs=tuple(lost))
    yield _report("now", 60, None, 394)


def _report(
    name: str,
    ago: int,
    length: int | None,
    number: int,
    *,
    line: str | None = None,
    outcome: Outcome = Outcome.CALLER_HUNG_UP,
    caller_name: str | None = None,
) -> CallReport:
    ends = (OUTSIDE, str(number)) if line else (str(number), OUTSIDE)
    leg = _leg(f"{name}-1", ago, length, *ends, outcome, dialled=line, caller_name=caller_name)
    return CallReport(call_id=name, legs=(leg,))


def _leg(
    leg_id: str,
    ago: int,
    length: int | None,
    caller: str,
    called: str,
    outcome: Outcome,
    *,
    dialled: str | None = None,
    caller_name: str | None = None,
) -> LegReport:
    began = datetime.fromtimestamp(NOON - ago, UTC)
    unheard = outcome in {Outcome.BUSY, Outcome.NO_ANSWER}
    return LegReport(
        leg_id=leg_id,
        caller=caller,
        called=called,
        started=began,
        answered=None if unheard else began + timedelta(seconds=5),
        ended=None if length is None else began + timedelta(seconds=length),
        outcome=None if length is None else outcome,
        dialled=dialled,
        caller_name=caller_name,
    )


def lay_calls(canary: str, ids: dict[str, list[int]]) -> Change[None]:
    """The calls, then what was recorded of them, then faxes to two of the numbers."""
    lines = yield Find(virtual_number, ("number",), {"id": ids["virtual_number"]})
    uuids = map(partial(_call_uuid, canary), count())
    recorded = yield from record_calls(list(reports(canary, min(lines)[0])), lambda: next(uuids))
    ids["call"] = [each.id for each in recorded]
    columns = tuple(column.name for column in call_leg.c)
    rows = [dict(zip(columns, row, strict=True)) for row in (yield Find(call_leg, columns, {}))]
    legs = sorted((leg for leg in rows if leg["call_id"] in ids["call"]), key=lambda leg: leg["id"])
    ids["call_leg"] = [leg["id"] for leg in legs]
    for leg in legs:
        if leg["extension_id"] is not None and (leg["is_talked"] or leg["outcome"] == Outcome.VOICEMAIL):
            yield from _recorded(leg, canary, ids)
    for place in range(3):
        yield from _fax(canary, ids, place)


def name_of(noun: str, canary: str, ids: dict[str, list[int]], place: int) -> str:
    """What a path names the recording, message or fax of the number at ``place`` by, or one of its calls."""
    if noun == "call_history":
        return _call_uuid(canary, place).upper()
    if noun == "fax":
        return _fax_uuid(canary, place)
    return f"{ids['extension'][place]}-{_random(canary, ids[noun][place])[:32]}"


def _call_uuid(canary: str, place: int) -> str:
    return hashlib.sha256(f"call {canary} {place}".encode()).hexdigest()[:32]


def _random(canary: str, identifier: int) -> str:
    return hashlib.sha256(f"{canary} {identifier}".encode()).hexdigest()


def _fax_uuid(canary: str, place: int) -> str:
    digits = hashlib.sha256(f"fax {canary} {place}".encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _recorded(leg: dict[str, Any], canary: str, ids: dict[str, list[int]]) -> Change[None]:
    identifier = int((yield NextId(recording))[0][0])
    kind = VOICEMAIL if leg["outcome"] == Outcome.VOICEMAIL else RECORD
    ids.setdefault(kind, []).append(identifier)
    own = ("extension_id", "extension_number", "extension_type", "extension_group_id", "employee_id")
    random = _random(canary, identifier)
    values = {
        "id": identifier,
        "kind": kind,
        "uuid": f"{leg['extension_id']}-{random[:32]}",
        "link": random[32:],
        "started_at": leg["started_at"],
        "call_id": leg["call_id"],
        "leg_id": leg["id"],
        "leg_started_at": leg["started_at"],
        "engine_id": f"{leg['call_id']}",
        "part": leg["id"],
        "media": media_key(canary, identifier),
        "digest": hashlib.sha256(SOUND).hexdigest(),
        "size": len(SOUND),
        "format": "wav",
        "seconds": 0.5,
        "file_name": f"{canary}-{leg['flow']}_{leg['extension_number']}.mp3",
        **{name: leg[name] for name in own},
    }
    yield Insert(recording, values)


def _fax(canary: str, ids: dict[str, list[int]], place: int) -> Change[None]:
    identifier = int((yield NextId(fax))[0][0])
    ids.setdefault("fax", []).append(identifier)
    values = {
        "id": identifier,
        "uuid": _fax_uuid(canary, place),
        "received_at": int(NOON) - 4000 + place,
        "caller": f"{canary}{place}",
        "destination": "39" + str(place + 1),
        "engine_id": f"fax-{place}",
        "part": 1,
        "media": media_key(canary, "fax", place, ending="pdf"),
        "digest": hashlib.sha256(PAGES).hexdigest(),
        "size": len(PAGES),
        "format": "pdf",
        "pages": 1,
        "extension_id": ids["extension"][place],
        "extension_group_id": ids["extension_group"][0] if place < 2 else None,
    }
    yield Insert(fax, values)
