"""What a report of 10,000 calls costs the server's memory, and those who ask for little at the same time."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from benchmarks.call_rows import CallWorld
from benchmarks.load import LOOPBACK, Target
from benchmarks.processes import Server, centrex, free_port, running, wait_for
from centrex.clock import SystemClock
from centrex.engine.accounts import Accounts
from centrex.engine.operator import Operator
from centrex.engine.users import Users
from centrex.resources.calls_report import CALLS_REPORT
from centrex.store.opening import open_store

REPORTS: Final = 3
ROWS: Final = 10_000
PAUSE: Final = 0.002
"""Seconds between two small reads."""

QUIET_SECONDS: Final = 2.0
KEY: Final = "long".ljust(40, "x")
_JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class LongAnswer:
    """Megabytes of the answer, and of the server's memory above idle; the slowest small read alone and beside it."""

    megabytes: float
    above_idle: float
    alone_ms: float
    beside_ms: float


async def lay_key(url: str, world: CallWorld) -> None:
    """Lets the account's user in, as often as he likes."""
    store = await open_store(url)
    operator = Operator(store, SystemClock())
    await Users(operator).create_key(world.user_id, KEY, "benchmark")
    await Accounts(operator).allow(world.customer_id, LOOPBACK)
    await Accounts(operator).set_columns(world.customer_id, {"day_limit": None, "minute_limit": None})
    await store.close()


def long_answer(url: str, folder: Path) -> LongAnswer:
    """Serves the database, reads reports from a process of its own, and beside them few employees again and again."""
    port, log = free_port(), folder / "long.log"
    command = centrex("serve", "--db", url, "--port", str(port))
    nothing_kept = {"CENTREX_REPLY_CACHE": "0"}
    with running(command, port, log, nothing_kept) as server, ProcessPoolExecutor(1) as reader:
        wait_for(server, Target(port, "/v2.0", _small()), log)
        _report(port, 10)
        idle = server.peak_megabytes()
        alone = _slowest(port, reader.submit(time.sleep, QUIET_SECONDS))
        reports = reader.submit(_reports, port)
        beside = _slowest(port, reports)
        return LongAnswer(reports.result() / 1e6, _above(server, idle), 1000 * alone, 1000 * beside)


def _above(server: Server, idle: float) -> float:
    return server.peak_megabytes() - idle


def _reports(port: int) -> int:
    """Bytes of the last of them."""
    return [_report(port, ROWS) for _ in range(REPORTS)][-1]


def _report(port: int, limit: int) -> int:
    connection = HTTPConnection(LOOPBACK, port, timeout=60)
    asked = {"limit": limit, "fields": list(CALLS_REPORT.fields)}
    months = {"date_from": "2025-05-01 00:00:00", "date_till": "2025-07-29 23:59:59"}
    connection.request("POST", "/v2.0", _body("get.calls_report", **asked, **months), _JSON)
    read = connection.getresponse().read()
    connection.close()
    assert b'"result":{"data":[{' in read[:100], read[:300]
    return len(read)


def _slowest(port: int, until: Future[Any]) -> float:
    """Seconds of the slowest small read until something else is done."""
    connection = HTTPConnection(LOOPBACK, port, timeout=60)
    slowest = 0.0
    while not until.done():
        began = time.perf_counter()
        connection.request("POST", "/v2.0", _small(), _JSON)
        assert b'"result"' in connection.getresponse().read()
        slowest = max(slowest, time.perf_counter() - began)
        time.sleep(PAUSE)
    connection.close()
    return slowest


def _small() -> str:
    return _body("get.employees", limit=10, fields=["id", "last_name"])


def _body(method: str, **params: object) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": {"access_token": KEY, **params}})
