"""Addresses, revisions and their sentences, and what SQLite alone has."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from centrex.resources import metadata
from centrex.store import migrating, schema
from centrex.store.schema import HEAD, SchemaMismatch, SchemaStatus
from centrex.store.urls import DatabaseUrlError, safe, sqlite_path
from tests.databases import NEXT, fetch, later_migration

SECRETS = (
    "postgresql://admin:s3cret@host/db",
    "postgresql://admin:s3cret@host:5432/db?sslmode=require",
    "postgresql://admin:a:s3cret@host/db",
    "postgresql://admin:a@s3cret@host/db",
    "postgresql://admin:a/s3cret@host/db",
    "postgresql://admin:a?s3cret@host/db",
    "postgresql://admin:a#s3cret@host/db",
    "postgresql://admin:a\ns3cret@host/db",
    "postgresql://admin:[s3cret@host/db",
    "postgresql://:s3cret@host/db",
    "postgresql://host/db?user=admin&password=s3cret",
    "postgresql:///db?sslpassword=s3cret&host=/run",
    "mysql://admin:s3cret@host/db",
    "admin:s3cret@host",
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'centrex.db'}"


def test_the_code_knows_the_newest_migration_and_all_are_numbered() -> None:
    files = sorted(file.name for file in migrating.MIGRATIONS.glob("versions/*.py"))
    known = migrating.position("sqlite:///there-is-no-such-file.db")[1]
    assert known == tuple(f"{number:04d}" for number in range(1, len(files) + 1))
    assert known[-1] == HEAD
    assert all(name.startswith(f"{number}_") for name, number in zip(files, known, strict=True))


def test_three_slashes_are_a_relative_path_and_four_an_absolute_one() -> None:
    assert sqlite_path("sqlite:///centrex.db") == Path("centrex.db")
    assert sqlite_path("sqlite:////var/lib/a b%20?.db") == Path("/var/lib/a b%20?.db")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_both_names_of_postgresql_are_known(scheme: str) -> None:
    assert sqlite_path(f"{scheme}://user@host/db") is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "centrex.db",
        "sqlite:centrex.db",
        "sqlite://centrex.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql:db",
        "postgresql+asyncpg://host/db",
        "mysql://host/db",
    ],
)
def test_another_address_is_refused_with_one_that_would_do(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match=r"use sqlite:///file\.db"):
        sqlite_path(url)


@pytest.mark.parametrize("url", SECRETS)
def test_no_address_is_shown_with_its_password(url: str) -> None:
    assert "s3cret" not in safe(url)
    assert "***" in safe(url)


@pytest.mark.parametrize("url", SECRETS)
async def test_no_refusal_tells_the_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unreachable(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("asyncpg.connect_utils._connect_addr", unreachable)
    with pytest.raises((DatabaseUrlError, OSError)) as refused:
        await schema.current(url)
    assert "s3cret" not in str(refused.value)
    assert "s3cret" not in str(schema.mismatch(url, None))
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_an_address_without_password_is_shown_as_it_is() -> None:
    for url in ("sqlite:////a:b@c/centrex.db", "postgresql://user@host:5432/db", "postgres:///db"):
        assert safe(url) == url


def test_a_file_that_is_missing_has_no_revision_and_is_not_made(url: str, tmp_path: Path) -> None:
    assert asyncio.run(schema.current(url)) is None
    assert schema.status(url) == SchemaStatus(None, HEAD, migrating.position(url)[1])
    schema.downgrade(url, "base")
    assert list(tmp_path.iterdir()) == []


def test_an_upgraded_file_has_the_revision_of_the_code_and_nothing_pending(url: str) -> None:
    schema.upgrade(url)
    assert schema.status(url) == SchemaStatus(HEAD, HEAD, ())


def test_an_older_database_is_to_be_upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "HEAD", "0002")
    assert str(schema.mismatch("sqlite:///a.db", "0001")) == (
        "The database sqlite:///a.db was made by an older Centrex (revision 0001, "
        "this program needs 0002): run `centrex db upgrade --db sqlite:///a.db`."
    )


def test_a_newer_database_is_neither_upgraded_nor_downgraded(url: str, tmp_path: Path) -> None:
    folder = later_migration(tmp_path, "pass")
    migrating.upgrade(url, "head", folder)
    assert schema.status(url) == SchemaStatus(NEXT, HEAD, ())
    for change in (schema.upgrade, lambda url: schema.downgrade(url, "base")):
        with pytest.raises(SchemaMismatch, match="a newer Centrex"):
            change(url)
    migrating.downgrade(url, HEAD, folder)
    assert schema.status(url).current == HEAD


def test_a_migration_that_would_leave_rows_without_their_parents_is_undone(url: str, tmp_path: Path) -> None:
    schema.upgrade(url)
    work = "op.execute(\"INSERT INTO customer_component VALUES (7, 'data_api')\")"
    with pytest.raises(sqlite3.IntegrityError, match="rows of customer_component"):
        migrating.upgrade(url, "head", later_migration(tmp_path, work))
    assert asyncio.run(schema.current(url)) == HEAD


def test_the_tables_of_customers_are_stored_by_their_primary_key(url: str) -> None:
    """Rows of one customer lie together in the file."""
    schema.upgrade(url)
    rows = asyncio.run(fetch(url, "SELECT name FROM pragma_table_list WHERE wr"))
    by_customer = {
        table.name
        for table in metadata.tables.values()
        if len(table.primary_key) > 1 and table.primary_key.columns[0].name == "customer_id"
    }
    assert {"employee", "employee_group_member", "virtual_number"} <= by_customer
    assert by_customer <= {name for (name,) in rows}


def test_opening_on_sqlite_loads_neither_alembic_nor_asyncpg(url: str) -> None:
    schema.upgrade(url)
    script = f"""
import asyncio, sys
from centrex.store.opening import open_store
async def main():
    await (await open_store({url!r})).close()
asyncio.run(main())
print([name for name in ("alembic", "asyncpg", "mako") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
