"""Who may call a list method, and with which parameters: worked out from the catalogue and the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from centrex.catalogue import Face, Level, Operation
from centrex.resources import OPERATIONS
from tests.property.many_rows import AGENT_ZONE, CUSTOMER_ZONE
from tests.world import World

LISTS: Final = tuple(
    name for name, each in OPERATIONS.items() if each.verb == "get" and each.face is not None and each.face.paged
)
"""Every list method with paging, in the order of the catalogue."""


@dataclass(frozen=True)
class Actor:
    """A key, what must be sent with it, and the time zone of the account that it reads."""

    name: str
    key: str
    zone: str
    params: dict[str, Any] = field(default_factory=dict)


def actors(world: World, operation: Operation) -> Iterator[Actor]:
    """Everybody in the world who may call the method, agents in the name of each of their customers."""
    if Level.CUSTOMER in operation.access:
        for customer in world.customers:
            yield Actor(customer.user.login, customer.user.key, CUSTOMER_ZONE)
    if Level.AGENT not in operation.access:
        return
    if not operation.takes_user_id:
        for agent in (world.north, world.south):
            yield Actor(agent.login, agent.key, AGENT_ZONE)
        return
    for agent, customer in ((world.north, world.a), (world.north, world.b), (world.south, world.c)):
        yield Actor(f"{agent.login} for {customer.user.login}", agent.key, CUSTOMER_ZONE, {"user_id": customer.user.id})


def face_of(operation: Operation) -> Face:
    assert operation.face is not None
    return operation.face
