"""Reads the bodies of requests: each report with its place among the elements or lines of the body, counted from 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from centrex.engine.call_report import CallReport
from centrex.ingest import asterisk, freeswitch, kamailio
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import Row, decoded, json_object

MOST: Final = 10_000
"""Elements of a request."""

Report = TypeVar("Report")

_BLANKS: Final = b" \t\r\n\xef\xbb\xbf"


class Placed(NamedTuple):
    """A report of a call, and its place in the body."""

    place: int
    report: CallReport


class TooMany(Exception):
    """The body has more than MOST elements."""


def calls(body: bytes) -> list[Placed]:
    """Reports in our own format: one object, or an array of them. Raises ReportRefused and TooMany."""
    return [Placed(place, report) for place, report in enumerate(reports(body, CallReport))]


def reports(body: bytes, kind: type[Report]) -> list[Report]:
    """Objects of a type, of an object or an array. Raises ReportRefused, which tells the place, and TooMany."""
    decoder = msgspec.json.Decoder(kind)
    if body.lstrip(_BLANKS)[:1] != b"[":
        return [_read(decoder, body)]
    try:
        elements = msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise ReportRefused("body", "is no JSON") from broken
    _check_number(len(elements))
    return [_read(decoder, element, place) for place, element in enumerate(elements, 1)]


def _read(decoder: msgspec.json.Decoder[Report], element: bytes | msgspec.Raw, place: int | None = None) -> Report:
    try:
        return decoder.decode(element)
    except msgspec.ValidationError as wrong:
        reason, _, path = str(wrong).partition(" - at `$")
        raise ReportRefused(path.strip("`.") or "body", reason, place) from wrong
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise ReportRefused("body", "is no JSON", place) from broken


def of_asterisk(body: bytes, zone: ZoneInfo) -> list[Placed]:
    """Rows of ``cdr`` as JSON, or lines as ``cdr_csv`` writes them. Raises ReportRefused and TooMany."""
    if body.lstrip(_BLANKS)[:1] in {b"[", b"{"}:
        return _rows(body, lambda row: asterisk.report(row, zone))
    try:
        lines = body.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as broken:
        raise ReportRefused("body", "is no text in UTF-8") from broken
    _check_number(len(lines))
    return list(_lines(asterisk.from_csv(lines, zone)))


def _lines(lines: Iterator[asterisk.Line]) -> Iterator[Placed]:
    for line in lines:
        if isinstance(line.read, ReportRefused):
            raise line.read.at(line.number)
        yield Placed(line.number - 1, line.read)


def of_kamailio(body: bytes, zone: ZoneInfo) -> list[Placed]:
    """Dialogs as JSON. Raises ReportRefused and TooMany."""
    return _rows(body, lambda row: kamailio.report(row, zone))


def of_freeswitch(body: bytes) -> list[Placed]:
    """A channel, which may tell nothing that others do not tell. Raises ReportRefused."""
    return [Placed(0, report) for report in freeswitch.from_post(body)]


def _rows(body: bytes, read: Callable[[Row], CallReport]) -> list[Placed]:
    value = decoded(body)
    if not isinstance(value, list):
        return [Placed(0, read(json_object(value)))]
    _check_number(len(value))
    return [Placed(place, _row(element, place, read)) for place, element in enumerate(value)]


def _row(element: object, place: int, read: Callable[[Row], CallReport]) -> CallReport:
    try:
        return read(json_object(element))
    except ReportRefused as refused:
        raise refused.at(place + 1) from refused.__cause__


def _check_number(elements: int) -> None:
    if elements > MOST:
        raise TooMany
