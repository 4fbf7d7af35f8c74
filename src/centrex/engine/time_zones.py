"""The time zones that an account or a user can be in."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from centrex.errors import InvalidParameterValue


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The IANA names that this machine knows, in order."""
    return tuple(sorted(available_timezones()))


def check_time_zone(field: str, name: object) -> None:
    """Raises InvalidParameterValue for a name that is no time zone; null is none."""
    if name is not None and name not in time_zones():
        raise InvalidParameterValue(field, name)
