"""The operator at the command line within one customer's account: the only Scope that is made without a caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from centrex.catalogue import Level
from centrex.errors import EntityNotFound
from centrex.resources.customer import customer, customer_component
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Find

NOBODY: Final = 0
"""Stands for the operator where a user acts: no user has this id."""


@dataclass(frozen=True, slots=True)
class Within:
    """The rows of a customer, and the components of his account."""

    scope: Scope
    components: frozenset[str]


async def within_customer(store: Store, customer_id: int) -> Within:
    """The account of a customer, whatever its state; raises EntityNotFound for none, and for an agent."""
    rows = await store.find(Find(customer, ("agent_type", "timezone"), {"id": customer_id}), SERVER)
    if not rows or rows[0][0] is not None:
        raise EntityNotFound("customer_id", customer_id)
    held = await store.find(Find(customer_component, ("component",), {"customer_id": customer_id}), SERVER)
    scope = Scope(Level.CUSTOMER, customer_id, NOBODY, rows[0][1])
    return Within(scope, frozenset(row[0] for row in held))
