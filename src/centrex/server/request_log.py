"""One line a request, written at once and as a whole: JSON, or key=value on a terminal. No secrets, no bodies."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from typing import Final, TextIO

import msgspec

_BARE: Final = re.compile(r"[^\s\"=\\\x00-\x1f\x7f-\x9f]+")


class RequestLog:
    """Writes to ``stream``; what is written are facts about requests, never what was in them."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._write = _plain if plain else _json
        self._second = -1
        self._until_second = ""

    def write(
        self,
        *,
        at: float,
        request_id: str,
        address: str,
        verb: str,
        path: str,
        status: int,
        milliseconds: float,
        method: str = "",
        error: str = "",
        user_id: int | None = None,
        account_id: int | None = None,
    ) -> None:
        """One line; ``at`` in seconds since 1970."""
        line = _Line(
            self._stamp(at),
            "request",
            request_id,
            address,
            verb,
            path,
            status,
            round(milliseconds, 2),
            method,
            error,
            user_id,
            account_id,
        )
        self._stream.write(self._write(line))

    def _stamp(self, at: float) -> str:
        """The time in UTC; what does not change within a second is kept."""
        second = int(at)
        if second != self._second:
            self._second = second
            self._until_second = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return f"{self._until_second}.{int((at - second) * 1000):03}+00:00"


class _Line(msgspec.Struct):
    """The facts of a request, in the order in which they stand in the line."""

    at: str
    event: str
    request_id: str
    address: str
    verb: str
    path: str
    status: int
    ms: float
    method: str
    error: str
    user_id: int | None
    account_id: int | None


def _json(line: _Line) -> str:
    return msgspec.json.encode(line).decode() + "\n"


def _plain(line: _Line) -> str:
    """What is known; a value that could break the line, or forge a part of it, stands in quotes."""
    facts = msgspec.structs.asdict(line)
    said = (f"{name}={_quoted(str(value))}" for name, value in facts.items() if value not in {None, ""})
    return " ".join(said) + "\n"


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else msgspec.json.encode(text).decode()
