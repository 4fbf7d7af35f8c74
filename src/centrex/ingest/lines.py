"""Reads calls of a file, a line at a time: a wrong one refuses itself alone, and can be told by its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from centrex.engine.call_report import CallReport
from centrex.ingest import asterisk, freeswitch, reading
from centrex.ingest.refusals import ReportRefused

LONGEST: Final = 1024 * 1024
"""Bytes of a line; a longer one is no report."""

_MARK: Final = b"\xef\xbb\xbf"


class Format(StrEnum):
    """What the lines are: rows of ``cdr_csv``, our own reports, or documents of ``mod_json_cdr``."""

    ASTERISK_CSV = "asterisk-csv"
    JSONL = "jsonl"
    FREESWITCH = "freeswitch"


class Line(NamedTuple):
    """A line of the file, counted from 1, with the call that it tells of, or why it cannot be read."""

    number: int
    read: CallReport | ReportRefused


class LineReader:
    """Reads lines of one file. ``first`` is its first line, which may name the columns of Asterisk's rows."""

    def __init__(self, kind: Format, zone: ZoneInfo, first: bytes) -> None:
        self._zone = zone
        self._header = None
        if kind is Format.ASTERISK_CSV:
            self._header = asterisk.header_in(first.decode("utf-8", "replace"))
        reads: dict[Format, Callable[[bytes], Sequence[CallReport]]] = {
            Format.ASTERISK_CSV: self._row,
            Format.JSONL: lambda line: reading.reports(line, CallReport),
            Format.FREESWITCH: freeswitch.from_post,
        }
        self._of_kind = reads[kind]

    def read(self, number: int, line: bytes) -> list[Line]:
        """What the line holds: mostly one call; none when it is empty, or tells nothing that others do not."""
        if number == 1:
            line = line.removeprefix(_MARK)
            if self._header is not None:
                return []
        if not line.strip():
            return []
        try:
            if len(line) > LONGEST:
                raise ReportRefused("body", "is too long")
            return [Line(number, report) for report in self._of_kind(line)]
        except ReportRefused as refused:
            return [Line(number, refused)]

    def _row(self, line: bytes) -> list[CallReport]:
        try:
            text = line.decode()
        except UnicodeDecodeError as broken:
            raise ReportRefused("body", "is no text in UTF-8") from broken
        # Only in the first line would names of columns be looked for.
        (found,) = asterisk.from_csv(["", text], self._zone, header=self._header)
        if isinstance(found.read, ReportRefused):
            raise found.read
        return [found.read]
