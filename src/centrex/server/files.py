"""Sends files: whole or in part, as stored or turned into another format first, several of them as one zip."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
from starlette.responses import Response

from centrex.engine import files
from centrex.engine.files import Archived, StoredFile
from centrex.errors import MediaMissing, MediaRefused, Overloaded, StorageFailed
from centrex.media import fax
from centrex.media.archive import Entry, zipped
from centrex.media.audio import CONTENT_TYPES, Format, convert
from centrex.media.fax_picture import draw
from centrex.media.outline import outline
from centrex.server.http import Header, Message, Receive, Scope, Send
from centrex.server.ranges import content_disposition, part
from centrex.store.media import opened
from centrex.store.media_files import Media, MediaFiles
from centrex.waiting import Room

CONVERSIONS: Final = 2
"""At once; each takes a processor."""

CONVERSION_SECONDS: Final = 30.0
"""For which one waits for his turn: a long recording takes its time."""

_OTHERS: Final = {
    "pdf": "application/pdf",
    "tiff": "image/tiff",
    "zip": "application/zip",
    files.OUTLINE: "application/json",
    files.PICTURE: "image/png",
}
_SAFE: Final[tuple[Header, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"private, no-store"),
)


class FileSender:
    """Sends the files of one store; what must be converted waits for one of few threads of its own."""

    def __init__(self, files: MediaFiles) -> None:
        self._files = files
        self._converting = ThreadPoolExecutor(CONVERSIONS, "convert")
        self.queue = Room("conversions", CONVERSIONS, seconds=CONVERSION_SECONDS)

    def close(self) -> None:
        """Ends the threads; what is being converted is finished first."""
        self._converting.shutdown()

    async def send(self, send: Send, stored: StoredFile, asked: list[Header], extra: list[Header]) -> int:
        """Sends the file, or the part that the headers ``asked`` for; answers the status.

        Raises MediaMissing, MediaRefused, StorageFailed and Overloaded before anything is sent.
        """
        async with self._opened(stored) as media:
            content = f"{stored.media}{stored.sent_format}{stored.page or ''}"
            etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
            wanted = part(media.size, etag, _header(asked, b"range"), _header(asked, b"if-range"))
            headers = [
                *extra,
                *_SAFE,
                *wanted.headers(),
                (b"content-type", content_type(stored.sent_format).encode()),
                (b"content-disposition", content_disposition(stored.sent_name).encode()),
                (b"content-length", b"%d" % (wanted.end - wanted.start)),
                (b"etag", etag.encode()),
            ]
            await send({"type": "http.response.start", "status": wanted.status, "headers": headers})
            if wanted.end > wanted.start:
                await _send_pieces(send, media.stream(wanted.start, wanted.end))
            await send({"type": "http.response.body", "body": b""})
        return wanted.status

    async def send_archive(self, send: Send, archived: Archived, extra: list[Header]) -> int:
        """Sends the zip while it is made. What fails in the middle breaks the connection off: no zip looks whole."""
        disposition = content_disposition(archived.name).encode()
        headers = [*extra, *_SAFE, (b"content-type", b"application/zip"), (b"content-disposition", disposition)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send_pieces(send, zipped(self._entries(archived)))
        await send({"type": "http.response.body", "body": b""})
        return 200

    @asynccontextmanager
    async def _opened(self, stored: StoredFile) -> AsyncIterator[Media]:
        """The file, in the format in which it is sent."""
        if not stored.is_converted:
            async with self._files.open(stored.media) as media:
                yield media
            return
        with tempfile.TemporaryDirectory(prefix="centrex-") as folder:
            out = Path(folder, "converted")
            async with self._files.local(stored.media) as path:
                running = asyncio.get_running_loop()
                async with self.queue:
                    await running.run_in_executor(self._converting, _write, stored, path, out)
            async with opened(out) as media:
                yield media

    async def _entries(self, archived: Archived) -> AsyncGenerator[Entry]:
        """The files that are still there; one that was deleted since the list was made is left out."""
        for stored in archived.files:
            try:
                size = await self._files.size(stored.media)
            except MediaMissing:
                continue
            yield Entry(stored.sent_name, size, archived.made, self._files.stream(stored.media))


class FileAnswer(Response):
    """A file as the answer of a page; ``otherwise`` is told when it cannot be read."""

    def __init__(self, sender: FileSender, stored: StoredFile, otherwise: Response) -> None:
        super().__init__()
        self._sender = sender
        self._stored = stored
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._sender.send(sent, self._stored, scope["headers"], [])
        except (MediaMissing, MediaRefused, StorageFailed, Overloaded):
            if begun:
                raise  # half a file is none: the connection breaks
            await self._otherwise(scope, receive, send)


def _write(stored: StoredFile, path: Path, out: Path) -> None:
    """Turns the file into what is sent of it."""
    match stored.sent_format:
        case files.OUTLINE:
            out.write_bytes(msgspec.json.encode(outline(path)))
        case files.PICTURE:
            draw(path, fax.Format(stored.format), stored.page, out)
        case sound:
            convert(path, Format(sound), out)


def content_type(kind: str) -> str:
    """The media type of a format."""
    return _OTHERS[kind] if kind in _OTHERS else CONTENT_TYPES[Format(kind)]


async def _send_pieces(send: Send, source: AsyncGenerator[bytes]) -> None:
    async with aclosing(source) as pieces:
        async for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})


def _header(headers: list[Header], name: bytes) -> str | None:
    return next((value.decode("latin-1") for given, value in headers if given == name), None)
