"""The customers of an agent: how one is made, changed, activated, blocked, archived and put on a tariff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from centrex.access import realms
from centrex.i18n import said
from centrex.query import Comparison, Query, Shape
from centrex.resources import OPERATIONS
from centrex.resources.customer_overview import CUSTOMER_OVERVIEW, OVERVIEW_OF_CUSTOMERS
from centrex.web.console.acting import Act, Row
from centrex.web.console.cells import moment
from centrex.web.console.limits import with_limits
from centrex.web.console.things import Deed, Fact, Thing, can
from centrex.web.console.words import WORDS

MOST_LOGINS: Final = 20
MINUTE: Final = "Points this minute"


async def _about_customer(act: Act, row: Row, now: float) -> list[Fact]:
    """His state, and what he has used of what he may."""
    face = OVERVIEW_OF_CUSTOMERS
    query = Query(face, Shape(tuple(face.fields), Comparison("id", "="), (), 1), (row["id"],), 1, 0)
    found = await act.engine.page(CUSTOMER_OVERVIEW, query, realms.at_home(act.caller))
    told = with_limits(msgspec.json.decode(found.data)[0], now)
    users, language = OPERATIONS["get.customer_users"], act.visit.language
    logins = [each["login"] for each in await act.rows(users, "customer_id", row["id"])] if can(users, act) else []
    return [
        ("Status", said(language, WORDS.get(told["status"], told["status"]))),
        ("Tariff", told["tariff_plan_name"] or "–"),
        ("Points today", told["day_points"]),
        (MINUTE, told["minute_points"]),
        ("Virtual numbers", told["numbers"]),
        ("Made", moment(told["created_at"], language)),
        ("Users", str(told["users"])),
        ("Login", ", ".join(logins[:MOST_LOGINS])),
    ]


async def _of_customer(act: Act, row: Row) -> Mapping[str, object]:
    users = OPERATIONS["get.customer_users"]
    return {"users": await act.count(users, "customer_id", row["id"])}


def _state(name: str, title: str, warning: str, status: str, before: tuple[str, ...], then: str | None = None) -> Deed:
    """A change of the state of a customer who is in one of those before."""
    return Deed(
        name,
        title,
        warning,
        OPERATIONS["update.customer_status"],
        _of_customer,
        told={"status": status},
        key="customer_id",
        fits=lambda row: row["status"] in before,
        then=then,
        harms=status != "active",
    )


CUSTOMERS: Final = Thing(
    "customers",
    "New customer",
    OPERATIONS["get.customers"],
    "name",
    opens=1,
    creates=OPERATIONS["create.customers"],
    changes=OPERATIONS["update.customers"],
    choices={"tariff_plan_id": OPERATIONS["get.tariff_plans"]},
    once=frozenset({"tariff_plan_id"}),
    deeds=(
        _state(
            "activate",
            "Activate the customer",
            "Its users sign in, and its keys and tokens open the door. Users: {users}.",
            "active",
            ("waiting", "manual_lock"),
        ),
        _state(
            "block",
            "Block the customer",
            "Its users are shut out at once: nobody signs in, no key and no token opens. Users: {users}. Nothing is "
            "deleted.",
            "manual_lock",
            ("active",),
        ),
        _state(
            "archive",
            "Archive the customer",
            "It leaves all lists, and you cannot bring it back. Users who are shut out for good: {users}.",
            "archive",
            ("manual_lock",),
            "customers",
        ),
        Deed(
            "tariff",
            "Put on a tariff",
            "Its components become those of the tariff, and so do its limits of points and of virtual numbers. What "
            "it has beyond them stays.",
            OPERATIONS["update.customer_tariff_plans"],
            key="customer_id",
            chosen="tariff_plan_id",
            harms=False,
        ),
    ),
    facts=_about_customer,
)
