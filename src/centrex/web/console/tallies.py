"""Calls as pictures show them, from what is added up by quarters of an hour: each a table with a heading of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from centrex.i18n import said
from centrex.outcomes import RESULTS
from centrex.resources.call_tally import SLOT
from centrex.web.console.reading import Asked
from centrex.web.console.words import WORDS

Tally = Mapping[str, Any]
Cell = str | int | float | None

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHADES: Final = 9
"""Of the map of hours, besides the one of no calls."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``kind`` is how it is drawn: bars one on the other, bars, a line, or a map of shades.

    The first column names a row; ``headings`` are those of all columns.
    """

    name: str
    title: str
    kind: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    @property
    def most(self) -> float:
        """The greatest number in it."""
        return max((each for row in self.rows for each in row[1:] if isinstance(each, int | float)), default=0)

    def shade(self, value: Cell) -> int:
        """How dark a cell of the map is, from 0."""
        return -(-int(value) * SHADES // int(self.most)) if isinstance(value, int) and self.most else 0


def pictures(tallies: Sequence[Tally], asked: Asked, zone: str, language: str) -> list[Picture]:
    """Those of time, in the days and hours of the zone."""
    at, say = ZoneInfo(zone), partial(said, language)
    by_day = _by(tallies, lambda each: _local(each, at).date())
    days = list(_days(asked))
    return [
        Picture("results", "Calls a day by result", "stacked", *_results(by_day, days, say)),
        Picture("hours", "Busiest hours", "map", *_hours(tallies, at, say)),
        Picture("answer", "Seconds until an answer", "line", *_mean(by_day, days, "waited", "answered", say)),
        Picture("talk", "Seconds of a talk", "line", *_mean(by_day, days, "talked", "talks", say)),
    ]


def picture_of_groups(tallies: Sequence[Tally], groups: Mapping[int, str], language: str) -> Picture:
    """The load of each group, the most calls first; ``groups`` are the names of those that there are now."""
    return Picture("groups", "Calls by group", "bars", *_groups(tallies, groups, partial(said, language)))


Say = Callable[[str], str]
Table = tuple[tuple[str, ...], list[tuple[Cell, ...]]]


def _results(by_day: Mapping[date, list[Tally]], days: Sequence[date], say: Say) -> Table:
    headings = (say("Day"), *(say(WORDS[result]) for result in RESULTS))
    rows: list[tuple[Cell, ...]] = [
        (day.isoformat(), *(_sum(by_day[day], "calls", result) for result in RESULTS)) for day in days
    ]
    return headings, rows


def _hours(tallies: Sequence[Tally], at: ZoneInfo, say: Say) -> Table:
    found = _by(tallies, lambda each: (_local(each, at).weekday(), _local(each, at).hour))
    rows: list[tuple[Cell, ...]] = [
        (say(name), *(_sum(found[day, hour], "calls") for hour in range(24))) for day, name in enumerate(WEEKDAYS)
    ]
    return (say("Day"), *(f"{hour:02}" for hour in range(24))), rows


def _groups(tallies: Sequence[Tally], groups: Mapping[int, str], say: Say) -> Table:
    found = _by(tallies, lambda each: each["group_id"])
    rows: list[tuple[Cell, ...]] = [
        (
            say("No group") if group is None else groups.get(group, str(group)),
            _sum(own, "calls"),
            round(_sum(own, "talked") / 60),
        )
        for group, own in found.items()
    ]
    return (say("Group"), say("Calls"), say("Minutes of talk")), sorted(
        rows, key=lambda row: (-int(row[1] or 0), row[0])
    )


def _mean(by_day: Mapping[date, list[Tally]], days: Sequence[date], sums: str, counts: str, say: Say) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for day in days:
        count = _sum(by_day[day], counts)
        rows.append((day.isoformat(), round(_sum(by_day[day], sums) / count, 1) if count else None))
    return (say("Day"), say("Seconds")), rows


def _by(tallies: Sequence[Tally], key: Callable[[Tally], Any]) -> defaultdict[Any, list[Tally]]:
    found: defaultdict[Any, list[Tally]] = defaultdict(list)
    for each in tallies:
        found[key(each)].append(each)
    return found


def _sum(tallies: Sequence[Tally], field: str, result: str | None = None) -> int:
    return sum(int(each[field] or 0) for each in tallies if result is None or each["result"] == result)


def _local(tally: Tally, at: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(int(tally["slot"]) * SLOT, at)


def _days(asked: Asked) -> Iterator[date]:
    day = asked.since
    while day <= asked.until:
        yield day
        day += timedelta(days=1)
