"""``/console``: from the path to a page. The account stands in the path; whose it is decides the sign-in alone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.web import sentences
from centrex.web.console.acting import Act
from centrex.web.console.administered import THINGS
from centrex.web.console.as_call import as_call
from centrex.web.console.bulk import BulkPages
from centrex.web.console.cells import cells_of, saved, values_of
from centrex.web.console.changing import Changing
from centrex.web.console.files import Files, SendFile
from centrex.web.console.frame import framed
from centrex.web.console.group_pages import KINDS, GroupPages
from centrex.web.console.movers import MOVERS
from centrex.web.console.on_list import on_list
from centrex.web.console.overview import Overview
from centrex.web.console.phone_orders import PhoneOrders
from centrex.web.console.reading import LAST_PAGE, ROWS, all_found, asked_of, found, key_of, kinds, sortable
from centrex.web.console.routes import Below, Route, route_of
from centrex.web.console.sections import (
    OVERVIEW,
    SECTIONS,
    face_of,
    home_of,
    period_of,
    sections_of,
)
from centrex.web.console.thing_pages import ThingPages
from centrex.web.rendering import problem_page, see, sign_in_page
from centrex.web.visit import Visit

HOME: Final = "/console"
CSV: Final = ".csv"
LISTS: Final = tuple(section for section in SECTIONS if section.columns)
NEW_GROUP: Final = "New group"
NAMED: Final = 1
"""The column of the names of groups."""

OF_GROUPS: Final = tuple(section for section in SECTIONS if section.path in KINDS)
OF_THINGS: Final = tuple(section for section in SECTIONS if section.path in THINGS)


class Console:
    """The console of one server."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        send_file: SendFile | None,
        look_anew: Callable[[], None],
        others: Iterable[Route] = (),
    ) -> None:
        """Without ``send_file`` there are no files; ``look_anew`` is called when who may come in has changed.

        ``others`` are pages that are made elsewhere.
        """
        self._engine = engine
        self._clock = clock
        changing = Changing()
        self._groups = GroupPages(engine, clock, look_anew)
        self._overview = Overview(engine, clock)
        self.routes: Final = (
            *others,
            Route("{section}", (OVERVIEW,), self._overview.answer),
            Route("{section}/{name}.csv", (OVERVIEW,), self._overview.values),
            Route("{section}", LISTS, self._list),
            Route(f"{{section}}{CSV}", LISTS, self._values),
            Route("{section}/{name}", OF_GROUPS, self._groups.answer, posts=True),
            *Files(engine, send_file).routes(),
            *PhoneOrders(engine, changing).routes(),
            *BulkPages(engine, clock).routes(),
            Route("{section}/{name}", OF_THINGS, ThingPages(engine, clock, look_anew, changing).answer, posts=True),
        )

    async def answer(self, visit: Visit) -> Response:
        """The page that the path names, for whom it is."""
        caller = visit.caller
        if caller is None:
            return sign_in_page(visit)
        account, _, path = visit.path.removeprefix(HOME).strip("/").partition("/")
        first = next(sections_of(caller, visit.place.address), None)
        if first is None:
            return problem_page(visit, 403, sentences.NOTHING_TO_SEE)
        if not account or (account == str(caller.account.id) and not path):
            return see(replace(visit, method="GET"), f"{home_of(caller)}{first.path}")
        if account != str(caller.account.id):
            return problem_page(visit, 404, sentences.MISSING)
        return await self._below(visit, caller, path)

    async def _below(self, visit: Visit, caller: Caller, path: str) -> Response:
        found = route_of(self.routes, path)
        source = found[1].source(caller, visit.place.address) if found else None
        if found is None or source is None:
            return problem_page(visit, 404, sentences.MISSING)
        route, section, names = found
        visit = visit if route.posts else replace(visit, method="GET")
        return await route.answer(visit, caller, Below(section, source, names))

    async def _values(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The whole list as a file."""
        section, asked = below.section, asked_of(visit.query, caller, self._clock.now())
        every = await all_found(self._engine, section, below.source, caller, asked)
        return saved(section.path, values_of(section.columns, every.rows, visit.language))

    async def _list(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """A page of the list."""
        section, source = below.section, below.source
        asked = asked_of(visit.query, caller, self._clock.now())
        face = face_of(source)
        read = await found(self._engine, section, source, caller, asked)
        last = min(max(1, -(-read.total // ROWS)), LAST_PAGE)
        if asked.page > last:
            return see(replace(visit, method="GET"), "?" + urlencode({**asked.query, "page": last}))
        held, things = kinds(section, face), on_list(section, Act(self._engine, visit, caller))
        return framed(
            visit,
            caller,
            section,
            "console/list",
            scripts=True,
            nonce=secrets.token_urlsafe(16) if section.sound else "",
            asked=asked,
            has_days=period_of(source) is not None,
            total=read.total,
            pages=last,
            rows=[
                (row.get(section.key or key_of(face)), cells_of(section.columns, held, row, visit.language))
                for row in read.rows
            ],
            address=lambda number: "?" + urlencode({**asked.query, "page": number}),
            sorted_by=lambda sort: "?" + urlencode({**asked.query, "sort": sort}),
            sortable=sortable(section, face),
            chooses=section.path in MOVERS and MOVERS[section.path].kind.writes(caller),
            as_call=as_call(source, section, asked, caller),
            as_values=f"{section.path}{CSV}?{urlencode(asked.query)}",
            new=NEW_GROUP if section.path in KINDS and KINDS[section.path].writes(caller) else things.new,
            opens=NAMED if section.path in KINDS else things.opens,
            below=things.below,
        )
