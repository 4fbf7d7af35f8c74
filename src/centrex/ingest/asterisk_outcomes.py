"""How an Asterisk row ended: the table of dispositions, and the notes that a dialplan may leave in it.

Asterisk's CDR does not say who hung up, nor whether a phone refused or a caller gave up. Operators may add columns
``hangupsource``, ``hangupcause`` and ``transfer``, or write them into the user field, the only free one of ``cdr_csv``:
``hangupsource=PJSIP/000*301-00000012|hangupcause=16``. Without them the caller is taken to have hung up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import Row, text
from centrex.outcomes import Outcome

DISPOSITIONS: Final[Mapping[str, Outcome]] = {
    "ANSWERED": Outcome.CALLER_HUNG_UP,
    "BUSY": Outcome.BUSY,
    "NO ANSWER": Outcome.NO_ANSWER,
    "FAILED": Outcome.FAILED,
    "CONGESTION": Outcome.FAILED,
}

CAUSES: Final[Mapping[tuple[Outcome, str], Outcome]] = {
    (Outcome.BUSY, "21"): Outcome.REFUSED,
    (Outcome.NO_ANSWER, "21"): Outcome.REFUSED,
    (Outcome.NO_ANSWER, "26"): Outcome.ANSWERED_ELSEWHERE,
}
"""What a Q.850 cause adds to a disposition: 21 the call was rejected, 26 somebody else of the ringing ones answered."""

_BETWEEN: Final = re.compile(r"[;|]")

VOICEMAIL_APPS: Final = frozenset({"voicemail", "voicemailmain", "minivmrecord", "minivmgreet"})


class Notes(NamedTuple):
    """What a dialplan may add to a row, "" where it does not.

    ``hangupsource`` is the name of the channel that hung up, ``hangupcause`` a Q.850 number; ``transfer`` is anything,
    on a leg that a transfer made.
    """

    hangupsource: str
    hangupcause: str
    transfer: str


def notes_of(row: Row) -> Notes:
    """The notes of a row, from columns of their own or from the user field; raises ReportRefused."""
    pairs = (pair.partition("=") for pair in _BETWEEN.split(text(row, "userfield")))
    written = {name.strip(): value.strip() for name, _, value in pairs}
    return Notes(*(text(row, name) or written.get(name, "") for name in Notes._fields))


def outcome_of(row: Row, notes: Notes) -> Outcome:
    """How the leg of a row ended; raises ReportRefused for a disposition that Asterisk does not have."""
    disposition = text(row, "disposition").upper()
    outcome = DISPOSITIONS.get(disposition)
    if outcome is None:
        raise ReportRefused("disposition", f"is not known: {disposition[:40]}")
    if outcome is Outcome.CALLER_HUNG_UP:
        return _answered(row, notes)
    by_caller = notes.hangupsource != "" and notes.hangupsource == text(row, "channel")
    if outcome is Outcome.NO_ANSWER and by_caller:
        return Outcome.CALLER_GAVE_UP
    return CAUSES.get((outcome, notes.hangupcause), outcome)


def _answered(row: Row, notes: Notes) -> Outcome:
    """An answered row without a second channel talked to the dialplan alone."""
    rung = text(row, "dstchannel")
    if text(row, "lastapp").casefold() in VOICEMAIL_APPS:
        return Outcome.VOICEMAIL
    if not rung:
        return Outcome.MENU
    return Outcome.CALLEE_HUNG_UP if notes.hangupsource == rung else Outcome.CALLER_HUNG_UP
