"""Event handlers of extensions: which request is made when something happens on a number."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from centrex.resources.base import tenant_key, tenant_table, text

event_handler = tenant_table(
    "event_handler",
    Column("extension_id", BigInteger, nullable=False),
    Column("url", text(2000), nullable=False),
    Column("event_type", text(16), nullable=False),
    Column("method", text(4), nullable=False),
    tenant_key("extension_id", "extension"),
    Index(None, "customer_id", "extension_id"),
)
