"""Lays out the internal numbers of the demo world, by the requests of the RingMe API, each with its audit row."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from centrex.access.secrets import hash_password
from centrex.catalogue import Resource
from centrex.catalogue_rest import RestOperation
from centrex.demo.extensions import DOMAIN, Application, Exchange, Extension, RealmUser
from centrex.engine.applications import NewApplication, OperatedApplications
from centrex.engine.audit import Deed, audited
from centrex.engine.extensions import own_numbering
from centrex.engine.handlers import handler
from centrex.engine.operator import Operator
from centrex.engine.phones import ha1
from centrex.engine.work import Work
from centrex.resources import REST_OPERATIONS
from centrex.resources.phone import phone
from centrex.scope import Scope
from centrex.store.steps import Change, Update

_REQUESTS: Final[Mapping[str, tuple[RestOperation, Resource]]] = {
    operation.name: (operation, resource) for operation, resource in REST_OPERATIONS.items()
}


class Laid:
    """What a customer has of internal numbers, made at ``at`` in the name of the Scope's user.

    Passwords of phones follow from ``chance``; nobody is told them.
    """

    def __init__(self, scope: Scope, at: int, address: str, chance: Random) -> None:
        self._scope = scope
        self._chance = chance
        self._at = at
        self._address = address
        self.groups: list[int] = []
        self.extensions: list[int] = []

    def exchange(self, exchange: Exchange) -> Change[None]:
        """The groups and then the numbers, in order."""
        for name in exchange.groups:
            self.groups.append((yield from self._made("add.client.extension_group", {"name": name})))
        for extension in exchange.extensions:
            self.extensions.append((yield from self._extension(extension)))
            yield from self._password(extension, self.extensions[-1])

    def user(self, laid: RealmUser) -> Change[int]:
        """A user of a group or of a number."""
        part = self.groups[laid.part] if laid.level == "extension_group" else self.extensions[laid.part]
        arguments = {
            "name": laid.name,
            "login": laid.login,
            "password": hash_password(laid.password, fast=True, salt=laid.salt),
            "email": f"{laid.login}@demo.example",
            "access": laid.access,
            f"{laid.level}_id": part,
        }
        return self._made(f"add.client.user.{laid.level}", arguments)

    def _extension(self, laid: Extension) -> Change[int]:
        arguments = {
            "name": laid.number,
            "type": laid.type,
            "status": laid.status,
            "label": laid.label,
            "caller_id_name": laid.caller_id_name,
            "extension_group_id": None if laid.group is None else self.groups[laid.group],
            **laid.more,
        }
        return self._made("add.client.extension", arguments, laid.made_at)

    def _password(self, laid: Extension, identifier: int) -> Change[None]:
        """Another one than the chance one that every new phone gets."""
        prefix, _ = yield from own_numbering()
        kept = ha1(f"{prefix}*{laid.number}", DOMAIN, self._chance.randbytes(10).hex())
        yield Update(phone, {"extension_id": identifier}, {"password_ha1": kept})

    def _made(self, name: str, arguments: Mapping[str, object], at: int | None = None) -> Change[int]:
        operation, resource = _REQUESTS[name]
        deed = Deed(at or self._at, self._scope.user_id, self._address, "", name, resource.table.name)
        return audited(deed, handler(operation)(Work(operation, resource, arguments, self._scope, deed.at, deed)))


async def register(applications: tuple[Application, ...], operator: Operator) -> None:
    """Trusted applications, each acting as its user."""
    operated = OperatedApplications(operator)
    for laid in applications:
        new = NewApplication(
            laid.user_id, f"Demo: {laid.name}", "trusted", laid.app_id, laid.app_secret, access=laid.access
        )
        await operated.create(new)
