"""Databases for the tests: new ones on both stores, with tables or empty, and plain SQL on them."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import JSON, Boolean, Column, Computed, LargeBinary, String, Table

from centrex.resources import metadata
from centrex.store import Store
from centrex.store.opening import open_store
from centrex.store.schema import HEAD, upgrade
from centrex.store.urls import sqlite_path
from tests.postgres import PostgresServer

KINDS: Final = ("sqlite", "postgres")

NEXT: Final = f"{int(HEAD) + 1:04d}"
"""The revision after the newest of the program."""

_numbers: Final = itertools.count(1_000)


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which of the two stores the test runs on; it runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own without tables; on SQLite no file yet."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'centrex.db'}"
    else:
        yield request.getfixturevalue("postgres_url")


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the test's own with all tables; it holds the world where the test asks for it."""
    holds = "laid" if "world" in request.fixturenames else "template"
    if database_kind == "sqlite":
        file: Path = request.getfixturevalue(f"sqlite_{holds}")
        yield f"sqlite:///{shutil.copyfile(file, tmp_path / 'centrex.db')}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database(request.getfixturevalue(f"postgres_{holds}"))
        yield url
        server.drop_database(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store without rows."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file to be copied."""
    file = tmp_path_factory.mktemp("template") / "centrex.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The address of a database for `create_database` to copy."""
    url = postgres_server.create_database()
    upgrade(url)
    return url


async def fetch(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Runs the statements, in one transaction with foreign keys, and answers the rows of the last.

    Raises sqlite3.Error or asyncpg.PostgresError.
    """
    path = sqlite_path(url)
    return await _on_postgres(url, statements) if path is None else _on_sqlite(path, statements)


def _on_sqlite(path: Path, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=ON")
        with raw:
            for statement in statements:
                rows = raw.execute(statement).fetchall()
    return rows


async def _on_postgres(url: str, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    rows: list[asyncpg.Record] = []
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            for statement in statements:
                rows = await connection.fetch(statement)
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


class CustomerRows:
    """INSERTs of rows of one customer, each after the rows that it cannot be without.

    `ids` has the id of the row that was made for a table.
    """

    def __init__(self, customer: int) -> None:
        self.customer = customer
        self.ids: dict[str, int] = {}

    def made(self, table: Table) -> list[str]:
        """A row of the table, and those that it needs; nothing when it was made before."""
        if table.name in self.ids:
            return []
        needed = self.needed(table)
        self.ids[table.name] = self.customer if table.name == "customer" else next(_numbers)
        return [*needed, self.row(table, id=self.ids[table.name])]

    def needed(self, table: Table) -> list[str]:
        """The rows that any row of the table points to."""
        parents = {key.column.table for key in table.foreign_keys} - {table}
        return [row for parent in metadata.sorted_tables if parent in parents for row in self.made(parent)]

    def row(self, table: Table, **values: object) -> str:
        """One more row of the table."""
        own = {"id": next(_numbers), "customer_id": self.customer}
        for key in table.foreign_keys:
            if not key.parent.nullable and key.parent.name not in own:
                own[key.parent.name] = self.ids[key.column.table.name]
        given = {**own, **values}
        return insertion(table, **{name: given[name] for name in given if name in table.c})


def insertion(table: Table, **values: object) -> str:
    """An INSERT in plain SQL; what the table must have and nobody gave is made up."""
    for column in table.columns:
        if not column.nullable and column.name not in values and not _is_computed(column):
            values[column.name] = _made_up(column)
    names = ", ".join(f'"{name}"' for name in values)
    written = ", ".join(_literal(value) for value in values.values())
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({written})'


def _is_computed(column: Column[Any]) -> bool:
    return isinstance(column.server_default, Computed)


def _made_up(column: Column[Any]) -> object:
    """A value that no other row has, where the type has room for that."""
    number = next(_numbers)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, JSON):
        return "[]"
    if isinstance(column.type, LargeBinary):
        return f"\\x{number:016x}"
    if isinstance(column.type, String):
        return str(number)[-(column.type.length or 9) :]
    return number


def _literal(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "TRUE", False: "FALSE"}[value]
    text = str(value).replace("'", "''")
    return text if isinstance(value, int) else f"'{text}'"


def later_migration(folder: Path, *lines: str) -> Path:
    """A folder with one more migration, whose upgrade is these lines."""
    work = "".join(f"    {line}\n" for line in lines)
    later = folder / "later"
    later.mkdir()
    (later / f"{NEXT}_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = {NEXT!r}, {HEAD!r}\n"
        f"def upgrade():\n{work}def downgrade():\n    pass\n"
    )
    return later
