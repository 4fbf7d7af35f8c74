"""Calls added up: how many began in each quarter of an hour, how they ended, and those of each group."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, and_, func, literal_column

from centrex.catalogue import ANY_USER, NUMBER, DataFace, Resource, Show, one_of
from centrex.outcomes import RESULTS
from centrex.resources.call import call, history_of

SLOT: Final = 900
"""Seconds: every time zone is a number of them away from UTC."""

c = call.c

_SUMS: Final = (
    Show("at", c.started_at, NUMBER, "When the call began, in seconds since 1970; for filters alone"),
    Show("calls", func.count(), NUMBER, "Calls"),
    Show("answered", func.count(c.answered_at), NUMBER, "Calls that were answered"),
    Show("waited", func.sum(c.answered_at - c.started_at), NUMBER, "Seconds until they were answered"),
    Show("talks", func.count(c.talked_at), NUMBER, "Calls in which two talked"),
    Show("talked", func.sum(c.clean_talk_duration), NUMBER, "Seconds of talk"),
)


def _tally(*shows: Show) -> DataFace:
    """The sums over the calls that have these fields in common; no dialect shows it."""
    return DataFace(
        "call_tally",
        permission=ANY_USER,
        access=frozenset(),
        verbs=(),
        grouped=tuple(show.name for show in shows),
        only=and_(c.extension_id.is_not(None), c.ended_at.is_not(None)),
        shows=(*shows, *_SUMS),
    )


_QUARTER = Show("slot", c.started_at // literal_column(str(SLOT), BigInteger), NUMBER, "Quarter of an hour since 1970")

TALLY = _tally(
    _QUARTER,
    Show("result", c.result, one_of(*RESULTS), "Outcome"),
)
TALLY_OF_GROUPS = _tally(Show("group_id", c.extension_group_id, NUMBER, "Group that the number was in then"))
TALLY_OF_GROUPS_IN_TIME = _tally(
    _QUARTER,
    Show("group_id", func.coalesce(c.extension_group_id, 0), NUMBER, "Group that the number was in then; 0 is none"),
)

CALL_TALLY = Resource("call_tally", call, history_of(call), faces=())
