"""What every store of media files does, how their keys look, and the work on disk that both stores share.

A key is ``xx/yy/`` and 32 hexadecimal digits with an ending, of which ``xx`` and ``yy`` are the first four: it says
nothing about the call, and it cannot be guessed.
"""

from __future__ import annotations

import asyncio
import errno
import re
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, ParamSpec, Protocol, TypeVar

from centrex.errors import StorageFailed, StorageFull
from centrex.waiting import to_its_end

PIECE: Final = 256 * 1024
"""Bytes that are read or handed on at once."""

OWNER: Final = ".owner"
"""The file with the mark of the database whose files they are."""

ASKED: Final = 1000
"""Keys that a sweep asks for at once."""

_KEY: Final = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}\.[a-z0-9]{1,8}")
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

P = ParamSpec("P")
R = TypeVar("R")

Random = Callable[[int], bytes]
"""So many random bytes; ``secrets.token_bytes`` unless a demo world is laid out from its seed."""

Known = Callable[[Collection[str]], Awaitable[Collection[str]]]
"""Answers which of these keys have a row; asked for at most ASKED at once."""


class Facts(Protocol):
    """What a check found out; ``format`` is the ending of the key."""

    @property
    def format(self) -> str: ...


FactsT = TypeVar("FactsT", bound=Facts)

Check = Callable[[Path], FactsT]
"""Reads the whole file that has come, in a thread; raises MediaRefused."""


@dataclass(frozen=True, slots=True)
class Received(Generic[FactsT]):
    """A file that is kept from now on; ``size`` is in bytes, ``sha256`` in hexadecimal digits."""

    key: str
    size: int
    sha256: str
    facts: FactsT


class Media(Protocol):
    """A file that is open for reading; what is deleted meanwhile can still be read from a directory."""

    @property
    def size(self) -> int: ...

    def stream(self, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The bytes from ``start`` to before ``end``. Raises StorageFailed."""


class MediaFiles(Protocol):
    """A store of media. Raises StorageFailed wherever the disk or the network fails."""

    async def receive(self, chunks: AsyncIterator[bytes], check: Check[FactsT], limit: int) -> Received[FactsT]:
        """Keeps what comes, durably, and only then answers; whatever ends it early leaves no file.

        Raises MediaTooLarge above ``limit`` bytes, StorageFull, and what ``check`` and ``chunks`` raise.
        """

    def open(self, key: str) -> AbstractAsyncContextManager[Media]:
        """The file, open for reading. Raises MediaMissing."""

    def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The bytes of the file from ``start`` to before ``end``. Raises MediaMissing."""

    def local(self, key: str) -> AbstractAsyncContextManager[Path]:
        """The file as a path, for a library that must seek in it; never write there. Raises MediaMissing."""

    async def size(self, key: str) -> int:
        """In bytes. Raises MediaMissing."""

    async def delete(self, key: str) -> bool:
        """Removes the file; answers whether it was there."""

    async def owner(self, mine: str) -> str:
        """The mark that stands there, ``mine`` from now on where none does."""

    async def sweep(self, known: Known, older_than: float) -> int:
        """Removes files that have no row, and what uploads that were killed have left.

        Only those written before ``older_than``, in seconds since 1970; answers how many.
        """

    async def close(self) -> None:
        """Lets go of what it holds."""


def new_key(ending: str, random: Random = secrets.token_bytes) -> str:
    """A key that no file has."""
    digits = random(16).hex()
    return checked_key(f"{digits[:2]}/{digits[2:4]}/{digits}.{ending}")


def checked_key(key: str) -> str:
    """The key itself. Raises ValueError when it is none, and so could lead out of the store."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a media key: {key!r}")
    return key


def is_key(key: str) -> bool:
    """Whether this store could have made the key."""
    return _KEY.fullmatch(key) is not None


async def without_row(keys: Collection[str], known: Known) -> set[str]:
    """Those of the keys that have no row."""
    return set(keys) - set(await known(keys))


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The work's result; its OSErrors as StorageFull or StorageFailed.

    When the caller is cancelled it first waits for the work to end, so that no thread is left at work on a file
    that is closed or removed.
    """
    with storage_errors():
        return await to_its_end(asyncio.get_running_loop().run_in_executor(None, lambda: work(*args, **kwargs)))


@contextmanager
def storage_errors() -> Iterator[None]:
    """Tells a full disk from a broken one."""
    try:
        yield
    except OSError as error:
        raise (StorageFull() if error.errno in _NO_ROOM else StorageFailed()) from error
