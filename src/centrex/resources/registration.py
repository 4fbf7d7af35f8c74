"""The log of registrations: when the phone of an extension came to the registrar, and when it went."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from centrex.resources.base import tenant_table, text

registration = tenant_table(
    "registration",
    Column("at", BigInteger, nullable=False),
    Column("status", text(4), nullable=False),
    Column("extension_id", BigInteger, nullable=False),
    Column("extension_group_id", BigInteger),
    Column("number", text(4), nullable=False),
    Index(None, "customer_id", "at"),
    Index(None, "customer_id", "extension_group_id", "at"),
    Index(None, "customer_id", "extension_id", "at"),
)
"""Extension, group and short number are those of that moment: what became of them later changes no row."""
