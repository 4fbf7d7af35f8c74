"""The newest recordings of a group of internal numbers, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from centrex.catalogue_rest import Action, Realm
from centrex.web.console.acting import Act
from centrex.web.console.cells import cells_of
from centrex.web.console.reading import asked_of, first_of_group, key_of, kinds
from centrex.web.console.rest import rest
from centrex.web.console.sections import BY_PATH, Section

SECTION: Final = BY_PATH["recordings"]
OF_GROUPS: Final = rest(Action.LIST, "record", Realm.EXTENSION_GROUP)
NEWEST: Final = 10


@dataclass(frozen=True, slots=True)
class Recordings:
    """The keys of the newest with their cells; ``total`` counts those of as many days as lists show."""

    section: Section
    rows: list[tuple[str, list[str]]]
    total: int


async def recordings_of(act: Act, group_id: int, now: float) -> Recordings:
    """The newest recordings of the calls that the group had."""
    asked, face = asked_of({}, act.caller, now), OF_GROUPS.face
    assert face is not None
    found = await first_of_group(act.engine, SECTION, OF_GROUPS, act.caller, asked, NEWEST, group_id)
    held = kinds(SECTION, face)
    rows = [(row[key_of(face)], cells_of(SECTION.columns, held, row, act.visit.language)) for row in found.rows]
    return Recordings(SECTION, rows, found.total)
