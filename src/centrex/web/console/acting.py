"""What a signed-in person reads and does in the console, in his own name: by operations of the catalogue alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.catalogue import Operation
from centrex.engine.core import Engine, Origin
from centrex.engine.given import Given
from centrex.query import Comparison, Query, Shape
from centrex.query.rows import default_fields
from centrex.web.visit import Visit

MOST: Final = 10_000
"""Rows of a list that a page, or a file of values, has as a whole."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """A visit of somebody who has signed in."""

    engine: Engine
    visit: Visit
    caller: Caller

    async def rows(self, operation: Operation, field: str = "", value: object = None) -> list[Row]:
        """The rows of a list, or those whose field has the value."""
        face = operation.face
        assert face is not None
        tree, values = (Comparison(field, "="), (value,)) if field else (None, ())
        shape = Shape(default_fields(face), tree, (), len(values))
        answer = await self.engine.listing(operation, Query(face, shape, values, MOST, 0), realms.at_home(self.caller))
        found: list[Row] = msgspec.json.decode(answer.whole())
        return found

    async def count(self, operation: Operation, field: str, value: object) -> int:
        """How many rows have the value."""
        face = operation.face
        assert face is not None
        shape = Shape(default_fields(face), Comparison(field, "="), (), 1, 1)
        answer = await self.engine.rows(operation, Query(face, shape, (value,), 1, 0), realms.at_home(self.caller))
        return answer.total

    async def one(self, operation: Operation, identifier: int) -> Row | None:
        """The row with the id."""
        found = await self.rows(operation, "id", identifier)
        return found[0] if found else None

    async def change(self, operation: Operation, given: Given | None = None, /, **arguments: object) -> int:
        """Does it; answers the id of the object. Raises what the APIs would answer, and Unchanged as ``given`` does."""
        place = self.visit.place
        origin = Origin(place.address, place.request_id, self.caller.account.components)
        return await self.engine.change(operation, arguments, realms.at_home(self.caller), origin, given=given)
