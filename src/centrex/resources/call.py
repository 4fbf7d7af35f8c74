"""Calls and who took part in them, as they were at the time: what becomes of numbers and people changes no row.

Tables alone; what the dialects show of them stands in ``calls_report`` and ``call_history``.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table
from sqlalchemy.schema import SchemaItem

from centrex.catalogue import Tenancy
from centrex.resources.base import metadata, owner, text


def monthly_table(name: str, *items: SchemaItem) -> Table:
    """A table of customers' rows that grows with time: kept by month on PostgreSQL, read by time on both stores.

    ``started_at`` is in seconds since 1970. The key begins with it, so that a month of a customer stands together;
    ids are unique on the whole server, which the allocator sees to, since a partitioned key cannot.
    """
    return Table(
        name,
        metadata,
        owner(),
        Column("started_at", BigInteger, nullable=False),
        Column("id", BigInteger, nullable=False),
        *items,
        PrimaryKeyConstraint("customer_id", "started_at", "id"),
        Index(None, "customer_id", "id"),
        sqlite_with_rowid=False,
        postgresql_partition_by="RANGE (started_at)",
        info={"ids": True, "history": True},
    )


def history_of(table: Table) -> Tenancy:
    """The tenancy of rows that keep the number and the group that were theirs then."""
    columns = table.c
    return Tenancy(
        customer=columns.customer_id,
        extension_group=columns.extension_group_id,
        extension=columns.extension_id,
        history=True,
    )


def owner_columns() -> tuple[Column[Any], ...]:
    """Whose the row is within the account, with the names of then; an outside party's row is no number's."""
    return (
        Column("extension_id", BigInteger),
        Column("extension_number", text(4)),
        Column("extension_type", text(8)),
        Column("extension_group_id", BigInteger),
        Column("employee_id", BigInteger),
    )


call = monthly_table(
    "call",
    Column("uuid", text(32), nullable=False),
    Column("direction", text(3), nullable=False),
    Column("answered_at", BigInteger),
    Column("talked_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("outcome", text(24)),
    Column("result", text(16)),
    Column("disposition", text(16)),
    Column("cause", text(64)),
    Column("finish_reason", text(48)),
    Column("is_lost", Boolean, nullable=False),
    Column("is_transfer", Boolean, nullable=False),
    Column("caller", text(128), nullable=False),
    Column("caller_domain", text()),
    Column("caller_name", text()),
    Column("called", text(128), nullable=False),
    Column("called_domain", text()),
    Column("contact_number", text(128), nullable=False),
    Column("virtual_number", text(32), nullable=False),
    Column("source", text(32), nullable=False),
    Column("talker", text(128)),
    Column("talker_domain", text()),
    Column("operator_number", text(128)),
    *owner_columns(),
    *(
        Column(f"{place}_{deed}_employee_{what}", kind)
        for place in ("first", "last")
        for deed in ("answered", "talked")
        for what, kind in (("id", BigInteger()), ("name", text()))
    ),
    Column("wait_duration", Integer, nullable=False),
    Column("talk_duration", Integer, nullable=False),
    Column("clean_talk_duration", Integer, nullable=False),
    Column("total_duration", Integer, nullable=False),
    Index(None, "customer_id", "extension_group_id", "started_at"),
    Index(None, "customer_id", "extension_id", "started_at"),
    Index(None, "customer_id", "uuid"),
)
"""``uuid`` is 32 hexadecimal digits in upper case. Durations are in seconds.

``caller`` and ``called`` are the two ends as dialled, internal ones as ``PREFIX*NUM``; ``talker`` is who talked last.
The number, its group and its employee are those of who talked, else of who was called first, else of the caller.
"""

call_key = Table(
    "call_key",
    metadata,
    owner(),
    Column("engine_id", text(128), nullable=False),
    Column("call_id", BigInteger, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("customer_id", "engine_id"),
    sqlite_with_rowid=False,
)
"""The PBX engine's own id of each call, once: a table that is kept by month cannot hold it unique."""

call_employee = Table(
    "call_employee",
    metadata,
    owner(),
    Column("call_id", BigInteger, nullable=False),
    Column("employee_id", BigInteger, nullable=False),
    Column("full_name", text(), nullable=False),
    Column("is_answered", Boolean, nullable=False),
    Column("is_talked", Boolean, nullable=False),
    PrimaryKeyConstraint("customer_id", "call_id", "employee_id"),
    sqlite_with_rowid=False,
)
"""The employees who were rung, or who called, with their names of then."""
