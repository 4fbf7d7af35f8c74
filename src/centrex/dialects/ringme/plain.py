"""What stands below no realm: the user of the token, his client, the time zones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple
from zoneinfo import available_timezones

import msgspec

from centrex.access.caller import Caller
from centrex.engine.core import Engine


class Plain(NamedTuple):
    """A resource that is read alone; ``schema`` is that of its answer."""

    name: str
    doc: str
    schema: Mapping[str, object]
    answer: Callable[[Engine, Caller], Awaitable[bytes]]


async def _timezones(_: Engine, __: Caller) -> bytes:
    return msgspec.json.encode(sorted(available_timezones()))


_NAMES: Final[Mapping[str, object]] = {"type": "array", "items": {"type": "string"}}

PLAIN: Final[Mapping[str, Plain]] = {
    "timezone": Plain("list.timezone", "List the time zones", _NAMES, _timezones),
}
"""By path below the base, without slashes around it."""
