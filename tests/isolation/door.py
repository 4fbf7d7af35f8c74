"""An independent account of who is let in, written from the contract, and of what he may then see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from centrex.catalogue import Operation
from tests.isolation.cast import Account, Cast, User

NOT_TOLD = frozenset(
    {"access_token_invalid", "access_token_expired", "access_token_blocked", "auth_error", "ip_not_whitelisted"}
)
"""Errors that tell no limits."""


@dataclass
class Entry:
    """``refusal`` is the mnemonic at the door, or None; ``acting`` the user in whose name it was opened."""

    refusal: str | None
    acting: User | None = None

    @property
    def tells_limits(self) -> bool:
        return self.acting is not None and self.refusal not in NOT_TOLD


def enter(
    cast: Cast, holder: User | None, operation: Operation, params: Mapping[str, Any], address: str, dead: str = ""
) -> Entry:
    """What happens to the holder of a token (None is nobody's token) before his parameters are looked at."""
    if holder is None or dead:
        return Entry(dead or "access_token_invalid")
    if not holder.active:
        return Entry("access_token_blocked")
    if holder.level not in operation.access:
        return Entry("forbidden")
    named = named_user(cast, holder, operation, params)
    if isinstance(named, str):
        return Entry(named)
    return Entry(_refusal(holder, named, operation, address), named)


def named_user(cast: Cast, holder: User, operation: Operation, params: Mapping[str, Any]) -> User | str:
    """The user in whose name it is done, or the mnemonic of the refusal."""
    given = params.get("user_id")
    if not operation.takes_user_id or (given is None and holder.level == "customer"):
        return holder
    if given is None:
        return "required_parameter_missed"
    if type(given) not in {int, float} or given % 1:
        return "data_type_error"
    if holder.level == "customer":
        return holder if given == holder.id else "forbidden"
    own = [user for user in customers_users(cast, holder.account) if user.active and user.id == given]
    return own[0] if own else "forbidden"


def customers_users(cast: Cast, agent: Account) -> list[User]:
    return [user for user in cast.users if user.account.agent_id == agent.id and user.level == "customer"]


def _refusal(holder: User, acting: User, operation: Operation, address: str) -> str | None:
    source = ip_address(address)
    mapped = getattr(source, "ipv4_mapped", None) or source
    if not acting.account.active:
        return "account_inactive"
    if not mapped.is_loopback and address != acting.account.address:
        return "ip_not_whitelisted"
    return _refusal_by_rights(holder, acting, operation)


def _refusal_by_rights(holder: User, acting: User, operation: Operation) -> str | None:
    enabled = set(acting.account.components)
    if "select" not in holder.rights.get("data_api", ()):
        return "forbidden"
    right = operation.permission
    if right and right.action not in acting.rights.get(right.unit, ()):
        return "forbidden"
    if "data_api" not in enabled or (operation.components and not enabled & set(operation.components)):
        return "method_component_disabled"
    return None


def sight(cast: Cast, acting: User) -> list[Account]:
    """The accounts whose rows the user may read: his own, an agent's with all his customers."""
    own = acting.account
    return [own] + [account for account in cast.accounts if acting.is_agent and account.agent_id == own.id]


def sight_of(cast: Cast, account: Account) -> set[int]:
    """The account and its customers, by their ids."""
    return {account.id} | {other.id for other in cast.accounts if other.agent_id == account.id}


def canaries_in_sight(cast: Cast, acting: User) -> set[str]:
    """The canaries that may stand in answers to the user."""
    own = sight(cast, acting)
    seen = {account.canary for account in own if account.listed} | {acting.canary}
    seen |= {account.plan for account in own if account.plan}
    if acting.is_agent:
        seen |= {user.canary for user in customers_users(cast, acting.account)}
    return seen
