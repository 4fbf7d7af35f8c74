"""Single values against the types of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from centrex.errors import DataTypeError, InvalidParameterValue
from centrex.query.values import INT64_MAX, INT64_MIN, boolean, fraction, instant, integer, one_of, text


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0), (-5, -5), (5.0, 5), (-0.0, 0), (1e18, 10**18), (INT64_MAX, INT64_MAX), (INT64_MIN, INT64_MIN)],
)
def test_whole_numbers_of_64_bits_are_taken(value: object, number: int) -> None:
    taken = integer("n", value)
    assert (taken, type(taken)) == (number, int)


def refused(check: Callable[..., object], error: type[Exception], *arguments: object) -> None:
    with pytest.raises(error) as caught:
        check("n", *arguments)
    assert vars(caught.value)["field"] == "n"
    assert vars(caught.value)["value"] == arguments[0]


@pytest.mark.parametrize("value", [0.5, 1e19, float("inf"), INT64_MAX + 1, INT64_MIN - 1, 10**300])
def test_other_numbers_are_invalid(value: object) -> None:
    refused(integer, InvalidParameterValue, value)


@pytest.mark.parametrize("value", ["5", True, False, None, [], {}])
def test_what_is_no_number_is_of_the_wrong_type(value: object) -> None:
    refused(integer, DataTypeError, value)


@pytest.mark.parametrize("value", [0.5, -10.99, 5, INT64_MIN, 1e18])
def test_where_money_is_asked_for_a_number_may_have_a_fraction(value: float) -> None:
    taken = fraction("n", value)
    assert (taken, type(taken)) == (value, float)


@pytest.mark.parametrize("value", [1e19, float("inf"), INT64_MAX + 1, 10**400])
def test_money_has_the_bounds_of_other_numbers(value: object) -> None:
    refused(fraction, InvalidParameterValue, value)


@pytest.mark.parametrize("value", ["", "я", "😀", "\x01\n\x7f", "\u202e", "\ufffe", "x" * 100_000])
def test_texts_are_taken_as_they_are(value: str) -> None:
    assert text("n", value) is value


@pytest.mark.parametrize("value", ["\0", "a\0", "\ud800", "\udc00\ud800", "я\udfff"])
def test_texts_that_a_database_cannot_keep_are_invalid(value: str) -> None:
    refused(text, InvalidParameterValue, value)


@pytest.mark.parametrize("value", [5, None, True, ["a"], b"a"])
def test_what_is_no_text_is_of_the_wrong_type(value: object) -> None:
    refused(text, DataTypeError, value)


def test_booleans_are_json_booleans() -> None:
    assert boolean("n", True) is True
    for value in (1, 0, "true", None):
        refused(boolean, DataTypeError, value)


def test_one_of_a_list_is_taken_to_the_letter() -> None:
    assert one_of("n", "new", ("new", "old")) == "new"
    for value in ("New", "", " new"):
        refused(one_of, InvalidParameterValue, value, ("new", "old"))
    refused(one_of, DataTypeError, 1, ("new", "old"))


@pytest.mark.parametrize(
    ("value", "zone", "in_utc"),
    [
        ("1970-01-01 00:00:00", "UTC", "1970-01-01 00:00:00"),
        ("2025-01-01 12:00:00", "Europe/Berlin", "2025-01-01 11:00:00"),
        ("2025-07-01 12:00:00", "Europe/Berlin", "2025-07-01 10:00:00"),
        ("2025-07-01 12:00:00", "Asia/Kathmandu", "2025-07-01 06:15:00"),
        ("2011-12-29 23:59:59", "Pacific/Apia", "2011-12-30 09:59:59"),
        ("2011-12-31 00:00:00", "Pacific/Apia", "2011-12-30 10:00:00"),
        ("2014-10-26 01:30:00", "Europe/Moscow", "2014-10-25 21:30:00"),
        ("1969-12-31 23:59:59", "UTC", "1969-12-31 23:59:59"),
    ],
)
def test_wall_clock_times_are_read_in_the_zone_of_the_account(value: str, zone: str, in_utc: str) -> None:
    assert instant("n", value, zone) == datetime.fromisoformat(in_utc).replace(tzinfo=UTC).timestamp()


def test_of_two_instants_with_one_wall_clock_time_the_earlier_is_meant() -> None:
    assert instant("n", "2025-10-26 02:30:00", "Europe/Berlin") == instant("n", "2025-10-26 00:30:00", "UTC")


def test_a_time_that_the_clock_leaps_over_is_read_as_before_the_leap() -> None:
    assert instant("n", "2025-03-30 02:30:00", "Europe/Berlin") == instant("n", "2025-03-30 01:30:00", "UTC")


@pytest.mark.parametrize("value", ["0001-01-01 00:00:00", "9999-12-31 23:59:59"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"])
def test_the_first_and_last_times_are_instants(value: str, zone: str) -> None:
    assert INT64_MIN < instant("n", value, zone) < INT64_MAX


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2025-01-01",
        "2025-01-01T00:00:00",
        "2025-01-01 00:00",
        "2025-01-01 00:00:00.0",
        "2025-01-01 00:00:00Z",
        "2025-01-01  00:00:00",
        " 2025-01-01 00:00:00",
        "2025-01-01 00:00:00\n",
        "2025-1-1 0:0:0",
        "２０２５-01-01 00:00:00",
        "0000-01-01 00:00:00",
        "2025-00-01 00:00:00",
        "2025-13-01 00:00:00",
        "2025-02-29 00:00:00",
        "2025-02-31 00:00:00",
        "2025-01-01 24:00:00",
        "2025-01-01 00:60:00",
        "2025-01-01 00:00:60",
        "10000-01-01 00:00:00",
        "-001-01-01 00:00:00",
    ],
)
def test_other_times_are_invalid(value: str) -> None:
    refused(instant, InvalidParameterValue, value, "UTC")


@pytest.mark.parametrize("value", [0, 1.5, None, True, []])
def test_what_is_no_text_is_no_time(value: object) -> None:
    refused(instant, DataTypeError, value, "UTC")
