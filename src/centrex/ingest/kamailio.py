"""Calls as a Kamailio script tells them: a dialog with its end, as JSON. A dialog is a call with one leg.

Fields: ``call_id``, ``caller``, ``dialed`` (or ``dialled``), ``answered_by``, ``start``, ``answer``, ``end``,
``hangup_by``, ``disposition``, ``sip_code``; beside them ``leg_id`` where several dialogs make one call,
``caller_name`` and ``accountcode``, which names the customer. The parties may be SIP URIs, whose users are taken, and
which then go along as the channels. ``called`` is who answered, else what was dialled; ``dialled`` what was dialled,
where it is another. Times are ISO 8601, seconds since 1970 or local times of a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.channels import ANONYMOUS, number_in
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import UTC_ZONE, Row, instant, text
from centrex.outcomes import BY_MACHINE, TALKED, Outcome

CODES: Final[Mapping[int, Outcome]] = {
    486: Outcome.BUSY,
    600: Outcome.BUSY,
    603: Outcome.REFUSED,
    403: Outcome.REFUSED,
    408: Outcome.NO_ANSWER,
    480: Outcome.NO_ANSWER,
    487: Outcome.CALLER_GAVE_UP,
}
"""What ends a dialog that nobody answered; other codes from 300 on are failures."""

DISPOSITIONS: Final[Mapping[str, Outcome]] = {
    "answered": Outcome.CALLER_HUNG_UP,
    "menu": Outcome.MENU,
    "voicemail": Outcome.VOICEMAIL,
    "busy": Outcome.BUSY,
    "rejected": Outcome.REFUSED,
    "refused": Outcome.REFUSED,
    "declined": Outcome.REFUSED,
    "no answer": Outcome.NO_ANSWER,
    "cancelled": Outcome.CALLER_GAVE_UP,
    "canceled": Outcome.CALLER_GAVE_UP,
    "answered elsewhere": Outcome.ANSWERED_ELSEWHERE,
    "failed": Outcome.FAILED,
}
"""What a script may say instead of a code, or beside one that leaves it open: with 200 a menu or voicemail, with 487
that another branch answered. Case, ``_`` and ``-`` do not matter."""

_BESIDE: Final = {200: BY_MACHINE, 487: frozenset({Outcome.ANSWERED_ELSEWHERE})}

_BY_CALLEE: Final = frozenset({"callee", "upstream"})
_BY_CALLER: Final = frozenset({"", "caller", "downstream"})
"""Who sent the BYE; a proxy calls the way from caller to callee downstream."""

NAME_LENGTH: Final = 255


def report(row: Row, zone: ZoneInfo = UTC_ZONE) -> CallReport:
    """One dialog as a call with one leg; raises ReportRefused."""
    call_id = text(row, "call_id")
    return CallReport(call_id=call_id, legs=(_leg(row, call_id, zone),), customer=text(row, "accountcode") or None)


def _leg(row: Row, call_id: str, zone: ZoneInfo) -> LegReport:
    outcome = _outcome(row)
    started, ended = _required(row, "start", zone), _required(row, "end", zone)
    answered = instant(row, "answer", zone)
    caller, dialled, rung = text(row, "caller"), _dialled(row), text(row, "answered_by")
    called = _user(rung) or _user(dialled) or ANONYMOUS
    return LegReport(
        leg_id=text(row, "leg_id") or call_id,
        caller=_user(caller) or ANONYMOUS,
        called=called,
        started=started,
        answered=(answered or started) if outcome in TALKED | BY_MACHINE else None,
        ended=ended,
        outcome=outcome,
        dialled=_user(dialled) if _user(dialled) != called else None,
        caller_channel=_uri(caller),
        called_channel=_uri(rung or dialled),
        caller_name=text(row, "caller_name")[:NAME_LENGTH] or None,
        cause=(text(row, "sip_code") or text(row, "disposition"))[:64] or None,
    )


def _required(row: Row, field: str, zone: ZoneInfo) -> datetime:
    time = instant(row, field, zone)
    if time is None:
        raise ReportRefused(field, "is missing")
    return time


def _dialled(row: Row) -> str:
    return text(row, "dialed") or text(row, "dialled")


def _user(address: str) -> str | None:
    return number_in(address) if address else None


def _uri(address: str) -> str | None:
    return address if "@" in address else None


def _outcome(row: Row) -> Outcome:
    code, said = text(row, "sip_code"), _said(row)
    outcome = _by_code(code, said) if code else said
    if outcome is None:
        raise ReportRefused("sip_code", "is missing")
    return _by_whom(row) if outcome in TALKED else outcome


def _said(row: Row) -> Outcome | None:
    words = text(row, "disposition").casefold().replace("_", " ").replace("-", " ")
    if words and words not in DISPOSITIONS and not text(row, "sip_code"):
        raise ReportRefused("disposition", f"is not known: {words[:40]}")
    return DISPOSITIONS.get(words)


def _by_code(written: str, said: Outcome | None) -> Outcome:
    if len(written) != 3 or not written.isascii() or not written.isdigit() or not "200" <= written < "700":
        raise ReportRefused("sip_code", f"is no final code: {written[:40]}")
    code = int(written)
    if said is not None and said in _BESIDE.get(code, frozenset()):
        return said
    return Outcome.CALLER_HUNG_UP if code < 300 else CODES.get(code, Outcome.FAILED)


def _by_whom(row: Row) -> Outcome:
    side = text(row, "hangup_by").casefold()
    if side not in _BY_CALLEE | _BY_CALLER:
        raise ReportRefused("hangup_by", f"is neither caller nor callee: {side[:40]}")
    return Outcome.CALLEE_HUNG_UP if side in _BY_CALLEE else Outcome.CALLER_HUNG_UP
