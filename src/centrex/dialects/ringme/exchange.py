"""One request of the RingMe API, and what becomes known of it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from centrex.access.bearers import Bearer
from centrex.access.hourly import Left
from centrex.engine.files import StoredFile
from centrex.spool import Long

Body = bytes | Long | StoredFile
"""JSON, in one piece or in many, or a file that the server sends."""


class Asked(msgspec.Struct, frozen=True):
    """A request: ``path`` begins after the base, ``query`` and ``body`` are bytes as they were sent.

    ``base_url`` is the scheme and host under which the server is asked.
    """

    method: str
    path: str
    query: bytes
    authorization: str
    body: bytes
    base_url: str = ""


@dataclass(slots=True)
class Exchange:
    """One request and what is known of it by the time that it is answered; the logs of requests read it.

    ``hour`` is the one in which the request was counted.
    """

    address: str
    request_id: str
    operation: str = ""
    outcome: str = ""
    bearer: Bearer | None = None
    left: Left | None = None
    hour: int | None = None
    allowed: tuple[str, ...] = ()
    retry_after: int | None = None
