"""What the operator may look at: accounts, users, keys, applications and whitelists. No secret is ever among it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table

from centrex.access.rights import ACTIONS
from centrex.engine.applications import RegisteredApplication, list_applications
from centrex.engine.operator import Changing
from centrex.errors import EntityNotFound
from centrex.resources.credential import api_key, whitelist_entry
from centrex.resources.customer import customer, customer_component
from centrex.resources.user import user, user_permission
from centrex.scope import SERVER
from centrex.store.steps import Find

Facts = dict[str, Any]

ACCOUNT: Final = (
    "id",
    "agent_id",
    "agent_type",
    "name",
    "prefix",
    "status",
    "timezone",
    "lang",
    "day_limit",
    "minute_limit",
    "number_limit",
    "tariff_plan_id",
    "created_at",
)
USER: Final = ("id", "customer_id", "level", "login", "name", "description", "status", "created_at")
KEY: Final = ("id", "user_id", "kind", "name", "status", "created_at", "expires_at")


class Listing:
    """Rows of one store by id, as columns and values; times in seconds since 1970."""

    def __init__(self, store: Changing) -> None:
        self._store = store

    async def agents(self) -> list[Facts]:
        """All agents."""
        return [account for account in await self._found(customer, ACCOUNT) if account["agent_type"]]

    async def customers(self, agent_id: int | None = None) -> list[Facts]:
        """All customers, or those of an agent."""
        key = {} if agent_id is None else {"agent_id": agent_id}
        return [account for account in await self._found(customer, ACCOUNT, **key) if not account["agent_type"]]

    async def account(self, customer_id: int) -> Facts:
        """An agent or a customer with components and networks; raises EntityNotFound."""
        found = await self._found(customer, ACCOUNT, id=customer_id)
        if not found:
            raise EntityNotFound("customer_id", customer_id)
        components = await self._found(customer_component, ("component",), customer_id=customer_id)
        return {
            **found[0],
            "components": sorted(each["component"] for each in components),
            "networks": await self.networks(customer_id),
        }

    async def networks(self, customer_id: int) -> list[str]:
        """The whitelist of an account."""
        found = await self._found(whitelist_entry, ("network",), customer_id=customer_id)
        return sorted(each["network"] for each in found)

    async def without_networks(self) -> list[Facts]:
        """Accounts that nobody may use, because their whitelist is empty."""
        open_ = {entry["customer_id"] for entry in await self._found(whitelist_entry, ("customer_id",))}
        return [account for account in await self._found(customer, ACCOUNT) if account["id"] not in open_]

    async def users(self, customer_id: int | None = None) -> list[Facts]:
        """All users, or those of an account."""
        return await self._found(user, USER, **({} if customer_id is None else {"customer_id": customer_id}))

    async def one_user(self, user_id: int) -> Facts:
        """A user with his rights as ``unit:action``; raises EntityNotFound."""
        found = await self._found(user, USER, id=user_id)
        if not found:
            raise EntityNotFound("user_id", user_id)
        flags = tuple(f"is_{action}" for action in ACTIONS)
        granted = await self._found(user_permission, ("unit", *flags), user_id=user_id)
        rights = [f"{each['unit']}:{action}" for each in granted for action in ACTIONS if each[f"is_{action}"]]
        return {**found[0], "rights": sorted(rights)}

    async def keys(self, user_id: int | None = None) -> list[Facts]:
        """All keys, or those of a user."""
        return await self._found(api_key, KEY, **({} if user_id is None else {"user_id": user_id}))

    async def key(self, key_id: int) -> Facts:
        """One key; raises EntityNotFound."""
        found = await self._found(api_key, KEY, id=key_id)
        if not found:
            raise EntityNotFound("id", key_id)
        return found[0]

    async def applications(self, user_id: int | None = None) -> list[RegisteredApplication]:
        """All applications, or those of a user."""
        return await list_applications(self._store, user_id)

    async def _found(self, table: Table, columns: tuple[str, ...], **key: object) -> list[Facts]:
        rows = await self._store.find(Find(table, columns, key), SERVER)
        return sorted((dict(zip(columns, row, strict=True)) for row in rows), key=lambda facts: facts[columns[0]])
