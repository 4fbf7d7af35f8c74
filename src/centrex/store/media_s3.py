"""Media files in a bucket of an S3-compatible store. A file is checked on this machine before it goes there.

Needs the extra ``s3``; the address, the keys and the region are read from the usual ``AWS_…`` variables.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from centrex.errors import CentrexError, MediaMissing, StorageFailed
from centrex.store.media import delete_all
from centrex.store.media_files import (
    ASKED,
    OWNER,
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
from centrex.store.media_upload import Upload, fill, left_behind
from centrex.waiting import ended

SCHEME: Final = "s3://"
PIECE: Final = 1024 * 1024
"""Bytes of one request; each is short, so that a slow reader keeps no connection waiting."""


def open_s3(url: str, temporary: Path, random: Random = secrets.token_bytes) -> S3MediaFiles:
    """The store of ``s3://bucket/prefix``; uploads wait in the directory ``temporary`` until they are checked."""
    bucket, _, prefix = url.removeprefix(SCHEME).partition("/")
    store = S3Store(
        bucket,
        prefix=prefix or None,
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
    )
    return S3MediaFiles(store, temporary, random)


class S3MediaFiles:
    """A bucket, or a part of it."""

    def __init__(self, store: S3Store, temporary: Path, random: Random = secrets.token_bytes) -> None:
        self._store = store
        self._temporary = temporary
        self._random = random

    async def receive(self, chunks: AsyncIterator[bytes], check: Check[FactsT], limit: int) -> Received[FactsT]:
        """See MediaFiles."""
        upload = Upload(self._temporary, self._random)
        try:
            await fill(upload, chunks, limit)
            await in_thread(upload.close)
            facts = await in_thread(check, upload.path)
            key = new_key(facts.format, self._random)
            await self._put(upload.path, key)
        finally:
            with suppress(CentrexError):  # what cannot be removed now is left to the sweep
                await in_thread(upload.abandon)
        return Received(key, upload.size, upload.sha256(), facts)

    async def _put(self, path: Path, key: str) -> None:
        """Sends the file, which is there when all of it is; one that is cut short is removed again."""
        sending = asyncio.ensure_future(obstore.put_async(self._store, key, path))
        try:
            with _errors(missing=StorageFailed):  # the bucket, then
                await asyncio.shield(sending)
        except BaseException:
            await ended(sending)  # or it could still come there after it was removed
            with suppress(CentrexError):
                await self.delete(key)
            raise

    @asynccontextmanager
    async def open(self, key: str) -> AsyncGenerator[StoredObject]:
        """See MediaFiles."""
        yield StoredObject(self._store, key, await self.size(key))

    async def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """See MediaFiles."""
        async with self.open(key) as stored, aclosing(stored.stream(start, end)) as pieces:
            async for piece in pieces:
                yield piece

    @asynccontextmanager
    async def local(self, key: str) -> AsyncGenerator[Path]:
        """See MediaFiles; a copy, for as long as it is used."""
        copy = Upload(self._temporary, self._random)
        try:
            async with self.open(key) as stored:
                await fill(copy, stored.stream(), stored.size)
            await in_thread(copy.close)
            yield copy.path
        finally:
            await in_thread(copy.abandon)

    async def size(self, key: str) -> int:
        """See MediaFiles."""
        with _errors():
            meta = await obstore.head_async(self._store, checked_key(key))
        return meta["size"]

    async def delete(self, key: str) -> bool:
        """See MediaFiles."""
        try:
            await self.size(key)
            with _errors():
                await obstore.delete_async(self._store, key)
        except MediaMissing:
            return False
        return True

    async def owner(self, mine: str) -> str:
        """See MediaFiles."""
        try:
            with _errors():
                found = await obstore.get_async(self._store, OWNER)
                return bytes(await found.bytes_async()).decode()
        except MediaMissing:
            with _errors(missing=StorageFailed):
                await obstore.put_async(self._store, OWNER, mine.encode())
        return mine

    async def sweep(self, known: Known, older_than: float) -> int:
        """See MediaFiles."""
        swept = await in_thread(delete_all, await in_thread(left_behind, self._temporary, older_than))
        with _errors():
            async for batch in obstore.list(self._store, chunk_size=ASKED):
                keys = [meta["path"] for meta in batch if meta["last_modified"].timestamp() < older_than]
                orphans = await without_row([key for key in keys if is_key(key)], known)
                if orphans:
                    await obstore.delete_async(self._store, sorted(orphans))
                swept += len(orphans)
        return swept

    async def close(self) -> None:
        """See MediaFiles."""


class StoredObject:
    """A file in the bucket, read in pieces; one that is deleted meanwhile ends the reading."""

    def __init__(self, store: S3Store, key: str, size: int) -> None:
        self._store = store
        self._key = key
        self.size = size

    async def stream(self, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """See Media."""
        stop = self.size if end is None else end
        for at in range(start, stop, PIECE):
            with _errors():
                piece = await obstore.get_range_async(self._store, self._key, start=at, end=min(at + PIECE, stop))
            yield piece.to_bytes()


@contextmanager
def _errors(missing: type[CentrexError] = MediaMissing) -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise missing() from error
    except (BaseError, OSError) as error:
        raise StorageFailed from error
