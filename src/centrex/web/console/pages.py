"""``/console``: from the path to a page. The account stands in the path; whose it is decides the sign-in alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.access.realms import name_of
from centrex.catalogue import Kind
from centrex.catalogue_rest import RestFace
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.engine.files import StoredFile, files_in, query_of_files
from centrex.query import Comparison
from centrex.web import sentences
from centrex.web.console.as_call import as_call
from centrex.web.console.cells import saved, shown, values_of
from centrex.web.console.group_pages import KINDS, GroupPages
from centrex.web.console.overview import Overview
from centrex.web.console.reading import LAST_PAGE, ROWS, all_found, asked_of, found, key_of, kinds
from centrex.web.console.sections import (
    BY_PATH,
    OVERVIEW,
    Section,
    Source,
    face_of,
    home_of,
    menu_of,
    period_of,
    sections_of,
)
from centrex.web.rendering import page, problem_page, see, sign_in_page
from centrex.web.visit import Visit

HOME: Final = "/console"
CSV: Final = ".csv"

SendFile = Callable[[StoredFile, Response], Response]
"""The answer that sends a file, or another one when it cannot be read."""


class Console:
    """The console of one server."""

    def __init__(self, engine: Engine, clock: Clock, send_file: SendFile | None, look_anew: Callable[[], None]) -> None:
        """Without ``send_file`` there are no files; ``look_anew`` is called when who may come in has changed."""
        self._engine = engine
        self._clock = clock
        self._send_file = send_file
        self._groups = GroupPages(engine, look_anew)
        self._overview = Overview(engine, clock)

    async def answer(self, visit: Visit) -> Response:
        """The page that the path names, for whom it is."""
        caller = visit.caller
        if caller is None:
            return sign_in_page(visit)
        account, *path = [*visit.path.removeprefix(HOME).strip("/").split("/")]
        first = next(sections_of(caller, visit.place.address), None)
        if first is None:
            return problem_page(visit, 403, sentences.NOTHING_TO_SEE)
        if not account or (account == str(caller.account.id) and not path):
            return see(replace(visit, method="GET"), f"{home_of(caller)}{first.path}")
        if account != str(caller.account.id):
            return problem_page(visit, 404, sentences.MISSING)
        return await self._below(visit, caller, path)

    async def _below(self, visit: Visit, caller: Caller, path: list[str]) -> Response:
        name, *rest = path
        section = BY_PATH.get(name if rest else name.removesuffix(CSV))
        source = section.source(caller, visit.place.address) if section else None
        if section is None or source is None:
            return problem_page(visit, 404, sentences.MISSING)
        if section is OVERVIEW and name == section.path and len(rest) < 2:
            return await self._overview.answer(visit, caller, rest[0] if rest else None)
        if section.columns and not rest:
            return await self._list(visit, caller, section, source, as_file=name.endswith(CSV))
        if section.path in KINDS and len(rest) == 1:
            return await self._groups.answer(visit, caller, section, rest[0])
        if section.noun and len(rest) == 2 and rest[1] == "file" and visit.method == "GET":
            return await self._file(visit, caller, section, rest[0])
        return problem_page(visit, 404, sentences.MISSING)

    async def _list(self, visit: Visit, caller: Caller, section: Section, source: Source, *, as_file: bool) -> Response:
        asked = asked_of(visit.query, caller, self._clock.now())
        face = face_of(source)
        if as_file:
            every = await all_found(self._engine, section, source, caller, asked)
            return saved(section.path, values_of(section.columns, every.rows, visit.language))
        read = await found(self._engine, section, source, caller, asked)
        last = min(max(1, -(-read.total // ROWS)), LAST_PAGE)
        if asked.page > last:
            return see(replace(visit, method="GET"), "?" + urlencode({**asked.query, "page": last}))
        held = kinds(section, face)
        return page(
            visit,
            "console/list",
            menu=menu_of(visit, caller),
            section=section,
            home=home_of(caller),
            asked=asked,
            has_days=period_of(source) is not None,
            total=read.total,
            pages=last,
            rows=[(row.get(key_of(face)), _cells(section, held, row, visit.language)) for row in read.rows],
            address=lambda number: "?" + urlencode({**asked.query, "page": number}),
            as_call=as_call(source, section, asked, caller),
            as_values=f"{section.path}{CSV}?{urlencode(asked.query)}",
            makes=section.path in KINDS and KINDS[section.path].writes(caller),
            opens=section.path in KINDS,
        )

    async def _file(self, visit: Visit, caller: Caller, section: Section, name: str) -> Response:
        """A file as the caller may have it, in the format in which the API gives it."""
        operation = section.file_operation(caller)
        if operation is None or self._send_file is None:
            return problem_page(visit, 404, sentences.MISSING)
        face = operation.face
        assert isinstance(face, RestFace)
        wanted = name_of(name, upper=face.upper)
        query = query_of_files(face, Comparison(face.key, "="), (wanted or "",), 1)
        files = files_in(await self._engine.rows(operation, query, realms.at_home(caller)), face.served_as)
        if not files:
            return problem_page(visit, 404, sentences.MISSING)
        return self._send_file(files[0], problem_page(visit, 404, sentences.NO_FILE))


def _cells(section: Section, held: Mapping[str, Kind], row: Mapping[str, Any], language: str) -> list[str]:
    return [shown(row[column.field], column, held[column.field], language) for column in section.columns]
