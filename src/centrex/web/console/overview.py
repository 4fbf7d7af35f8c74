"""``/console/{account}/overview``: calls of some days as pictures, with a table and a file of values behind each."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.catalogue import Face, Level
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.query import Comparison, Group, Query, Shape
from centrex.resources.call_tally import CALL_TALLY, TALLY, TALLY_OF_GROUPS, TALLY_OF_GROUPS_IN_TIME
from centrex.web import sentences
from centrex.web.console.acting import Act
from centrex.web.console.cells import saved
from centrex.web.console.frame import framed
from centrex.web.console.groups import ExtensionGroups, groups_of
from centrex.web.console.loads import busiest, picture_of_loads
from centrex.web.console.reading import Asked, asked_of, seconds
from centrex.web.console.routes import Below
from centrex.web.console.tallies import Picture, Tally, picture_of_groups, pictures
from centrex.web.rendering import problem_page
from centrex.web.visit import Visit

MOST = 100_000
"""Sums that are read: 31 days have 2,976 quarters of an hour, in each of which calls end in six ways."""

_PERIOD = (Comparison("at", ">="), Comparison("at", "<="))


class Overview:
    """The page of pictures, and their files."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The page."""
        asked = asked_of(visit.query, caller, self._clock.now())
        drawn = await self._pictures(visit, caller, asked)
        return framed(visit, caller, below.section, "console/overview", scripts=True, asked=asked, pictures=drawn)

    async def values(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """What the picture with the name shows, as a file."""
        drawn = await self._pictures(visit, caller, asked_of(visit.query, caller, self._clock.now()))
        wanted = next((each for each in drawn if each.name == below.names["name"]), None)
        if wanted is None:
            return problem_page(visit, 404, sentences.MISSING)
        return saved(wanted.name, [wanted.headings, *wanted.rows])

    async def _pictures(self, visit: Visit, caller: Caller, asked: Asked) -> list[Picture]:
        zone, every = caller.account.zone, await self._tallies(TALLY, caller, asked)
        drawn = pictures(every, asked, zone, visit.language)
        if caller.level is Level.CUSTOMER:
            names = dict(await groups_of(Act(self._engine, visit, caller), ExtensionGroups()))
            of_groups = await self._tallies(TALLY_OF_GROUPS, caller, asked)
            shown = busiest(of_groups)
            then = await self._tallies(TALLY_OF_GROUPS_IN_TIME, caller, asked, shown)
            drawn.append(picture_of_groups(of_groups, names, visit.language))
            drawn.append(
                picture_of_loads(every, then, {each: names.get(each) for each in shown}, asked, zone, visit.language)
            )
        return drawn

    async def _tallies(
        self, face: Face, caller: Caller, asked: Asked, groups: Sequence[int] | None = None
    ) -> list[Tally]:
        """The sums over the calls of the days, or over those of some groups."""
        fields = tuple(name for name in face.fields if name != "at")
        period = seconds(asked, caller)
        tree = Group("and", _PERIOD if groups is None else (*_PERIOD, Comparison("group_id", "in")))
        values: tuple[object, ...] = period if groups is None else (*period, list(groups))
        query = Query(face, Shape(fields, tree, (), len(values)), values, MOST, 0)
        found = await self._engine.page(CALL_TALLY, query, realms.at_home(caller))
        tallies: list[Tally] = msgspec.json.decode(found.data)
        return tallies
