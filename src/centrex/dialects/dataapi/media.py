"""``/system/media/…``: the files that the links of the reports lead to, for those who may read the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from centrex.access.gate import Gate
from centrex.engine.core import Engine
from centrex.engine.files import StoredFile, files_in, query_of_files
from centrex.errors import EntityNotFound
from centrex.query import Comparison, Group
from centrex.query.values import INT64_MAX
from centrex.resources import OPERATIONS
from centrex.resources.recording import RECORD, SOUND, SOUNDS, VOICEMAIL

PATH: Final = "/system/media/"
_LINK_LENGTH: Final = 32
_REPORT: Final = OPERATIONS["get.calls_report"]
_TREE: Final = Group("and", tuple(Comparison(name, "=") for name in ("link", "communication_id", "kind")))


class Kind(NamedTuple):
    """What a link leads to, and the format in which it is sent."""

    kept: str
    send_as: str | None


KINDS: Final[Mapping[str, Kind]] = {
    "talk": Kind(RECORD, "mp3"),
    "wav": Kind(RECORD, "wav"),
    "voice_mail": Kind(VOICEMAIL, "mp3"),
}


class ReportMedia:
    """The files of one engine."""

    def __init__(self, engine: Engine, gate: Gate) -> None:
        self._engine = engine
        self._gate = gate

    async def file(self, path: str, credentials: Mapping[str, object], address: str) -> StoredFile:
        """The file at ``{kind}/{communication_id}/{link}``; the credentials are those of get.calls_report.

        Raises what that method raises before it reads, and EntityNotFound.
        """
        visitor = await self._gate.identify(_REPORT, credentials)
        self._gate.admit(visitor.account, address)
        self._gate.authorize(_REPORT, visitor)
        kind, call, link = (*path.strip("/").split("/"), "", "", "")[:3]
        known = KINDS.get(kind)
        if known is None or path.strip("/").count("/") != 2 or not _is_id(call) or len(link) != _LINK_LENGTH:
            raise EntityNotFound("link")
        query = query_of_files(SOUNDS, _TREE, (link, int(call), known.kept), 1)
        found = files_in(await self._engine.page(SOUND, query, self._gate.scope(visitor)), known.send_as)
        if not found:
            raise EntityNotFound("link")
        return found[0]


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= INT64_MAX
