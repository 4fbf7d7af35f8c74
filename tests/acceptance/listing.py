"""Calling the read methods as those who may."""

from __future__ import annotations

from typing import Any, Final

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS
from centrex.store.steps import Change, Step
from tests.served import Answer, Served

PAGED: Final = tuple(name for name, op in METHODS.items() if op.verb == "get" and op.face and op.face.paged)


NEEDED: Final[dict[str, dict[str, Any]]] = {
    name: {"date_from": "2025-06-15 00:00:00", "date_till": "2025-06-16 00:00:00"}
    for name in PAGED
    if any(param.name == "date_from" for param in METHODS[name].params)
}
"""What some of them cannot be called without: the day on which the world was made."""


async def listed(served: Served, method: str, params: dict[str, Any] | None = None) -> Answer:
    """The method called by customer A, or by his agent where it is the agent's."""
    world = served.world
    agents = METHODS[method].access == {Level.AGENT}
    key = world.north.key if agents else world.a.user.key
    return await served.call(method, key, {**NEEDED.get(method, {}), **(params or {})})


def only(step: Step) -> Change[None]:
    """A change of one step."""
    yield step
