"""New databases for a portion, on either store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from centrex.store.schema import upgrade
from tests.postgres import PostgresServer, postgres_for_tests

STORES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
"""How the stores are named in slices, and in prose."""


@dataclass(frozen=True)
class Database:
    """A database with all tables and no rows; ``server`` is where it is when it is PostgreSQL's."""

    url: str
    server: PostgresServer | None = None


@contextmanager
def database(store: str, folder: Path) -> Iterator[Database]:
    """One that goes when the block is left, with all that were copied from it."""
    with ExitStack() as stack:
        if store == "sqlite":
            made = Database(f"sqlite:///{folder / 'centrex.db'}")
        else:
            server = stack.enter_context(postgres_for_tests())
            made = Database(server.create_database(), server)
        upgrade(made.url)
        yield made
