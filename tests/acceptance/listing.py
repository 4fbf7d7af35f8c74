"""Calling the read methods as those who may."""

from __future__ import annotations

from typing import Any, Final

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS
from centrex.store.steps import Change, Step
from tests.served import Answer, Served

PAGED: Final = tuple(name for name, op in METHODS.items() if op.verb == "get" and op.face and op.face.paged)


async def listed(served: Served, method: str, params: dict[str, Any] | None = None) -> Answer:
    """The method called by customer A, or by his agent where it is the agent's."""
    world = served.world
    agents = METHODS[method].access == {Level.AGENT}
    return await served.call(method, world.north.key if agents else world.a.user.key, params)


def only(step: Step) -> Change[None]:
    """A change of one step."""
    yield step
