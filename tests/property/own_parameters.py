"""The parameters that a list method takes besides paging, in ever other ways: flags, and the period of a report."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from centrex.catalogue import Face, Kind
from centrex.query.parameters import PERIOD

PERIODS: Final = (
    ("2025-06-01 00:00:00", "2025-06-30 23:59:59"),
    ("2025-06-15 15:00:00", "2025-06-15 17:00:00"),
    ("2025-03-16 00:00:00", "2025-06-15 16:30:00"),
    ("2025-06-15 16:00:00", "2025-06-15 16:00:00"),
)
"""All but the last meet the hours in which the world has a history."""


def own_parameters(face: Face, random: Random) -> dict[str, Any]:
    """Values of the face's own parameters; those that need not be sent are left out at times, or null."""
    begin, end = random.choice(PERIODS)
    given: dict[str, Any] = {}
    for param in face.params:
        if param.name in PERIOD:
            given[param.name] = begin if param.name == min(PERIOD) else end
        elif random.random() < 0.7:
            assert param.type.kind is Kind.BOOLEAN
            given[param.name] = random.choice((True, False, None))
    return given
