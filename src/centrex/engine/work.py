"""What a change has in hand: the operation, checked arguments, whose rows, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from centrex.catalogue import Operation, Resource
from centrex.engine.audit import Deed
from centrex.errors import EntityNotFound
from centrex.scope import Scope
from centrex.store.steps import Change, Find

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Work:
    """One call of a changing method. ``at`` is in seconds since 1970; where a secret was sent stands its hash.

    What a handler puts into ``shown`` the answer to this call shows, and no other; the files with the keys in
    ``unlinked`` are removed once the change is durable.
    """

    operation: Operation
    resource: Resource
    arguments: Mapping[str, object]
    scope: Scope
    at: int
    deed: Deed
    password_hash: str | None = None
    shown: dict[str, object] = field(default_factory=dict)
    unlinked: list[str] = field(default_factory=list)

    def integer(self, name: str) -> int:
        """A number that was sent and is not null."""
        value = self.arguments[name]
        assert isinstance(value, int)
        return value

    def string(self, name: str) -> str:
        """A text that was sent and is not null."""
        value = self.arguments[name]
        assert isinstance(value, str)
        return value


Handler = Callable[[Work], Change[int]]
"""Does the work in steps and answers the id of the object."""


def existing(work: Work, name: str = "id") -> Change[int]:
    """The id in parameter ``name``, when the caller has such an entry; somebody else's answers as none."""
    identifier = work.integer(name)
    if not (yield Find(work.resource.table, ("id",), {"id": identifier})):
        raise EntityNotFound(name, identifier)
    return identifier
