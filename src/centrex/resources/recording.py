"""Recordings of conversations and messages left in voice mail: where the sound is, and whose it is."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer

from centrex.catalogue import ANY_USER, NUMBER, STRING, DataFace, Resource, Show, one_of
from centrex.resources.base import of_customer, tenant_table, text
from centrex.resources.call import owner_columns

RECORD, VOICEMAIL = "record", "voicemail"
KINDS = (RECORD, VOICEMAIL)

recording = tenant_table(
    "recording",
    Column("kind", text(16), nullable=False),
    Column("uuid", text(64), nullable=False),
    Column("link", text(32), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("call_id", BigInteger, nullable=False),
    Column("leg_id", BigInteger, nullable=False),
    Column("leg_started_at", BigInteger, nullable=False),
    Column("engine_id", text(128), nullable=False),
    Column("part", Integer, nullable=False),
    Column("media", text(64), nullable=False),
    Column("digest", text(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("format", text(8), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("file_name", text(), nullable=False),
    *owner_columns(),
    Index(None, "customer_id", "engine_id", "kind", "part", unique=True),
    Index(None, "customer_id", "kind", "started_at", "size"),
    Index(None, "customer_id", "extension_group_id", "kind", "started_at", "size"),
    Index(None, "customer_id", "extension_id", "kind", "started_at", "size"),
    Index(None, "customer_id", "uuid", unique=True),
    Index(None, "customer_id", "link", unique=True),
    Index(None, "customer_id", "call_id"),
    Index(None, "customer_id", "leg_id"),
    Index(None, "media", unique=True),
    history=True,
)
"""``uuid`` is ``{extension_id}-{32 hex digits}``, ``link`` 32 random hex digits: the dialects' names of the file.

``engine_id`` and ``part`` are the PBX engine's name of the sound: its id of the call, and which of its parts.
``media`` is the key in the media store, ``digest`` the SHA-256 of the file in hex, ``seconds`` its length.
``started_at`` is when the leg began, which the lists are asked for.
"""

c = recording.c

SOUNDS = DataFace(
    "media",
    permission=ANY_USER,
    verbs=(),
    shows=(
        Show("link", c.link, STRING, "Link of the file"),
        Show("communication_id", c.call_id, NUMBER, "Call whose file it is"),
        Show("kind", c.kind, one_of(*KINDS), "Recording or voice message"),
        Show("media", c.media, STRING, "Where the file is"),
        Show("format", c.format, STRING, "Format of the file"),
        Show("file_name", c.file_name, STRING, "Name of the file"),
    ),
)
"""The files that the links of the reports lead to; no method shows it."""

SOUND = Resource("sound", recording, of_customer(recording), faces=(SOUNDS,))
