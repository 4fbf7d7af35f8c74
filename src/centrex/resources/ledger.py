"""What the server writes down beside the data: audit, change counters, ids given, points used."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from centrex.resources.base import metadata, tenant_table, text

audit = tenant_table(
    "audit",
    Column("at", BigInteger, nullable=False),
    Column("user_id", BigInteger),
    Column("address", text(64), nullable=False),
    Column("request_id", text(64), nullable=False),
    Column("operation", text(64), nullable=False),
    Column("object_kind", text(64), nullable=False),
    Column("object_id", BigInteger),
    Index(None, "customer_id", "at"),
)
"""One row a change: who (null is the operator at the command line), when, from where, what, on which object."""

server_audit = Table(
    "server_audit",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("address", text(64), nullable=False),
    Column("operation", text(64), nullable=False),
    Column("object_kind", text(64), nullable=False),
    Column("object_id", BigInteger),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""One row a change by the operator of what belongs to no account: numbers of the pool, plans of his own."""

change_counter = Table(
    "change_counter",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), primary_key=True, autoincrement=False),
    Column("changes", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Moves with every change of the account's data, in the same transaction; its row puts them in order."""

call_counter = Table(
    "call_counter",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), primary_key=True, autoincrement=False),
    Column("changes", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The same for the account's calls and what belongs to them, so that traffic does not move the other."""

ordinal = Table(
    "ordinal",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("series", text(64), nullable=False),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("customer_id", "series"),
    sqlite_with_rowid=False,
)
"""The last number given in a series of the customer, such as that of g1, g2, …"""

id_counter = Table(
    "id_counter",
    metadata,
    Column("name", text(64), primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The last id given per table on SQLite; PostgreSQL has a sequence for each."""

points_used = Table(
    "points_used",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("window", text(8), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("points", Integer, nullable=False),
    PrimaryKeyConstraint("customer_id", "window"),
    sqlite_with_rowid=False,
)
"""Points that all processes together have charged in the window that began at ``start``."""
