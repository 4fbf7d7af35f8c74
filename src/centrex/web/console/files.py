"""Files that stand in rows: a sound, how loud it is, and the pages of a fax; all by the operations that give files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.access.realms import name_of
from centrex.catalogue import Operation
from centrex.catalogue_rest import RestFace
from centrex.engine.core import Engine
from centrex.engine.files import OUTLINE, PICTURE, StoredFile, files_in, query_of_files
from centrex.query import Comparison, Query, Shape
from centrex.web import sentences
from centrex.web.console.acting import Row
from centrex.web.console.cells import moment
from centrex.web.console.frame import framed
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import SECTIONS
from centrex.web.rendering import problem_page
from centrex.web.visit import Visit

WITH_FILES: Final = tuple(section for section in SECTIONS if section.noun)
SOUNDS: Final = tuple(section for section in WITH_FILES if section.sound)
FAXES: Final = tuple(section for section in WITH_FILES if not section.sound)
OF_A_FAX: Final = ("uuid", "datetime", "caller_id", "destination", "pages")
MOST_DIGITS: Final = 3

SendFile = Callable[[StoredFile, Response], Response]
"""The answer that sends a file, or another one when it cannot be read."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one server; without ``send_file`` there are none."""

    engine: Engine
    send_file: SendFile | None

    def routes(self) -> tuple[Route, ...]:
        """Where they stand."""
        return (
            Route("{section}/{name}/file", WITH_FILES, self.file),
            Route("{section}/{name}/outline", SOUNDS, self.outline),
            Route("{section}/{name}", FAXES, self.fax),
            Route("{section}/{name}/pages/{number}", FAXES, self.picture),
        )

    async def file(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """A file in the format in which the API gives it."""
        return self._sent(visit, await self._stored(caller, below))

    async def outline(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """How loud a sound is."""
        stored = await self._stored(caller, below)
        return self._sent(visit, stored.shown_as(OUTLINE, ".json") if stored else None)

    async def picture(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """A page of a fax, counted from 1."""
        stored, number = await self._stored(caller, below), below.names["number"]
        is_number = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS and number[0] != "0"
        if stored is None or not is_number:
            return problem_page(visit, 404, sentences.MISSING)
        return self._sent(visit, stored.shown_as(PICTURE, f"-{number}.png", int(number) - 1))

    async def fax(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The pages of a fax, one below the other."""
        found = await self._fax(caller, below)
        if found is None:
            return problem_page(visit, 404, sentences.MISSING)
        received = moment(str(found["datetime"]), visit.language)
        return framed(visit, caller, below.section, "console/fax", fax=found, received=received)

    async def _fax(self, caller: Caller, below: Below) -> Row | None:
        assert isinstance(below.source, Operation)
        face = below.source.face
        assert isinstance(face, RestFace)
        fields = tuple(name for name in face.fields if name in OF_A_FAX)
        query = Query(face, Shape(fields, Comparison(face.key, "="), (), 1), (_key(face, below),), 1, 0)
        answer = await self.engine.rows(below.source, query, realms.at_home(caller))
        found: list[Row] = msgspec.json.decode(answer.data)
        return found[0] if found else None

    async def _stored(self, caller: Caller, below: Below) -> StoredFile | None:
        """The file, if it is one that the caller may have."""
        operation = below.section.file_operation(caller)
        if operation is None:
            return None
        face = operation.face
        assert isinstance(face, RestFace)
        query = query_of_files(face, Comparison(face.key, "="), (_key(face, below),), 1)
        found = files_in(await self.engine.rows(operation, query, realms.at_home(caller)), face.served_as)
        return found[0] if found else None

    def _sent(self, visit: Visit, stored: StoredFile | None) -> Response:
        if stored is None or self.send_file is None:
            return problem_page(visit, 404, sentences.MISSING)
        return self.send_file(stored, problem_page(visit, 404, sentences.NO_FILE))


def _key(face: RestFace, below: Below) -> str:
    return name_of(below.names["name"], upper=face.upper) or ""
