"""The caller's address, and ours: the peer's and what was asked for, or what a configured proxy says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from centrex.server.http import Scope

Headers = Iterable[tuple[bytes, bytes]]

_HOST: Final = re.compile(r"[A-Za-z0-9.:_\[\]-]{1,255}", re.ASCII)


class Addresses:
    """Reads addresses; ``X-Forwarded-For`` counts only when the peer is one of ``proxies``."""

    def __init__(self, proxies: Iterable[str] = ()) -> None:
        self._proxies = tuple(ip_network(proxy, strict=False) for proxy in proxies)
        self._is_proxy = lru_cache(maxsize=1024)(self._stands_among_proxies)

    def of(self, peer: str, headers: Headers) -> str:
        """The nearest address that is no proxy of ours."""
        if not self._proxies or not self._is_proxy(peer):
            return peer
        forwarded = [value for name, value in headers if name == b"x-forwarded-for"]
        hops = b",".join(forwarded).decode("latin-1").split(",")
        for hop in reversed([hop.strip() for hop in hops]):
            if not _is_address(hop):
                return peer
            if not self._is_proxy(hop):
                return hop
            peer = hop
        return peer

    def is_secure(self, peer: str, headers: Headers, scheme: str) -> bool:
        """Whether the caller came with https: to us, or to the proxy of ours that says so."""
        if not self._proxies or not self._is_proxy(peer):
            return scheme == "https"
        told = [value for name, value in headers if name == b"x-forwarded-proto"]
        return (told[-1].decode("latin-1").strip().lower() if told else scheme) == "https"

    def _stands_among_proxies(self, address: str) -> bool:
        if not _is_address(address):
            return False
        source = ip_address(address)
        mapped = getattr(source, "ipv4_mapped", None) or source
        return any(_holds(network, mapped) for network in self._proxies)


class ServerUrl:
    """The address under which a client knows the server, for what is shown to him; it is never trusted."""

    def __init__(self, addresses: Addresses, public_url: str = "") -> None:
        """``public_url`` is a setting, and what clients ask is of no account where it is given."""
        self._addresses = addresses
        self._public_url = public_url

    def of(self, scope: Scope) -> str:
        """Scheme and host, without a slash at the end."""
        if self._public_url:
            return self._public_url
        client = scope.get("client")
        secure = self._addresses.is_secure(client[0] if client else "", scope["headers"], scope.get("scheme", "http"))
        return f"{'https' if secure else 'http'}://{_host(scope['headers'])}"


def _host(headers: Headers) -> str:
    """The host that was asked, without anything that no host has in it."""
    asked = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
    return asked if _HOST.fullmatch(asked) else "localhost"


def _holds(network: IPv4Network | IPv6Network, address: object) -> bool:
    return address in network


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
