"""``make proof``: runs slices, goes on where the last run ended, and writes ``docs/proof.md``."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import machine
from proof import page
from proof.progress import FOLDER, ROOT, file_of, load
from proof.progress import Progress as Reached
from proof.registry import MODULES, Listed, UnknownSlice, chosen, listed
from proof.runs import Report, Run, Stamp
from proof.slices import Slice
from tests.postgres import PostgresUnavailable, postgres_for_tests

WHOLE: Final = 10.0**9
"""Seconds that are no limit."""
WRITTEN: Final = ("docs/proof.md", "proof/results/")
"""What begins so is no change of the program."""


def main(arguments: Sequence[str] | None = None, modules: Sequence[str] = MODULES, folder: Path = FOLDER) -> int:
    """The exit status: 0, 1 where something failed, 2 for a slice that there is not, 130 when it was broken off."""
    wanted = _parser().parse_args(arguments)
    console = Console()
    try:
        entries = chosen(listed(modules), wanted.slice)
    except UnknownSlice as unknown:
        console.print(str(unknown))
        return 2
    with _postgres() as variables:
        run = Run(wanted.seed, Stamp(_commit(), date.today().isoformat(), _command(wanted)), folder, variables)
        if wanted.portion is not None:
            return _once(run, entries, wanted.portion, console)
        for each in entries if wanted.afresh else ():
            file_of(each.slice.name, folder).unlink(missing_ok=True)
        return _slices(run, entries, listed(modules), wanted, console)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("--slice", default="", metavar="NAMES", help="rows or slices, with commas between; all if none")
    parser.add_argument(
        "--minutes", type=float, help="for each row, shared by its slices; until the goals if not given"
    )
    parser.add_argument("--seed", default="0", help="what all chance follows from")
    parser.add_argument("--portion", type=int, metavar="NUMBER", help="nothing but this portion, and keep nothing")
    parser.add_argument("--afresh", action="store_true", help="forget what these slices have reached")
    parser.add_argument("--page", type=Path, default=page.PAGE, help="the page to write")
    return parser


def _slices(
    run: Run, entries: Sequence[Listed], everything: Sequence[Listed], wanted: argparse.Namespace, console: Console
) -> int:
    broken_off = False
    with _shown(console, entries, run) as report:
        try:
            for entry, seconds in _shares(entries, wanted.minutes, run.folder):
                run.slice(entry, seconds, report)
        except KeyboardInterrupt:
            broken_off = True
    results = [(entry.slice, load(entry.slice.name, run.folder)) for entry in everything]
    setting = page.Setting(_machine(), run.stamp.day, run.stamp.commit, run.stamp.command)
    page.write(page.page(results, setting), wanted.page)
    failures = [failure for entry in entries for failure in load(entry.slice.name, run.folder).failures]
    for failure in failures:
        console.print(failure, style="red", markup=False, highlight=False)
    console.print(f"{wanted.page} is written; failures: {len(failures)}")
    return 130 if broken_off else 1 if failures else 0


def _shares(entries: Sequence[Listed], minutes: float | None, folder: Path) -> Iterator[tuple[Listed, float]]:
    """Each slice with its seconds: those of a row share the row's minutes, but for those that are done."""
    waiting = [
        entry
        for entry in entries
        if (kept := load(entry.slice.name, folder)).failures or kept.done(adds=entry.slice.adds) < entry.slice.goal
    ]
    parts = Counter(entry.slice.row for entry in waiting)
    for entry in waiting:
        yield entry, WHOLE if minutes is None else minutes * 60 / parts[entry.slice.row]


def _once(run: Run, entries: Sequence[Listed], number: int, console: Console) -> int:
    """One portion again, to look at."""
    failed = False
    for entry in entries:
        tried = run.portion(entry, number, run.seed_of(entry.slice, number), 60)
        failed = failed or bool(tried.failures)
        console.print(f"{tried.seed}: {tried.done} {entry.slice.unit} in {tried.seconds} s", markup=False)
        for text in (*tried.told, *tried.failures):
            console.print(text, markup=False, highlight=False)
    return int(failed)


@contextmanager
def _shown(console: Console, entries: Sequence[Listed], run: Run) -> Iterator[Report]:
    """Bars on a terminal; a line for each portion elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, TextColumn("{task.fields[failures]}"), console=console, disable=not console.is_terminal
    ) as bars:
        tasks = {
            entry.slice.name: bars.add_task(entry.slice.name, total=entry.slice.goal, failures="", start=False)
            for entry in entries
        }

        def report(slice: Slice, reached: Reached) -> None:
            failed, done = len(reached.failures), reached.done(adds=slice.adds)
            bars.start_task(tasks[slice.name])
            bars.update(tasks[slice.name], completed=done, failures=f"{failed} failures" if failed else "")
            if not console.is_terminal:
                last = max(reached.tried, key=lambda one: one.number)
                line = f"{slice.name}: {done} of {slice.goal} {slice.unit}, {failed} failures; {last.seconds} s"
                console.print(line, markup=False, highlight=False, soft_wrap=True)

        for entry in entries:
            kept = load(entry.slice.name, run.folder)
            bars.update(tasks[entry.slice.name], completed=kept.done(adds=entry.slice.adds))
        yield report


@contextmanager
def _postgres() -> Iterator[dict[str, str]]:
    """One server for all portions; where there is none, the portions that need it fail."""
    with suppress(PostgresUnavailable), postgres_for_tests() as server:
        yield {"CENTREX_TEST_POSTGRES": server.maintenance}
        return
    yield {}


def _machine() -> str:
    cores = f"{os.cpu_count()} cores of {machine.processor()}, {platform.system()}, load averages {machine.load()}"
    return f"{cores}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def _command(wanted: argparse.Namespace) -> str:
    given = {"SLICE": wanted.slice, "MINUTES": wanted.minutes and f"{wanted.minutes:g}", "SEED": wanted.seed}
    return " ".join(["make proof", *(f"{name}={value}" for name, value in given.items() if value)])


def _commit() -> str:
    """The commit, and whether the files are others."""
    head = _git("rev-parse", "--short", "HEAD").strip()
    changed = [line for line in _git("status", "--porcelain").splitlines() if not line[3:].startswith(WRITTEN)]
    return (head or "unknown") + (" + changes" if changed else "")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also then nothing is left running
    sys.exit(main())
