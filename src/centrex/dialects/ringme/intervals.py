"""The interval of time that a list is asked for, and in which direction it is read. Times are UTC."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from centrex.catalogue_rest import RestFace, Span
from centrex.errors import InvalidParameterValue, RequiredParameterMissed
from centrex.query.values import instant

START: Final = "start_datetime"
END: Final = "end_datetime"
ORDER: Final = "order"
DIRECTIONS: Final = ("asc", "desc")


def interval(parameters: Mapping[str, str], span: Span | None) -> tuple[int, int]:
    """Begin and end, both of them within, in seconds since 1970; raises an error that names the date."""
    begin, end = (_date(parameters, name) for name in (START, END))
    if begin is None or end is None:
        raise RequiredParameterMissed(START if begin is None else END)
    _check(begin, end, span)
    return begin, end


def bounds(parameters: Mapping[str, str], face: RestFace) -> tuple[tuple[str, int], ...]:
    """What the field of the period is compared with: (operator, seconds since 1970)."""
    if not face.any_time:
        begin, end = interval(parameters, face.span)
        return (">=", begin), ("<=", end)
    found = ((">=", _date(parameters, START)), ("<=", _date(parameters, END)))
    if None not in (found[0][1], found[1][1]):
        interval(parameters, face.span)
    return tuple((operator, value) for operator, value in found if value is not None)


def descending(parameters: Mapping[str, str]) -> bool:
    """Whether the latest comes first, as it does unless something else is asked for."""
    direction = parameters.get(ORDER, "desc").lower()
    if direction not in DIRECTIONS:
        raise InvalidParameterValue(ORDER)
    return direction == "desc"


def _check(begin: int, end: int, span: Span | None) -> None:
    if end < begin or (span is not None and end > _longest(begin, span)):
        raise InvalidParameterValue(END)


def _longest(begin: int, span: Span) -> float:
    """The last second of an interval that begins then."""
    start = datetime.fromtimestamp(begin, UTC)
    ahead = 1 if span is Span.NEXT_MONTH else 2
    years, month = divmod(start.month - 1 + ahead, 12)
    year = start.year + years
    if year > datetime.max.year:
        return float("inf")
    days = monthrange(year, month + 1)[1]
    if span is Span.NEXT_MONTH:
        return datetime(year, month + 1, days, 23, 59, 59, tzinfo=UTC).timestamp()
    return start.replace(year=year, month=month + 1, day=min(start.day, days)).timestamp()


def _date(parameters: Mapping[str, str], name: str) -> int | None:
    return instant(name, parameters[name], "UTC") if name in parameters else None
