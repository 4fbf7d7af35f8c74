"""Users, their rights and their keys as an operator makes and changes them.

Secrets are made by the caller and kept here only as hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from centrex.access.rights import ACTIONS, UNITS
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.engine.operator import Operator
from centrex.errors import DuplicateEntity, EntityNotFound, InvalidParameterValue
from centrex.resources.credential import api_key
from centrex.resources.customer import customer
from centrex.resources.user import user, user_permission
from centrex.scope import SERVER
from centrex.store.steps import Change, Delete, Find, Insert, NextId, Update

FULL_RIGHTS: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(UNITS, ACTIONS)


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be made; ``password_hash`` comes from ``centrex.access.secrets``."""

    customer_id: int
    login: str
    password_hash: str
    name: str
    description: str | None = None
    rights: Mapping[str, Iterable[str]] = field(default_factory=lambda: FULL_RIGHTS)


class Users:
    """The users of one store, in the operator's hand."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def create(self, new: NewUser) -> int:
        """Makes an active user of an agent or a customer; answers his id."""
        _check_rights(new.rights)
        created = _created(new, int(self._operator.clock.now()))
        return await self._operator.change(new.customer_id, "create.user", "user", created)

    async def set_columns(self, user_id: int, values: Mapping[str, object]) -> None:
        """Sets columns of a user: name, description, password_hash, or status active or blocked."""
        customer_id = await self._account_of(user_id)
        await self._operator.change(customer_id, "update.user", "user", _changed(customer_id, user_id, values))

    async def set_rights(self, user_id: int, rights: Mapping[str, Iterable[str]]) -> None:
        """Replaces the rights of a user."""
        _check_rights(rights)
        customer_id = await self._account_of(user_id)
        replaced = _rights_replaced(customer_id, user_id, rights)
        await self._operator.change(customer_id, "update.user", "user", replaced)

    async def create_key(
        self, user_id: int, token: str, name: str, kind: str = "permanent", expires_at: int | None = None
    ) -> int:
        """Gives the user a permanent or temporary key; only the digest of ``token`` is kept. Answers the key's id."""
        if kind not in {"permanent", "temporary"} or (kind == "temporary" and expires_at is None):
            raise InvalidParameterValue("kind", kind)
        customer_id = await self._account_of(user_id)
        values = {
            "customer_id": customer_id,
            "user_id": user_id,
            "digest": digest(token),
            "kind": kind,
            "name": name,
            "status": "active",
            "created_at": int(self._operator.clock.now()),
            "expires_at": expires_at,
        }
        return await self._operator.change(customer_id, "create.key", "api_key", _inserted(values))

    async def set_key_status(self, key_id: int, status: str) -> None:
        """Sets a key active, blocked or expired."""
        if status not in {"active", "blocked", "expired"}:
            raise InvalidParameterValue("status", status)
        rows = await self._operator.store.find(Find(api_key, ("user_id",), {"id": key_id}), SERVER)
        if not rows:
            raise EntityNotFound("id", key_id)
        customer_id = await self._account_of(rows[0][0])
        await self._operator.change(customer_id, "update.key", "api_key", _key_changed(key_id, status))

    async def _account_of(self, user_id: int) -> int:
        rows = await self._operator.store.find(Find(user, ("customer_id",), {"id": user_id}), SERVER)
        if not rows:
            raise EntityNotFound("user_id", user_id)
        return int(rows[0][0])


def _created(new: NewUser, at: int) -> Change[int]:
    if (yield Find(user, ("id",), {"login": new.login})):
        raise DuplicateEntity("login", new.login)
    account = (yield Find(customer, ("agent_id", "agent_type"), {"id": new.customer_id}))[0]
    identifier = int((yield NextId(user))[0][0])
    yield Insert(
        user,
        {
            "id": identifier,
            "customer_id": new.customer_id,
            "agent_id": account[0],
            "level": Level.AGENT if account[1] else Level.CUSTOMER,
            "login": new.login,
            "password_hash": new.password_hash,
            "status": "active",
            "name": new.name,
            "description": new.description,
            "created_at": at,
        },
    )
    return (yield from _rights_replaced(new.customer_id, identifier, new.rights))


def _changed(customer_id: int, user_id: int, values: Mapping[str, object]) -> Change[int]:
    yield Update(user, {"id": user_id, "customer_id": customer_id}, values)
    return user_id


def _rights_replaced(customer_id: int, user_id: int, rights: Mapping[str, Iterable[str]]) -> Change[int]:
    key = {"customer_id": customer_id, "user_id": user_id}
    yield Delete(user_permission, key)
    for row in rights_rows(user_id, rights):
        yield Insert(user_permission, {**row, "customer_id": customer_id})
    return user_id


def rights_rows(user_id: int, rights: Mapping[str, Iterable[str]]) -> Iterator[dict[str, object]]:
    """The rows that give a user these rights."""
    for unit, actions in rights.items():
        granted = set(actions)
        yield {"user_id": user_id, "unit": unit, **{f"is_{action}": action in granted for action in ACTIONS}}


def _inserted(values: Mapping[str, object]) -> Change[int]:
    identifier = int((yield NextId(api_key))[0][0])
    yield Insert(api_key, {"id": identifier, **values})
    return identifier


def _key_changed(key_id: int, status: str) -> Change[int]:
    yield Update(api_key, {"id": key_id}, {"status": status})
    return key_id


def _check_rights(rights: Mapping[str, Iterable[str]]) -> None:
    for unit, actions in rights.items():
        if unit not in UNITS or not set(actions) <= set(ACTIONS):
            raise InvalidParameterValue("rights", unit)
