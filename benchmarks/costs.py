"""What a piece of work costs, alone or turn by turn with the bare store's, in this process and in PostgreSQL's."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import isnan

from benchmarks.databases import backend_cpu, spent

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds; CPU is that of this process and of PostgreSQL's."""

    wall_us: float
    cpu_us: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours beside the bare store's, round by round."""

    ours: tuple[Cost, ...]
    bare: tuple[Cost, ...]

    @property
    def times(self) -> float:
        """How many times as long as the bare store ours takes."""
        return statistics.median(our.wall_us / one.wall_us for our, one in zip(self.ours, self.bare, strict=True))

    @property
    def times_by_cpu(self) -> float:
        return statistics.median(our.cpu_us / one.cpu_us for our, one in zip(self.ours, self.bare, strict=True))


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(cost.wall_us for cost in costs), statistics.median(cost.cpu_us for cost in costs))


async def cost(url: str, work: Awaitable[object], count: int) -> Cost:
    """Of each of ``count`` things that the work does."""
    backends, worked, began = await backend_cpu(url), time.process_time(), time.perf_counter()
    await work
    wall, worked = time.perf_counter() - began, time.process_time() - worked
    backend = spent(backends, await backend_cpu(url))
    cpu = worked if isnan(backend) else worked + backend
    return Cost(1e6 * wall / count, 1e6 * cpu / count)


async def repeated(url: str, work: Work, times: int, rounds: int) -> tuple[Cost, ...]:
    """The work so often in each round, warm."""
    await work()
    return tuple([await cost(url, _again(work, times), times) for _ in range(rounds)])


async def in_turn(url: str, ours: Work, bare: Work, times: int, rounds: int) -> Compared:
    """Both, one after the other in each round, warm."""
    await ours()
    await bare()
    costs = [[await cost(url, _again(work, times), times) for work in (ours, bare)] for _ in range(rounds)]
    return Compared(tuple(our for our, _ in costs), tuple(one for _, one in costs))


async def _again(work: Work, times: int) -> None:
    """Often enough for a clock of CPU time that counts in hundredths of a second."""
    for _ in range(times):
        await work()
