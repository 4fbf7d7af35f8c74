"""Reads numbers from the lines of a file: comma- or semicolon-separated, with a header or in the order of COLUMNS."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import msgspec

from centrex.engine.new_number import AMOUNTS, NewNumber, Reason, faults
from centrex.errors import InvalidParameterValue

COLUMNS: Final = tuple(field.name for field in fields(NewNumber))


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that brought no number; lines count from 1."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A number, and the line that it stands in."""

    line: int
    new: NewNumber


def read_numbers(lines: Iterable[str]) -> Iterator[Entry | RefusedLine]:
    """What each line holds; empty lines and those that begin with ``#`` hold nothing.

    A first line that begins with ``number`` names the columns; raises InvalidParameterValue for one that is
    unknown. What a line leaves empty has its default.
    """
    columns: Sequence[str] | None = None
    delimiter = ","
    for count, line in enumerate(lines, 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        if columns is None:
            delimiter = ";" if ";" in said else ","
            columns = _header(_cells(said, delimiter))
            if columns is not None:
                continue
            columns = COLUMNS
        yield _entry(count, said, columns, _cells(said, delimiter))


def _header(cells: Sequence[str] | None) -> Sequence[str] | None:
    if not cells or cells[0].lower() != COLUMNS[0]:
        return None
    names = [cell.lower() for cell in cells]
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            raise InvalidParameterValue("columns", name)
    return names


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True))]
    except csv.Error:
        return None


def _entry(line: int, said: str, columns: Sequence[str], cells: Sequence[str] | None) -> Entry | RefusedLine:
    if cells is None or len(cells) > len(columns):
        return RefusedLine(line, said, Reason.UNREADABLE)
    given = {name: cell for name, cell in zip(columns, cells, strict=False) if cell or name == COLUMNS[0]}
    try:
        values = {name: float(cell) if name in AMOUNTS else cell for name, cell in given.items()}
    except ValueError:
        return RefusedLine(line, said, Reason.BAD_AMOUNT)
    new = msgspec.convert(values, NewNumber)
    wrong = next(faults(new), None)
    return Entry(line, new) if wrong is None else RefusedLine(line, said, wrong[1])
