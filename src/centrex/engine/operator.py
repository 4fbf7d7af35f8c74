"""The operator at the command line: what he changes stands in the audit of the account that it concerns."""

from __future__ import annotations

from typing import Protocol

from centrex.clock import Clock
from centrex.engine.audit import Deed, audited, recorded_of_server
from centrex.errors import EntityNotFound
from centrex.resources.customer import customer
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Find, Result, Rows


class Changing(Protocol):
    """What the operator needs of a store."""

    async def find(self, step: Find, scope: Scope) -> Rows: ...

    async def change(self, change: Change[Result], scope: Scope) -> Result: ...


class Operator:
    """Changes in the accounts of one store, from ``address``."""

    def __init__(self, store: Changing, clock: Clock, address: str = "command line") -> None:
        self.store = store
        self.clock = clock
        self._address = address

    async def change(self, customer_id: int, operation: str, kind: str, change: Change[int]) -> int:
        """Runs the change with its audit row; raises EntityNotFound when there is no such account."""
        recorded = audited(self.deed(operation, kind), change, customer_id)
        return await self.store.change(_of_account(customer_id, recorded), SERVER)

    async def change_own(self, operation: str, kind: str, change: Change[int]) -> int:
        """Runs the change of what belongs to no account, with its audit row."""
        return await self.store.change(_of_server(self.deed(operation, kind), change), SERVER)

    def deed(self, operation: str, kind: str) -> Deed:
        return Deed(
            at=int(self.clock.now()),
            user_id=None,
            address=self._address,
            request_id="",
            operation=operation,
            object_kind=kind,
        )


def _of_server(deed: Deed, change: Change[int]) -> Change[int]:
    object_id = yield from change
    yield from recorded_of_server(deed, [object_id])
    return object_id


def _of_account(customer_id: int, change: Change[int]) -> Change[int]:
    if not (yield Find(customer, ("id",), {"id": customer_id})):
        raise EntityNotFound("customer_id", customer_id)
    return (yield from change)
