"""The settings of extensions that are phones. The password is kept as HA1 alone, the form of SIP digest."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table

from centrex.catalogue import BOOLEAN, NUMBER, STRING, Param, Resource, Show, Tenancy, Write, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import metadata, tenant_key, text
from centrex.resources.extension import extension

AUTH_TYPES = ("digest", "network", "both")

phone = Table(
    "phone",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("extension_id", BigInteger, nullable=False),
    Column("announce_sound_upon_outgoing_call", BigInteger),
    Column("announce_sound_upon_incoming_call", BigInteger),
    Column("append_to_cid_name_on_transfer", text()),
    Column("auth_type", text(8), nullable=False),
    Column("call_screening_enabled", Boolean, nullable=False),
    Column("conference_announce_caller_name", Boolean, nullable=False),
    Column("conference_end_on_exit", Boolean, nullable=False),
    Column("conference_pin", text(32)),
    Column("password_ha1", text(32), nullable=False),
    Column("allow_webrtc", Boolean, nullable=False),
    Column("record_enabled", Boolean, nullable=False),
    Column("record_transfer", Boolean, nullable=False),
    PrimaryKeyConstraint("customer_id", "extension_id"),
    tenant_key("extension_id", "extension"),
    sqlite_with_rowid=False,
)
"""``password_ha1`` is the MD5 of ``PREFIX*NUM:domain:password`` in hexadecimal digits."""

c = phone.c
_OWN = (Realm.EXTENSION,)


def _flag(name: str, doc: str) -> Show:
    return Show(name, c[name], BOOLEAN, doc, write=Write(c[name], required=True))


_SHOWS = (
    Show("label", extension.c.label, STRING, "Name shown on the terminal that is called; that of the internal number"),
    Show(
        "announce_sound_upon_outgoing_call",
        c.announce_sound_upon_outgoing_call,
        NUMBER,
        "Sound played on an outgoing call",
        write=Write(c.announce_sound_upon_outgoing_call),
    ),
    Show(
        "announce_sound_upon_incoming_call",
        c.announce_sound_upon_incoming_call,
        NUMBER,
        "Sound played when an incoming call is answered",
        write=Write(c.announce_sound_upon_incoming_call),
    ),
    Show(
        "append_to_cid_name_on_transfer",
        c.append_to_cid_name_on_transfer,
        STRING,
        "Mark added to the caller's name on a transfer",
        write=Write(c.append_to_cid_name_on_transfer),
    ),
    Show("auth_type", c.auth_type, one_of(*AUTH_TYPES), "SIP authentication", write=Write(c.auth_type, required=True)),
    _flag("call_screening_enabled", "Whether the callee must press 1 to accept"),
    _flag("conference_announce_caller_name", "Whether a conference is told who joins"),
    _flag("conference_end_on_exit", "Whether a conference ends when its creator leaves"),
    Show("conference_pin", c.conference_pin, STRING, "PIN of the conference", write=Write(c.conference_pin)),
    _flag("allow_webrtc", "Whether WebRTC is allowed"),
    _flag("record_enabled", "Whether calls are recorded"),
    _flag("record_transfer", "Whether forwarded calls are recorded too"),
)

_CHANGED = (
    Param("label", STRING, "Name shown on the terminal that is called; that of the internal number"),
    Param("announce_sound_upon_outgoing_call", NUMBER, "Sound played on an outgoing call"),
    Param("announce_sound_upon_incoming_call", NUMBER, "Sound played when an incoming call is answered"),
    Param("append_to_cid_name_on_transfer", STRING, "Mark added to the caller's name on a transfer"),
    Param("auth_type", one_of(*AUTH_TYPES), "SIP authentication", must=True),
    *(Param(show.name, BOOLEAN, show.doc, must=True) for show in _SHOWS if show.type is BOOLEAN),
    Param("conference_pin", STRING, "PIN of the conference, digits", max_length=32, pattern="[0-9]*"),
    Param(
        "password",
        STRING,
        "SIP password; null makes one of 20 characters. The answer to this request shows it, and nothing else does",
        min_length=8,
        max_length=64,
        secret=True,
        shown_once=True,
    ),
)

PHONE_FACE = RestFace(
    "phone",
    single=True,
    verbs=(
        RestVerb(Action.ONE, _OWN, "Get the settings of a phone; the password is not among them"),
        RestVerb(Action.CHANGE, _OWN, "Change the settings of a phone, or its password", params=_CHANGED),
    ),
    shows=_SHOWS,
)

PHONE = Resource(
    "phone",
    phone,
    Tenancy(customer=c.customer_id, extension=c.extension_id),
    faces=(),
    rest=(PHONE_FACE,),
    source=phone.join(extension, (c.customer_id == extension.c.customer_id) & (c.extension_id == extension.c.id)),
)
