"""Tariff plans: which components an account gets, and how much of what it may use."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table

from centrex.catalogue import AGENT_ONLY, ANY_USER, NUMBER, STRING, STRINGS, DataFace, Resource, Show, Tenancy, Verb
from centrex.resources.base import json_column, metadata, text

tariff_plan = Table(
    "tariff_plan",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("agent_id", BigInteger, index=True),
    Column("name", text(), nullable=False),
    Column("components", json_column(), nullable=False),
    Column("day_limit", Integer),
    Column("minute_limit", Integer),
    Column("number_limit", Integer),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""``agent_id`` is the agent that it is open to, null for the operator's own customers; a null limit is unlimited.

It is no foreign key: accounts point to plans, and tables cannot point to each other.
"""

c = tariff_plan.c

TARIFF_PLANS = DataFace(
    "tariff_plans",
    permission="account_access",
    access=AGENT_ONLY,
    verbs=(Verb("get", "List the tariff plans that are open to the agent"),),
    shows=(
        Show("id", c.id, NUMBER, "Tariff plan id"),
        Show("name", c.name, STRING, "Tariff plan name"),
    ),
)

LISTED_PLANS = DataFace(
    "listed_plans",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", c.id, NUMBER, "Tariff plan id", filter=True),
        Show("name", c.name, STRING, "Tariff plan name"),
        Show("agent_id", c.agent_id, NUMBER, "Agent that it is open to", filter=True),
        Show("components", c.components, STRINGS, "Components of the account"),
        Show("day_limit", c.day_limit, NUMBER, "Points a day; null is unlimited"),
        Show("minute_limit", c.minute_limit, NUMBER, "Points a minute; null is unlimited"),
        Show("number_limit", c.number_limit, NUMBER, "Connected numbers; null is unlimited"),
    ),
)
"""What the operator sees; no dialect shows it."""

TARIFF_PLAN = Resource("tariff_plan", tariff_plan, Tenancy(agent=c.agent_id), faces=(TARIFF_PLANS,))
