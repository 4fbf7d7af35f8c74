"""A soak: 64 connections, 95 % reads, for hours; no error, nothing lost of the log of requests, and a server that grows
by less than a twentieth.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any, Final

from benchmarks.load import LOOPBACK, Target
from benchmarks.processes import PROCESSES, Server, centrex, free_port, running, wait_for
from centrex.catalogue_rest import Action, Realm, RestFace, RestOperation
from centrex.engine.requests import Wanted, list_requests
from centrex.resources import OPERATIONS, REST_OPERATIONS
from centrex.resources.application import ALL
from centrex.scope import SERVER
from centrex.store.opening import open_store
from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.clock import ManualClock
from tests.property.actors import LISTS, actors, face_of
from tests.property.own_parameters import own_parameters
from tests.ringme import granted
from tests.world import World, make_world


def _is_of_a_period(operation: RestOperation) -> bool:
    return isinstance(operation.face, RestFace) and operation.face.period is not None


CONNECTIONS: Final = 64
READS: Final = 0.95
GOAL: Final = 7_200
LEAST: Final = 60.0
"""Seconds of a portion."""
WARM: Final = 0.2
"""The part of the time in which caches fill."""
LONG_ENOUGH: Final = 240.0
"""Seconds after which growth is more than chance."""
GROWTH: Final = 0.05
KEPT: Final = 5
BEARER: Final = "bearer-of-the-soak".ljust(30, "0")
NOUNS: Final = tuple(
    operation.noun
    for operation in REST_OPERATIONS
    if operation.action is Action.LIST and operation.realm is Realm.CLIENT and not _is_of_a_period(operation)
)
"""The lists of the RingMe API that need no interval."""
DAY: Final = 86_400
KEEPS: Final = "4"
"""MiB of answers that the server keeps: full before it is looked how much the server grows."""


@dataclass(frozen=True)
class Request:
    """What is asked over a connection; ``data_api`` answers with status 200 whatever it says."""

    sent: bytes
    data_api: bool = True


@dataclass(frozen=True)
class Sample:
    """The server at a moment, ``at`` seconds after the begin."""

    at: float
    megabytes: float
    descriptors: int


@dataclass
class Soak:
    """``server`` answers for ``world``; what went wrong, how it grew, and how many requests its log has."""

    server: Server
    world: World
    seconds: float

    def __post_init__(self) -> None:
        self.begun = time.monotonic()
        self.errors: list[str] = []
        self.failed = self.answered = self.logged = 0
        self.samples: list[Sample] = []

    @property
    def lasted(self) -> float:
        return time.monotonic() - self.begun

    async def run(self, seed: str) -> None:
        async with asyncio.TaskGroup() as together:
            together.create_task(self._watch())
            for number in range(CONNECTIONS):
                together.create_task(self._ask_on(number, Random(f"{seed} {number}")))

    async def _watch(self) -> None:
        while self.lasted < self.seconds:
            descriptors = len(list((PROCESSES / str(self.server.process.pid) / "fd").iterdir()))
            self.samples.append(Sample(self.lasted, self.server.megabytes(), descriptors))
            await asyncio.sleep(1)

    async def _ask_on(self, number: int, random: Random) -> None:
        """One connection, which asks again as soon as it was answered."""
        reader, writer = await asyncio.open_connection(LOOPBACK, self.server.port)
        turn = 0
        while self.lasted < self.seconds:
            turn += 1
            request = self._request(random, f"{number} {turn}")
            writer.write(request.sent)
            status, body = await _answer(reader)
            self.answered += 1
            if status != 200 or (request.data_api and b'"error":{' in body[:200]):
                self.failed += 1
                self.errors += [f"{status} {body[:300]!r} to {request.sent[:600]!r}"][: KEPT - len(self.errors)]
        writer.close()
        await writer.wait_closed()

    def _request(self, random: Random, name: str) -> Request:
        if random.random() >= READS:
            return _write(self.world, random, name)
        return _rest_read(random) if random.random() < 0.2 else _read(self.world, random)

    def grown(self, of: Callable[[Sample], float]) -> float:
        """By which part it is more in the last tenth of the time than in the first one after the caches were full."""
        first = [of(one) for one in self.samples if WARM <= one.at / self.seconds < WARM + 0.1]
        last = [of(one) for one in self.samples if one.at / self.seconds >= 0.9]
        return fmean(last) / fmean(first) - 1 if first and last else 0.0


def _read(world: World, random: Random) -> Request:
    """A page of any list, as anybody who may read it."""
    method = random.choice(LISTS)
    actor = random.choice(list(actors(world, OPERATIONS[method])))
    own = own_parameters(face_of(OPERATIONS[method]), random)
    return _call(method, actor.key, {**actor.params, **own, "limit": random.choice((1, 10, 50)), "offset": 0})


def _write(world: World, random: Random, name: str) -> Request:
    """A new name for something that customer A has."""
    method, table = random.choice(
        (("employee_positions", "employee_position"), ("virtual_number_groups", "virtual_number_group"))
    )
    params = {"id": random.choice(world.a.ids[table]), "name": f"Soak {name}"}
    return _call(f"update.{method}", world.a.user.key, params)


def _rest_read(random: Random) -> Request:
    noun = random.choice(NOUNS)
    head = f"GET /api/ver1.0/client/@me/{noun}/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BEARER}\r\n\r\n"
    return Request(head.encode(), data_api=False)


def _call(method: str, key: str, params: Mapping[str, Any]) -> Request:
    called = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"access_token": key, **params}}
    body = json.dumps(called).encode()
    return Request(b"POST /v2.0 HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body; an answer in pieces is put together."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"transfer-encoding: chunked" not in head:
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return status, await reader.readexactly(length)
    pieces = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, b"".join(pieces)


async def laid_out(url: str) -> World:
    """The world without limits of points, and a token for the RingMe API."""
    world = await make_world(await open_store(url), ManualClock())
    for member in (world.north, world.south, *(customer.user for customer in world.customers)):
        await world.accounts.set_columns(member.account_id, {"day_limit": None, "minute_limit": None})
    until = int(time.time()) + 30 * DAY
    await world.store.change(granted(world.a.id, world.a.user.id, BEARER, ALL, until), SERVER)
    await world.store.close()
    return world


@contextmanager
def served(url: str) -> Iterator[Server]:
    """The program on the database; what it logs is dropped, since there is much of it."""
    port = free_port()
    settings = ("--db", url, "--port", str(port), "--hour-limit", "0", "--reply-cache", KEEPS)
    log = Path("/dev/null")
    with running(centrex("serve", *settings), port, log) as server:
        wait_for(server, Target(port, "/livez", bearer="nobody"), log)
        yield server


def soaked(url: str, seconds: float, seed: str) -> Soak:
    """The soak on an empty database."""
    world = asyncio.run(laid_out(url))
    with served(url) as server:
        soak = Soak(server, world, seconds)
        asyncio.run(soak.run(seed))
    soak.logged = asyncio.run(_logged(url))
    return soak


async def _logged(url: str) -> int:
    store = await open_store(url)
    number, _ = await list_requests(store, Wanted(limit=0))
    await store.close()
    return number


def portion(store: str, portion: Portion) -> Outcome:
    with database(store, portion.folder) as made:
        soak = soaked(made.url, min(max(portion.seconds, LEAST), GOAL), portion.seed)
    memory, descriptors = soak.grown(lambda one: one.megabytes), soak.grown(lambda one: one.descriptors)
    told = (
        f"{soak.seconds:.0f} s: {soak.answered:,} answers, {soak.failed} errors; "
        f"{soak.samples[-1].megabytes:.0f} MiB ({memory:+.1%}), {soak.samples[-1].descriptors} descriptors "
        f"({descriptors:+.1%})"
    )
    failures = list(soak.errors)
    if soak.logged != soak.answered:
        failures.append(f"{soak.logged:,} of {soak.answered:,} requests stand in the log of requests")
    if max(memory, descriptors) >= GROWTH and soak.seconds >= LONG_ENOUGH:
        failures.append(f"it grew: {told}")
    return Outcome(int(soak.seconds), failures, [told])


SLICES: Final = tuple(
    Slice(
        f"soak/{store}",
        f"{CONNECTIONS} connections to a server on {name}, 95 % reads: no error, every request in the log of "
        "requests, and memory and descriptors grow by less than 5 % once the caches are full",
        GOAL,
        "seconds in one run",
        partial(portion, store),
        adds=False,
    )
    for store, name in STORES.items()
)
