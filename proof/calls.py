"""Malformed calls: structure-aware ones through the whole ASGI application, raw bytes through real sockets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from structlog.testing import capture_logs

from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.property.call_runs import failing_calls, without_limits
from tests.property.raw_requests import call, cases, garbled, posted
from tests.property.raw_runs import listening_at
from tests.property.written_rows import snapshots
from tests.served import LOOPBACK, Answer, Served, served_world

CALLS: Final = 3_000
GARBLED: Final = 1_500
SLOW: Final = 1.0
"""Seconds that no call may take."""
TOO_LARGE: Final = 413


class OverAsgi(Served):
    """Calls as an HTTP server hands them over; remembers which were answered late or with another status than 200."""

    def __init__(self, served: Served) -> None:
        super().__init__(served.application, served.world)
        self.wrong: list[str] = []

    async def post(self, body: bytes, address: str = LOOPBACK) -> Answer:
        begin, waited = perf_counter(), waited_for_a_core()
        status, answer = await self._sent(body, address)
        seconds = perf_counter() - begin - (waited_for_a_core() - waited)
        if seconds > SLOW or status not in {200, TOO_LARGE}:
            self.wrong.append(f"{status} after {seconds:.2f} s: {body[:600]!r}")
        return Answer(answer)

    async def _sent(self, body: bytes, address: str) -> tuple[int, bytes]:
        status, pieces = 0, list[bytes]()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            pieces.append(message.get("body", b""))

        scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/v2.0", "headers": []}
        await self.application({**scope, "client": (address, 1)}, receive, send)
        return status, b"".join(pieces)


def waited_for_a_core() -> float:
    """Seconds for which the threads of this process were ready and others had the cores; 0 where nothing tells it."""
    tasks = Path("/proc/self/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[1]) for task in tasks) / 1e9


def structured(store: str, portion: Portion) -> Outcome:
    with database(store, portion.folder) as made, errors_logged() as logged:
        failures = asyncio.run(_failing(made.url, portion))
    return Outcome(CALLS, failures + logged)


async def _failing(url: str, portion: Portion) -> list[str]:
    async with served_world(url, portion.folder) as served, snapshots(url) as snapshot:
        asked = OverAsgi(await without_limits(served))
        seeds = (f"{portion.seed} {index}" for index in range(CALLS))
        return [failure async for failure in failing_calls(asked, snapshot, seeds)] + asked.wrong


def raw(store: str, portion: Portion) -> Outcome:
    with database(store, portion.folder) as made, errors_logged() as logged:
        done, failures = asyncio.run(_faults(made.url, portion))
    return Outcome(done, failures + logged)


async def _faults(url: str, portion: Portion) -> tuple[int, list[str]]:
    async with listening_at(url) as listening:
        with capture_logs() as logs:
            tried = list(cases(listening.key, Random(portion.seed))) if portion.number == 0 else []
            failures = [f"{case.name}: {problem}" for case in tried if (problem := listening.problem(case))]
            failures += listening.faults(garbled(listening.key, Random(f"{portion.seed} {n}")) for n in range(GARBLED))
            if not listening.exchange(posted(call(listening.key))).startswith(b"HTTP/1.1 200 "):
                failures.append("a valid call is not answered any more")
        return len(tried) + GARBLED, [*failures, *map(str, logs)]


@contextmanager
def errors_logged() -> Iterator[list[str]]:
    """What libraries log as errors meanwhile."""
    keeping = _Keeping(logging.ERROR)
    logging.getLogger().addHandler(keeping)
    try:
        yield keeping.texts
    finally:
        logging.getLogger().removeHandler(keeping)


class _Keeping(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"logged: {record.getMessage()}")


PROMISE: Final = "answered with an error of the vendor's: never 5xx, never a traceback, nothing half-written"
SLICES: Final = tuple(
    made
    for store, name in STORES.items()
    for made in (
        Slice(
            f"calls/{store}",
            f"Malformed calls on {name} are {PROMISE}, never over 1 s of its own",
            1_000_000,
            "calls",
            partial(structured, store),
        ),
        Slice(
            f"calls/raw-{store}",
            f"Raw bytes sent to a server on {name} are answered with no fault of the server's, nothing is logged",
            200_000,
            "requests",
            partial(raw, store),
        ),
    )
)
