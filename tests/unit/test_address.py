"""The caller's address: the peer's, unless the peer is a proxy of ours."""

from __future__ import annotations

import pytest

from centrex.server.address import Addresses

PROXIES = ("10.0.0.0/8", "2001:db8::/32")


def seen(peer: str, *forwarded: str, proxies: tuple[str, ...] = PROXIES) -> str:
    headers = [(b"host", b"x"), *((b"x-forwarded-for", value.encode()) for value in forwarded)]
    return Addresses(proxies).of(peer, headers)


def test_nobody_is_believed_without_proxies() -> None:
    assert seen("10.0.0.1", "192.0.2.1", proxies=()) == "10.0.0.1"


def test_a_stranger_is_not_believed() -> None:
    assert seen("198.51.100.1", "192.0.2.1") == "198.51.100.1"


@pytest.mark.parametrize("peer", ["10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1"])
def test_a_proxy_is_believed_also_in_ipv6_dress(peer: str) -> None:
    assert seen(peer, "192.0.2.1") == "192.0.2.1"
    assert seen(peer) == peer


def test_the_nearest_address_that_is_no_proxy_counts() -> None:
    assert seen("10.0.0.1", "192.0.2.66, 192.0.2.1, 10.0.0.3,10.0.0.2") == "192.0.2.1"
    assert seen("10.0.0.1", "192.0.2.66", "192.0.2.1", "10.0.0.3") == "192.0.2.1"


def test_the_last_proxy_counts_when_all_are_proxies() -> None:
    assert seen("10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3"


@pytest.mark.parametrize("rubbish", ["", "unknown", "192.0.2.1:8080", "192.0.2.1 10.0.0.1", "½", "1.2.3"])
def test_rubbish_is_not_believed_and_what_came_before_it_is_not_read(rubbish: str) -> None:
    assert seen("10.0.0.1", f"192.0.2.1, {rubbish}") == "10.0.0.1"
    assert seen("10.0.0.1", f"192.0.2.1, {rubbish}, 10.0.0.2") == "10.0.0.2"


def test_a_peer_without_an_address_is_nobody() -> None:
    assert seen("", "192.0.2.1") == ""


@pytest.mark.parametrize(
    ("peer", "told", "scheme", "secure"),
    [
        ("10.0.0.1", (), "http", False),
        ("10.0.0.1", (), "https", True),
        ("10.0.0.1", (b"https",), "http", True),
        ("10.0.0.1", (b"HTTPS ",), "http", True),
        ("10.0.0.1", (b"http",), "https", False),
        ("10.0.0.1", (b"https", b"http"), "http", False),
        ("10.0.0.1", (b"\xff",), "http", False),
        ("198.51.100.1", (b"https",), "http", False),
        ("198.51.100.1", (b"http",), "https", True),
    ],
)
def test_a_proxy_alone_says_whether_the_caller_came_with_https(
    peer: str, told: tuple[bytes, ...], scheme: str, secure: bool
) -> None:
    headers = [(b"x-forwarded-proto", value) for value in told]
    assert Addresses(["10.0.0.0/8"]).is_secure(peer, headers, scheme) is secure
    assert Addresses().is_secure(peer, headers, scheme) is (scheme == "https")
