"""The log of registrations: when the phone of an extension came to the registrar, and when it went."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from centrex.catalogue import DATETIME, STRING, Resource, Show, Tenancy, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
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
    history=True,
)
"""Extension, group and short number are those of that moment: what became of them later changes no row."""

c = registration.c

REGISTRATIONS = RestFace(
    "reg_status_log",
    verbs=(RestVerb(Action.LIST, tuple(Realm), "List when phones registered and when their registrations ended"),),
    shows=(
        Show("status", c.status, one_of("on", "off"), "on registered, off its registration ended"),
        Show("date_gmt", c.at, DATETIME, "When, UTC"),
        Show("short_ext_name", c.number, STRING, "Short number"),
    ),
    period="date_gmt",
)

REGISTRATION = Resource(
    "registration",
    registration,
    Tenancy(customer=c.customer_id, extension_group=c.extension_group_id, extension=c.extension_id, history=True),
    faces=(),
    rest=(REGISTRATIONS,),
)
