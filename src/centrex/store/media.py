"""Media files in a directory, spread over two levels of directories. Knows nothing of rows or of what is in a file."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, suppress
from pathlib import Path

from centrex.errors import CentrexError, MediaMissing, StorageFailed
from centrex.store.media_files import (
    ASKED,
    OWNER,
    PIECE,
    Check,
    FactsT,
    Known,
    Random,
    Received,
    checked_key,
    in_thread,
    is_key,
    new_key,
    without_row,
)
from centrex.store.media_upload import INCOMING, Upload, fill, left_behind, written_before


class MediaStore:
    """The directory ``root``, which is made when the first file comes; all of it is one file system."""

    def __init__(self, root: Path, random: Random = secrets.token_bytes) -> None:
        self._root = root
        self._random = random

    async def receive(self, chunks: AsyncIterator[bytes], check: Check[FactsT], limit: int) -> Received[FactsT]:
        """See MediaFiles."""
        upload = Upload(self._root / INCOMING, self._random)
        try:
            await fill(upload, chunks, limit)
            facts = await in_thread(check, upload.path)
            key = new_key(facts.format, self._random)
            await in_thread(self._put, upload, self._root / key)
        except BaseException:
            with suppress(CentrexError):  # what cannot be removed now is left to the sweep
                await in_thread(upload.abandon)
            raise
        return Received(key, upload.size, upload.sha256(), facts)

    def _put(self, upload: Upload, place: Path) -> None:
        """Gives the file its name; the file and every name on the way to it are durable afterwards."""
        for directory in (self._root, place.parent.parent, place.parent):
            _make(directory)
        upload.place(place)
        _sync(place.parent)

    def open(self, key: str) -> AbstractAsyncContextManager[OpenFile]:
        """See MediaFiles."""
        return opened(self._path(key))

    async def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """See MediaFiles."""
        async with self.open(key) as file, aclosing(file.stream(start, end)) as pieces:
            async for piece in pieces:
                yield piece

    @asynccontextmanager
    async def local(self, key: str) -> AsyncGenerator[Path]:
        """See MediaFiles."""
        await self.size(key)
        yield self._path(key)

    async def size(self, key: str) -> int:
        """See MediaFiles."""
        return await in_thread(_size, self._path(key))

    async def delete(self, key: str) -> bool:
        """See MediaFiles."""
        return await in_thread(_deleted, self._path(key))

    async def owner(self, mine: str) -> str:
        """See MediaFiles."""
        return await in_thread(_marked, self._root / OWNER, mine)

    async def sweep(self, known: Known, older_than: float) -> int:
        """See MediaFiles."""
        swept = await in_thread(delete_all, await in_thread(left_behind, self._root / INCOMING, older_than))
        for directory in await in_thread(_directories, self._root):
            keys = await in_thread(_old_keys, self._root, directory, older_than)
            for start in range(0, len(keys), ASKED):
                orphans = await without_row(keys[start : start + ASKED], known)
                swept += await in_thread(delete_all, [self._root / key for key in orphans])
        return swept

    async def close(self) -> None:
        """See MediaFiles."""

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)


@asynccontextmanager
async def opened(path: Path) -> AsyncGenerator[OpenFile]:
    """The file at ``path``, open for reading. Raises MediaMissing and StorageFailed."""
    file = OpenFile(path)
    try:
        await in_thread(file.begin)
        yield file
    finally:
        await in_thread(file.close)


class OpenFile:
    """A file by its descriptor: it stays readable when its name is removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self.size = 0

    def begin(self) -> None:
        try:
            self._file = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError as error:
            raise MediaMissing from error
        self.size = os.fstat(self._file).st_size

    async def stream(self, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """See Media."""
        at, stop = start, self.size if end is None else end
        while at < stop:
            piece = await in_thread(os.pread, self._file, min(PIECE, stop - at), at)
            if not piece:
                raise StorageFailed
            at += len(piece)
            yield piece

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _make(directory: Path) -> None:
    """Makes the directory. Its name is made durable even when it was there: another upload may just have made it."""
    if not directory.is_dir():
        directory.mkdir(mode=0o750, parents=True, exist_ok=True)
    _sync(directory.parent)


def _sync(directory: Path) -> None:
    file = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise MediaMissing from error


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def delete_all(paths: Iterable[Path]) -> int:
    return sum([_deleted(path) for path in paths])


def _marked(path: Path, mark: str) -> str:
    """What the file says; the mark, where it says nothing yet. A root that is not there has no files."""
    if path.parent.is_dir() and not (path.exists() and path.stat().st_size):
        path.write_text(mark)
    return path.read_text() if path.exists() else mark


def _directories(root: Path) -> list[Path]:
    """The directories of the first level, one at a time, so that no list grows with the store."""
    return sorted(root.glob("[0-9a-f][0-9a-f]"))


def _old_keys(root: Path, directory: Path, older_than: float) -> list[str]:
    """The keys in the directory that were written before; what is not ours is not looked at."""
    found = ((path, path.relative_to(root).as_posix()) for path in directory.glob("[0-9a-f][0-9a-f]/*"))
    return [key for path, key in found if is_key(key) and written_before(path, older_than)]
