"""``/media/…`` and ``/system/media/…``: files by an address that was signed, or by a link of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from starlette.datastructures import Headers, QueryParams

from centrex.dialects.dataapi.media import PATH as REPORTS
from centrex.dialects.dataapi.media import ReportMedia
from centrex.dialects.ringme import errors as told_by_ringme
from centrex.dialects.ringme.files import PATH as SIGNED
from centrex.dialects.ringme.files import Files
from centrex.engine.files import Archived, StoredFile
from centrex.errors import (
    AccessTokenBlocked,
    AccessTokenExpired,
    AccessTokenInvalid,
    CentrexError,
    LinkInvalid,
    MediaMissing,
    Overloaded,
    ParameterError,
    ServerBusy,
    StateError,
    StorageFailed,
)
from centrex.server.files import FileSender
from centrex.server.http import Receive, Scope, Send, reply
from centrex.server.pages import CAME

__all__ = ["REPORTS", "SIGNED", "MediaEndpoint"]

_BEARER: Final = "bearer "

_STATUS: Final[Mapping[type[CentrexError], int]] = {
    AccessTokenInvalid: 401,
    AccessTokenExpired: 401,
    AccessTokenBlocked: 401,
    ParameterError: 400,
    StateError: 404,
    StorageFailed: 503,
    ServerBusy: 503,
}
"""Of the links of reports, whose vendor says nothing; every other refusal is a 403."""


class MediaEndpoint:
    """The ASGI application below both paths; it stands behind ``Pages``."""

    def __init__(self, signed: Files, reports: ReportMedia, sender: FileSender | None) -> None:
        self._signed = signed
        self._reports = reports
        self._sender = sender

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith(SIGNED):
            scope["path"] = SIGNED + "…"  # an address that was signed opens a door: no log keeps it
        if scope["method"] != "GET":
            await reply(send, 405, [(b"allow", b"GET")], b"")
            return
        try:
            await self._send(scope, send, path)
        except CentrexError as error:
            status, body = _told(error, path)
            headers = [(b"content-type", b"application/json")]
            if isinstance(error, Overloaded):
                headers.append((b"retry-after", b"%d" % error.RETRY_SECONDS))
            await reply(send, status, headers, body)

    async def _send(self, scope: Scope, send: Send, path: str) -> None:
        found = await self._found(scope, path)
        if self._sender is None:
            raise MediaMissing
        if isinstance(found, Archived):
            await self._sender.send_archive(send, found, [])
        else:
            await self._sender.send(send, found, scope["headers"], [])

    async def _found(self, scope: Scope, path: str) -> StoredFile | Archived:
        if path.startswith(SIGNED):
            token = path.removeprefix(SIGNED).partition("/")[0]
            if not token.isascii():
                raise LinkInvalid
            return await self._signed.opened(token)
        place, _ = scope[CAME]
        return await self._reports.file(path.removeprefix(REPORTS), _credentials(scope), place.address)


def _credentials(scope: Scope) -> dict[str, object]:
    """Key or token and the agent's user, from the query or the header."""
    asked = QueryParams(scope["query_string"])
    header = Headers(scope=scope).get("authorization", "")
    token = header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else asked.get("access_token")
    user_id = asked.get("user_id")
    found: dict[str, object] = {} if token is None else {"access_token": token}
    if user_id:
        found["user_id"] = int(user_id) if user_id.isascii() and user_id.isdigit() else user_id
    return found


def _told(error: CentrexError, path: str) -> tuple[int, bytes]:
    """In the shape of the dialect that gave the address."""
    if path.startswith(SIGNED):
        known = told_by_ringme.told(error)
        return known.code, told_by_ringme.body(known)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 403)
    return status, msgspec.json.encode({"error": error.mnemonic})
