"""The pool: every number of the server, free or some customer's. Free ones are everybody's to see."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Table

from centrex.catalogue import ANY_USER, MONEY, NUMBER, STRING, DataFace, Resource, Show, Tenancy, Verb, one_of
from centrex.resources.base import metadata, text
from centrex.resources.number_category import CATEGORIES

pool_number = Table(
    "pool_number",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customer.id"), index=True),
    Column("number", text(15), nullable=False, unique=True),
    Column("category", text(16), nullable=False),
    Column("location_mnemonic", text(64)),
    Column("location_name", text()),
    Column("onetime_payment", Float, nullable=False),
    Column("monthly_charge", Float, nullable=False),
    Column("min_charge", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""``customer_id`` is null while the number is free. Ids are those of virtual numbers: a connected one keeps its own."""

c = pool_number.c

AVAILABLE_VIRTUAL_NUMBERS = DataFace(
    "available_virtual_numbers",
    permission="number_management",
    verbs=(Verb("get", "List numbers that can be connected"),),
    only=c.customer_id.is_(None),
    shows=(
        Show("phone_number", c.number, STRING, "Phone number", filter=True, sort=True),
        Show("category", c.category, one_of(*CATEGORIES), "Price category", filter=True, sort=True),
        Show("location_mnemonic", c.location_mnemonic, one_of(), "Region mnemonic", filter=True, sort=True),
        Show("location_name", c.location_name, STRING, "Region name", sort=True),
        Show("onetime_payment", c.onetime_payment, MONEY, "Connection fee"),
        Show("monthly_charge", c.monthly_charge, MONEY, "Monthly fee"),
        Show("min_charge", c.min_charge, MONEY, "Minimum monthly charge"),
    ),
)

LISTED_NUMBERS = DataFace(
    "listed_numbers",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", c.id, NUMBER, "Number id", filter=True),
        Show("number", c.number, STRING, "Phone number"),
        Show("customer_id", c.customer_id, NUMBER, "Customer of the number; null is free", filter=True),
        Show("category", c.category, one_of(*CATEGORIES), "Price category"),
        Show("location_mnemonic", c.location_mnemonic, one_of(), "Region mnemonic"),
        Show("location_name", c.location_name, STRING, "Region name"),
        Show("onetime_payment", c.onetime_payment, MONEY, "Connection fee"),
        Show("monthly_charge", c.monthly_charge, MONEY, "Monthly fee"),
        Show("min_charge", c.min_charge, MONEY, "Minimum monthly charge"),
    ),
)
"""What the operator sees; no dialect shows it."""

POOL_NUMBER = Resource("pool_number", pool_number, Tenancy(everyone=True), faces=(AVAILABLE_VIRTUAL_NUMBERS,))
