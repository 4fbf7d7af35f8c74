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
        facts = {
            "at": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
            "event": "request",
            "request_id": request_id,
            "address": address,
            "verb": verb,
            "path": path,
            "status": status,
            "ms": round(milliseconds, 2),
            "method": method,
            "error": error,
            "user_id": user_id,
            "account_id": account_id,
        }
        self._stream.write(self._write(facts))


def _json(facts: dict[str, object]) -> str:
    return msgspec.json.encode(facts).decode() + "\n"


def _plain(facts: dict[str, object]) -> str:
    """What is known; a value that could break the line, or forge a part of it, stands in quotes."""
    said = (f"{name}={_quoted(str(value))}" for name, value in facts.items() if value not in {None, ""})
    return " ".join(said) + "\n"


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else msgspec.json.encode(text).decode()
