"""A zip of many files, written while it is sent: memory stays flat, and no file is opened before its turn."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import Buffer

_EARLIEST: Final = 1980
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
_LONGEST: Final = 200


class ArchiveBroken(Exception):
    """A file has not as many bytes as was said. What was sent of the zip has no directory and cannot be opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its name in the zip, its size in bytes, when it was made, and its bytes, which are closed in the end."""

    name: str
    size: int
    modified: datetime
    chunks: AsyncGenerator[bytes]


async def zipped(entries: AsyncIterable[Entry]) -> AsyncGenerator[bytes]:
    """The zip in pieces, as stored, without compression.

    Whatever ``entries`` or the chunks of one raise ends it in the middle, and is raised here, as is ArchiveBroken:
    the answer must then be broken off, never ended as if it were whole.
    """
    sink = _Sink()
    names: set[str] = set()
    archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED)  # closed in the end: that writes its directory
    try:
        async for entry in entries:
            name = _unique(_safe(entry.name), names)
            async with aclosing(_member(archive, sink, entry, name)) as pieces:
                async for piece in pieces:
                    yield piece
    finally:
        archive.close()
    yield sink.taken()


async def _member(archive: zipfile.ZipFile, sink: _Sink, entry: Entry, name: str) -> AsyncGenerator[bytes]:
    """One file; its size and checksum follow it, as the sink cannot go back."""
    about = zipfile.ZipInfo(name, _date(entry.modified))
    about.file_size = entry.size
    about.external_attr = 0o644 << 16
    written = 0
    async with aclosing(entry.chunks) as chunks:
        with archive.open(about, "w") as member:
            async for chunk in chunks:
                written += member.write(chunk)
                yield sink.taken()
            if written != entry.size:
                raise ArchiveBroken(name)
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what was written until it is taken; cannot seek, so that nothing in it is ever changed."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Buffer, /) -> int:
        view = memoryview(piece)
        self._written += view
        return view.nbytes

    def taken(self) -> bytes:
        """All that was written since the last time."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def _safe(name: str) -> str:
    """A name without directories, as every system can have it."""
    cleaned = _UNSAFE.sub("_", name).strip(". ")
    path = PurePosixPath(cleaned or "file")
    return f"{path.stem[:_LONGEST]}{path.suffix[:16]}"


def _unique(name: str, names: set[str]) -> str:
    """The name, or with a number when one like it is there already, in whatever case."""
    path = PurePosixPath(name)
    number, free = 1, name
    while free.casefold() in names:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    names.add(free.casefold())
    return free


def _date(moment: datetime) -> tuple[int, int, int, int, int, int]:
    """The time as written on a clock there; a zip knows no zone, and no year before 1980."""
    year, month, day, hour, minute, second = moment.timetuple()[:6]
    return (year, month, day, hour, minute, second) if year >= _EARLIEST else (_EARLIEST, 1, 1, 0, 0, 0)
