"""What all tables share: the metadata, the owner column, links between rows of one customer."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

from centrex.catalogue import Tenancy

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_ATOM: Final = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
EMAIL: Final = rf"{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
"""An e-mail address without quotes, comments or letters beyond ASCII."""

EMAIL_OR_NONE: Final = rf"({EMAIL})?"
"""The same, or nothing, as it is shown where none is known."""


def text(length: int = 255) -> String:
    """Text that both stores compare and sort by code point."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def json_column() -> JSON:
    """An array of strings kept as JSON; jsonb on PostgreSQL."""
    return JSON().with_variant(JSONB(), "postgresql")


def owner() -> Column[Any]:
    """The customer whose row it is; part of every primary key."""
    return Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False)


def tenant_table(name: str, *items: SchemaItem, history: bool = False) -> Table:
    """A table of customers' rows with the primary key (customer_id, id); ids are unique on the whole server.

    Rows of ``history`` keep the number and the group that were theirs then.
    """
    return Table(
        name,
        metadata,
        owner(),
        Column("id", BigInteger, nullable=False),
        *items,
        PrimaryKeyConstraint("customer_id", "id"),
        sqlite_with_rowid=False,
        info={"ids": True, "history": history},
    )


def link_table(name: str, owner_table: str, owner_column: str, member_table: str, member_column: str) -> Table:
    """Rows that join two tables of one customer; customer_id in both keys keeps other customers out."""
    return Table(
        name,
        metadata,
        Column("customer_id", BigInteger, nullable=False),
        Column(owner_column, BigInteger, nullable=False),
        Column(member_column, BigInteger, nullable=False),
        PrimaryKeyConstraint("customer_id", owner_column, member_column),
        tenant_key(owner_column, owner_table),
        tenant_key(member_column, member_table),
        Index(None, "customer_id", member_column),
        sqlite_with_rowid=False,
    )


def tenant_key(column: str, target: str) -> ForeignKeyConstraint:
    """A foreign key to a row of the same customer."""
    return ForeignKeyConstraint(["customer_id", column], [f"{target}.customer_id", f"{target}.id"])


def of_customer(table: Table) -> Tenancy:
    """The tenancy of a table whose rows a customer sees, and nobody else."""
    return Tenancy(customer=table.c.customer_id)
