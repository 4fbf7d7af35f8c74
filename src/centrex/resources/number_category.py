"""Price categories of numbers: a list that is the same for everybody."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table

from centrex.catalogue import ANY_USER, NUMBER, STRING, DataFace, Resource, Show, Tenancy, Verb
from centrex.resources.base import metadata, text

CATEGORIES = ("usual", "bronze", "silver", "gold", "platinum")

number_category = Table(
    "number_category",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", text(16), nullable=False, unique=True),
    sqlite_with_rowid=False,
)
"""A migration fills it with CATEGORIES."""

c = number_category.c

NUMBER_CAPACITY_CATEGORIES = DataFace(
    "number_capacity_categories",
    permission=ANY_USER,
    verbs=(Verb("get", "List number categories"),),
    shows=(
        Show("id", c.id, NUMBER, "Number category id", filter=True, sort=True),
        Show("name", c.name, STRING, "Number category name", filter=True, sort=True),
    ),
)

NUMBER_CATEGORY = Resource(
    "number_category", number_category, Tenancy(everyone=True), faces=(NUMBER_CAPACITY_CATEGORIES,)
)
