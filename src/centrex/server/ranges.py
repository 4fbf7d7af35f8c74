"""Parts of a file over HTTP, and its name in a header (RFC 9110, sections 13.1.5 and 14; RFC 6266)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple
from urllib.parse import quote

_RANGE: Final = re.compile(r"bytes[ \t]*=[ \t,]*(\d{0,20})-(\d{0,20})[ \t,]*", re.IGNORECASE)
_UNQUOTABLE: Final = re.compile(r'[^\x20-\x7e]|["\\%/]')
_PLAIN: Final = "!#$&+-.^_`|~"
"""What RFC 8187 allows beside letters and digits."""


class Part(NamedTuple):
    """What to send of a file of ``size`` bytes: from ``start`` to before ``end``, with the status and the headers.

    A status of 416 sends nothing.
    """

    status: int
    start: int
    end: int
    size: int

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Accept-Ranges, and Content-Range where it belongs; Content-Length is ``end - start``."""
        headers = [(b"accept-ranges", b"bytes")]
        if self.status == 206:
            headers.append((b"content-range", b"bytes %d-%d/%d" % (self.start, self.end - 1, self.size)))
        if self.status == 416:
            headers.append((b"content-range", b"bytes */%d" % self.size))
        return headers


def part(size: int, etag: str, range_header: str | None = None, if_range: str | None = None) -> Part:
    """What of the file a GET asks for.

    All of it for a header that is malformed, names another unit or several ranges, as the RFC lets a server do,
    and when ``If-Range`` is not the strong ``etag``: a date is never taken for it.
    """
    whole = Part(200, 0, size, size)
    asked = _RANGE.fullmatch(range_header.strip()) if range_header else None
    if asked is None or (if_range is not None and not _same(if_range.strip(), etag)):
        return whole
    first, last = asked.groups()
    if not first:
        return _suffix(int(last), size) if last else whole
    start = int(first)
    end = min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return whole
    return Part(206, start, end, size) if start < size else Part(416, 0, 0, size)


def _suffix(length: int, size: int) -> Part:
    """The last bytes; of an empty file, or when none are asked for, there are none."""
    if not length or not size:
        return Part(416, 0, 0, size)
    return Part(206, max(0, size - length), size, size)


def _same(told: str, etag: str) -> bool:
    """The strong comparison: a weak tag equals none."""
    return told == etag and not etag.startswith("W/")


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header for a file of this name, whatever signs are in it; old clients get what ASCII has of it."""
    shown = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C") or "file"
    plain = _UNQUOTABLE.sub("_", shown)
    header = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    return header if plain == shown else f"{header}; filename*=UTF-8''{quote(shown, safe=_PLAIN)}"
