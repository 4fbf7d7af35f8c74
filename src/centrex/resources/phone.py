"""The settings of extensions that are phones. The password is kept as HA1 alone, the form of SIP digest."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, PrimaryKeyConstraint, Table

from centrex.resources.base import metadata, tenant_key, text

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
