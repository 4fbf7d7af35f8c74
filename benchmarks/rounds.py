"""Measures the contenders in turn, again and again, so that what disturbs the machine disturbs them all.

Only one of them works at a time. Ratios are taken within a round, and then their median.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.contenders import Contender
from benchmarks.databases import backend_cpu, spent
from benchmarks.load import Outcome, Target, put_load
from benchmarks.statements import QUESTIONS, Statements

CONNECTIONS: Final = 16
MANY_CONNECTIONS: Final = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a run takes: rounds, and seconds of each measurement."""

    rounds: int
    seconds: float
    warm_up_seconds: float
    starts: int


FULL: Final = Plan(rounds=5, seconds=1.5, warm_up_seconds=1.0, starts=5)
QUICK: Final = Plan(rounds=2, seconds=0.6, warm_up_seconds=0.3, starts=2)


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement of a server; CPU in microseconds per request, that of PostgreSQL apart."""

    seen: Outcome
    server_us: float
    backend_us: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One measurement of the bare statement in this process, in microseconds; CPU is ours and PostgreSQL's."""

    wall_us: float
    cpu_us: float
    backend_us: float


@dataclass(frozen=True, slots=True)
class Round:
    """Every contender once, by name and question, and the bare statement by question."""

    samples: dict[tuple[str, str], Sample]
    statements: dict[str, Statement]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one database; ``crowded`` is our server with many connections."""

    rounds: tuple[Round, ...]
    crowded: dict[str, tuple[Sample, ...]]


async def measure(url: str, servers: Sequence[Contender], bare: Statements, plan: Plan) -> Measured:
    """Warms every server up, and then runs the rounds."""
    for server in servers:
        for target in server.targets.values():
            put_load(target, CONNECTIONS, plan.warm_up_seconds)
    rounds = tuple([await _round(url, servers, bare, plan) for _ in range(plan.rounds)])
    crowded: dict[str, tuple[Sample, ...]] = {}
    ours = servers[0]
    for question, target in ours.targets.items():
        samples = [await _sample(url, ours, target, MANY_CONNECTIONS, plan.seconds) for _ in range(plan.rounds)]
        crowded[question] = tuple(samples)
    return Measured(rounds, crowded)


async def _round(url: str, servers: Sequence[Contender], bare: Statements, plan: Plan) -> Round:
    samples: dict[tuple[str, str], Sample] = {}
    statements: dict[str, Statement] = {}
    for question in QUESTIONS:
        for server in (each for each in servers if question in each.targets):
            taken = await _sample(url, server, server.targets[question], CONNECTIONS, plan.seconds)
            samples[server.name, question] = taken
        statements[question] = await _statement(url, bare, question, plan.seconds / 3)
    return Round(samples, statements)


async def _sample(url: str, contender: Contender, target: Target, connections: int, seconds: float) -> Sample:
    server, backends = contender.server.cpu_seconds(), await backend_cpu(url)
    seen = put_load(target, connections, seconds)
    server, backend = contender.server.cpu_seconds() - server, spent(backends, await backend_cpu(url))
    return Sample(seen, server_us=1e6 * server / seen.answers, backend_us=1e6 * backend / seen.answers)


async def _statement(url: str, bare: Statements, question: str, seconds: float) -> Statement:
    """Runs the statement over and over, one at a time."""
    count, backends = 0, await backend_cpu(url)
    began, worked = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        for _ in range(10):
            await bare.answer(question)
        count += 10
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    backend = spent(backends, await backend_cpu(url))
    return Statement(wall_us=1e6 * wall / count, cpu_us=1e6 * cpu / count, backend_us=1e6 * backend / count)
