"""What the product promises of its speed, and whether a run shows it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Final

from benchmarks.calls import Reads
from benchmarks.contenders import BARE_STATEMENT, KEEPING, ORM, OURS, STATIC_BYTES
from benchmarks.costs import Compared, Cost, median
from benchmarks.incoming import Incoming
from benchmarks.long_answers import LongAnswer
from benchmarks.rounds import Measured, Round
from benchmarks.startup import Started

SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"


_PROMISED: Final = (
    ("page50", "lists", 0.70, 0.80),
    ("one", "single objects", 0.50, 0.65),
    ("groups", "lists", 0.70, 0.80),
    ("numbers", "lists", 0.70, 0.80),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise: ``hold`` must be reached, ``aim`` is wanted; ``by_cpu`` is the same ratio of CPU times, if any."""

    promise: str
    value: float
    hold: float
    aim: float
    unit: str = ""
    more_is_better: bool = True
    by_cpu: float | None = None

    def reaches(self, bound: float) -> bool:
        return self.value >= bound if self.more_is_better else self.value <= bound

    @property
    def said(self) -> str:
        if self.reaches(self.aim):
            return "yes, and the aim"
        return "yes" if self.reaches(self.hold) else "**no**"


def of_store(store: str, measured: Measured) -> Iterator[Verdict]:
    """The promises that are kept or not on one database."""
    limit, against = (_by_sum, "the limit") if store == SQLITE else (_by_bare_server, "the bare server")
    least = _least_cpu if store == SQLITE else _bare_server_cpu
    for question, kind, hold, aim in _PROMISED:
        yield Verdict(
            f"{store}, {question}: {kind} against {against}",
            statistics.median(limit(each, question) for each in measured.rounds),
            hold,
            aim,
            by_cpu=statistics.median(least(each, question) / _cpu(each, OURS, question) for each in measured.rounds),
        )
    yield from _of_kept(store, measured)
    hold, aim = (15.0, 20.0) if store == SQLITE else (7.0, 9.0)
    yield _times(f"{store}, page50: times {ORM}", measured, OURS, ORM, hold, aim)
    for question, samples in measured.crowded.items():
        spread = statistics.median(sample.seen.p99_ms / sample.seen.p50_ms for sample in samples)
        yield Verdict(f"{store}, {question}: p99 / p50 at 64 connections", spread, 10.0, 10.0, more_is_better=False)


def _of_kept(store: str, measured: Measured) -> Iterator[Verdict]:
    """A read that repeats, against bytes that never change and against reading the rows."""
    if store == SQLITE:
        yield _times(f"{store}, page50 repeated: against a static answer", measured, KEEPING, STATIC_BYTES, 0.40, 0.60)
    least = 5.0 if store == SQLITE else 3.0
    yield _times(f"{store}, page50 repeated: times reading it", measured, KEEPING, OURS, least, least)


def _times(promise: str, measured: Measured, name: str, other: str, hold: float, aim: float) -> Verdict:
    """How many times the rate of another one has."""
    return Verdict(
        promise,
        statistics.median(_rate(each, name, "page50") / _rate(each, other, "page50") for each in measured.rounds),
        hold,
        aim,
        by_cpu=statistics.median(_cpu(each, other, "page50") / _cpu(each, name, "page50") for each in measured.rounds),
    )


def of_starts(store: str, started: Started) -> Iterator[Verdict]:
    """``centrex serve`` on a database that exists."""
    yield Verdict(f"{store}: start to first answer", started.seconds, 1.0, 0.7, " s", more_is_better=False)
    yield Verdict(f"{store}: memory after it", started.megabytes, 90.0, 90.0, " MB", more_is_better=False)


def of_calls(store: str, reads: Mapping[int, Reads], incoming: Incoming) -> Iterator[Verdict]:
    """Calls by their number, and what came in on top of the most of them."""
    few, many = min(reads), max(reads)
    for title, pick in (("a group's month of records", _records), ("their totals", _totals)):
        yield _grown(f"{store}, {title}: times of {few:,} calls at {many:,}", pick(reads[few]), pick(reads[many]))
    page = reads[many].page
    yield Verdict(
        f"{store}, calls_report of 1,000 of {many:,}: times of the best statement",
        page.times,
        1.25,
        1.1,
        more_is_better=False,
        by_cpu=page.times_by_cpu,
    )
    yield _taken(f"{store}, calls one by one, 16 connections: against bare commits of 16", incoming.single)
    yield _taken(f"{store}, calls by 1,000: against bare commits of 1,000", incoming.together)


def of_long(store: str, long: LongAnswer) -> Iterator[Verdict]:
    """A report of 10,000 calls with all fields, one after the other, and small reads beside it."""
    title = f"{store}, an answer of {long.megabytes:.0f} MB"
    yield Verdict(f"{title}: memory above idle", long.above_idle, 64.0, 32.0, " MB", more_is_better=False)
    yield Verdict(f"{title}: the slowest small read beside it", long.beside_ms, 50.0, 50.0, " ms", more_is_better=False)


def _records(reads: Reads) -> Cost:
    return median(reads.records)


def _totals(reads: Reads) -> Cost:
    return median(reads.totals)


def _grown(promise: str, few: Cost, many: Cost) -> Verdict:
    times = many.wall_us / few.wall_us
    return Verdict(promise, times, 2.5, 1.7, more_is_better=False, by_cpu=many.cpu_us / few.cpu_us)


def _taken(promise: str, taken: Compared) -> Verdict:
    return Verdict(promise, 1 / taken.times, 0.4, 0.6, by_cpu=1 / taken.times_by_cpu)


def of_demo(started: Started) -> Verdict:
    return Verdict("`centrex demo` ready, with its world", started.seconds, 5.0, 5.0, " s", more_is_better=False)


def _rate(each: Round, name: str, question: str) -> float:
    return each.samples[name, question].seen.per_second


def _cpu(each: Round, name: str, question: str) -> float:
    """CPU of the server, and of PostgreSQL where there is one."""
    sample = each.samples[name, question]
    return _sum(sample.server_us, sample.backend_us)


def _sum(server: float, backend: float) -> float:
    return server if isnan(backend) else server + backend


def _by_sum(each: Round, question: str) -> float:
    """Our rate against a server that needs what bare HTTP and the bare statement need one after the other."""
    limit = 1e6 / (1e6 / _rate(each, STATIC_BYTES, question) + each.statements[question].wall_us)
    return _rate(each, OURS, question) / limit


def _by_bare_server(each: Round, question: str) -> float:
    """Two processes work at a time there, so that the sum of their times is no limit."""
    return _rate(each, OURS, question) / _rate(each, BARE_STATEMENT, question)


def _least_cpu(each: Round, question: str) -> float:
    return each.samples[STATIC_BYTES, question].server_us + each.statements[question].cpu_us


def _bare_server_cpu(each: Round, question: str) -> float:
    return _cpu(each, BARE_STATEMENT, question)
