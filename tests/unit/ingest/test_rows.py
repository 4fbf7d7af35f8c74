"""The fields of what engines post: texts, lengths and instants, and what is refused of them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from centrex.ingest import reading
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import MICROSECOND, SECOND, UTC_ZONE, counted, instant, later, seconds, text

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


def at(written: object, zone: ZoneInfo = MOSCOW) -> datetime | None:
    return instant({"start": written}, "start", zone)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 12:30:00",
        "2026-03-02T12:30:00",
        "2026-03-02 12:30:00.000000",
        "2026-03-02T09:30:00Z",
        "2026-03-02 12:30:00+03",
        "2026-03-02T11:30:00+02:00",
        1772443800,
        "1772443800",
        1772443800.0,
        " 1772443800 ",
    ],
)
def test_one_instant_is_written_in_many_ways(written: object) -> None:
    assert at(written) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_the_same_clock_in_moscow_is_three_hours_ahead_all_the_year() -> None:
    assert at("2026-01-15 12:00:00") == datetime(2026, 1, 15, 9, tzinfo=UTC)
    assert at("2026-07-15 12:00:00") == datetime(2026, 7, 15, 9, tzinfo=UTC)


def test_of_an_hour_that_the_clock_shows_twice_the_first_is_meant() -> None:
    assert at("2026-10-25 02:30:00", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert at("2026-10-25 03:00:00", BERLIN) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_is_told_as_before() -> None:
    assert at("2026-03-29 02:30:00", BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", None, "0000-00-00 00:00:00", 0, "0"])
def test_no_time_is_none(written: object) -> None:
    assert at(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30 12:00:00",
        "2026-03-02",
        "2026-W09-1",
        "02.03.2026 12:30",
        "soon",
        "999999999999",
        "0001-01-01 00:00:00",
    ],
)
def test_an_unreadable_time_is_refused_by_its_field(written: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        at(written)
    assert (refused.value.field, refused.value.reason) == ("start", f"is no time: {written}")


@pytest.mark.parametrize("written", [True, ["1"], {"a": 1}, "a\0b"])
def test_what_is_no_text_is_refused(written: object) -> None:
    with pytest.raises(ReportRefused):
        text({"src": written}, "src")


def test_lengths_are_numbers_of_seconds() -> None:
    assert seconds({"billsec": "60.5"}, "billsec") == 60.5
    assert seconds({}, "billsec") is None
    for written in ("-1", "nan", "inf", "a minute"):
        with pytest.raises(ReportRefused):
            seconds({"billsec": written}, "billsec")
    with pytest.raises(ReportRefused):
        later(datetime(2026, 3, 2, tzinfo=UTC), 1e300, "billsec")


def test_counted_times_are_exact() -> None:
    told = {"a": "1772443800000001", "b": 1772443800, "c": "0", "d": "9" * 30, "e": "1.5"}
    assert counted(told, "a", MICROSECOND) == datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=UTC)
    assert counted(told, "b", SECOND) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert counted(told, "c", SECOND) is None
    for field in "de":
        with pytest.raises(ReportRefused):
            counted(told, field, SECOND)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "body: is no JSON"),
        (b"{", "body: is no JSON"),
        (b'{"call_id": "\xff"}', "body: is no JSON"),
        (b"[" * 100_000, "body: is no JSON"),
        (b'"call_id"', "body: is no object"),
        (b'[{"call_id": "1"}, 5]', "1: sip_code: is missing"),
        (b"[5]", "1: body: is no object"),
    ],
)
def test_a_body_is_an_object_or_an_array_of_them(body: bytes, told: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        reading.of_kamailio(body, UTC_ZONE)
    assert str(refused.value).startswith(told)


def test_an_empty_array_tells_nothing() -> None:
    assert reading.of_kamailio(b"[]", UTC_ZONE) == []
