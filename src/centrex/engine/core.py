"""Runs operations of the catalogue: reads through a Query, changes through audited steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from centrex.catalogue import Face, Operation, Resource
from centrex.clock import Clock
from centrex.engine.arguments import checked_arguments, refuse_unknown
from centrex.engine.audit import Deed, audited
from centrex.engine.given import Given, with_given
from centrex.engine.handlers import handler
from centrex.engine.passwords import without_passwords
from centrex.engine.queries import Queries
from centrex.engine.work import Work
from centrex.errors import EntityNotFound, StorageFailed
from centrex.query import Query
from centrex.query.problems import Problems
from centrex.resources import RESOURCES, REST_OPERATIONS, operations_of
from centrex.scope import Scope
from centrex.store import Listing, Page, Store
from centrex.store.media_files import MediaFiles

_RESOURCE_OF: Final[Mapping[str, Resource]] = {
    **{operation.name: resource for resource in RESOURCES for operation in operations_of(resource)},
    **{operation.name: resource for operation, resource in REST_OPERATIONS.items()},
}

_log = structlog.get_logger()

CREATING: Final = frozenset({"create", "add"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a call comes from: its address, its request id and the components of the account that it is for."""

    address: str
    request_id: str
    components: frozenset[str]


class Engine:
    """Operations on one store."""

    def __init__(self, store: Store, clock: Clock, files: MediaFiles | None = None) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self._queries = Queries()

    async def list_rows(self, operation: Operation, arguments: Mapping[str, object], scope: Scope) -> Listing:
        """The page of a get method; raises the first parameter error by the contract's order."""
        query = self._queries.read(_face(operation), arguments, scope.zone, int(self._clock.now()))
        return await self._store.listing(_RESOURCE_OF[operation.name], query, scope)

    async def one_object(self, operation: Operation, arguments: Mapping[str, object], scope: Scope) -> bytes:
        """The object of a getobj method, as JSON."""
        face = _face(operation)
        problems = Problems()
        refuse_unknown(arguments, (), problems)
        problems.raise_first()
        found = await self._store.one(_RESOURCE_OF[operation.name], face, scope)
        if found is None:
            raise EntityNotFound
        return found

    async def listing(self, operation: Operation, query: Query, scope: Scope) -> Listing:
        """The page, of any length, of a query that the dialect has made."""
        return await self._store.listing(_RESOURCE_OF[operation.name], query, scope)

    async def rows(self, operation: Operation, query: Query, scope: Scope) -> Page:
        """The same in one piece: for few rows."""
        return await self._store.page(_RESOURCE_OF[operation.name], query, scope)

    async def page(self, resource: Resource, query: Query, scope: Scope) -> Page:
        """The page of a query over a resource that has no operation of its own."""
        return await self._store.page(resource, query, scope)

    async def single(self, operation: Operation, scope: Scope) -> bytes | None:
        """The one object that the Scope sees of the operation's face, as JSON."""
        return await self._store.one(_RESOURCE_OF[operation.name], _face(operation), scope)

    async def own(self, resource: Resource, face: Face, scope: Scope) -> bytes | None:
        """The object of a face that stands below no realm, as JSON."""
        return await self._store.one(resource, face, scope)

    async def change(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        scope: Scope,
        origin: Origin,
        shown: dict[str, object] | None = None,
        given: Given | None = None,
    ) -> int:
        """Does what a changing method does; answers the id of the object once the change is durable.

        Into ``shown`` come the members that the answer to this call shows besides, and no other answer. ``given`` adds
        arguments by what stands there when it is done; it may find that there is nothing to do and raise Unchanged.
        """
        check = partial(
            checked_arguments,
            operation.params,
            creating=operation.verb in CREATING,
            components=origin.components,
            zone=scope.zone,
            alternatives=operation.alternatives,
        )
        checked = check(arguments)
        resource = _RESOURCE_OF[operation.name]
        at = int(self._clock.now())
        deed = Deed(
            at=at,
            user_id=scope.user_id or None,  # no user has the id 0: it is the operator at the command line
            address=origin.address,
            request_id=origin.request_id,
            operation=operation.name,
            object_kind=resource.table.name,
        )
        kept = await without_passwords(operation.params, checked)
        hashed = kept.get("password")
        work = Work(operation, resource, kept, scope, at, deed, hashed if isinstance(hashed, str) else None)
        steps = handler(operation) if given is None else with_given(handler(operation), given, check)
        changed = await self._store.change(audited(deed, steps(work)), scope)
        if shown is not None:
            shown.update(work.shown)
        await self._unlink(work.unlinked)
        return changed

    async def _unlink(self, keys: list[str]) -> None:
        """Removes files that no row names any more; what cannot be removed now the sweep finds later."""
        files = self._files
        if files is None:
            return
        for key in keys:
            try:
                await files.delete(key)
            except StorageFailed:
                _log.warning("a file without a row stays until the next sweep", media=key)


def _face(operation: Operation) -> Face:
    assert operation.face is not None
    return operation.face
