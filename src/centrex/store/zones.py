"""The offsets of a time zone as a table, for a database that knows no zones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

BEGIN: Final = -(2**62)
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(days=7)


@lru_cache(maxsize=64)
def offsets(name: str) -> tuple[tuple[int, int], ...]:
    """Pairs of (seconds since 1970 from which it holds, offset in seconds), to the year 2100."""
    return tuple(_offsets(ZoneInfo(name)))


def _offsets(zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    moment = _FIRST
    current = _offset(zone, moment)
    yield BEGIN, current
    while moment < _LAST:
        later = moment + _STEP
        following = _offset(zone, later)
        if following != current:
            yield _turn(zone, moment, later, current), following
            current = following
        moment = later


def _turn(zone: ZoneInfo, low: datetime, high: datetime, before: int) -> int:
    """The first second after ``low`` with another offset than ``before``."""
    start, end = int(low.timestamp()), int(high.timestamp())
    while end - start > 1:
        middle = (start + end) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == before:
            start = middle
        else:
            end = middle
    return end


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
