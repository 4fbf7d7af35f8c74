"""Finds whose ingest key a token is, and remembers it for a second; makes the Scope in which its reports are written.

What ends in this process ends at once; what another process ended, within a second.
"""

from __future__ import annotations

from typing import Final

import msgspec

from centrex.access.recent import Recent
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.errors import AccessTokenBlocked, AccessTokenInvalid, AccountInactive
from centrex.resources.customer import customer
from centrex.resources.ingest_key import ingest_key
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Find


class IngestKey(msgspec.Struct, frozen=True):
    """Who reports: the customer with this id, or the operator, whose ``customer_id`` is 0."""

    customer_id: int

    @property
    def is_operator(self) -> bool:
        """Whether each report must name its customer."""
        return not self.customer_id

    @property
    def scope(self) -> Scope:
        """The rows of the customer; the operator's reports enter the accounts that they name."""
        return SERVER if self.is_operator else Scope(Level.CUSTOMER, self.customer_id, 0)


OPERATOR: Final = IngestKey(0)
"""The operator himself, at the command line."""


class IngestKeys:
    """The ingest keys of a store, for one process."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._recent: Recent[str, IngestKey] = Recent(clock, self._resolve)

    async def of(self, token: str) -> IngestKey:
        """Whose key it is; raises AccessTokenInvalid, AccessTokenBlocked or AccountInactive."""
        return self._recent.get(token) or await self._recent.of(token)

    def forget(self) -> None:
        """Everything is looked up anew: keys or accounts have changed here."""
        self._recent.clear()

    async def _resolve(self, token: str) -> IngestKey:
        try:
            secret = digest(token)
        except UnicodeEncodeError as error:
            raise AccessTokenInvalid from error
        found = await self._store.find(Find(ingest_key, ("customer_id", "status"), {"digest": secret}), SERVER)
        if not found:
            raise AccessTokenInvalid
        customer_id, status = found[0]
        if status != "active":
            raise AccessTokenBlocked
        return OPERATOR if customer_id is None else await customers_key(self._store, customer_id)


async def customers_key(store: Store, customer_id: int) -> IngestKey:
    """The customer as one who reports for himself alone; raises AccountInactive."""
    rows = await store.find(Find(customer, ("status", "agent_type"), {"id": customer_id}), SERVER)
    if not rows or rows[0][0] != "active" or rows[0][1] is not None:
        raise AccountInactive
    return IngestKey(customer_id)
