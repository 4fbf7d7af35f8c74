"""The load of groups in time: the calls of the busiest ones by the day, or by the hour where few days are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from centrex.i18n import said
from centrex.resources.call_tally import SLOT
from centrex.web.console.reading import Asked
from centrex.web.console.tallies import Cell, Picture, Tally

MOST: Final = 6
"""Groups that have a colour of their own."""

NONE: Final = 0
"""Stands for no group."""

HOURS: Final = 2
"""Days of which each hour is shown."""


def busiest(of_groups: Sequence[Tally]) -> list[int]:
    """The groups with the most calls, most first; calls of no group count as those of one."""
    ordered = sorted(of_groups, key=lambda each: (-int(each["calls"]), each["group_id"] or NONE))
    return [each["group_id"] or NONE for each in ordered[:MOST]]


def picture_of_loads(
    every: Sequence[Tally],
    then: Sequence[Tally],
    groups: Mapping[int, str | None],
    asked: Asked,
    zone: str,
    language: str,
) -> Picture:
    """``every`` are the sums of all calls, ``then`` those of ``groups``, with the names of those that there are now."""
    by_hour, at, say = (asked.until - asked.since).days < HOURS, ZoneInfo(zone), partial(said, language)
    own, total = Counter[tuple[str, int]](), Counter[str]()
    for each in then:
        own[_time(each, at, by_hour=by_hour), each["group_id"]] += each["calls"]
    for each in every:
        total[_time(each, at, by_hour=by_hour)] += each["calls"]
    rows: list[tuple[Cell, ...]] = []
    for time in _times(asked, by_hour=by_hour):
        calls = [own[time, group] for group in groups]
        rows.append((time, *calls, total[time] - sum(calls)))
    headings = [say("No group") if group == NONE else name or str(group) for group, name in groups.items()]
    first = say("Hour") if by_hour else say("Day")
    has_others = any(row[-1] for row in rows)
    return Picture(
        "loads",
        "Load of groups",
        "stacked",
        (first, *headings, *([say("Others")] if has_others else [])),
        rows if has_others else [row[:-1] for row in rows],
    )


def _time(tally: Tally, at: ZoneInfo, *, by_hour: bool) -> str:
    local = datetime.fromtimestamp(int(tally["slot"]) * SLOT, at)
    return f"{local:%Y-%m-%d %H:00}" if by_hour else f"{local:%Y-%m-%d}"


def _times(asked: Asked, *, by_hour: bool) -> Iterator[str]:
    """What the rows are called, in their order."""
    day = asked.since
    while day <= asked.until:
        yield from [f"{day} {hour:02}:00" for hour in range(24)] if by_hour else [str(day)]
        day += timedelta(days=1)
