"""Calls as Asterisk tells them: rows of ``cdr``, from a file of ``cdr_csv`` or posted as JSON. A row is a leg.

What is what: ``channel`` is the caller's end and ``dstchannel`` the end that was rung. ``caller`` is ``src``, else the
number in the name of ``channel``. ``called`` is the number that went out through a line (``lastdata``), else the
number in the name of ``dstchannel``, else ``dst``; ``dialled`` is ``dst``, where that is another number. A call that
came in on 74951112233 and rang PJSIP/000*301 has dst 74951112233 and dstchannel PJSIP/000*301-0000001f: called is
000*301, dialled 74951112233. The names of the two channels go along.

Rows of one ``linkedid`` are one call, a row without it is a call by itself (``uniqueid``); the leg's id is
``uniqueid``, followed by ``sequence`` where the row has it. ``accountcode`` names the customer.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.channels import ANONYMOUS, dialled_through, number_in, party_in
from centrex.ingest.asterisk_outcomes import notes_of, outcome_of
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import UTC_ZONE, Row, instant, later, seconds, text

_ALWAYS: Final = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata"),
    *("start", "answer", "end", "duration", "billsec", "disposition", "amaflags"),
)
_NEW: Final = ("peeraccount", "linkedid", "sequence")

COLUMNS: Final[Mapping[int, tuple[str, ...]]] = {
    16: _ALWAYS,
    17: (*_ALWAYS, "uniqueid"),
    18: (*_ALWAYS, "uniqueid", "userfield"),
    19: (*_ALWAYS, *_NEW),
    20: (*_ALWAYS, "uniqueid", *_NEW),
    21: (*_ALWAYS, "uniqueid", "userfield", *_NEW),
}
"""The columns of ``cdr_csv`` by their number: loguniqueid, loguserfield and newcdrcolumns each add theirs, in this
order. Of the first two the id is taken to be there alone: calls need it."""

_NO_NUMBER: Final = frozenset({"", "s", "h", "i", "t", "T", "e", "o", "a"})
"""Extensions of the dialplan that nobody dials."""

NAME_LENGTH: Final = 255


class Line(NamedTuple):
    """A line of a file, counted from 1, with the call that it tells of, or why it cannot be read."""

    number: int
    read: CallReport | ReportRefused


def from_csv(
    lines: Iterable[str], zone: ZoneInfo = UTC_ZONE, *, header: tuple[str, ...] | None = None
) -> Iterator[Line]:
    """The legs of a file, a line at a time, each as a call with one leg; never raises for a line.

    A first line that names columns (``src``, ``dst``) names those of all; ``header`` does so where the reading begins
    later. A record is one line, so that a broken one never takes its neighbours along.
    """
    names = header
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number == 1 and names is None and (names := header_in(line)) is not None:
            continue
        yield Line(number, _read(line, number, names, zone))


def header_in(line: str) -> tuple[str, ...] | None:
    """The names of columns, where the line holds such."""
    try:
        cells = next(csv.reader([line.lstrip("\ufeff").strip()], strict=True), [])
    except csv.Error:
        return None
    names = tuple(name.strip().casefold() for name in cells)
    return names if {"src", "dst"} <= set(names) else None


def _read(line: str, number: int, names: tuple[str, ...] | None, zone: ZoneInfo) -> CallReport | ReportRefused:
    try:
        return report(_cells(line, names), zone)
    except ReportRefused as refused:
        return refused.at(number)


def _cells(line: str, names: tuple[str, ...] | None) -> Row:
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], strict=True))
    except csv.Error as broken:
        raise ReportRefused("body", "is no line of CSV") from broken
    columns = COLUMNS.get(len(cells)) if names is None else names
    if columns is None or len(columns) != len(cells):
        raise ReportRefused("body", f"has {len(cells)} columns")
    return dict(zip(columns, cells, strict=True))


def report(row: Row, zone: ZoneInfo = UTC_ZONE) -> CallReport:
    """One row as a call with one leg; raises ReportRefused.

    ``zone`` is that of the engine's clock. Beside Asterisk's columns are read ``calldate`` (for ``start``, as databases
    call it; missing ends follow from the durations), and those of ``centrex.ingest.asterisk_outcomes``.
    """
    unique = text(row, "uniqueid")
    return CallReport(
        call_id=text(row, "linkedid") or unique,
        legs=(_leg(row, unique, zone),),
        customer=text(row, "accountcode") or None,
    )


def _leg(row: Row, unique: str, zone: ZoneInfo) -> LegReport:
    notes = notes_of(row)
    outcome = outcome_of(row, notes)
    started, answered, ended = _times(row, zone)
    caller, called, dialled = _parties(row)
    sequence = text(row, "sequence")
    return LegReport(
        leg_id=f"{unique}-{sequence}" if unique and sequence else unique,
        caller=caller,
        called=called,
        started=started,
        answered=answered,
        ended=ended,
        outcome=outcome,
        dialled=dialled,
        caller_channel=text(row, "channel") or None,
        called_channel=text(row, "dstchannel") or None,
        caller_name=_name(text(row, "clid")),
        cause=(notes.hangupcause or text(row, "disposition"))[:64],
        transfer=bool(notes.transfer),
    )


def _times(row: Row, zone: ZoneInfo) -> tuple[datetime, datetime | None, datetime]:
    """When it began, was answered and ended; what is missing follows from the durations."""
    started = instant(row, "start", zone) or instant(row, "calldate", zone)
    if started is None:
        raise ReportRefused("start", "is missing")
    ended, length = instant(row, "end", zone), seconds(row, "duration")
    if ended is None and length is None:
        raise ReportRefused("end", "is missing")
    ended = ended or later(started, length or 0, "duration")
    if text(row, "disposition").upper() != "ANSWERED":
        return started, None, ended  # a channel may have been up before it rang somebody in vain
    talk = seconds(row, "billsec")
    return started, instant(row, "answer", zone) or later(ended, -(talk or 0), "billsec"), ended


def _parties(row: Row) -> tuple[str, str, str | None]:
    """Who called, who was rung, and what was dialled, where that is neither."""
    channel, rung, dst = text(row, "channel"), text(row, "dstchannel"), text(row, "dst")
    called = dialled_through(text(row, "lastdata"), rung) or party_in(rung) or dst or number_in(rung) or ANONYMOUS
    dialled = None if dst in _NO_NUMBER or dst == called else dst
    return text(row, "src") or party_in(channel) or ANONYMOUS, called, dialled


def _name(clid: str) -> str | None:
    """The name in ``"Name" <number>``."""
    name = clid.rpartition("<")[0].strip().removeprefix('"').removesuffix('"').strip()
    return name[:NAME_LENGTH] or None
