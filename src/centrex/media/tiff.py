"""Whether all that a TIFF points at is in the file. Pillow reads past what is missing at the end.

Source: TIFF, Revision 6.0, section 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_STRIPS: Final = ((273, 279), (324, 325))
"""The tags of where strips and tiles begin, and how long they are."""

_MOST_VALUES: Final = 65536
_MOST_DIRECTORIES: Final = 10_000


class _Field(NamedTuple):
    """``at`` is where its ``values`` are, ``length`` how many bytes they have together."""

    kind: int
    values: int
    at: int
    length: int


class _Cut(Exception):
    """Something is not in the file."""


def tiff_is_whole(path: Path) -> bool:
    """Whether every directory, value, strip and tile lies in the file."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        try:
            order = "<" if _read(file, 0, 2) == b"II" else ">"
            return all(_pictured(file, order, fields) <= size for fields in _directories(file, order, size))
        except _Cut:
            return False


def _directories(file: BinaryIO, order: str, size: int) -> Iterator[dict[int, _Field]]:
    """The fields of each page. Raises _Cut, also for a chain that has no end."""
    (at,) = struct.unpack(f"{order}I", _read(file, 4, 4))
    for _ in range(_MOST_DIRECTORIES):
        if not at:
            return
        (count,) = struct.unpack(f"{order}H", _read(file, at, 2))
        yield {tag: field for tag, field in _fields(file, order, at + 2, count) if _inside(field, size)}
        (at,) = struct.unpack(f"{order}I", _read(file, at + 2 + 12 * count, 4))
    raise _Cut


def _fields(file: BinaryIO, order: str, at: int, count: int) -> Iterator[tuple[int, _Field]]:
    content = _read(file, at, 12 * count)
    for number in range(count):
        tag, kind, values, pointer = struct.unpack_from(f"{order}HHII", content, 12 * number)
        length = _SIZES.get(kind, 1) * values
        place = pointer if length > 4 else at + 12 * number + 8
        yield tag, _Field(kind, values, place, length)


def _inside(field: _Field, size: int) -> bool:
    """True; raises _Cut when the values are not all there."""
    if field.at + field.length > size:
        raise _Cut
    return True


def _pictured(file: BinaryIO, order: str, fields: dict[int, _Field]) -> int:
    """Where the last strip or tile of the page ends."""
    ends = [0]
    for starts, lengths in _STRIPS:
        if starts in fields and lengths in fields:
            pairs = zip(_values(file, order, fields[starts]), _values(file, order, fields[lengths]), strict=False)
            ends += [start + length for start, length in pairs]
    return max(ends)


def _values(file: BinaryIO, order: str, field: _Field) -> tuple[int, ...]:
    """The numbers of a field of 16 or 32 bits."""
    if field.kind not in {3, 4} or field.values > _MOST_VALUES:
        raise _Cut
    return struct.unpack(f"{order}{field.values}{'H' if field.kind == 3 else 'I'}", _read(file, field.at, field.length))


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    content = file.read(length)
    if len(content) < length:
        raise _Cut
    return content
