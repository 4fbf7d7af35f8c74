"""Who is calling: a user, his rights and his account, as the server must know them to let him in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import msgspec

from centrex.access.rights import ACTIONS
from centrex.catalogue import Level

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Account:
    """The account whose state, whitelist, limits and components count. ``None`` limits are unlimited."""

    id: int
    agent_id: int | None
    active: bool
    zone: str
    day_limit: int | None
    minute_limit: int | None
    components: frozenset[str]
    networks: tuple[Network, ...]

    def allows(self, address: str) -> bool:
        """Whether the whitelist holds the address; an IPv4 address in IPv6 dress counts as IPv4."""
        source = _source(address)
        return source is not None and any(source in network for network in self.networks)


@lru_cache(maxsize=4096)
def _source(address: str) -> IPv4Address | IPv6Address | None:
    """The address to look up in a whitelist, if it is one."""
    try:
        source = ip_address(address)
    except ValueError:
        return None
    return getattr(source, "ipv4_mapped", None) or source


@dataclass(frozen=True, slots=True)
class Caller:
    """A user with his rights, as pairs of unit and action.

    ``part_id`` is the extension group or extension whose user he is, else 0; ``writes`` is false for one who may
    only read. Extensions of his account are named ``prefix*number``.
    """

    user_id: int
    level: Level
    active: bool
    writes: bool
    part_id: int
    prefix: str
    rights: frozenset[tuple[str, str]]
    account: Account
    points: tuple[tuple[str, int, int], ...]

    def may(self, unit: str, action: str) -> bool:
        return (unit, action) in self.rights


class _Right(msgspec.Struct):
    unit_id: str
    is_select: bool
    is_insert: bool
    is_update: bool
    is_delete: bool


class _Window(msgspec.Struct):
    window: str
    start: int
    points: int


class _Record(msgspec.Struct):
    """The fields of the face ``centrex.resources.user.CALLER``."""

    user_id: int
    level: str
    status: str
    access: str
    part_id: int
    prefix: str
    account_id: int
    agent_id: int | None
    account_status: str
    zone: str
    day_limit: int | None
    minute_limit: int | None
    permissions: list[_Right]
    components: list[str]
    networks: list[str]
    points: list[_Window]


_decoder: Final = msgspec.json.Decoder(_Record)


def decode_caller(record: bytes) -> Caller:
    """The caller that the store answered."""
    found = _decoder.decode(record)
    return Caller(
        user_id=found.user_id,
        level=Level(found.level),
        active=found.status == "active",
        writes=found.access == "full",
        part_id=found.part_id,
        prefix=found.prefix,
        rights=frozenset(_rights(found.permissions)),
        account=_account(found),
        points=tuple((window.window, window.start, window.points) for window in found.points),
    )


def _account(found: _Record) -> Account:
    return Account(
        id=found.account_id,
        agent_id=found.agent_id,
        active=found.account_status == "active",
        zone=found.zone,
        day_limit=found.day_limit,
        minute_limit=found.minute_limit,
        components=frozenset(found.components),
        networks=tuple(ip_network(network) for network in found.networks),
    )


def _rights(found: list[_Right]) -> list[tuple[str, str]]:
    return [(right.unit_id, action) for right in found for action in ACTIONS if getattr(right, f"is_{action}")]


def parse_network(text: str) -> str:
    """An address or CIDR as the whitelist keeps it; raises ValueError with a sentence."""
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError as error:
        raise ValueError(f"{text!r} is no IPv4 or IPv6 address or network") from error
