"""When things happen at a demo customer: in the working hours of three months that end now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = 91
SATURDAY: Final = 5
ON_SATURDAY, ON_SUNDAY = 0.25, 0.15
HOURS: Final = {8: 2, 9: 9, 10: 13, 11: 13, 12: 10, 13: 8, 14: 11, 15: 12, 16: 11, 17: 8, 18: 3}
"""How much happens in each hour of a day on the account's clock."""

LEAST_TODAY: Final = 20.0
"""What has happened today already, even on a Sunday or at night."""


class Calendar:
    """The three months before ``now``, in seconds since 1970, on the clock of a zone."""

    def __init__(self, now: int, zone: str) -> None:
        self._now = now
        self._zone = ZoneInfo(zone)
        slots = list(self._slots())
        self._begins = [begin for begin, _, _ in slots]
        self._ends = [end for _, end, _ in slots]
        self._sums = list(accumulate((weight for _, _, weight in slots), initial=0.0))

    def at(self, share: float) -> int:
        """The moment before which ``share`` of everything happened, from 0 to 1."""
        sought = share * self._sums[-1]
        place = min(bisect_right(self._sums, sought) - 1, len(self._begins) - 1)
        begin, end = self._begins[place], self._ends[place]
        within = (sought - self._sums[place]) / (self._sums[place + 1] - self._sums[place])
        return begin + int(min(within, 1.0) * (end - begin))

    def _slots(self) -> Iterator[tuple[int, int, float]]:
        """Beginning, end and weight of the hours in which something happens."""
        today = datetime.fromtimestamp(self._now, self._zone).date()
        for ago in range(DAYS - 1, 0, -1):
            day = today - timedelta(days=ago)
            for hour, weight in HOURS.items():
                begin = self._moment(day, hour)
                yield begin, begin + 3600, weight * _busyness(day)
        yield from self._of_today(today)

    def _of_today(self, today: date) -> Iterator[tuple[int, int, float]]:
        """As much of the working day as is over; what is missing to the least happened since it began.

        The day began when it did both here and in UTC, so that it is today to whoever asks.
        """
        over = [
            (begin, min(begin + 3600, self._now), weight * _busyness(today))
            for hour, weight in HOURS.items()
            if (begin := self._moment(today, hour)) < self._now
        ]
        missing = LEAST_TODAY - sum(weight * (end - begin) / 3600 for begin, end, weight in over)
        if missing > 0:
            midnight = max(self._moment(today, 0), self._now - self._now % 86_400)
            yield min(midnight, self._now - 1), self._now, missing
        for begin, end, weight in over:
            yield begin, end, weight * (end - begin) / 3600

    def _moment(self, day: date, hour: int) -> int:
        return int(datetime.combine(day, time(hour), self._zone).astimezone(UTC).timestamp())


def _busyness(day: date) -> float:
    return {SATURDAY: ON_SATURDAY, SATURDAY + 1: ON_SUNDAY}.get(day.weekday(), 1.0)
