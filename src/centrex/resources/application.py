"""Applications that integrators register, what users have allowed them, and the tokens that they hold."""

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
    UniqueConstraint,
)

from centrex.resources.base import json_column, metadata, text

KINDS = ("public", "trusted", "password_credentials")
CALL_API, ALL = "Call API", "All"

application = Table(
    "application",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("app_id", text(32), nullable=False, unique=True),
    Column("secret_digest", LargeBinary, nullable=False),
    Column("kind", text(24), nullable=False),
    Column("access", text(16), nullable=False),
    Column("name", text(), nullable=False),
    Column("redirect_urls", json_column(), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    UniqueConstraint("customer_id", "id"),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""``user_id`` registered it: a trusted application acts as him. ``access`` is CALL_API or ALL."""

consent = Table(
    "consent",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("application_id", BigInteger, ForeignKey("application.id"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("customer_id", "user_id", "application_id"),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    sqlite_with_rowid=False,
)
"""A user has allowed a public application to act for him, until he takes it back."""

oauth_token = Table(
    "oauth_token",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("application_id", BigInteger, ForeignKey("application.id"), nullable=False, index=True),
    Column("kind", text(8), nullable=False),
    Column("family", text(32), nullable=False, index=True),
    Column("redirect_uri", text(2000)),
    Column("challenge", text(128)),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("spent_at", BigInteger),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
)
"""``kind`` is code, access or refresh. What came of one grant is a family: it ends together when a code or a refresh
token is shown twice. ``challenge`` is the S256 challenge of a code, ``redirect_uri`` where it was sent.
"""
