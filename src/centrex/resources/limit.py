"""What a client may have, and what he has. The vendor names the resource alone: the shape is ours."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, ColumnElement, Table, cast, func, literal_column, null, select, true

from centrex.catalogue import NUMBER, Embedded, Resource, Show, Tenancy
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.customer import customer
from centrex.resources.event_handler import MAX_EVENTS, event_handler
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number

c = customer.c
UNLIMITED: Final = cast(null(), BigInteger)


def _held(table: Table) -> ColumnElement[int]:
    """How many rows of the table the client has."""
    return select(func.count()).select_from(table).where(table.c.customer_id == c.id).scalar_subquery()


def _most_events() -> ColumnElement[int]:
    """How many event handlers the internal number with the most has."""
    e = event_handler.c
    most = (
        select(func.count())
        .where(e.customer_id == c.id)
        .group_by(e.extension_id)
        .order_by(func.count().desc())
        .limit(literal_column("1"))
        .scalar_subquery()
    )
    return func.coalesce(most, literal_column("0"))


def _limit(name: str, limit: ColumnElement[int], used: ColumnElement[int], doc: str) -> Embedded:
    return Embedded(
        name,
        shows=(
            Show("limit", limit, NUMBER, "How many there may be; null is unlimited"),
            Show("used", used, NUMBER, "How many there are"),
        ),
        present=true(),
        doc=doc,
    )


LIMITS = RestFace(
    "limit",
    single=True,
    verbs=(RestVerb(Action.ONE, (Realm.CLIENT,), "Get what the client may have and what he has", ours=True),),
    shows=(
        _limit("extension", UNLIMITED, _held(extension), "Internal numbers"),
        _limit("extension_group", UNLIMITED, _held(extension_group), "Groups of internal numbers"),
        _limit("user", UNLIMITED, _held(user), "Users of all levels"),
        _limit(
            "event",
            literal_column(str(MAX_EVENTS), BigInteger),
            _most_events(),
            "Event handlers of one internal number: the limit of each, and the most that one of them has",
        ),
        _limit("did", c.number_limit, _held(virtual_number), "External numbers"),
    ),
)

LIMIT = Resource("limit", customer, Tenancy(customer=c.id), faces=(), rest=(LIMITS,))
