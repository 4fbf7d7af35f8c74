"""A file on its way in: under a temporary name until it is whole, checked and durable."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from centrex.errors import MediaTooLarge
from centrex.store.media_files import PIECE, Random, in_thread

INCOMING: Final = ".incoming"
ENDING: Final = ".part"


class Upload:
    """One file, at first a temporary one. Its methods block: each runs in a thread, and never two at once."""

    def __init__(self, directory: Path, random: Random) -> None:
        self.path = directory / f"{random(16).hex()}{ENDING}"
        self.size = 0
        self._hash = hashlib.sha256()
        self._file = -1

    def begin(self) -> None:
        """Makes the temporary file."""
        self.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)

    def write(self, piece: bytes) -> None:
        """Adds the bytes to the file, its size and its hash."""
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._hash.update(piece)
        self.size += len(piece)

    def place(self, path: Path) -> None:
        """Makes the content durable, and gives the file its name. Raises FileExistsError."""
        os.fsync(self._file)
        self.close()
        if path.exists():
            raise FileExistsError(path)
        self.path = self.path.rename(path)

    def abandon(self) -> None:
        """Removes the file under whatever name it has, as far as there is one."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def sha256(self) -> str:
        """The hash of what has been written, in hexadecimal digits."""
        return self._hash.hexdigest()


async def fill(upload: Upload, chunks: AsyncIterator[bytes], limit: int) -> None:
    """Writes all that comes, in pieces that are worth a thread. Raises MediaTooLarge, StorageFull, StorageFailed."""
    waiting = bytearray()
    await in_thread(upload.begin)
    async for chunk in chunks:
        waiting += chunk
        if upload.size + len(waiting) > limit:
            raise MediaTooLarge(limit)
        if len(waiting) >= PIECE:
            await in_thread(upload.write, bytes(waiting))
            waiting.clear()
    await in_thread(upload.write, bytes(waiting))


def left_behind(directory: Path, older_than: float) -> list[Path]:
    """The temporary files of uploads that ended without a word."""
    found = directory.glob(f"*{ENDING}") if directory.is_dir() else ()
    return [path for path in found if written_before(path, older_than)]


def written_before(path: Path, moment: float) -> bool:
    """Whether the file was last written before ``moment``; false when it has gone."""
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False
