"""`centrex db`: makes and changes the tables of a database. Never shows a password."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from centrex.cli.options import AsJson, Config, Database
from centrex.cli.refusing import fail, sentences
from centrex.i18n import translated
from centrex.settings import load

if TYPE_CHECKING:
    from centrex.store.schema import SchemaStatus

app = typer.Typer(
    help="Make and change the tables of a database.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they hold the address with its password
)


@app.command()
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go to.")] = "head",
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Bring the tables to those of this program; makes a SQLite file if there is none."""
    from centrex.store import schema

    with _address(db, config) as url:
        schema.upgrade(url, revision)
        _show(schema.status(url), url, as_json)


@app.command()
def status(db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show the revision of the tables; exit code 1 when it is not that of this program."""
    from centrex.store import schema

    with _address(db, config) as url:
        found = schema.status(url)
        _show(found, url, as_json)
        if found.current != found.head:
            raise schema.mismatch(url, found.current)


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base is before the first.")],
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Take the tables back to a revision. What stands in the tables and columns that go is lost."""
    from centrex.store import schema

    with _address(db, config) as url:
        schema.downgrade(url, revision)
        _show(schema.status(url), url, as_json)


@app.command()
def revision(
    message: Annotated[str, typer.Argument(help="What the migration does, in a few words.")],
    db: Database = None,
    config: Config = None,
    folder: Annotated[Path | None, typer.Option(help="Where to write it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a migration with what the code has and an up-to-date database has not (developers)."""
    from centrex.store import schema

    with _address(db, config) as url:
        file = str(schema.revision(url, message, folder))
        typer.echo(json.dumps({"file": file}) if _json_wanted(as_json) else file)


def _show(found: SchemaStatus, url: str, as_json: bool) -> None:
    if _json_wanted(as_json):
        shown = {"current": found.current, "head": found.head, "pending": found.pending}
        typer.echo(json.dumps(shown))
        return
    from rich.console import Console
    from rich.table import Table

    from centrex.store.schema import safe

    none = translated("none")
    table = Table(translated("Database"), translated("Revision"), translated("Of this program"), translated("Pending"))
    table.add_row(safe(url), found.current or none, found.head, ", ".join(found.pending) or none)
    Console(markup=False).print(table)  # an address may hold [brackets]


def _json_wanted(as_json: bool) -> bool:
    return as_json or not _on_terminal()


def _on_terminal() -> bool:
    return sys.stdout.isatty()


@contextmanager
def _address(db: str | None, config: Path | None) -> Iterator[str]:
    """The database that is meant; what cannot be done with it is said in a sentence, with exit code 1."""
    from centrex.store.schema import safe

    with sentences():
        url = load({"db": db}, file=config).db
        try:
            yield url
        except _database_errors() as error:
            reason = str(getattr(error, "orig", error)).rstrip(".")
            sentence = "The database {database} could not do this: {reason}."
            fail(translated(sentence, database=safe(url), reason=reason))


def _database_errors() -> tuple[type[Exception], ...]:
    import asyncpg
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    raised = (asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError, CommandError)
    return (sqlite3.Error, OSError, *raised)
