"""What the tests of both media stores share: uploads, and a check of what comes."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from pathlib import Path

from centrex.errors import MediaRefused
from centrex.store.media_files import MediaFiles, Received

LIMIT = 50_000_000
CONTENT = bytes(range(256)) * 5000


@dataclass(frozen=True)
class Checked:
    """What the check has seen."""

    format: str
    size: int


def checked(path: Path) -> Checked:
    return Checked("wav", path.stat().st_size)


def refusing(path: Path) -> Checked:
    assert path.is_file()
    raise MediaRefused("not_audio")


async def upload(content: bytes = CONTENT, piece: int = 65536) -> AsyncIterator[bytes]:
    """The content, as it comes from a client."""
    for at in range(0, len(content), piece):
        yield content[at : at + piece]


async def received(files: MediaFiles, content: bytes = CONTENT) -> Received[Checked]:
    return await files.receive(upload(content), checked, LIMIT)


async def read(files: MediaFiles, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in files.stream(key, start, end)])


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def left(root: Path) -> list[str]:
    """Every file that is there."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


class Rows:
    """Keys that have a row, and what was asked for."""

    def __init__(self, *keys: str) -> None:
        self._keys = set(keys)
        self.asked: list[list[str]] = []

    async def known(self, keys: Collection[str]) -> Collection[str]:
        self.asked.append(list(keys))
        return self._keys.intersection(keys)
