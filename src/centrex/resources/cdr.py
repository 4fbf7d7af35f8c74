"""What the RingMe API shows of parts of calls, and of the sounds that belong to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, and_, case, cast, func, literal_column, null, select

from centrex.catalogue import BASE_URL, BOOLEAN, DATETIME, NUMBER, SCOPE_PART, STRING, Resource, Show, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb, Span
from centrex.outcomes import DISPOSITIONS, LEG_RESULTS, RESULTS
from centrex.resources.call import call, history_of
from centrex.resources.call_leg import FLOWS, call_leg
from centrex.resources.customer import customer
from centrex.resources.parts import APPLICATION, ends, line_used, lines, outcome, owner, times, without
from centrex.resources.recording import RECORD, VOICEMAIL, recording

c, sound, whole = call_leg.c, recording.c, call.c

_EVERYWHERE = tuple(Realm)

_SOUND_OF_LEG = and_(sound.customer_id == c.customer_id, sound.leg_id == c.id, sound.kind == RECORD)


def _first(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of the recordings of a leg the first."""
    return select(column).where(_SOUND_OF_LEG).order_by(sound.part).limit(literal_column("1")).scalar_subquery()


_CALL = and_(whole.customer_id == c.customer_id, whole.started_at == c.call_started_at, whole.id == c.call_id)

_FLOW = Show("flow", c.flow, one_of(*FLOWS), "Direction, as the number sees it")
_UUID = Show("call_uuid", c.call_uuid, STRING, "Id of the call, 32 hex digits in upper case")
_FORWARDED = (
    without("source_number", "Number that was called at first"),
    without("source_domain", "Its domain"),
    without("dest_number", "Number that it was passed to"),
    without("dest_domain", "Its domain"),
)
_PART = (
    *owner(call_leg),
    *ends(call_leg),
    *_FORWARDED,
    *lines(call_leg),
    Show("ani_number", line_used(call_leg, "out"), STRING, "External number that was shown"),
    without("application", "Kind of call", APPLICATION),
)

CDR_SHOWS = (
    _UUID,
    Show("record_uuid", _first(sound.uuid), STRING, "Id of the recording"),
    Show("record_file_size", _first(sound.size), NUMBER, "Its size in bytes"),
    _FLOW,
    *outcome(call_leg, LEG_RESULTS),
    *times(call_leg, c.total_duration),
    *_PART,
    Show("calls_result", select(whole.result).where(_CALL).scalar_subquery(), one_of(*RESULTS), "Outcome of the call"),
    Show(
        "calls_hangup_disposition",
        select(whole.disposition).where(_CALL).scalar_subquery(),
        one_of(*DISPOSITIONS),
        "Who ended the call",
    ),
)
OWN = and_(c.extension_id.is_not(None), c.ended_at.is_not(None))
"""The parts of the account's numbers; those of outside parties belong to nobody, and what goes on is no record yet."""

CDRS = RestFace(
    "cdr",
    verbs=(RestVerb(Action.LIST, _EVERYWHERE, "List the parts of calls of an interval"),),
    shows=CDR_SHOWS,
    only=OWN,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
    envelope="cdr",
    filters=("flow", "extension_id"),
    our_filters=("flow", "extension_id"),
)

CDR = Resource(
    "cdr",
    call_leg,
    history_of(call_leg),
    faces=(),
    rest=(CDRS,),
    source=call_leg.join(customer, c.customer_id == customer.c.id),
)

_OF_SOUND = recording.join(
    call_leg,
    and_(c.customer_id == sound.customer_id, c.started_at == sound.leg_started_at, c.id == sound.leg_id),
).join(customer, sound.customer_id == customer.c.id)

_STORED = (
    Show("media", sound.media, STRING, "Where the file is", default=False, ours=True),
    Show("format", sound.format, STRING, "Format of the file", default=False, ours=True),
)
"""What the server needs to send the file; no answer shows it."""

_REALM = case(
    (SCOPE_PART == 0, "client/" + cast(sound.customer_id, Text)),
    else_="extension/" + cast(sound.extension_id, Text),
)
"""Below what the caller may fetch the file: his client, or the number that it is of."""

_NOTHING = cast(null(), Text)
_LENGTH = cast(func.round(sound.seconds), BigInteger)
_SOUND = (
    _UUID,
    Show("record_uuid", sound.uuid, STRING, "Id of the recording: the number's id, a hyphen, 32 hex digits"),
    Show("record_file_size", sound.size, NUMBER, "Size of the stored file in bytes"),
    _FLOW,
    *outcome(call_leg, LEG_RESULTS),
    *times(call_leg, _LENGTH, sound.started_at),
    *_PART,
)


def _verbs(noun: str, *more: RestVerb) -> tuple[RestVerb, ...]:
    return (
        RestVerb(Action.LIST, _EVERYWHERE, f"List the {noun} of an interval"),
        RestVerb(Action.FILE, _EVERYWHERE, f"Get the file of one of the {noun}"),
        RestVerb(Action.REMOVE, _EVERYWHERE, f"Delete one of the {noun} with its file", call_api=True),
        RestVerb(Action.REMOVE_ALL, _EVERYWHERE, f"Delete the {noun} of an interval with their files", call_api=True),
        *more,
    )


RECORDS = RestFace(
    "record",
    verbs=_verbs(
        "recordings",
        RestVerb(Action.DOWNLOAD, _EVERYWHERE, "Get the file of one of the recordings, by login and password too"),
        RestVerb(Action.STORAGE_URL, _EVERYWHERE, "Get an address of the file that needs no token for an hour"),
    ),
    shows=(
        *_SOUND,
        Show("file_name", sound.file_name, STRING, "Name of the file"),
        Show("record_transfer", c.is_transfer, BOOLEAN, "Whether it is of a forwarded call"),
        Show(
            "storage_url",
            BASE_URL + "/api/ver1.0/" + _REALM + "/record/" + sound.uuid + "/storage_url/",
            STRING,
            "Where an address of the file is got",
            ours=True,
        ),
        *_STORED,
    ),
    only=sound.kind == RECORD,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
    key="record_uuid",
    served_as="mp3",
)
_BEGAN = Show("init_time_gmt", sound.started_at, DATETIME, "When it began, UTC", default=False)
RECORD_STATS = RestFace(
    "record/stats",
    single=True,
    verbs=(RestVerb(Action.STATS, _EVERYWHERE, "Count the recordings of an interval"),),
    shows=(
        Show("count", func.count(), NUMBER, "How many they are"),
        Show("size", func.coalesce(func.sum(sound.size), 0), NUMBER, "Bytes of their files together"),
        _BEGAN,
    ),
    only=sound.kind == RECORD,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
    summary=True,
)
RECORD_ARCHIVE = RestFace(
    "record/archive",
    single=True,
    verbs=(
        RestVerb(
            Action.ARCHIVE, _EVERYWHERE, "Get the address of a zip with the recordings of an interval", call_api=True
        ),
    ),
    shows=(_BEGAN, Show("archive_url", _NOTHING, STRING, "Address of the zip, for a day")),
    only=sound.kind == RECORD,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
)
RECORD_TOTALS = Resource(
    "record_totals", recording, history_of(recording), faces=(), rest=(RECORD_STATS, RECORD_ARCHIVE)
)
RECORDING = Resource("record", recording, history_of(recording), faces=(), rest=(RECORDS,), source=_OF_SOUND)

VOICEMAILS = RestFace(
    "voicemail",
    verbs=_verbs("voice messages"),
    shows=(*_SOUND, Show("file_name", sound.file_name, STRING, "Name of the file", default=False), *_STORED),
    only=sound.kind == VOICEMAIL,
    period="init_time_gmt",
    span=Span.TWO_MONTHS,
    key="record_uuid",
)
VOICE_MESSAGE = Resource("voicemail", recording, history_of(recording), faces=(), rest=(VOICEMAILS,), source=_OF_SOUND)
