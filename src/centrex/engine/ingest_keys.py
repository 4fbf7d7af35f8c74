"""Ingest keys in the operator's hand: made, listed and ended. A key is kept only as a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from centrex.access.secrets import digest
from centrex.engine.operator import Changing, Operator
from centrex.errors import EntityNotFound
from centrex.resources.customer import customer
from centrex.resources.ingest_key import ingest_key
from centrex.scope import SERVER
from centrex.store.steps import Change, Find, Insert, NextId, Update

_COLUMNS: Final = ("id", "customer_id", "name", "status", "created_at")


@dataclass(frozen=True, slots=True)
class RegisteredKey:
    """A key without itself; without a customer it is the operator's. ``created_at`` is in seconds since 1970."""

    id: int
    customer_id: int | None
    name: str
    status: str
    created_at: int


class IngestKeyring:
    """The ingest keys of one store."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def create(self, token: str, name: str, customer_id: int | None = None) -> int:
        """Keeps the key of a customer, or of the operator; answers its id. Raises EntityNotFound."""
        values = {
            "customer_id": customer_id,
            "digest": digest(token),
            "name": name,
            "status": "active",
            "created_at": int(self._operator.clock.now()),
        }
        if customer_id is None:
            return await self._operator.change_own("create.ingest_key", "ingest_key", _created(values))
        found = await self._operator.store.find(Find(customer, ("agent_type",), {"id": customer_id}), SERVER)
        if not found or found[0][0] is not None:
            raise EntityNotFound("customer_id", customer_id)
        return await self._operator.change(customer_id, "create.ingest_key", "ingest_key", _created(values))

    async def revoke(self, key_id: int) -> None:
        """Ends a key for good; raises EntityNotFound."""
        found = await self._operator.store.find(Find(ingest_key, ("customer_id",), {"id": key_id}), SERVER)
        if not found:
            raise EntityNotFound("id", key_id)
        customer_id = found[0][0]
        if customer_id is None:
            await self._operator.change_own("revoke.ingest_key", "ingest_key", _blocked(key_id))
        else:
            await self._operator.change(customer_id, "revoke.ingest_key", "ingest_key", _blocked(key_id))


async def list_ingest_keys(store: Changing, customer_id: int | None = None) -> list[RegisteredKey]:
    """All keys, or those of a customer, by their ids."""
    key: dict[str, Any] = {} if customer_id is None else {"customer_id": customer_id}
    rows = await store.find(Find(ingest_key, _COLUMNS, key), SERVER)
    return sorted((RegisteredKey(*row) for row in rows), key=lambda found: found.id)


def _created(values: dict[str, Any]) -> Change[int]:
    identifier = int((yield NextId(ingest_key))[0][0])
    yield Insert(ingest_key, {"id": identifier, **values})
    return identifier


def _blocked(key_id: int) -> Change[int]:
    yield Update(ingest_key, {"id": key_id}, {"status": "blocked"})
    return key_id
