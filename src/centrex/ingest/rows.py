"""Reads what engines post: a JSON object or an array of them, and the texts, numbers and instants of their fields.

Fields that nobody asks for are never looked at: engines and their operators add some.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from centrex.engine.call_report import moment
from centrex.ingest.refusals import ReportRefused

Row: TypeAlias = Mapping[str, object]
T = TypeVar("T")

UTC_ZONE: Final = ZoneInfo("UTC")
SECOND: Final = timedelta(seconds=1)
MICROSECOND: Final = timedelta(microseconds=1)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_TIME: Final = frozenset({"", "0", "0000-00-00 00:00:00"})
_COUNTED: Final = re.compile(r"[0-9]{1,11}(\.[0-9]+)?")
_CLOCK: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)


def decoded(body: bytes) -> object:
    """The JSON value of a body; raises ReportRefused."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise ReportRefused("body", "is no JSON") from broken


def json_object(value: object, field: str = "body") -> Row:
    """The value of a field, if it is an object; raises ReportRefused."""
    if not isinstance(value, dict):
        raise ReportRefused(field, "is no object")
    return value


def text(row: Row, field: str) -> str:
    """A field as text without the blanks around it, "" where there is none; raises ReportRefused for other things."""
    value = row.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ReportRefused(field, "is no text")
    written = str(value).strip()
    if "\0" in written:
        raise ReportRefused(field, "holds a zero character")
    return written


def seconds(row: Row, field: str) -> float | None:
    """A field as a length in seconds, None where there is none; raises ReportRefused."""
    written = text(row, field)
    if not written:
        return None
    try:
        length = float(written)
    except ValueError as unreadable:
        raise ReportRefused(field, "is no number of seconds") from unreadable
    if not math.isfinite(length) or length < 0:
        raise ReportRefused(field, "is no number of seconds")
    return length


def later(start: datetime, length: float, field: str) -> datetime:
    """The instant so many seconds later, or earlier for fewer than none; raises ReportRefused outside of time."""
    try:
        return start + timedelta(seconds=length)
    except OverflowError as outside:
        raise ReportRefused(field, "is no number of seconds") from outside


def counted(row: Row, field: str, unit: timedelta) -> datetime | None:
    """A field that counts units since 1970, None where it is empty or 0; raises ReportRefused."""
    written = text(row, field)
    if written in _NO_TIME:
        return None
    try:
        return _EPOCH + int(written) * unit
    except (ValueError, OverflowError) as unreadable:
        raise _no_time(field, written) from unreadable


def instant(row: Row, field: str, zone: ZoneInfo) -> datetime | None:
    """A field as an instant in UTC, None where it is empty or all zeros; raises ReportRefused.

    Read are seconds since 1970, ISO 8601, and a local time of the zone, ``YYYY-MM-DD HH:MM:SS``. Of a local time that
    the clock shows twice in a year the first is meant; one that it skips is told by the clock as it was before.
    """
    written = text(row, field)
    if written in _NO_TIME:
        return None
    try:
        return moment(float(written)) if _COUNTED.fullmatch(written) else _of_clock(written, zone)
    except (ValueError, OverflowError) as unreadable:
        raise _no_time(field, written) from unreadable


def _of_clock(written: str, zone: ZoneInfo) -> datetime:
    if not _CLOCK.fullmatch(written):
        raise ValueError("no time of a clock")
    clock = datetime.fromisoformat(written)
    return (clock if clock.tzinfo else clock.replace(tzinfo=zone)).astimezone(UTC)


def _no_time(field: str, written: str) -> ReportRefused:
    return ReportRefused(field, f"is no time: {written[:40]}")
