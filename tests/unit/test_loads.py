"""The load of groups in time: the busiest have a column of their own, and every call is in one of the columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from centrex.resources.call_tally import SLOT
from centrex.web.console.loads import MOST, NONE, busiest, picture_of_loads
from centrex.web.console.reading import Asked

MONDAY: Final = date(2026, 3, 2)


def asked(until: date = MONDAY) -> Asked:
    return Asked("", 1, MONDAY, until, 0.0)


def tally(hour: int, calls: int, group: int | None = None, day: int = 2) -> dict[str, Any]:
    slot = int(datetime(2026, 3, day, hour, tzinfo=UTC).timestamp()) // SLOT
    return {"slot": slot, "calls": calls, "group_id": group}


def test_the_busiest_groups_come_first_and_calls_of_none_are_one_of_them() -> None:
    sums = [{"group_id": each or None, "calls": 10 + each % 3} for each in range(10)]
    assert busiest(sums) == [2, 5, 8, 1, 4, 7]
    assert len(busiest(sums)) == MOST
    assert busiest([{"group_id": None, "calls": 1}]) == [NONE]


def test_one_day_is_shown_by_the_hour_of_the_zone() -> None:
    picture = picture_of_loads(
        [tally(21, 2), tally(20, 3)], [tally(21, 2, 7)], {7: "Sales"}, asked(), "Europe/Moscow", "en"
    )
    assert picture.headings == ("Hour", "Sales", "Others")
    assert {row for row in picture.rows if any(row[1:])} == {("2026-03-02 23:00", 0, 3)}
    assert len(picture.rows) == 24


def test_more_days_are_shown_each_and_without_others_there_is_no_column_of_them() -> None:
    calls = [tally(9, 2, 7, day) for day in (2, 4)] + [tally(9, 1, NONE, 3)]
    picture = picture_of_loads(calls, calls, {7: None, NONE: None}, asked(date(2026, 3, 4)), "UTC", "ru")
    assert picture.headings == ("День", "7", "Без группы")
    assert picture.rows == [("2026-03-02", 2, 0), ("2026-03-03", 0, 1), ("2026-03-04", 2, 0)]


def test_without_calls_there_are_rows_without_numbers() -> None:
    picture = picture_of_loads([], [], {}, asked(date(2026, 3, 4)), "UTC", "en")
    assert (picture.headings, len(picture.rows), picture.most) == (("Day",), 3, 0)
