"""`centrex import calls`: a file of what a PBX engine has kept of its calls. It goes on where it was broken off."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final
from zoneinfo import ZoneInfo

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id
from centrex.cli.refusing import UsageRefusal, fail, sentences, shortened
from centrex.cli.showing import Column, progress, show_rows, tell, wants_json
from centrex.cli.working import opened
from centrex.i18n import Refusal, translated
from centrex.settings import load

if TYPE_CHECKING:
    from centrex.access.ingest_keys import IngestKey
    from centrex.cli.import_state import ImportState, Progress
    from centrex.ingest.importing import Batch, CallImport, RefusedLine
    from centrex.ingest.lines import Format
    from centrex.store import Store

app = typer.Typer(help="What comes from elsewhere.", no_args_is_help=True)

BATCH: Final = 1_000
"""Lines of one transaction."""

SHOWN: Final = 50
"""Refused lines on a terminal; JSON has all of them."""

INTERRUPTED: Final = 130
"""The exit code of a program that Ctrl+C ended."""

FORMATS: Final = ("asterisk-csv", "jsonl", "freeswitch")
COLUMNS: Final = (
    Column("line", "Line"),
    Column("reason", "Reason"),
    Column("field", "Field"),
    Column("value", "Found"),
)
REASONS: Final = {
    "report_invalid": "cannot be read",
    "party_unknown": "the customer has no such number",
    "call_differs": "contradicts what is there",
    "invalid_parameters_combination": "the times run backwards, or do not fit the outcome",
    "invalid_parameter_value": "cannot be",
    "data_type_error": "cannot be",
    "required_parameter_missed": "names no customer: give --customer",
    "entity_not_found": "there is no such customer",
    "account_inactive": "the customer is not active",
    "forbidden": "names another customer",
}
"""Why a line is refused, by the mnemonic."""


@app.callback()
def imports() -> None:
    pass


@app.command()
def calls(
    file: Annotated[Path, typer.Argument(help="A file with a record a line.")],
    kind: Annotated[str, typer.Option("--format", help="asterisk-csv, jsonl or freeswitch.")],
    customer: Annotated[
        int | None,
        typer.Option(
            help="Id of the customer whose calls they are; else each line names its own.", callback=checked_id
        ),
    ] = None,
    timezone: Annotated[str, typer.Option(help="IANA time zone of the engine's clock, such as Europe/Moscow.")] = "UTC",
    refused: Annotated[Path | None, typer.Option(help="Writes the refused lines there, a JSON object each.")] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Import calls; exit code 1 when a line was refused. Broken off, the same command goes on."""
    with sentences():
        done = _run(_Wanted(file, kind, customer, timezone, db, config))
        if refused is not None:
            _write(refused, done.refused)
    _show(done, as_json, refused)
    if done.refused:
        raise typer.Exit(1)


class _Wanted:
    """What to import, into what."""

    def __init__(
        self, file: Path, kind: str, customer: int | None, timezone: str, db: str | None, config: Path | None
    ) -> None:
        self.file = file
        self.format = _format(kind)
        self.customer = customer
        self.zone = _zone(timezone)
        self.db = db
        self.config = config

    @property
    def identity(self) -> str:
        """What makes another import of it."""
        database = load({"db": self.db}, file=self.config).db
        return repr((database, str(self.format), self.customer, self.zone.key))


def _run(wanted: _Wanted) -> Progress:
    from centrex.cli.import_state import ImportState

    try:
        size = wanted.file.stat().st_size
        with wanted.file.open("rb") as content:
            state = ImportState(wanted.file, wanted.identity)
            with progress(size) as told:
                told(state.progress.offset)
                opened(wanted.db, wanted.config, lambda store: _imported(store, wanted, content, state, told))
        state.remove()
    except OSError as error:
        raise Refusal("{file} cannot be read: {reason}.", file=wanted.file, reason=error.strerror) from error
    except KeyboardInterrupt:
        fail(translated("Broken off: the same command goes on from there."), INTERRUPTED)
    return state.progress


async def _imported(
    store: Store, wanted: _Wanted, content: BinaryIO, state: ImportState, told: Callable[[int], None]
) -> None:
    from centrex.engine.retention import count_grown
    from centrex.ingest.lines import LONGEST

    taking = await _import_of(store, wanted, content.readline(LONGEST))
    content.seek(state.progress.offset)
    while batch := list(itertools.islice(content, BATCH)):
        first = state.progress.lines + 1
        done = await _whole(taking.take(enumerate(batch, first)))
        length = sum(map(len, batch))
        with _written(state):
            state.add(state.progress.offset + length, state.progress.lines + len(batch), done)
        told(length)
    await count_grown(store)


async def _whole(taking: Coroutine[Any, Any, Batch]) -> Batch:
    """A batch that has begun is finished, also when the import is broken off."""
    from centrex.waiting import ended

    task = asyncio.ensure_future(taking)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await ended(task)
        raise


@contextmanager
def _written(state: ImportState) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refusal("{file} cannot be written: {reason}.", file=state.kept, reason=error.strerror) from error


async def _import_of(store: Store, wanted: _Wanted, first: bytes) -> CallImport:
    from centrex.clock import SystemClock
    from centrex.engine.ingest import Ingest
    from centrex.engine.own_deeds import Place
    from centrex.ingest.importing import CallImport
    from centrex.ingest.lines import LineReader

    reader = LineReader(wanted.format, wanted.zone, first)
    key = await _key(store, wanted.customer)
    return CallImport(Ingest(store, SystemClock()), key, reader, Place("command line", ""))


async def _key(store: Store, customer: int | None) -> IngestKey:
    from centrex.access.ingest_keys import OPERATOR, customers_key
    from centrex.errors import AccountInactive

    if customer is None:
        return OPERATOR
    try:
        return await customers_key(store, customer)
    except AccountInactive as error:
        raise Refusal("There is no active customer {id}.", id=customer) from error


def _format(kind: str) -> Format:
    from centrex.ingest.lines import Format

    if kind not in FORMATS:
        raise UsageRefusal("{value} is no format: use {known}.", value=shortened(kind), known=", ".join(FORMATS))
    return Format(kind)


def _zone(name: str) -> ZoneInfo:
    from centrex.engine.time_zones import time_zones

    if name not in time_zones() and name != "UTC":
        raise UsageRefusal("{value} is no time zone: write it like Europe/Moscow.", value=shortened(name))
    return ZoneInfo(name)


def _write(file: Path, refused: list[RefusedLine]) -> None:
    import msgspec

    try:
        file.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in refused))
    except OSError as error:
        raise Refusal("{file} cannot be written: {reason}.", file=file, reason=error.strerror) from error


def _show(done: Progress, as_json: bool, written: Path | None) -> None:
    shown = [] if written is not None else done.refused
    if shown and not wants_json(as_json):
        rows = [_facts(line) | {"reason": translated(REASONS[line.error])} for line in shown[:SHOWN]]
        show_rows(COLUMNS, rows, False)
    sentence = translated(
        "Reports taken: {reports}, calls added: {created}, lines refused: {refused}.",
        reports=done.reports,
        created=done.created,
        refused=len(done.refused),
    )
    if len(shown) > SHOWN:
        sentence += " " + translated("The first {shown} are shown; --json tells all.", shown=SHOWN)
    facts = {"lines": done.lines, "reports": done.reports, "created": done.created, "refused": len(done.refused)}
    tell(facts | {"refused_lines": [_facts(line) for line in shown]}, sentence, as_json)


def _facts(line: RefusedLine) -> dict[str, Any]:
    value = None if line.value is None else shortened(line.value)
    return {"line": line.line, "error": line.error, "field": line.field, "value": value}
