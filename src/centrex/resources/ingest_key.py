"""Keys of PBX engines, with which calls and their files come in, and the key with which the server signs addresses."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Table

from centrex.resources.base import metadata, text

ingest_key = Table(
    "ingest_key",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customer.id")),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("name", text(), nullable=False),
    Column("status", text(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index(None, "customer_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""A key without a customer is the operator's, who names one with each call. ``status`` is active or blocked."""

signing_key = Table(
    "signing_key",
    metadata,
    Column("name", text(32), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""What the server signs with, for all of its processes; made when it is first needed, and never shown."""

MEDIA_OWNER = "media"
"""The name of the mark that a place of media has of the database whose they are; a restored one begins without."""
