"""The JSON-RPC 2.0 envelope: bytes to a call, a result or an error to bytes. It knows no method."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any, Final, NoReturn

import msgspec

from centrex.dialects.dataapi import errors
from centrex.spool import Long, Spool

MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 4_000
NULL: Final = b"null"


class Unreadable(Exception):
    """The request is no call; ``identifier`` is the answer's ``id`` as JSON, ``value`` what stood in ``field``."""

    def __init__(self, kind: errors.EnvelopeError, identifier: bytes, field: str | None, value: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.identifier = identifier
        self.field = field
        self.value = value


class Call(msgspec.Struct, frozen=True):
    """A readable request: ``identifier`` is the id exactly as it was sent, ``params`` anything or UNSET."""

    identifier: bytes
    method: str
    params: Any


class _Envelope(msgspec.Struct):
    id: msgspec.Raw = msgspec.Raw()
    jsonrpc: Any = None
    method: Any = None
    params: Any = msgspec.UNSET


class _Members(msgspec.Struct):
    """The envelope with its members checked for their grammar, and not yet read."""

    id: msgspec.Raw = msgspec.Raw()
    jsonrpc: msgspec.Raw = msgspec.Raw(b"null")
    method: msgspec.Raw = msgspec.Raw(b"null")
    params: msgspec.Raw = msgspec.Raw()


_envelope: Final = msgspec.json.Decoder(_Envelope)
_members: Final = msgspec.json.Decoder(_Members)
_any_value: Final = msgspec.json.Decoder(msgspec.Raw)


def read(body: bytes) -> Call:
    """The call in a request body; raises Unreadable with the vendor's error, by the contract's order."""
    envelope = _decoded(body)
    identifier = bytes(envelope.id)
    if not identifier:
        _refuse(errors.NOTIFICATION)
    if identifier[:1] not in b'"-0123456789':
        _refuse(errors.INVALID_REQUEST, field="id", value=_value(envelope.id))
    if envelope.jsonrpc != "2.0":
        _refuse(errors.INVALID_REQUEST, identifier, "jsonrpc", envelope.jsonrpc)
    if type(envelope.method) is not str:
        _refuse(errors.INVALID_REQUEST, identifier, "method", envelope.method)
    return Call(identifier, envelope.method, envelope.params)


def _decoded(body: bytes) -> _Envelope:
    """The envelope, from msgspec, or where a number is beyond its range from the standard library."""
    try:
        if not body.isascii():
            body.decode()
        if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(body) > MAX_DEPTH:
            _refuse(errors.PARSE_ERROR)
        return _envelope.decode(body)
    except msgspec.ValidationError:
        return _decoded_slowly(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        _refuse(errors.PARSE_ERROR)


def _decoded_slowly(body: bytes) -> _Envelope:
    try:
        begin = bytes(_any_value.decode(body))[:1]
        if begin != b"{":
            _refuse(errors.BATCH if begin == b"[" else errors.INVALID_REQUEST)
        found = _members.decode(body)
    except msgspec.DecodeError:
        _refuse(errors.PARSE_ERROR)
    params = _value(found.params) if bytes(found.params) else msgspec.UNSET
    return _Envelope(found.id, _value(found.jsonrpc), _value(found.method), params)


def _value(raw: msgspec.Raw) -> Any:
    return json.loads(bytes(raw), parse_int=_whole)


def _whole(digits: str) -> int | float:
    """A number that is longer than Python reads is infinite, and so out of every range."""
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _depth(body: bytes) -> int:
    """How deep arrays and objects stand in each other, whatever stands in strings."""
    unescaped = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside = b"".join(unescaped.split(b'"')[::2])
    brackets = outside.translate(None, _NO_BRACKETS)
    return max(accumulate(1 if bracket in b"[{" else -1 for bracket in brackets), default=0)


_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))


def _refuse(
    kind: errors.EnvelopeError,
    identifier: bytes = NULL,
    field: str | None = None,
    value: object = None,
) -> NoReturn:
    raise Unreadable(kind, identifier, field, value)


def success(identifier: bytes, data: bytes, metadata: bytes) -> bytes:
    """The answer with a result; ``data`` stands before ``metadata``."""
    return b"".join((*_before(identifier), data, *_after(metadata)))


def long_success(identifier: bytes, rows: Spool, metadata: bytes) -> Long:
    """The same with rows that are sent in pieces."""
    return Long(b"".join(_before(identifier)), rows, b"".join(_after(metadata)))


def _before(identifier: bytes) -> tuple[bytes, ...]:
    return b'{"jsonrpc":"2.0","id":', identifier, b',"result":{"data":'


def _after(metadata: bytes) -> tuple[bytes, ...]:
    return b',"metadata":', metadata, b"}}"


def result(identifier: bytes, value: bytes) -> bytes:
    """The answer whose whole result is ``value``."""
    return b"".join((b'{"jsonrpc":"2.0","id":', identifier, b',"result":', value, b"}"))


def failure(identifier: bytes, error: bytes) -> bytes:
    """The answer with an error."""
    return b"".join((b'{"jsonrpc":"2.0","id":', identifier, b',"error":', error, b"}"))
