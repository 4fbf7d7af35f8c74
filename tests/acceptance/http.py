"""Requests as clients send them, over real sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.programs import SECONDS

METHOD = "get.virtual_number_groups"


def envelope(method: str, key: str | None, **params: Any) -> dict[str, Any]:
    token = {} if key is None else {"access_token": key}
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**token, **params}}


def post(url: str, method: str, key: str | None, /, headers: dict[str, str] | None = None, **params: Any) -> Any:
    """The JSON of an answer that has HTTP status 200."""
    response = httpx.post(f"{url}/v2.0", json=envelope(method, key, **params), headers=headers, timeout=SECONDS)
    assert response.status_code == 200, response.text
    return response.json()


def mnemonic(answered: dict[str, Any]) -> str:
    """The mnemonic of the error, or ok."""
    return str(answered["error"]["data"]["mnemonic"]) if "error" in answered else "ok"


@contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    """A bare connection to the server."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    with socket.create_connection((parts.hostname, parts.port), timeout=SECONDS) as connection:
        yield connection


def received(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """The next answer on the connection: status, headers by their names in small letters, body."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        assert byte, f"the server closed after {head!r}"
        head += byte
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    status = int(first.split(" ")[1])
    return status, headers, _body(connection, 0 if status == 100 else int(headers["content-length"]))


def _body(connection: socket.socket, length: int) -> bytes:
    body = b""
    while len(body) < length:
        part = connection.recv(length - len(body))
        assert part, f"the server closed after {body!r}"
        body += part
    return body


def is_closed(connection: socket.socket) -> bool:
    """Whether the server closes the connection; waits for it."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
