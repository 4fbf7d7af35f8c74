"""What a PBX engine tells of a call: its legs, with the parties and times that it saw. No customer's data is looked up.

Every way in, whatever the engine's own format, ends in these values.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec

from centrex.outcomes import Outcome

CallId = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""The engine's own id: it is what a repeated or late report is known by."""

Address = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""A number as dialled, ``PREFIX*NUM``, or the name of a channel that holds one."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""ISO 8601 with its zone, such as 2026-03-01T09:30:00Z."""

MAX_LEGS = 1_000


class LegReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One leg: ``caller`` rings ``called``.

    ``dialled`` is what the caller had dialled, where that is not ``called``: the external number of an incoming call.
    The ``…_channel`` are the engine's names of the two ends, which tell an internal number where the numbers do not.
    ``outcome`` and ``ended`` are missing as long as the leg goes on; ``cause`` is the engine's own word for the end.
    ``transfer`` marks a leg that a transfer made.
    """

    leg_id: CallId
    caller: Address
    called: Address
    started: Moment
    answered: Moment | None = None
    ended: Moment | None = None
    outcome: Outcome | None = None
    dialled: Address | None = None
    caller_channel: Address | None = None
    called_channel: Address | None = None
    caller_name: Annotated[str, msgspec.Meta(max_length=255)] | None = None
    cause: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    transfer: bool = False


class CallReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call, or those of its legs that are known by now: later reports with its id add theirs.

    ``customer`` is the id or the prefix of the customer whose call it is; only the operator names one.
    """

    call_id: CallId
    legs: Annotated[tuple[LegReport, ...], msgspec.Meta(min_length=1, max_length=MAX_LEGS)]
    customer: int | Annotated[str, msgspec.Meta(min_length=1, max_length=32)] | None = None


def moment(seconds: float) -> datetime:
    """The instant so many seconds after 1970, UTC; raises ValueError for one outside of the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as outside:
        raise ValueError("no instant of the calendar") from outside
