"""What a command answers: a table or a sentence on a terminal, JSON in a pipe. JSON is the same in every language."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from centrex.i18n import translated


@dataclass(frozen=True, slots=True)
class Column:
    """The facts named ``key`` below a heading."""

    key: str
    heading: str


def wants_json(asked: bool) -> bool:
    return asked or not sys.stdout.isatty()


def show_rows(columns: Sequence[Column], rows: Iterable[Mapping[str, object]], as_json: bool) -> None:
    """All facts of the rows as a JSON array, or those of the columns as a table."""
    if wants_json(as_json):
        print_json(list(rows))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*(translated(column.heading) for column in columns))
    for row in rows:
        table.add_row(*(Text(_cell(row[column.key])) for column in columns))
    Console().print(table)


def show_facts(columns: Sequence[Column], facts: Mapping[str, object], as_json: bool) -> None:
    """One thing: a JSON object, or a line a fact."""
    if wants_json(as_json):
        print_json(facts)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for column in columns:
        table.add_row(translated(column.heading), Text(_cell(facts[column.key])))
    Console().print(table)


def tell(facts: Mapping[str, object], sentence: str, as_json: bool) -> None:
    """What was done: the facts as a JSON object, or a sentence."""
    if wants_json(as_json):
        print_json(facts)
    else:
        print(sentence)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, when that is a terminal; it is told how much more was done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task(translated("Importing"), total=total)
        yield lambda more: shown.advance(bar, more)


def utc(seconds: int | None) -> str | None:
    """A time as JSON and tables show it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds is not None else None


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return translated("yes") if value else translated("no")
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return str(value)
