"""Legs of calls: each is one party's part in a call. An internal call has two, one for either number."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer

from centrex.resources.base import text
from centrex.resources.call import monthly_table, owner_columns

FLOWS = ("in", "out", "transfer")

call_leg = monthly_table(
    "call_leg",
    Column("call_id", BigInteger, nullable=False),
    Column("call_started_at", BigInteger, nullable=False),
    Column("call_uuid", text(32), nullable=False),
    Column("engine_id", text(128), nullable=False),
    Column("side", text(3), nullable=False),
    Column("flow", text(8), nullable=False),
    Column("direction", text(3), nullable=False),
    Column("answered_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("outcome", text(24)),
    Column("result", text(20)),
    Column("disposition", text(16)),
    Column("cause", text(64)),
    Column("finish_reason", text(48)),
    Column("caller", text(128), nullable=False),
    Column("caller_domain", text()),
    Column("caller_name", text()),
    Column("called", text(128), nullable=False),
    Column("called_domain", text()),
    Column("dialled", text(128), nullable=False),
    Column("contact_number", text(128), nullable=False),
    Column("virtual_number", text(32), nullable=False),
    Column("source", text(32), nullable=False),
    Column("domain", text()),
    Column("employee_name", text()),
    Column("is_transfer", Boolean, nullable=False),
    Column("is_talked", Boolean, nullable=False),
    Column("is_failed", Boolean, nullable=False),
    Column("duration", Integer, nullable=False),
    Column("total_duration", Integer, nullable=False),
    *owner_columns(),
    Index(None, "customer_id", "call_id"),
    Index(None, "customer_id", "extension_group_id", "started_at"),
    Index(None, "customer_id", "extension_id", "started_at"),
)
"""``engine_id`` is the PBX engine's id of the leg, ``side`` which of its ends this is: it rang (out) or was rung (in).

``duration`` counts from the answer, ``total_duration`` from the start, in seconds.
"""
