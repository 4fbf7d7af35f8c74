"""The interval of time that a list is asked for, and in which direction it is read. Times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.errors import InvalidParameterValue, RequiredParameterMissed
from centrex.query.values import instant

START: Final = "start_datetime"
END: Final = "end_datetime"
ORDER: Final = "order"
DIRECTIONS: Final = ("asc", "desc")


def interval(parameters: Mapping[str, str]) -> tuple[int, int]:
    """Begin and end, both of them within, in seconds since 1970; raises an error that names the date."""
    begin, end = _date(parameters, START), _date(parameters, END)
    if end < begin:
        raise InvalidParameterValue(END)
    return begin, end


def descending(parameters: Mapping[str, str]) -> bool:
    """Whether the latest comes first, as it does unless something else is asked for."""
    direction = parameters.get(ORDER, "desc").lower()
    if direction not in DIRECTIONS:
        raise InvalidParameterValue(ORDER)
    return direction == "desc"


def _date(parameters: Mapping[str, str], name: str) -> int:
    if name not in parameters:
        raise RequiredParameterMissed(name)
    return instant(name, parameters[name], "UTC")
