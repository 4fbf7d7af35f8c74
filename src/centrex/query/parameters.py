"""The parameters that a list method takes besides paging: flags, and the period of a report."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from centrex.catalogue import Face, Kind, Param
from centrex.errors import (
    DateIntervalLimitReached,
    InvalidParametersCombination,
    ParameterError,
    RequiredParameterMissed,
)
from centrex.query.problems import Problems
from centrex.query.values import boolean, instant

MONTHS: Final = 3
PERIOD: Final = frozenset({"date_from", "date_till"})
"""The parameters that are the two ends of a period."""


def parse_parameters(face: Face, arguments: Mapping[str, object], zone: str, problems: Problems) -> tuple[object, ...]:
    """Their values in the order of the face; an absent one has its default."""
    values = []
    for param in face.params:
        try:
            values.append(_value(param, arguments.get(param.name), zone))
        except ParameterError as problem:
            problems.add(problem)
    if len(values) == len(face.params) and {param.name for param in face.params} >= PERIOD:
        _check_period(arguments, problems)
    return tuple(values)


def _value(param: Param, raw: object, zone: str) -> object:
    if raw is None:
        if param.required:
            raise RequiredParameterMissed(param.name)
        return param.default
    if param.type.kind is Kind.DATETIME:
        return instant(param.name, raw, zone)
    return boolean(param.name, raw)


def _check_period(arguments: Mapping[str, object], problems: Problems) -> None:
    """At most three calendar months, both ends included; both are known to be well formed."""
    begin, end = (datetime.fromisoformat(str(arguments[name])) for name in ("date_from", "date_till"))
    if begin > end:
        problems.add(InvalidParametersCombination("date_till", arguments["date_till"]))
    elif end > _months_later(begin):
        problems.add(DateIntervalLimitReached("date_till", arguments["date_till"]))


def _months_later(begin: datetime) -> datetime:
    years, month = divmod(begin.month - 1 + MONTHS, 12)
    year = begin.year + years
    if year > datetime.max.year:
        return datetime.max
    return begin.replace(year=year, month=month + 1, day=min(begin.day, monthrange(year, month + 1)[1]))
