"""Applications that integrators register, what users have allowed them, and the tokens that they hold.

Tokens and secrets stand here only as SHA-256 digests. What belongs to a user or to an application goes with it, also
where they are of different accounts.
"""

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
ACCESSES = (CALL_API, ALL)
APP_ID_LENGTH = 32


def _of_user() -> ForeignKeyConstraint:
    """The user whose row it is; it goes with him."""
    return ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"], ondelete="CASCADE")


application = Table(
    "application",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("user_id", BigInteger),
    Column("app_id", text(APP_ID_LENGTH), nullable=False, unique=True),
    Column("secret_digest", LargeBinary, nullable=False),
    Column("kind", text(24), nullable=False),
    Column("access", text(16), nullable=False),
    Column("name", text(), nullable=False),
    Column("redirect_urls", json_column(), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    _of_user(),
    UniqueConstraint("customer_id", "id"),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""``user_id`` registered it: a trusted application acts as him. ``access`` is CALL_API or ALL.

Where he was deleted nobody stands there, and the application opens nothing any more.
"""

web_session = Table(
    "web_session",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    _of_user(),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
)
"""Who has signed in on the pages with a browser. It opens the pages alone: no API takes its token."""

consent = Table(
    "consent",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("application_id", BigInteger, ForeignKey("application.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("customer_id", "user_id", "application_id"),
    _of_user(),
    sqlite_with_rowid=False,
)
"""A user has allowed a public application to act for him, until he takes it back."""

oauth_token = Table(
    "oauth_token",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("application_id", BigInteger, ForeignKey("application.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", text(8), nullable=False),
    Column("family", text(32), nullable=False, index=True),
    Column("redirect_uri", text(2000)),
    Column("challenge", text(128)),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("spent_at", BigInteger),
    _of_user(),
    Index(None, "customer_id", "user_id"),
    sqlite_with_rowid=False,
)
"""A token belongs to the account of its user. ``kind`` is code, access or refresh; ``redirect_uri`` is where a code was
sent, ``challenge`` its S256 challenge, ``spent_at`` when it was used up, null while it was not. What came of one grant
is a family: it ends together when a code or a refresh token is shown twice.
"""
