"""The load client, a process of its own: some connections, each sends its next request when it has its answer.

Every answer must have status 200 and about the length of the first. Keep-alive, no pipelining, loopback alone.
"""

from __future__ import annotations

import json
import re
import resource
import selectors
import socket
import subprocess
import sys
from array import array
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Final

LOOPBACK: Final = "127.0.0.1"
SLACK: Final = 32
"""Bytes by which answers may differ: what is left of the limits has more or fewer digits. An error differs by more."""

PATIENCE: Final = 20.0
"""Seconds for which a slow server on a busy machine is waited for until it answers at all."""

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked, over and over, at ``path`` of the server on ``port``.

    A POST of ``body``, or a GET in the name of ``bearer``.
    """

    port: int
    path: str
    body: str = ""
    bearer: str = ""

    @property
    def method(self) -> str:
        return "GET" if self.bearer else "POST"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {"Content-Type": "application/json"}

    def request(self) -> bytes:
        body = self.body.encode()
        headers = {"Host": f"{LOOPBACK}:{self.port}", **self.headers, "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the client saw. ``busy`` is the part of the time that it worked itself: near 1 it was the bottleneck."""

    answers: int
    per_second: float
    p50_ms: float
    p99_ms: float
    busy: float


def put_load(target: Target, connections: int, seconds: float) -> Outcome:
    """Runs the client in a process of its own; raises CalledProcessError when an answer was wrong."""
    order = json.dumps({"target": asdict(target), "connections": connections, "seconds": seconds})
    command = [sys.executable, "-m", "benchmarks.load", order]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=seconds + 30)
    return Outcome(**json.loads(done.stdout))


class WrongAnswer(Exception):
    """The server closed, or answered something else than the first time."""


@dataclass(slots=True)
class _Connection:
    """One connection, and the answer that it waits for: since when, and how much of it is missing."""

    socket: socket.socket
    began: float = 0.0
    missing: int = 0


class _Load:
    """Keeps all connections busy until the time is over."""

    def __init__(self, target: Target, connections: int) -> None:
        self.request = target.request()
        self.latencies = array("d")
        self.length = 0
        self.selector = selectors.DefaultSelector()
        for _ in range(connections):
            opened = socket.create_connection((LOOPBACK, target.port))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(opened, selectors.EVENT_READ, _Connection(opened))

    def run(self, seconds: float) -> Outcome:
        began, worked = perf_counter(), _cpu()
        for key in tuple(self.selector.get_map().values()):
            self.ask(key.data)
        while perf_counter() - began < (seconds if self.latencies else PATIENCE):
            for key, _ in self.selector.select(1.0):
                self.heard(key.data)
        took = perf_counter() - began
        ordered = sorted(self.latencies)
        return Outcome(
            answers=len(ordered),
            per_second=len(ordered) / took,
            p50_ms=_percentile(ordered, 0.50),
            p99_ms=_percentile(ordered, 0.99),
            busy=(_cpu() - worked) / took,
        )

    def ask(self, connection: _Connection) -> None:
        connection.began = perf_counter()
        connection.socket.sendall(self.request)

    def heard(self, connection: _Connection) -> None:
        """Takes what has come; a whole answer is noted and the next request sent."""
        part = connection.socket.recv(131_072)
        if not part:
            raise WrongAnswer("the server closed the connection")
        connection.missing = (connection.missing or self.announced(part)) - len(part)
        if connection.missing == 0:
            self.latencies.append(perf_counter() - connection.began)
            self.ask(connection)

    def announced(self, part: bytes) -> int:
        """The length of the whole answer, by its head."""
        end = part.find(b"\r\n\r\n")
        found = _LENGTH.search(part, 0, end + 2)
        if not part.startswith(b"HTTP/1.1 200 ") or found is None:
            raise WrongAnswer(part[:200].decode("latin-1"))
        length = int(found[1])
        self.length = self.length or length
        if abs(length - self.length) > SLACK:
            raise WrongAnswer(f"{length} bytes instead of {self.length}")
        return end + 4 + length


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _percentile(ordered: Sequence[float], part: float) -> float:
    """In milliseconds."""
    if not ordered:
        raise WrongAnswer("no answer in time")
    return ordered[int(part * (len(ordered) - 1))] * 1000


def main() -> None:
    order = json.loads(sys.argv[1])
    load = _Load(Target(**order["target"]), order["connections"])
    print(json.dumps(asdict(load.run(order["seconds"]))))


if __name__ == "__main__":
    main()
