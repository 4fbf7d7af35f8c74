"""`centrex number import`: a file of numbers into the pool. A line that is wrong refuses itself alone."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from centrex.cli.options import AsJson, Config, Database
from centrex.cli.refusing import Sentences, known, sentences, shortened
from centrex.cli.showing import Column, progress, show_rows, tell, wants_json
from centrex.cli.working import opened
from centrex.i18n import Refusal, translated

if TYPE_CHECKING:
    from centrex.engine.number_file import RefusedLine
    from centrex.engine.pool import PoolImport
    from centrex.store import Store

SHOWN: Final = 50
"""Refused lines on a terminal; JSON has all of them."""

COLUMNS: Final = (Column("line", "Line"), Column("text", "Number"), Column("reason", "Reason"))
OF_IMPORTING: Final[Sentences] = {
    ("invalid_parameter_value", "columns"): "{value} cannot be a column of the file: name number, category, "
    "location_mnemonic, location_name, onetime_payment, monthly_charge or min_charge, each once.",
}
REASONS: Final = {
    "no_phone_number": "no phone number: 3 to 15 digits, without a plus",
    "unknown_category": "unknown category: usual, bronze, silver, gold or platinum",
    "bad_text": "a text that is too long, or not printable",
    "bad_amount": "no amount of money",
    "unreadable": "more columns than there are, or an open quote",
    "repeated": "stands in the file before",
    "taken": "the server has it already",
}
"""Why a line is refused, by the mnemonic."""


def import_(
    file: Annotated[Path, typer.Argument(help="A text file with a number a line, or columns; - is standard input.")],
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Take the numbers of a file into the pool; exit code 1 when a line was refused, which are told."""
    with sentences():
        lines = _lines(file)
    with progress(len(lines)) as told:
        outcome = opened(db, config, lambda store: _imported(store, lines, told))
    _show(outcome, as_json)
    if outcome.refused:
        raise typer.Exit(1)


async def _imported(store: Store, lines: list[str], told: Callable[[int], None]) -> PoolImport:
    from centrex.clock import SystemClock
    from centrex.engine.operator import Operator
    from centrex.engine.pool import Pool

    with known(OF_IMPORTING):
        return await Pool(Operator(store, SystemClock())).import_lines(lines, told)


def _lines(file: Path) -> list[str]:
    """The lines of the file, read as a whole, so that one that is no text adds nothing."""
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        lines = list(io.StringIO(content.decode("utf-8-sig"), newline=None))
    except OSError as error:
        raise Refusal("{file} cannot be read: {reason}.", file=file, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Refusal("{file} is no text in UTF-8: see line {line}.", file=file, line=line) from error
    if not any(line.strip() for line in lines):
        raise Refusal("{file} is empty.", file=file)
    return lines


def _show(outcome: PoolImport, as_json: bool) -> None:
    refused = outcome.refused
    if refused and not wants_json(as_json):
        show_rows(
            COLUMNS, [_facts(line) | {"reason": translated(REASONS[line.reason])} for line in refused[:SHOWN]], False
        )
    sentence = translated(
        "Numbers added: {added}, lines refused: {refused}.", added=outcome.added, refused=len(refused)
    )
    if len(refused) > SHOWN:
        sentence += " " + translated("The first {shown} are shown; --json tells all.", shown=SHOWN)
    tell({"added": outcome.added, "refused": [_facts(line) for line in refused]}, sentence, as_json)


def _facts(line: RefusedLine) -> dict[str, Any]:
    return {"line": line.line, "text": shortened(line.text), "reason": line.reason.value}
