"""The customers of an agent as his console lists them: with what each has and has used. No dialect shows it so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, func, select, true

from centrex.catalogue import ANY_USER, DATETIME, NUMBER, STRING, DataFace, Embedded, Resource, Show, Tenancy, one_of
from centrex.resources.customer import STATUSES, customer
from centrex.resources.ledger import points_used
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number

c, p = customer.c, points_used.c


def _held(table: Table) -> ColumnElement[int]:
    """How many rows of the table the customer has."""
    return select(func.count()).select_from(table).where(table.c.customer_id == c.id).scalar_subquery()


def _window(name: str, limit: ColumnElement[Any], doc: str) -> Embedded:
    """The points of the last window of the customer in which any were charged, and since when it ran."""
    of_window = (p.customer_id == c.id) & (p.window == name)
    return Embedded(
        f"{name}_points",
        shows=(
            Show("points", select(p.points).where(of_window).scalar_subquery(), NUMBER, "Points charged"),
            Show("start", select(p.start).where(of_window).scalar_subquery(), NUMBER, "When the window began"),
            Show("limit", limit, NUMBER, "Points allowed in it; null is unlimited"),
            Show("zone", c.timezone, STRING, "By whose clock days are counted"),
        ),
        present=true(),
        doc=doc,
    )


OVERVIEW_OF_CUSTOMERS = DataFace(
    "customer_overview",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    only=c.status != "archive",
    shows=(
        Show("id", c.id, NUMBER, "Customer id", filter=True),
        Show("name", c.name, STRING, "Customer name"),
        Show("status", c.status, one_of(*STATUSES), "Customer state"),
        Show("tariff_plan_name", tariff_plan.c.name, STRING, "Tariff plan name"),
        Show("users", _held(user), NUMBER, "Users of all levels"),
        _window("day", c.day_limit, "Points of the day"),
        _window("minute", c.minute_limit, "Points of the minute"),
        Embedded(
            "numbers",
            shows=(
                Show("used", _held(virtual_number), NUMBER, "Numbers that are connected"),
                Show("limit", c.number_limit, NUMBER, "How many may be; null is unlimited"),
            ),
            present=true(),
            doc="Virtual numbers",
        ),
        Show("created_at", c.created_at, DATETIME, "When it was made"),
    ),
)

CUSTOMER_OVERVIEW = Resource(
    "customer_overview",
    customer,
    Tenancy(agent=c.agent_id),
    faces=(),
    source=customer.outerjoin(tariff_plan),
)
