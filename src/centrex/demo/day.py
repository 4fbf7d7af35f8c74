"""The first working day of the demo's employees: who changed to which status when, for the report of statuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Turn:
    """A change to a standard status, or to the customer's own where it is None, ``after`` seconds of work."""

    after: int
    status: str | None


DAYS: Final[tuple[tuple[Turn, ...], ...]] = (
    (Turn(3 * HOUR, "break"), Turn(4 * HOUR, "available")),
    (Turn(2 * HOUR, None), Turn(3 * HOUR, "available"), Turn(5 * HOUR, "break")),
    (Turn(4 * HOUR, "do_not_disturb"), Turn(4 * HOUR + 1500, "available"), Turn(8 * HOUR, "not_at_work")),
)
"""Employees have them in turn; the last status of a day is the one that they are in today."""
