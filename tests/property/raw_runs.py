"""Runs of raw requests over real sockets, against a server in a thread of this process."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Final

import uvicorn

from centrex.server.app import Application
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.property.raw_requests import Case
from tests.property.well_formed import fault
from tests.world import World, make_world

SECONDS: Final = 20.0
TOO_LARGE: Final = 413
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True)
class Listening:
    """A server that answers at ``port``, and a key for it."""

    port: int
    key: str

    def exchange(self, sent: bytes, *, whole: bool = True) -> bytes:
        """What the server answers before it closes; nothing is awaited when the request is not whole."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as connection:
            try:
                connection.sendall(sent)
                return b"".join(iter(partial(connection.recv, 65_536), b"")) if whole else b""
            except ConnectionError:
                return b""

    def last_words(self, sent: bytes) -> bytes:
        """What the server answers to whatever was sent, once it knows that no more will come."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as connection:
            try:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
                return b"".join(iter(partial(connection.recv, 65_536), b""))
            except ConnectionError:
                return b""

    def problem(self, case: Case) -> str | None:
        """What is wrong with the answer to a case, if anything."""
        answer = self.exchange(case.sent, whole=case.whole)
        if not case.whole:
            return None
        if case.status == TOO_LARGE and not answer:
            return None  # it closed before it had read everything, which can take the answer along
        head, _, body = answer.removeprefix(CONTINUE).partition(b"\r\n\r\n")
        status = _status(head)
        if not 200 <= status < 500 or case.status not in {None, status}:
            return f"{status}: {answer[:200]!r}"
        return fault(body, None) if case.is_call else None

    def faults(self, requests: Iterable[bytes]) -> Iterator[str]:
        """The requests that were answered with a fault of the server's, or with what is no HTTP."""
        for sent in requests:
            answer = self.last_words(sent).removeprefix(CONTINUE)
            if answer and not 200 <= _status(answer) < 500:
                yield f"{sent[:600]!r} was answered {answer[:600]!r}"


def _status(answer: bytes) -> int:
    line = answer.partition(b"\r\n")[0].split(b" ")
    return int(line[1]) if line[0].startswith(b"HTTP/1.") and len(line) > 1 else 0


@asynccontextmanager
async def listening_at(url: str) -> AsyncIterator[Listening]:
    """A real server on a free port, over a world without limits of points in an empty database."""
    store = await open_store(url)
    world: World = await make_world(store, ManualClock())
    await world.accounts.set_columns(world.a.id, {"day_limit": None, "minute_limit": None})
    await store.close()
    with _serving(Application(partial(open_store, url), url)) as port:
        yield Listening(port, world.a.user.key)


@contextmanager
def _serving(application: Application) -> Iterator[int]:
    """uvicorn in a thread of its own; stopped, and waited for, at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application, http="httptools", ws="none", lifespan="on", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
