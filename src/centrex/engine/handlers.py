"""Which steps a changing method takes: those of its verb, or its own where it does more than its verb says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue import Operation
from centrex.engine import changes
from centrex.engine.work import Handler

_BY_VERB: Final[Mapping[str, Handler]] = {
    "create": changes.create,
    "update": changes.update,
    "delete": changes.delete,
}
_OWN: Final[Mapping[str, Handler]] = {}


def handler(operation: Operation) -> Handler:
    """The steps of a method."""
    return _OWN.get(operation.name) or _BY_VERB[operation.verb]
