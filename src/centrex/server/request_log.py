"""One line a request, written at once and as a whole: JSON, or key=value on a terminal. No secrets, no bodies."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TextIO

import msgspec


class RequestLog:
    """Writes to ``stream``; what is written are facts about requests, never what was in them."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._plain = self._stream.isatty()

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
        self._stream.write(_plain(facts) if self._plain else _json(facts))


def _json(facts: dict[str, object]) -> str:
    return msgspec.json.encode(facts).decode() + "\n"


def _plain(facts: dict[str, object]) -> str:
    said = (f"{name}={value}" for name, value in facts.items() if value not in {None, ""})
    return " ".join(said) + "\n"
