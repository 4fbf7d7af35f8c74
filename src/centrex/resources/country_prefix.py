"""Dialling prefixes of countries: a list that is the same for everybody."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from centrex.catalogue import ANY_USER, DataFace, Resource, Show, Tenancy, Verb, one_of
from centrex.resources.base import metadata, text

country_phone_prefix = Table(
    "country_phone_prefix",
    metadata,
    Column("prefix", text(7), nullable=False),
    Column("country", text(2), nullable=False),
    PrimaryKeyConstraint("prefix", "country"),
    sqlite_with_rowid=False,
)
"""A migration fills it: a prefix that several countries share has a row for each."""

c = country_phone_prefix.c

COUNTRY_PHONE_PREFIXES = DataFace(
    "country_phone_prefixes",
    permission=ANY_USER,
    verbs=(Verb("get", "List country dialling prefixes", components=("data_api_config",)),),
    shows=(
        Show("prefix", c.prefix, one_of(), "Country dialling prefix", filter=True, sort=True),
        Show("country", c.country, one_of(), "Two-letter country code of ISO 3166", filter=True, sort=True),
    ),
)

COUNTRY_PREFIX = Resource(
    "country_prefix", country_phone_prefix, Tenancy(everyone=True), faces=(COUNTRY_PHONE_PREFIXES,)
)
