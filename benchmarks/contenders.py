"""Who is measured on one database: ``centrex serve`` without and with its reply cache, the two bare servers, and the
ORM's. They must answer alike.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.bare_server import STATEMENT, STATIC, Order
from benchmarks.load import Target
from benchmarks.processes import Server, ask, centrex, free_port, running, uvicorn, wait_for
from benchmarks.statements import DATA_QUESTIONS, PAGE, QUESTIONS, REST_QUESTIONS
from benchmarks.world import World, driver_url

OURS: Final = "centrex serve, nothing kept"
KEEPING: Final = "centrex serve, reply cache"
STATIC_BYTES: Final = "bare ASGI, constant bytes"
BARE_STATEMENT: Final = "bare ASGI, hand-written statement"
ORM: Final = "FastAPI + SQLAlchemy ORM + pydantic"

PATH: Final = "/v2.0"
CACHE: Final = 32
"""MiB, as a new server has them."""

CONNECTIONS: Final = 2 * (os.cpu_count() or 1)
"""As many connections to PostgreSQL as ``centrex serve`` keeps for reading."""

_ALSO_ASKED: Final[tuple[dict[str, Any], ...]] = (
    {"limit": 50, "offset": 1950, "sort": [{"field": "name", "order": "desc"}]},
    {"limit": 20, "filter": {"field": "name", "operator": "like", "value": "Oslo 1%"}},
    {"fields": ["name", "employees"], "filter": {"field": "number", "operator": "in", "value": ["g5", "g4", "nil"]}},
)
"""What is compared besides the questions that are measured."""


class Unlike(Exception):
    """Two contenders answer differently, so that their speed cannot be compared."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server, and where it is asked each question."""

    name: str
    server: Server
    targets: dict[str, Target]


@contextmanager
def contenders(url: str, world: World, folder: Path) -> Iterator[tuple[Contender, ...]]:
    """Starts them all, and compares what they say."""
    with ExitStack() as stack:
        ours = stack.enter_context(_ours(url, world, folder, OURS, cache=0))
        keeping = stack.enter_context(_ours(url, world, folder, KEEPING, cache=CACHE))
        sizes = {question: len(ask(target)) for question, target in ours.targets.items()}
        order = Order(url, asdict(world), sizes, CONNECTIONS)
        static, bare = stack.enter_context(_bare(order, folder))
        orm = stack.enter_context(_orm(url, world, folder))
        _compare(ours, bare, orm, world)
        _compare_kept(ours, keeping)
        yield ours, keeping, static, bare, orm


def question_body(world: World, question: str) -> str:
    """The request of a question."""
    if question == "page50":
        return body(world, {"limit": PAGE})
    return body(world, {"filter": {"field": "id", "operator": "=", "value": world.group_id}})


def body(world: World, params: dict[str, Any]) -> str:
    """A call of the list of groups."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "get.virtual_number_groups"}
    return json.dumps({**call, "params": {"access_token": world.key, **params}})


def target_of(world: World, question: str, port: int, path: str = "") -> Target:
    """Where a server on ``port`` is asked a question; a bare one has a path of its own for each."""
    if question in DATA_QUESTIONS:
        return Target(port, path or PATH, question_body(world, question))
    return Target(port, path or _REST_PATHS[question].format(**asdict(world)), bearer=world.bearer)


_REST_PATHS: Final = {
    "groups": "/api/ver1.0/client/{customer_id}/extension_group/",
    "numbers": "/api/ver1.0/extension_group/{extension_group_id}/extension/",
}


@contextmanager
def _ours(url: str, world: World, folder: Path, name: str, cache: int) -> Iterator[Contender]:
    """With the settings that a new server has but the hourly limit, its request log in a file; ``cache`` in MiB."""
    port = free_port()
    log = folder / f"centrex-{cache}.log"
    settings = {"CENTREX_HOUR_LIMIT": "0", "CENTREX_REPLY_CACHE": str(cache)}
    with running(centrex("serve", "--db", url, "--port", str(port)), port, log, settings) as server:
        yield _ready(name, server, world, log, QUESTIONS)


@contextmanager
def _orm(url: str, world: World, folder: Path) -> Iterator[Contender]:
    port = free_port()
    log = folder / "orm.log"
    environment = {"DATABASE_URL": driver_url(url)}
    with running(uvicorn("benchmarks.orm_server.app:app", port), port, log, environment) as server:
        yield _ready(ORM, server, world, log, DATA_QUESTIONS)


def _ready(name: str, server: Server, world: World, log: Path, questions: tuple[str, ...]) -> Contender:
    targets = {question: target_of(world, question, server.port) for question in questions}
    for target in targets.values():
        wait_for(server, target, log)
    return Contender(name, server, targets)


@contextmanager
def _bare(order: Order, folder: Path) -> Iterator[tuple[Contender, Contender]]:
    """The two bare servers; they are sent the same bodies as the others."""
    port, log = free_port(), folder / "bare.log"
    command = [*uvicorn("benchmarks.bare_server:application", port), "--factory"]
    with running(command, port, log, order.environment()) as server:
        made = []
        for name, prefix in ((STATIC_BYTES, STATIC), (BARE_STATEMENT, STATEMENT)):
            asker = World(**order.world)
            targets = {question: target_of(asker, question, port, prefix + question) for question in QUESTIONS}
            made.append(Contender(name, server, targets))
        wait_for(server, made[1].targets["one"], log)
        yield made[0], made[1]


def _compare(ours: Contender, bare: Contender, orm: Contender, world: World) -> None:
    """Raises Unlike unless all of them say the same."""
    for question in REST_QUESTIONS:
        if json.loads(ask(bare.targets[question])) != json.loads(ask(ours.targets[question])):
            raise Unlike(f"{question}: {bare.name}")
    for question in DATA_QUESTIONS:
        told = _told(ask(ours.targets[question]))
        if json.loads(ask(bare.targets[question])) != told["data"]:
            raise Unlike(f"{question}: {bare.name}")
        if _told(ask(orm.targets[question])) != told:
            raise Unlike(f"{question}: {orm.name}")
    for params in _ALSO_ASKED:
        sent = body(world, params)
        answers = [_told(ask(Target(each.server.port, PATH, sent))) for each in (ours, orm)]
        if answers[0] != answers[1] or not answers[0]["data"]:
            raise Unlike(sent)


def _compare_kept(ours: Contender, keeping: Contender) -> None:
    """The third time and later it is the answer that was kept."""
    for question, target in keeping.targets.items():
        answers = [ask(target) for _ in range(4)]
        asked = ask(ours.targets[question])
        if question in DATA_QUESTIONS:
            alike = all(_told(answer) == _told(asked) for answer in answers)
        else:
            alike = all(json.loads(answer) == json.loads(asked) for answer in answers)
        if not alike:
            raise Unlike(f"{question}: {keeping.name}")


def _told(answer: bytes) -> dict[str, Any]:
    """The result, without the numbers that no two calls share."""
    result: dict[str, Any] = json.loads(answer)["result"]
    for name in result["metadata"]["limits"]:
        if not name.endswith("_limit"):
            result["metadata"]["limits"][name] = None
    return result
