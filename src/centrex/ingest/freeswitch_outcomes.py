"""How a FreeSWITCH leg ended: the table of hang-up causes, and who hung up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.outcomes import Outcome

CAUSES: Final[Mapping[str, Outcome]] = {
    "USER_BUSY": Outcome.BUSY,
    "CALL_REJECTED": Outcome.REFUSED,
    "NO_ANSWER": Outcome.NO_ANSWER,
    "NO_USER_RESPONSE": Outcome.NO_ANSWER,
    "ALLOTTED_TIMEOUT": Outcome.NO_ANSWER,
    "NORMAL_CLEARING": Outcome.NO_ANSWER,
    "ORIGINATOR_CANCEL": Outcome.CALLER_GAVE_UP,
    "LOSE_RACE": Outcome.ANSWERED_ELSEWHERE,
    "PICKED_OFF": Outcome.ANSWERED_ELSEWHERE,
}
"""What ends a leg that nobody answered; all others are failures. An answered leg was a talk, whatever ended it."""

ELSEWHERE: Final = frozenset({"LOSE_RACE", "PICKED_OFF"})
TRANSFERS: Final = frozenset({"BLIND_TRANSFER", "ATTENDED_TRANSFER"})
"""What ends a channel whose phone has sent the other one on."""


def unanswered(cause: str, disposition: str) -> Outcome:
    """How a leg ended that nobody answered; a CANCEL that was received is the caller's, whatever the cause."""
    return Outcome.CALLER_GAVE_UP if disposition == "recv_cancel" else CAUSES.get(cause, Outcome.FAILED)


def talked(cause: str, disposition: str, *, rung: bool) -> Outcome:
    """Who ended a talk, by ``sip_hangup_disposition`` of a leg whose phone was rung, or rang in.

    ``recv_bye``: that phone hung up, and so it did if it sent the other one on; ``send_bye``: the other side did.
    Channels other than SIP do not say it; then the caller is taken to have hung up.
    """
    by_itself = disposition == "recv_bye" or cause in TRANSFERS
    by_callee = by_itself if rung else disposition == "send_bye" and not by_itself
    return Outcome.CALLEE_HUNG_UP if by_callee else Outcome.CALLER_HUNG_UP


def by_machine(last_app: str, last_arg: str) -> Outcome:
    """What answered a leg that was never connected with another."""
    return Outcome.VOICEMAIL if "voicemail" in f"{last_app} {last_arg}".casefold() else Outcome.MENU
