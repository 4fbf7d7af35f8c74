"""Writes the calls of a file, a batch of lines a transaction: what is wrong with a line refuses that line alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from centrex.access.ingest_keys import IngestKey
from centrex.engine.call_report import CallReport
from centrex.engine.ingest import Ingest
from centrex.engine.own_deeds import Place
from centrex.errors import CentrexError
from centrex.ingest.lines import LineReader
from centrex.ingest.refusals import ReportRefused

OPERATION = "import.calls"
UNREADABLE = "report_invalid"


class RefusedLine(msgspec.Struct, frozen=True):
    """A line that brought no call, counted from 1; ``error`` is a mnemonic, ``value`` what stood in the field."""

    line: int
    error: str
    field: str | None
    value: str | None


@dataclass(slots=True)
class Batch:
    """What became of some lines: how many reports were taken, how many calls they made, and what was refused."""

    reports: int = 0
    created: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


class CallImport:
    """The import of one file; ``key`` says whose calls they are."""

    def __init__(self, ingest: Ingest, key: IngestKey, reader: LineReader, place: Place) -> None:
        self._ingest = ingest
        self._key = key
        self._reader = reader
        self._place = place

    async def take(self, lines: Iterable[tuple[int, bytes]]) -> Batch:
        """Writes the calls of numbered lines. Raises what is no line's fault, with nothing or a part written."""
        done = Batch()
        numbers: list[int] = []
        reports: list[CallReport] = []
        for number, line in lines:
            for found in self._reader.read(number, line):
                if isinstance(found.read, ReportRefused):
                    done.refused.append(_unreadable(number, found.read))
                else:
                    numbers.append(number)
                    reports.append(found.read)
        made, refused = await self._ingest.sifted(self._key, reports, self._place, OPERATION)
        done.reports = len(reports) - len(refused)
        done.created = sum(each.status == "created" for each in made)
        done.refused += [_refused(numbers[index], error) for index, error in refused.items()]
        done.refused.sort(key=lambda line: line.line)
        return done


def _unreadable(number: int, refused: ReportRefused) -> RefusedLine:
    return RefusedLine(number, UNREADABLE, refused.field, refused.reason)


def _refused(number: int, error: CentrexError) -> RefusedLine:
    fields = error.params.get("fields")
    named = ", ".join(fields) if isinstance(fields, list) else error.field
    return RefusedLine(number, error.mnemonic, named, None if error.value is None else str(error.value))
