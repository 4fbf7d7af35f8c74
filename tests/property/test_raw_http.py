"""Raw bytes over a real socket: wrong lengths, garbled chunks, every verb on every path, clients that go away."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random
from threading import Thread
from typing import Final

import pytest
import uvicorn
from structlog.testing import capture_logs

from centrex.server.app import Application
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.property.raw_requests import Case, call, cases, posted
from tests.property.well_formed import fault
from tests.world import World, make_world

SECONDS: Final = 20.0
CASES: Final = 300
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


@pytest.fixture
async def listening(database_url: str) -> AsyncIterator[Listening]:
    """A real server on a free port, over a world without limits of points."""
    store = await open_store(database_url)
    world: World = await make_world(store, ManualClock())
    await world.accounts.set_columns(world.a.id, {"day_limit": None, "minute_limit": None})
    await store.close()
    application = Application(partial(open_store, database_url), database_url)
    with _serving(application) as port:
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


def test_no_request_is_answered_with_a_fault(listening: Listening, caplog: pytest.LogCaptureFixture) -> None:
    tried = list(cases(listening.key, Random("raw")))
    with capture_logs() as logs:
        wrong = [(case.name, problem) for case in tried if (problem := _problem(listening, case))]
        last = listening.exchange(posted(call(listening.key)))
    assert wrong == [], "\n".join(map(str, wrong))
    assert len(tried) >= CASES
    assert last.startswith(b"HTTP/1.1 200 ")
    assert logs == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def _problem(listening: Listening, case: Case) -> str | None:
    """What is wrong with the answer to a case, if anything."""
    answer = listening.exchange(case.sent, whole=case.whole)
    if not case.whole:
        return None
    if case.status == TOO_LARGE and not answer:
        return None  # it closed before it had read everything, which can take the answer along
    head, _, body = answer.removeprefix(CONTINUE).partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1]) if head.startswith(b"HTTP/1.1 ") else 0
    if not 200 <= status < 500 or case.status not in {None, status}:
        return f"{status}: {answer[:200]!r}"
    return fault(body, None) if case.is_call else None
