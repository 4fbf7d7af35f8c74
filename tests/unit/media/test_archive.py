"""A zip that is written while it is sent can be opened when it is whole, and cannot when it is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from datetime import datetime

import pytest

from centrex.errors import MediaMissing
from centrex.media.archive import ArchiveBroken, Entry, zipped

MOMENT = datetime(2026, 3, 1, 12, 30, 8)


async def chunks(*pieces: bytes) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


async def missing() -> AsyncGenerator[bytes]:
    yield b"begin"
    raise MediaMissing


def entry(name: str, *pieces: bytes, size: int | None = None, modified: datetime = MOMENT) -> Entry:
    return Entry(name, len(b"".join(pieces)) if size is None else size, modified, chunks(*pieces))


async def each(entries: Iterable[Entry]) -> AsyncIterator[Entry]:
    for one in entries:
        yield one


async def whole(*entries: Entry) -> zipfile.ZipFile:
    """The zip that came, opened."""
    pieces = [piece async for piece in zipped(each(entries))]
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


async def broken(error: type[Exception], *entries: Entry) -> bytes:
    """What came before the error."""
    content = bytearray()

    async def take() -> None:
        nonlocal content
        async for piece in zipped(each(entries)):
            content += piece

    with pytest.raises(error):
        await take()
    return bytes(content)


async def test_the_files_are_in_it_as_they_are() -> None:
    archive = await whole(entry("a.wav", b"one", b"two"), entry("b.mp3", bytes(100_000)), entry("empty"))
    assert archive.testzip() is None
    assert {info.filename: archive.read(info) for info in archive.infolist()} == {
        "a.wav": b"onetwo",
        "b.mp3": bytes(100_000),
        "empty": b"",
    }
    assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


async def test_an_archive_of_nothing_is_one() -> None:
    assert (await whole()).namelist() == []


async def test_names_are_unique_and_lead_nowhere() -> None:
    names = [
        "a.wav",
        "A.WAV",
        "a.wav",
        "a (2).wav",
        "../../etc/passwd",
        "C:\\x",
        "\r\n",
        "звонок 1.mp3",
        "x" * 300 + ".mp3",
    ]
    archive = await whole(*(entry(name, b"1") for name in names))
    told = archive.namelist()
    assert told[:4] == ["a.wav", "A (2).WAV", "a (3).wav", "a (2) (2).wav"]
    assert told[4:] == ["_.._etc_passwd", "C__x", "__", "звонок 1.mp3", "x" * 200 + ".mp3"]


async def test_a_file_keeps_its_time() -> None:
    archive = await whole(entry("a"), entry("b", modified=datetime(1970, 1, 1)))
    assert [info.date_time for info in archive.infolist()] == [(2026, 3, 1, 12, 30, 8), (1980, 1, 1, 0, 0, 0)]


async def test_a_file_that_is_missing_in_the_middle_breaks_it_off() -> None:
    content = await broken(MediaMissing, entry("a", b"whole"), Entry("b", 9, MOMENT, missing()), entry("c", b"never"))
    assert b"whole" in content
    assert not zipfile.is_zipfile(io.BytesIO(content))


@pytest.mark.parametrize("size", [2, 9])
async def test_a_file_of_another_size_than_was_said_breaks_it_off(size: int) -> None:
    content = await broken(ArchiveBroken, entry("a", b"abcd", size=size), entry("b"))
    assert not zipfile.is_zipfile(io.BytesIO(content))


async def test_a_file_is_opened_in_its_turn_sent_piece_by_piece_and_closed_with_the_zip() -> None:
    opened: list[str] = []
    closed: list[str] = []

    async def source(name: str) -> AsyncGenerator[bytes]:
        opened.append(name)
        try:
            for _ in range(3):
                yield bytes(1000)
        finally:
            closed.append(name)

    entries = [Entry(name, 3000, MOMENT, source(name)) for name in ("a", "b")]
    stream = zipped(each(entries))
    sizes = [len(await anext(stream)) for _ in range(3)]
    assert opened == ["a"]
    assert max(sizes) < 1100
    await stream.aclose()
    assert closed == ["a"]


async def test_a_file_larger_than_the_old_format_can_tell_is_written_in_the_new() -> None:
    """By its first header alone: the size is said before the bytes come."""
    stream = zipped(each([entry("a", b"1", size=5 * 1024**3)]))
    header = await anext(stream)
    assert int.from_bytes(header[4:6], "little") == 45
    with pytest.raises(ArchiveBroken):
        await anext(stream)
