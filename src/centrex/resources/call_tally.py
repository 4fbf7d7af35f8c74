"""Calls added up: how many began in each quarter of an hour, how they ended, whose they were, how long they took."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, and_, func, literal_column

from centrex.catalogue import ANY_USER, NUMBER, DataFace, Resource, Show, one_of
from centrex.outcomes import RESULTS
from centrex.resources.call import call, history_of

SLOT: Final = 900
"""Seconds: every time zone is a number of them away from UTC."""

c = call.c

TALLY = DataFace(
    "call_tally",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    grouped=("slot", "result", "group_id"),
    only=and_(c.extension_id.is_not(None), c.ended_at.is_not(None)),
    shows=(
        Show("at", c.started_at, NUMBER, "When the call began, in seconds since 1970; for filters alone"),
        Show("slot", c.started_at // literal_column(str(SLOT), BigInteger), NUMBER, "Quarter of an hour since 1970"),
        Show("result", c.result, one_of(*RESULTS), "Outcome"),
        Show("group_id", c.extension_group_id, NUMBER, "Group that the number was in then"),
        Show("calls", func.count(), NUMBER, "Calls"),
        Show("answered", func.count(c.answered_at), NUMBER, "Calls that were answered"),
        Show("waited", func.sum(c.answered_at - c.started_at), NUMBER, "Seconds until they were answered"),
        Show("talks", func.count(c.talked_at), NUMBER, "Calls in which two talked"),
        Show("talked", func.sum(c.clean_talk_duration), NUMBER, "Seconds of talk"),
    ),
)
"""No dialect shows it."""

CALL_TALLY = Resource("call_tally", call, history_of(call), faces=())
