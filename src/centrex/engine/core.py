"""Runs operations of the catalogue: reads through a Query, changes through audited steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from centrex.catalogue import DataFace, Operation, Resource
from centrex.clock import Clock
from centrex.engine.arguments import checked_arguments, refuse_unknown
from centrex.engine.audit import Deed, audited
from centrex.engine.changes import Target, create, delete, update
from centrex.errors import EntityNotFound
from centrex.query.problems import Problems
from centrex.query.rows import PAGING, parse_query
from centrex.resources import RESOURCES
from centrex.scope import Scope
from centrex.store import Page, Store
from centrex.store.steps import Change

_CHANGES: Final[Mapping[str, Callable[[Target, Mapping[str, object]], Change[int]]]] = {
    "create": create,
    "update": update,
    "delete": delete,
}
_RESOURCE_OF: Final[Mapping[DataFace, Resource]] = {face: resource for resource in RESOURCES for face in resource.faces}


class Engine:
    """Operations on one store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def list_rows(self, operation: Operation, arguments: Mapping[str, object], scope: Scope) -> Page:
        """The page of a get method; raises the first parameter error by the contract's order."""
        face = _face(operation)
        problems = Problems()
        known = PAGING if face.paged else frozenset()
        if not known.issuperset(arguments):
            refuse_unknown(arguments, known, problems)
        query = parse_query(face, arguments, scope.zone, problems)
        return await self._store.page(_RESOURCE_OF[face], query, scope)

    async def one_object(self, operation: Operation, arguments: Mapping[str, object], scope: Scope) -> bytes:
        """The object of a getobj method, as JSON."""
        face = _face(operation)
        problems = Problems()
        refuse_unknown(arguments, (), problems)
        problems.raise_first()
        found = await self._store.one(_RESOURCE_OF[face], face, scope)
        if found is None:
            raise EntityNotFound
        return found

    async def change(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        scope: Scope,
        *,
        address: str,
        request_id: str,
    ) -> int:
        """Creates, updates or deletes; answers the id of the entry once the change is durable."""
        creating = operation.verb == "create"
        checked = checked_arguments(operation.params, arguments, creating=creating)
        face = _face(operation)
        resource = _RESOURCE_OF[face]
        deed = Deed(
            at=int(self._clock.now()),
            user_id=scope.user_id,
            address=address,
            request_id=request_id,
            operation=operation.name,
            object_kind=resource.name,
        )
        steps = _CHANGES[operation.verb](Target(resource, face), checked)
        return await self._store.change(audited(deed, steps), scope)


def _face(operation: Operation) -> DataFace:
    assert operation.face is not None
    return operation.face
