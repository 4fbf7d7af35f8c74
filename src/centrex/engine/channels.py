"""Finds the number in the name of a channel: Asterisk's, FreeSWITCH's, or a SIP URI. Never asks whose number it is."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

ANONYMOUS: Final = "anonymous"
"""Who calls without a number."""

_URI: Final = re.compile(r"(?:^|<)(?:sips?|tel):(?P<rest>[^>]*)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?\d[\d*#]*")
_WRAPPED: Final = re.compile(r"^((AsyncGoto|Bridge|Parked|Surrogate|Transfered)/)+")
_MARKED: Final = re.compile(r"(<[A-Z]+>)+$")
_SERIAL: Final = re.compile(r"-[0-9a-fA-F]{1,10}(;[12])?$")
_PORTS: Final = ("dahdi/", "zap/", "misdn/", "dongle/", "console/")
"""Channels named by a port of the machine, which may look like a number."""


def number_in(channel: str) -> str | None:
    """The user part inside a name, None where there is none.

    ``PJSIP/000*301-00000012``, ``Local/301@ring-00000003;2``, ``IAX2/301-4325``, ``sofia/internal/301@10.0.0.5:5060``,
    ``sofia/gateway/carrier/301``, ``loopback/301-b``, ``"Ann" <sip:301@example.com;transport=tcp>;tag=1``, ``301`` all
    hold 301. Whether a user part is a number, and whose, is for others to say: of ``PJSIP/carrier-00000013`` it is
    ``carrier``.
    """
    uri = _URI.search(channel)
    if uri is not None:
        return _user_of(uri["rest"])
    name = _MARKED.sub("", _WRAPPED.sub("", channel.strip()))
    user, at, _ = name.partition("@")
    if not at and "/" in user:
        user = _SERIAL.sub("", user)
    return user.rpartition("/")[2].removeprefix("sip:") or None


def is_number(user: str) -> bool:
    """Whether it can be dialled: digits, stars and hashes, perhaps after a plus."""
    return _NUMBER.fullmatch(user) is not None


def party_in(channel: str) -> str | None:
    """The number of the phone at a channel, None where its name is none, as that of a line to a carrier."""
    if channel.isascii() and channel.isdigit():
        return channel
    if channel.casefold().startswith(_PORTS):
        return None
    user = number_in(channel)
    return user if user is not None and is_number(user) else None


def dialled_through(dial: str, channel: str) -> str | None:
    """The outside number that a dial string sends through the line of a channel, None where the line is a phone itself.

    ``PJSIP/79161234567@carrier,60``, ``SIP/carrier/79161234567``, ``PJSIP/carrier/sip:79161234567@sip.example.com``:
    the number is 79161234567, if the channel is one of carrier's. Lines are often named by their own number, so that
    the name of the channel alone cannot tell.
    """
    line = number_in(channel)
    for target in dial.partition(",")[0].split("&"):
        through, number = _through(target)
        if through is not None and through == line and number is not None and is_number(number):
            return number
    return None


def _through(target: str) -> tuple[str | None, str | None]:
    """The line and the number of one target of a dial string; no line where the target is a phone."""
    tech, _, resource = target.partition("/")
    line, slash, rest = resource.partition("/")
    if tech.casefold() in {"local", ""}:
        return None, None
    if slash:
        contact = rest.casefold().startswith("sip")
        return (None, None) if contact and is_number(line) else (line, number_in(rest))
    number, at, line = resource.partition("@")
    return (line, number) if at else (None, None)


def _user_of(address: str) -> str | None:
    """The user of a URI without its scheme; without an @ it names a host, unless it is a number."""
    user, at, _ = address.partition("@")
    user = unquote(user.partition(";")[0].partition(":")[0])
    return (user or None) if at or is_number(user) else None
