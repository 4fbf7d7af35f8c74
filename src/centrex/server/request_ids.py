"""The id of a request: what the client sent, when it is harmless, else one of ours."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final

_HARMLESS: Final = re.compile(rb"[A-Za-z0-9._:-]{1,64}")


class RequestIds:
    """Ids that no two requests of this process share, unless clients ask for it."""

    def __init__(self, prefix: Callable[[], str] = lambda: secrets.token_hex(6)) -> None:
        self._prefix = prefix()
        self._count = count(1)

    def of(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        for name, value in headers:
            if name == b"x-request-id" and _HARMLESS.fullmatch(value):
                return value.decode("ascii")
        return f"{self._prefix}-{next(self._count)}"
