"""The door: may this caller do this now? The only place that makes a Scope from a caller.

The order of the checks is the contract's: token, user_id, account, whitelist, limits, rights, components.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from centrex.access import components, rights
from centrex.access.caller import Account, Caller
from centrex.access.directory import Directory, Principal
from centrex.catalogue import Level, Operation
from centrex.errors import (
    AccessTokenInvalid,
    AccountInactive,
    DataTypeError,
    Forbidden,
    IpNotWhitelisted,
    MethodComponentDisabled,
    RequiredParameterMissed,
)
from centrex.query.values import INT64_MAX
from centrex.scope import Scope


class Visitor(msgspec.Struct, frozen=True):
    """Who holds the token, and the user in whose name he acts: himself, or a customer's user for an agent.

    The account of the latter is the one whose state, whitelist, limits and components count.
    """

    principal: Principal
    acting: Caller

    @property
    def account(self) -> Account:
        return self.acting.account


class Gate:
    """The checks between a request and an operation."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def identify(self, operation: Operation, arguments: Mapping[str, object]) -> Visitor:
        """Token and user_id; raises the vendor's error."""
        token = arguments.get("access_token")
        if token is None:
            raise RequiredParameterMissed("access_token")
        if type(token) is not str:
            raise AccessTokenInvalid("access_token")
        principal = self._directory.remembered(token) or await self._directory.principal(token)
        caller = principal.caller
        if caller.level not in operation.access:
            raise Forbidden
        if not operation.takes_user_id:
            return Visitor(principal, caller)
        user_id = arguments.get("user_id")
        if caller.level is Level.AGENT:
            return Visitor(principal, await self._acted_for(caller, user_id))
        if user_id is not None and _user_id(user_id) != caller.user_id:
            raise Forbidden("user_id", user_id)
        return Visitor(principal, caller)

    def holder(self, arguments: Mapping[str, object]) -> Visitor | None:
        """Whose token it is, so that a refusal to identify can be laid to somebody; None when nobody's."""
        token = arguments.get("access_token")
        principal = self._directory.remembered(token) if type(token) is str else None
        return Visitor(principal, principal.caller) if principal else None

    async def _acted_for(self, agent: Caller, user_id: object) -> Caller:
        """The user of the agent's customer; a stranger's user answers as one that does not exist."""
        if user_id is None:
            raise RequiredParameterMissed("user_id")
        known = _user_id(user_id)
        acting = await self._directory.caller(known) if 0 < known <= INT64_MAX else None
        if acting is None or acting.account.agent_id != agent.account.id or not acting.active:
            raise Forbidden("user_id", user_id)
        if acting.level is not Level.CUSTOMER:
            raise Forbidden("user_id", user_id)
        return acting

    def admit(self, account: Account, address: str) -> None:
        """Account state and whitelist."""
        if not account.active:
            raise AccountInactive
        if not account.allows(address):
            raise IpNotWhitelisted(params={"ip": address})

    def authorize(self, operation: Operation, visitor: Visitor) -> None:
        """Rights and components."""
        if not visitor.principal.caller.may(rights.DATA_API, "select"):
            raise Forbidden
        permission = operation.permission
        if permission and not visitor.acting.may(permission.unit, permission.action):
            raise Forbidden
        enabled = visitor.account.components
        if components.DATA_API not in enabled:
            raise MethodComponentDisabled(params={"components": components.DATA_API})
        if operation.components and enabled.isdisjoint(operation.components):
            raise MethodComponentDisabled(params={"components": ",".join(operation.components)})

    def look_anew(self) -> None:
        """What is remembered of callers is forgotten: who may come in has changed here."""
        self._directory.forget()

    def scope(self, visitor: Visitor) -> Scope:
        """The rows of the account acted for; an agent in his own methods sees his customers."""
        acting = visitor.acting
        return Scope(acting.level, acting.account.id, acting.user_id, acting.account.zone)


def may(operation: Operation, caller: Caller) -> bool:
    """Whether the caller's level, rights and components let him do it for himself."""
    permission = operation.permission
    if caller.level not in operation.access or (operation.takes_user_id and caller.level is Level.AGENT):
        return False
    if permission and not caller.may(permission.unit, permission.action):
        return False
    return not operation.components or not caller.account.components.isdisjoint(operation.components)


def _user_id(value: object) -> int:
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    raise DataTypeError("user_id", value)
