"""``/console/{account}/overview``: calls of some days as pictures, with a table and a file of values behind each."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.catalogue import Face, Level
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.query import Comparison, Group, Query, Shape
from centrex.resources.call_tally import CALL_TALLY, TALLY, TALLY_OF_GROUPS
from centrex.web import sentences
from centrex.web.console.acting import Act
from centrex.web.console.cells import saved
from centrex.web.console.groups import ExtensionGroups
from centrex.web.console.reading import Asked, asked_of, seconds
from centrex.web.console.sections import OVERVIEW, home_of, menu_of
from centrex.web.console.tallies import Picture, Tally, picture_of_groups, pictures
from centrex.web.rendering import page, problem_page
from centrex.web.visit import Visit

CSV = ".csv"
MOST = 100_000
"""Sums that are read: 31 days have 2,976 quarters of an hour, in each of which calls end in six ways."""

_PERIOD = Group("and", (Comparison("at", ">="), Comparison("at", "<=")))


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
            home=home_of(caller),
            section=OVERVIEW,
            asked=asked,
            pictures=drawn,
        )

    async def _pictures(self, visit: Visit, caller: Caller, asked: Asked) -> list[Picture]:
        drawn = pictures(await self._tallies(TALLY, caller, asked), asked, caller.account.zone, visit.language)
        if caller.level is Level.CUSTOMER:
            rows = await Act(self._engine, visit, caller).rows(ExtensionGroups.list_of_all)
            names = {row["id"]: row["name"] for row in rows}
            drawn.append(picture_of_groups(await self._tallies(TALLY_OF_GROUPS, caller, asked), names, visit.language))
        return drawn

    async def _tallies(self, face: Face, caller: Caller, asked: Asked) -> list[Tally]:
        fields = tuple(name for name in face.fields if name != "at")
        query = Query(face, Shape(fields, _PERIOD, (), 2), seconds(asked, caller), MOST, 0)
        found = await self._engine.page(CALL_TALLY, query, realms.at_home(caller))
        tallies: list[Tally] = msgspec.json.decode(found.data)
        return tallies
