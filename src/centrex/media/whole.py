"""Whether an audio file has its end. The codecs do not say: they play what there is of a file that was cut.

Sources: RIFF, "Multimedia Programming Interface and Data Specifications 1.0"; ISO/IEC 11172-3 and 13818-3 for
the frames of an mp3, the Xing header by its writers' convention; RFC 3533 for Ogg.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KILOBITS_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_ID3V1: Final = 128
_LAST_PAGE: Final = 4
_PAGE_HEADER: Final = 27


class _Frame(NamedTuple):
    """``side`` is where the Xing header begins, if it has one."""

    length: int
    side: int


def wav_is_whole(path: Path) -> bool:
    """Whether the file holds as much sound as its header says; one whose header was never completed is not whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        at = 12
        while at + 8 <= size:
            file.seek(at)
            head = file.read(8)
            length = int.from_bytes(head[4:], "little")
            if head[:4] == b"data":
                return 0 < length <= size - at - 8
            at += 8 + length + length % 2
    return False


def ogg_is_whole(path: Path) -> bool:
    """Whether the last page is there with all its bytes and says that it is the last."""
    with path.open("rb") as file, _mapped(file.fileno()) as content:
        flags = 0
        at = 0
        while at < len(content):
            if content[at : at + 4] != b"OggS" or at + _PAGE_HEADER > len(content):
                return False
            flags = content[at + 5]
            segments = content[at + _PAGE_HEADER : at + _PAGE_HEADER + content[at + 26]]
            at += _PAGE_HEADER + content[at + 26] + sum(segments)
        return at == len(content) and bool(flags & _LAST_PAGE)


def mp3_is_whole(path: Path) -> bool:
    """Whether the last frame has all its bytes, and there are as many frames as the first one says, if it does."""
    with path.open("rb") as file, _mapped(file.fileno()) as content:
        start, end = _sound(content)
        promised = _promised(content, start)
        at, count = start, 0
        while at < end and (frame := _frame(content, at)):
            at += frame.length
            count += 1
        if at != end and not _only_zeros(content, at, end):
            return False
        return count > 0 and (promised is None or count > promised)


def _mapped(descriptor: int) -> mmap.mmap:
    return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)


def _sound(content: mmap.mmap) -> tuple[int, int]:
    """Where the frames begin and end: tags may stand before and after them."""
    start, end = 0, len(content)
    if content[:3] == b"ID3" and end > 10:
        start = 10 + sum(digit << shift for digit, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    if content[max(start, end - _ID3V1) :][:3] == b"TAG":
        end -= _ID3V1
    if content[max(start, end - 32) : end][:8] == b"APETAGEX":
        has_header = content[end - 9] >> 7
        end -= int.from_bytes(content[end - 20 : end - 16], "little") + (32 if has_header else 0)
    return start, end


def _frame(content: mmap.mmap, at: int) -> _Frame | None:
    """The frame of layer III that begins here."""
    head = int.from_bytes(content[at : at + 4], "big")
    version, bits, rate = head >> 19 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or head >> 17 & 3 != 1 or bits in {0, 15} or rate == 3:
        return None
    first = version == 3
    mono = head >> 6 & 3 == 3
    kilobits = (_KILOBITS_1 if first else _KILOBITS_2)[bits]
    length = (144 if first else 72) * kilobits * 1000 // _RATES[version][rate] + (head >> 9 & 1)
    side = 4 + ((17 if mono else 32) if first else (9 if mono else 17))
    return _Frame(length, side)


def _promised(content: mmap.mmap, at: int) -> int | None:
    """How many frames of sound the first frame says there are; it does not count itself."""
    frame = _frame(content, at)
    if frame is None:
        return None
    header = content[at + frame.side : at + frame.side + 12]
    if header[:4] not in {b"Xing", b"Info"} or not header[7] & 1:
        return None
    return int.from_bytes(header[8:], "big")


def _only_zeros(content: mmap.mmap, start: int, end: int) -> bool:
    """Whether nothing but filling follows; a frame that was cut never looks like that."""
    return start < end and not any(_pieces(content, start, end))


def _pieces(content: mmap.mmap, start: int, end: int) -> Iterator[bool]:
    for at in range(start, end, 65536):
        yield content[at : min(at + 65536, end)].count(0) != min(65536, end - at)
