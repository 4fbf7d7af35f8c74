"""`centrex db`: makes and changes the tables of a database. Never shows a password."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from centrex.store.schema import SchemaStatus

app = typer.Typer(
    help="Make and change the tables of a database.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they hold the address with its password
)

Address = Annotated[
    str,
    typer.Option("--db", envvar="CENTREX_DB", help="sqlite:///file.db or postgresql://user@host/database."),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="JSON, not a table; always so when the output is no terminal."),
]
DEFAULT = "sqlite:///centrex.db"


@app.command()
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go to.")] = "head",
    db: Address = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Bring the tables to those of this program; makes a SQLite file if there is none."""
    from centrex.store import schema

    with _sentences(db):
        schema.upgrade(db, revision)
        _show(schema.status(db), db, as_json)


@app.command()
def status(db: Address = DEFAULT, as_json: AsJson = False) -> None:
    """Show the revision of the tables; exit code 1 when it is not that of this program."""
    from centrex.store import schema

    with _sentences(db):
        found = schema.status(db)
        _show(found, db, as_json)
        if found.current != found.head:
            raise schema.mismatch(db, found.current)


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base is before the first.")],
    db: Address = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Take the tables back to a revision. What stands in the tables and columns that go is lost."""
    from centrex.store import schema

    with _sentences(db):
        schema.downgrade(db, revision)
        _show(schema.status(db), db, as_json)


@app.command()
def revision(
    message: Annotated[str, typer.Argument(help="What the migration does, in a few words.")],
    db: Address = DEFAULT,
    folder: Annotated[Path | None, typer.Option(help="Where to write it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a migration with what the code has and an up-to-date database has not (developers)."""
    from centrex.store import schema

    with _sentences(db):
        file = str(schema.revision(db, message, folder))
        typer.echo(json.dumps({"file": file}) if _json_wanted(as_json) else file)


def _show(found: SchemaStatus, url: str, as_json: bool) -> None:
    if _json_wanted(as_json):
        shown = {"current": found.current, "head": found.head, "pending": found.pending}
        typer.echo(json.dumps(shown))
        return
    from rich.console import Console
    from rich.table import Table

    from centrex.store.schema import safe

    table = Table("Database", "Revision", "Of this program", "Pending")
    table.add_row(safe(url), found.current or "none", found.head, ", ".join(found.pending) or "none")
    Console(markup=False).print(table)  # an address may hold [brackets]


def _json_wanted(as_json: bool) -> bool:
    return as_json or not _on_terminal()


def _on_terminal() -> bool:
    return sys.stdout.isatty()


@contextmanager
def _sentences(url: str) -> Iterator[None]:
    """Turns errors that the operator can do something about into a sentence and exit code 1."""
    from centrex.store.schema import SchemaMismatch, safe
    from centrex.store.urls import DatabaseUrlError

    try:
        yield
    except (DatabaseUrlError, SchemaMismatch) as error:
        _fail(str(error))
    except _database_errors() as error:
        reason = str(getattr(error, "orig", error)).rstrip(".")
        _fail(f"The database {safe(url)} could not do this: {reason}.")


def _database_errors() -> tuple[type[Exception], ...]:
    import asyncpg
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    raised = (asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError, CommandError)
    return (sqlite3.Error, OSError, *raised)


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
