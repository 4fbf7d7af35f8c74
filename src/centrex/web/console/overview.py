"""``/console/{account}/overview``: calls of some days as pictures, with a table and a file of values behind each."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.catalogue import Level
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.query import Comparison, Group, Query, Shape
from centrex.resources.call_tally import CALL_TALLY, TALLY
from centrex.web import sentences
from centrex.web.console.acting import Act
from centrex.web.console.cells import saved
from centrex.web.console.groups import ExtensionGroups
from centrex.web.console.reading import Asked, asked_of, seconds
from centrex.web.console.sections import OVERVIEW, menu_of
from centrex.web.console.tallies import Picture, Tally, pictures
from centrex.web.rendering import page, problem_page
from centrex.web.visit import Visit

CSV = ".csv"
MOST = 100_000
"""Groups of calls that are read: 31 days have some 3,000 quarters of an hour."""

_PERIOD = Group("and", (Comparison("at", ">="), Comparison("at", "<=")))
_FIELDS = tuple(name for name in TALLY.fields if name != "at")


class Overview:
    """The page of pictures, and their files."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def answer(self, visit: Visit, caller: Caller, name: str | None) -> Response:
        """The page, or the values of the picture with the name."""
        asked = asked_of(visit.query, caller, self._clock.now())
        drawn = await self._pictures(visit, caller, asked)
        if name is not None:
            wanted = next((each for each in drawn if f"{each.name}{CSV}" == name), None)
            if wanted is None:
                return problem_page(visit, 404, sentences.MISSING)
            return saved(wanted.name, [wanted.headings, *wanted.rows])
        return page(
            visit,
            "console/overview",
            scripts=True,
            menu=menu_of(visit, caller),
            home=f"/console/{caller.account.id}/",
            section=OVERVIEW,
            asked=asked,
            pictures=drawn,
        )

    async def _pictures(self, visit: Visit, caller: Caller, asked: Asked) -> list[Picture]:
        query = Query(TALLY, Shape(_FIELDS, _PERIOD, (), 2), seconds(asked, caller), MOST, 0)
        found = await self._engine.page(CALL_TALLY, query, realms.at_home(caller))
        tallies: list[Tally] = msgspec.json.decode(found.data)
        groups = None
        if caller.level is Level.CUSTOMER:
            rows = await Act(self._engine, visit, caller).rows(ExtensionGroups.list_of_all)
            groups = {row["id"]: row["name"] for row in rows}
        return pictures(tallies, groups, asked, caller.account.zone, visit.language)
