"""One line a request: JSON, or key=value on a terminal. No secrets, no bodies.

The lines of one turn of the event loop are written together at its end, each as a whole.
"""

from __future__ import annotations

import asyncio
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
        self._lines: list[str] = []
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
        self._lines.append(self._write(line))
        if len(self._lines) == 1:
            self._flush_soon()

    def _flush_soon(self) -> None:
        try:
            asyncio.get_running_loop().call_soon(self._flush)
        except RuntimeError:  # without an event loop there is no later
            self._flush()

    def _flush(self) -> None:
        lines, self._lines = self._lines, []
        self._stream.write("".join(lines))

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
