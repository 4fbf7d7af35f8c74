"""What a customer has used of what he may, as his agent reads it: ``12 / 50000``."""

from __future__ import annotations

from typing import Any, Final

from centrex.access.points import day_of
from centrex.web.console.acting import Row

MINUTE: Final = 60
UNLIMITED: Final = "∞"


def with_limits(row: Row, now: float) -> Row:
    """The row of an overview of customers, with texts in the place of numbers and limits."""
    day, minute, numbers = row.get("day_points"), row.get("minute_points"), row.get("numbers")
    told = {
        "day_points": day and _used(_current(day, day_of(int(now), day["zone"])[0]), day["limit"]),
        "minute_points": minute and _used(_current(minute, int(now) - int(now) % MINUTE), minute["limit"]),
        "numbers": numbers and _used(numbers["used"], numbers["limit"]),
    }
    return {**row, **{name: text for name, text in told.items() if name in row}}


def _current(window: dict[str, Any], start: int) -> int:
    """The points of the window that runs now: what was charged in an earlier one is over."""
    return int(window["points"]) if window["start"] == start else 0


def _used(used: int, limit: int | None) -> str:
    return f"{used} / {UNLIMITED if limit is None else limit}"
