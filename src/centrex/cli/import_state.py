"""How far an import of a file came: kept beside the file, so that one that was broken off goes on from there."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from centrex.ingest.importing import Batch, RefusedLine

ENDING: Final = ".centrex-progress"
_BEGIN: Final = 4096


class _Entry(msgspec.Struct):
    """A batch that is written. ``of`` tells imports apart, ``begin`` files: it is a hash of how the file begins."""

    of: str
    begin: str
    offset: int
    lines: int
    reports: int
    created: int
    refused: list[RefusedLine]


@dataclass(slots=True)
class Progress:
    """What is written so far: ``offset`` is the byte after the last line of it, ``lines`` how many there are."""

    offset: int = 0
    lines: int = 0
    reports: int = 0
    created: int = 0
    refused: list[RefusedLine] = field(default_factory=list)

    def add(self, entry: _Entry) -> None:
        self.offset, self.lines = entry.offset, entry.lines
        self.reports += entry.reports
        self.created += entry.created
        self.refused += entry.refused


class ImportState:
    """The progress of the import ``of`` a file, a line a batch in a file of its own.

    What is written there was written to the database before, so that going on loses nothing; a batch that was not yet
    noted is written again, which changes nothing.
    """

    def __init__(self, file: Path, of: str) -> None:
        self._file = file
        self.kept = file.with_name(file.name + ENDING)
        self._of = hashlib.sha256(of.encode()).hexdigest()
        self.progress = self._known()

    def add(self, offset: int, lines: int, batch: Batch) -> None:
        """Notes a batch, durably. Raises OSError."""
        begin = self._begin(offset)
        entry = _Entry(self._of, begin, offset, lines, batch.reports, batch.created, batch.refused)
        with self.kept.open("ab") as kept:
            kept.write(msgspec.json.encode(entry) + b"\n")
            kept.flush()
            os.fsync(kept.fileno())
        self.progress.add(entry)

    def remove(self) -> None:
        """The import is over."""
        self.kept.unlink(missing_ok=True)

    def _known(self) -> Progress:
        """Begins anew where what is kept is that of another import, or of a file that is not there any more."""
        progress = Progress()
        try:
            content = self.kept.read_bytes()
            whole = content[: content.rfind(b"\n") + 1]
            entries = [msgspec.json.decode(line, type=_Entry) for line in whole.splitlines()]
        except (FileNotFoundError, msgspec.DecodeError):
            return self._anew(progress)
        if not entries or any(entry.of != self._of for entry in entries) or not self._is_same_file(entries[-1]):
            return self._anew(progress)
        if len(whole) < len(content):  # a line that was broken off
            os.truncate(self.kept, len(whole))
        for entry in entries:
            progress.add(entry)
        return progress

    def _anew(self, progress: Progress) -> Progress:
        self.remove()
        return progress

    def _is_same_file(self, last: _Entry) -> bool:
        return self._file.stat().st_size >= last.offset and self._begin(last.offset) == last.begin

    def _begin(self, offset: int) -> str:
        with self._file.open("rb") as file:
            return hashlib.sha256(file.read(min(offset, _BEGIN))).hexdigest()
