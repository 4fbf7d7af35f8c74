"""What stands below no realm: the user of the token, his client, the time zones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple
from zoneinfo import available_timezones

import msgspec

from centrex.access.caller import Caller
from centrex.engine.core import Engine


class Plain(NamedTuple):
    """A resource that is read alone."""

    name: str
    answer: Callable[[Engine, Caller], Awaitable[bytes]]


async def _timezones(_: Engine, __: Caller) -> bytes:
    return msgspec.json.encode(sorted(available_timezones()))


PLAIN: Final[Mapping[str, Plain]] = {
    "timezone": Plain("list.timezone", _timezones),
}
"""By path below the base, without slashes around it."""
