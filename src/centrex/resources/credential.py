"""What opens the door: API keys, sessions and the whitelist. Secrets stand here only as SHA-256 digests."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from centrex.resources.base import metadata, text

api_key = Table(
    "api_key",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("kind", text(16), nullable=False),
    Column("name", text(), nullable=False),
    Column("status", text(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""``kind`` is permanent or temporary, ``status`` active, blocked or expired."""

session = Table(
    "session",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
)

whitelist_entry = Table(
    "whitelist_entry",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("network", text(64), nullable=False),
    PrimaryKeyConstraint("customer_id", "network"),
    sqlite_with_rowid=False,
)
"""Networks from which the account may be used, as CIDR; none means nobody."""
