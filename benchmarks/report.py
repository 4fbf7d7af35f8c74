"""The figures as tables for the terminal, for a file and for the page about speed; Markdown is all of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import isnan
from pathlib import Path
from typing import Final

from benchmarks.calls_measured import CallsMeasured
from benchmarks.contenders import BARE_STATEMENT, KEEPING, ORM, OURS, STATIC_BYTES
from benchmarks.costs import Compared, Cost, median
from benchmarks.rounds import CONNECTIONS, MANY_CONNECTIONS, Measured, Plan, Sample
from benchmarks.statements import QUESTIONS
from benchmarks.verdicts import Verdict

RESULTS: Final = Path(__file__).parent / "results"
PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
NAMES: Final = (OURS, KEEPING, BARE_STATEMENT, STATIC_BYTES, ORM)
NOTE: Final = """\
page50: 50 groups with their members of a customer with 2,000, {size} bytes, with token, whitelist, limits, rights,
validation and total. one: one of these groups by its id. groups: the 50 extension groups of the customer over REST,
numbers: the 40 extensions of one of them. Each server is one process on loopback, ours with its
request log in a file; they work in turn, one at a time. Figures are medians of {rounds} rounds of {seconds} s a
measurement, ratios are medians of the rounds' ratios. When others use the machine rates waver: trust the ratios
then, and those of CPU time most.

A server that keeps its answers is asked the same again and again; each time it looks at token, whitelist, limits and
rights, and in the database whether the account has changed. Everywhere else nothing is kept. `make bench
ARGS=--ten-million` measures 10 million calls as well, which takes an hour more.

The limit of a list or an object on SQLite is 1 / (time of the bare answer of that size + time of the best single
statement); on PostgreSQL, which works beside the server, it is the bare server with the same statement.
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One run of ``command``."""

    day: str
    command: str
    machine: str
    plan: Plan
    size: int
    stores: dict[str, Measured]
    verdicts: Sequence[Verdict]
    calls: Mapping[str, CallsMeasured]

    def text(self) -> str:
        note = NOTE.format(size=self.size, rounds=self.plan.rounds, seconds=self.plan.seconds)
        made = f"Written by `{self.command}` on {self.day}."
        parts = ["# Speed", made, self.machine, note, "## What is promised", promises(self.verdicts)]
        parts += ["## What fell short", short(self.verdicts)]
        for store, measured in self.stores.items():
            parts += [f"## {store}", _servers(measured), _statements(measured), _crowded(measured)]
            parts.append(call_tables(self.calls[store]))
        return "\n\n".join(part.strip() for part in parts) + "\n"


def write(text: str, name: str, *, page: bool = False) -> None:
    """Keeps it under a name, and as the page in ``docs``."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text)
    if page:
        PAGE.write_text(text)


def call_tables(calls: CallsMeasured) -> str:
    """What calls cost, by their number."""
    head = (
        "calls",
        "a group's month, ms",
        "CPU",
        "its totals, ms",
        "CPU",
        "page of 1,000, ms",
        "CPU",
        "bare, ms",
        "CPU",
    )
    rows = [
        (f"{count:,}", *_milliseconds(reads.records, reads.totals, reads.page.ours, reads.page.bare))
        for count, reads in calls.reads.items()
    ]
    taken = [
        ("one by one, 16 connections; bare commits of 16", *_taken(calls.incoming.single)),
        ("1,000 at once; bare commits of 1,000", *_taken(calls.incoming.together)),
    ]
    heading = ("calls come in", "calls/s", "CPU µs", "bare, calls/s", "CPU µs")
    return "Calls, in process:\n\n" + _table(head, rows) + "\n\n" + _table(heading, taken)


def _milliseconds(*reads: Sequence[Cost]) -> Iterator[str]:
    for costs in reads:
        typical = median(costs)
        yield from (_number(typical.wall_us / 1000), _number(typical.cpu_us / 1000))


def _taken(taken: Compared) -> Iterator[str]:
    for costs in (taken.ours, taken.bare):
        typical = median(costs)
        yield from (_number(1e6 / typical.wall_us), _number(typical.cpu_us))


def promises(verdicts: Iterable[Verdict]) -> str:
    rows = [
        (
            verdict.promise,
            f"{_number(verdict.value)}{verdict.unit}",
            "" if verdict.by_cpu is None else _number(verdict.by_cpu),
            f"{'≥' if verdict.more_is_better else '≤'} {verdict.hold:g}{verdict.unit}",
            f"{verdict.aim:g}{verdict.unit}",
            verdict.said,
        )
        for verdict in verdicts
    ]
    return _table(("promise", "measured", "by CPU time", "hold", "aim", "reached"), rows)


def short(verdicts: Iterable[Verdict]) -> str:
    """The promises that this run did not show to be kept, and the aims that it did not reach, each with its figure."""
    lines = []
    for verdict in verdicts:
        if not verdict.reaches(verdict.aim):
            kept = verdict.reaches(verdict.hold)
            bound, missed = (verdict.aim, "the aim") if kept else (verdict.hold, "**the promise**")
            measured = f"{_number(verdict.value)}{verdict.unit}"
            lines.append(f"* {verdict.promise}: {measured}, {missed} is {bound:g}{verdict.unit}.")
    return "\n".join(lines) or "Nothing: all promises are kept, and all aims reached."


def _servers(measured: Measured) -> str:
    rows = [
        (name, question, *_figures([each.samples[name, question] for each in measured.rounds]))
        for question in QUESTIONS
        for name in NAMES
        if (name, question) in measured.rounds[0].samples
    ]
    head = ("server", "question", "requests/s", "p50 ms", "p99 ms", "CPU µs", "PostgreSQL CPU µs", "client busy")
    return f"{CONNECTIONS} connections:\n\n" + _table(head, rows)


def _crowded(measured: Measured) -> str:
    rows = [(OURS, question, *_figures(samples)) for question, samples in measured.crowded.items()]
    head = ("server", "question", "requests/s", "p50 ms", "p99 ms", "CPU µs", "PostgreSQL CPU µs", "client busy")
    return f"{MANY_CONNECTIONS} connections:\n\n" + _table(head, rows)


def _figures(samples: Sequence[Sample]) -> Iterator[str]:
    """Medians, in the order of the head."""
    picks: tuple[Callable[[Sample], float], ...] = (
        lambda sample: sample.seen.per_second,
        lambda sample: sample.seen.p50_ms,
        lambda sample: sample.seen.p99_ms,
        lambda sample: sample.server_us,
        lambda sample: sample.backend_us,
        lambda sample: sample.seen.busy,
    )
    for pick in picks:
        yield _number(statistics.median(map(pick, samples)))


def _statements(measured: Measured) -> str:
    rows = []
    for question in QUESTIONS:
        taken = [each.statements[question] for each in measured.rounds]
        figures = zip(*map(astuple, taken), strict=True)
        rows.append((question, *(_number(statistics.median(figure)) for figure in figures)))
    head = ("question", "µs", "CPU µs", "PostgreSQL CPU µs")
    return "The hand-written statement alone, one at a time, in process:\n\n" + _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns line up."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _number(value: float) -> str:
    """Three digits that count, whole thousands in full; a dash for what is not known."""
    if isnan(value):
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
