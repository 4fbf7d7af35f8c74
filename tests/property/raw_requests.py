"""HTTP requests as bytes, right and wrong, for a real socket; some are never whole."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

VERBS: Final = (
    *(
        "GET",
        "HEAD",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "PURGE",
        "BREW",
        "post",
        "P0ST",
    ),
)
PATHS: Final = (
    *("/v2.0", "/v2.0/", "//v2.0", "/v2.0/openrpc.json", "/livez", "/readyz", "/metrics", "/", "/v3.0", "/v2.0/x"),
    *("/v2.0/../v2.0", "/%00", "/%ff%fe", "/v2.0?x=1", "/v2.0#x", "*", "http://h/v2.0", "/" + "x" * 5_000, "v2.0"),
)
LENGTHS: Final = ("-1", "abc", "1e3", "+5", "0x10", "", " ", "5,5", "99999999999999999999999", "１", "5 5")
CHUNKS: Final = (
    b"zz\r\n",
    b"-1\r\n",
    b"\r\n",
    b"5\r\nabc\r\n",
    b"fffffffffffffffff\r\n",
    b"5;\0\r\nabcde\r\n",
    b"\xff\r\n",
)
HEADERS: Final = (
    *(
        b"no colon\r\n",
        b": empty\r\n",
        b"a\0b: c\r\n",
        b"a b: c\r\n",
        b" folded: x\r\n",
        b"X-Y: \0\r\n",
        b"\xff: x\r\n",
    ),
    *(b"Content-Length: 2\r\nContent-Length: 3\r\n", b"Transfer-Encoding: gzip, nonsense\r\n"),
)
FIRST_LINES: Final = (
    *(
        b"POST /v2.0\r\n",
        b"POST /v2.0 HTTP/9.9\r\n",
        b"POST  /v2.0  HTTP/1.1\r\n",
        b"/v2.0 HTTP/1.1\r\n",
        b"POST HTTP/1.1\r\n",
    ),
    *(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", b"PRI * HTTP/2.0\r\n", b"POST /v2.0 FTP/1.0\r\n", b"\0\r\n"),
)
SYNTAX: Final = (
    b"\r\n",
    b"\n",
    b"\r",
    b":",
    b" ",
    b"\0",
    b"\r\n\r\n",
    b"chunked",
    b"HTTP/1.1",
    b"0\r\n\r\n",
    b"%",
    b"\xff",
)
LARGE: Final = 20_000
"""Bytes."""


@dataclass(frozen=True)
class Case:
    """Bytes to send; when they are no whole request the client closes without an answer.

    ``status`` is what must come, None where any but a fault of the server's is right.
    """

    name: str
    sent: bytes
    whole: bool = True
    status: int | None = None
    is_call: bool = False


def call(key: str, padding: int = 0) -> bytes:
    """The body of a valid call, as long as ``padding`` asks for."""
    params = {"access_token": key, "limit": 1}
    request = {"jsonrpc": "2.0", "id": 1, "method": "get.virtual_number_groups", "params": params}
    body = json.dumps(request).encode()
    return body + b" " * max(0, padding - len(body))


def posted(body: bytes, *headers: bytes, length: str | None = None) -> bytes:
    """A POST of the body with its length, or another that is claimed."""
    claimed = str(len(body)) if length is None else length
    lines = [b"POST /v2.0 HTTP/1.1", b"Host: x", b"Connection: close", b"Content-Length: " + claimed.encode(), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def cases(key: str, random: Random) -> Iterator[Case]:
    """All of them; some three hundred."""
    yield from _verbs()
    yield from _bodies(key)
    yield from _lengths(key)
    yield from _chunked(key)
    yield from _headers(key)
    yield from _cut_short(key, random)
    for index in range(40):
        yield Case(f"noise {index}", random.randbytes(random.randint(1, 300)), whole=False)


def _verbs() -> Iterator[Case]:
    for path in PATHS:
        for verb in VERBS:
            request = f"{verb} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
            refused = path in {"/v2.0", "/v2.0/"} and verb in {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}
            yield Case(f"{verb} {path[:20]}", request, status=405 if refused else None)


def _bodies(key: str) -> Iterator[Case]:
    good = call(key)
    yield Case("plain", posted(good), status=200, is_call=True)
    yield Case("of a megabyte", posted(call(key, 2**20)), status=200, is_call=True)
    yield Case("one byte too long", posted(call(key, 2**20 + 1)), status=413)
    yield Case("gzip", posted(gzip.compress(good), b"Content-Encoding: gzip"), status=200, is_call=True)
    yield Case("bomb", posted(gzip.compress(b"[" * 10**7), b"Content-Encoding: gzip"), status=200, is_call=True)
    yield Case("a form", posted(good, b"Content-Type: application/x-www-form-urlencoded"), status=200, is_call=True)
    yield Case("strange type", posted(good, b"Content-Type: \xff\xfe; charset=\x80"), status=200, is_call=True)
    yield Case("no body", posted(b""), status=200, is_call=True)
    yield Case("expecting", posted(good, b"Expect: 100-continue"), status=None)
    yield Case("upgrading", posted(good, b"Upgrade: websocket"), status=None)
    yield Case(
        "old", b"POST /v2.0 HTTP/1.0\r\nContent-Length: %d\r\n\r\n%b" % (len(good), good), status=200, is_call=True
    )


def _lengths(key: str) -> Iterator[Case]:
    good = call(key)
    for length in LENGTHS:
        yield Case(f"length {length!r}", posted(good, length=length), whole=False)
    yield Case("length too small", posted(good, length=str(len(good) - 1)), status=200, is_call=True)
    yield Case("length too large", posted(good, length=str(len(good) + 1)), whole=False)
    yield Case("length beyond the bound", posted(good, length="10000000"), status=413)
    yield Case("length zero", posted(good, length="0"), status=200, is_call=True)
    yield Case("two lengths", posted(good, b"Content-Length: 5"), whole=False)


def _chunked(key: str) -> Iterator[Case]:
    head = b"POST /v2.0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    good = call(key)
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (good[:7], good[7:]))
    yield Case("chunked", head + pieces + b"0\r\n\r\n", status=200, is_call=True)
    yield Case("chunked with a trailer", head + pieces + b"0\r\nX: y\r\n\r\n", status=200, is_call=True)
    yield Case("chunked without end", head + pieces, whole=False)
    large = b"100000\r\n" + b" " * 2**20 + b"\r\n"
    yield Case("chunked beyond the bound", head + large * 2 + b"0\r\n\r\n", status=413)
    yield Case("chunked and a length", head.replace(b"Host", b"Content-Length: 5\r\nHost") + pieces, whole=False)
    for chunk in CHUNKS:
        yield Case(f"chunk {chunk!r}", head + chunk, whole=False)


def _headers(key: str) -> Iterator[Case]:
    good = call(key)
    for header in HEADERS:
        yield Case(f"header {header!r}", posted(good).replace(b"Host: x\r\n", header), whole=False)
    for line in FIRST_LINES:
        yield Case(f"first line {line!r}", line + b"Host: x\r\n\r\n", whole=False)
    yield Case("many headers", posted(good, *(b"X-%d: y" % index for index in range(1000))), whole=False)
    yield Case("a long header", posted(good, b"X: " + b"y" * 200_000), whole=False)
    yield Case("bare line feeds", posted(good).replace(b"\r\n", b"\n"), whole=False)
    yield Case("no host", posted(good).replace(b"Host: x\r\n", b""), status=200, is_call=True)
    yield Case("strange request id", posted(good, b"X-Request-Id: a\x01b\xff"), whole=False)


def _cut_short(key: str, random: Random) -> Iterator[Case]:
    """A client that goes away in the middle of its headers or its body."""
    whole = posted(call(key, 2_000))
    for _ in range(30):
        place = random.randrange(len(whole) - 1)
        yield Case(f"cut at {place}", whole[:place], whole=False)


def garbled(key: str, random: Random) -> bytes:
    """One of the requests with bytes of it cut out, turned, doubled, or put in from another, a time or more."""
    known = _known(key)
    sent = bytearray(random.choice(known))
    for _ in range(random.choice((1, 1, 2, 4))):
        place, length = random.randrange(len(sent) + 1), random.choice((1, 1, 2, 8, 40))
        other = random.choice(known)
        start = random.randrange(len(other))
        pieces = (b"", random.randbytes(length), bytes(sent[place : place + length]) * 2, other[start : start + length])
        sent[place : place + random.choice((0, length))] = random.choice((*pieces, random.choice(SYNTAX)))
    return bytes(sent)


@cache
def _known(key: str) -> tuple[bytes, ...]:
    """All requests but the large ones."""
    return tuple(case.sent for case in cases(key, Random(0)) if 0 < len(case.sent) < LARGE)
