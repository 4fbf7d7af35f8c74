"""What answers tell of the points that are left."""

from __future__ import annotations

from typing import Final

from tests.served import Answer

GROUPS: Final = "get.virtual_number_groups"
DAY, MINUTE = 50_000, 250
"""The limits of every account of the world."""


def limits(answer: Answer) -> dict[str, int]:
    """The limits of a result or of an error."""
    parsed = answer.json
    told_in = parsed["result"] if "result" in parsed else parsed["error"]["data"]
    found: dict[str, int] = told_in["metadata"]["limits"]
    return found


def left(answer: Answer) -> tuple[int, int]:
    """The points left in the day and in the minute."""
    found = limits(answer)
    return found["day_remaining"], found["minute_remaining"]
