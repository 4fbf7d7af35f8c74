"""The JSON-RPC 2.0 envelope: bytes to a call, a result or an error to bytes. It knows no method."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import msgspec

from centrex.dialects.dataapi import errors

MAX_DEPTH: Final = 64
NULL: Final = b"null"


class Unreadable(Exception):
    """The request is no call; holds the answer's ``id`` and ``error`` as JSON."""

    def __init__(self, identifier: bytes, error: bytes, mnemonic: str) -> None:
        super().__init__(mnemonic)
        self.identifier = identifier
        self.error = error
        self.mnemonic = mnemonic


@dataclass(frozen=True, slots=True)
class Call:
    """A readable request: ``identifier`` is the id exactly as it was sent, ``params`` anything or UNSET."""

    identifier: bytes
    method: str
    params: Any


class _Envelope(msgspec.Struct):
    id: msgspec.Raw = msgspec.Raw()
    jsonrpc: Any = None
    method: Any = None
    params: Any = msgspec.UNSET


_decoder: Final = msgspec.json.Decoder(_Envelope)


def read(body: bytes) -> Call:
    """The call in a request body; raises Unreadable with the vendor's error, by the contract's order."""
    envelope = _decoded(body)
    identifier = bytes(envelope.id)
    if not identifier:
        _refuse(errors.NOTIFICATION)
    if identifier[:1] not in b'"-0123456789':
        _refuse(errors.INVALID_REQUEST, field="id", value=json.loads(identifier))
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
        envelope = _decoder.decode(body)
    except msgspec.ValidationError:
        envelope = _decoded_slowly(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _refuse(errors.PARSE_ERROR)
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(envelope.params) >= MAX_DEPTH:
        _refuse(errors.PARSE_ERROR)
    return envelope


def _decoded_slowly(body: bytes) -> _Envelope:
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse(errors.PARSE_ERROR)
    if type(found) is list:
        _refuse(errors.BATCH)
    if type(found) is not dict:
        _refuse(errors.INVALID_REQUEST)
    identifier = json.dumps(found["id"]).encode() if "id" in found else b""
    return _Envelope(
        msgspec.Raw(identifier),
        found.get("jsonrpc"),
        found.get("method"),
        found.get("params", msgspec.UNSET),
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _depth(value: Any) -> int:
    """How deep arrays and objects stand in each other, counted level by level."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [inner for item in level for inner in _inner(item) if type(inner) is dict or type(inner) is list]
    return depth


def _inner(value: Any) -> Iterable[Any]:
    if type(value) is dict:
        return value.values()
    return value if type(value) is list else ()


def _refuse(
    kind: tuple[int, str, str],
    identifier: bytes = NULL,
    field: str | None = None,
    value: object = None,
) -> NoReturn:
    raise Unreadable(identifier, errors.envelope_error(kind, field, value), kind[2])


def success(identifier: bytes, data: bytes, metadata: bytes) -> bytes:
    """The answer with a result; ``data`` stands before ``metadata``."""
    return b"".join(
        (
            b'{"jsonrpc":"2.0","id":',
            identifier,
            b',"result":{"data":',
            data,
            b',"metadata":',
            metadata,
            b"}}",
        )
    )


def result(identifier: bytes, value: bytes) -> bytes:
    """The answer whose whole result is ``value``."""
    return b"".join((b'{"jsonrpc":"2.0","id":', identifier, b',"result":', value, b"}"))


def failure(identifier: bytes, error: bytes) -> bytes:
    """The answer with an error."""
    return b"".join((b'{"jsonrpc":"2.0","id":', identifier, b',"error":', error, b"}"))
