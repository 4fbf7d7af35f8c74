"""Migrations on both stores: they make the tables of the code, and take them away again."""

import asyncio
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import ForeignKeyConstraint, Table

from centrex.catalogue import Level
from centrex.resources import metadata
from centrex.scope import Scope
from centrex.store import Store, migrating, schema
from centrex.store.opening import open_store
from centrex.store.schema import HEAD, SchemaMismatch
from centrex.store.steps import NextId, Rows, Step
from tests.databases import NEXT, CustomerRows, fetch, later_migration

TABLES = metadata.tables
WITH_IDS = [table for table in metadata.sorted_tables if table.info.get("ids")]
REFUSED = (sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError)
LINKS = [
    pytest.param(table, link, id=f"{table.name}.{link.column_keys[1]}")
    for table in metadata.sorted_tables
    for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name))
    if [element.column.name for element in link.elements] == ["customer_id", "id"]
]
"""Every foreign key from a row to another of the same customer."""

CATALOGUES = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"],
    "postgres": [
        """SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, collname,
                  pg_get_expr(adbin, adrelid), attgenerated::text
           FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
           LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
           LEFT JOIN pg_collation ON pg_collation.oid = attcollation
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
             AND relname <> 'alembic_version'""",
        """SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
           FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
           WHERE connamespace = 'public'::regnamespace AND relname <> 'alembic_version' AND NOT relispartition""",
        """SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = tablename
           WHERE schemaname = 'public' AND tablename <> 'alembic_version' AND NOT relispartition""",
    ],
}
SEQUENCES = "SELECT sequencename FROM pg_sequences"


def catalogue(kind: str, url: str) -> set[tuple[Any, ...]]:
    """Everything that the database knows of its tables, whatever the order it was said in."""
    found: set[tuple[Any, ...]] = set()
    for query in CATALOGUES[kind]:
        found.update(tuple(map(_lines, row)) for row in asyncio.run(fetch(url, query)))
    return found


def _lines(value: object) -> object:
    if not isinstance(value, str):
        return value
    return frozenset(line.strip().rstrip(",") for line in value.replace('"', "").splitlines())


def rows_of_every_table(customer: int) -> list[str]:
    rows = CustomerRows(customer)
    return [row for table in metadata.sorted_tables for row in rows.made(table)]


def test_the_migrations_and_the_code_make_the_same_database(
    database_kind: str, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    by_code = f"sqlite:///{tmp_path / 'code.db'}"
    if database_kind == "postgres":
        by_code = request.getfixturevalue("postgres_url")
    migrating.run(by_code, metadata.create_all)
    assert catalogue(database_kind, database_url) == catalogue(database_kind, by_code)
    assert len(catalogue(database_kind, database_url)) > len(TABLES)


def test_alembic_finds_no_difference(database_url: str) -> None:
    assert migrating.differences(database_url) == []


def test_a_difference_would_be_found(database_kind: str, database_url: str) -> None:
    changes = ["ALTER TABLE employee ADD COLUMN extra INTEGER", "DROP INDEX ix_audit_customer_id_at"]
    if database_kind == "postgres":
        changes.append("ALTER TABLE tariff_plan ALTER COLUMN name TYPE varchar(255)")
    asyncio.run(fetch(database_url, *changes))
    assert len(migrating.differences(database_url)) == len(changes)


def test_a_migration_written_for_an_upgraded_database_does_nothing(database_url: str, tmp_path: Path) -> None:
    file = schema.revision(database_url, "nothing new", tmp_path / "later")
    assert file == tmp_path / "later" / f"{NEXT}_nothing_new.py"
    assert "op." not in file.read_text().replace("import op", "")


@pytest.mark.parametrize("database_kind", ["postgres"])
def test_postgresql_gets_a_sequence_for_each_table_with_ids(database_url: str) -> None:
    found = asyncio.run(fetch(database_url, SEQUENCES))
    assert {name for (name,) in found} == {f"{table.name}_ids" for table in WITH_IDS}


async def test_every_table_with_ids_gives_them_from_one_on(store: Store) -> None:
    def two(table: Table) -> Generator[Step, Rows, list[int]]:
        first = yield NextId(table)
        second = yield NextId(table)
        return [first[0][0], second[0][0]]

    scope = Scope(account_id=0, user_id=0, level=Level.SERVER, zone="UTC")
    for table in WITH_IDS:
        assert await store.change(two(table), scope) == [1, 2]


def test_a_downgrade_to_the_beginning_leaves_nothing(database_kind: str, database_url: str) -> None:
    schema.downgrade(database_url, "base")
    assert catalogue(database_kind, database_url) == set()
    assert database_kind == "sqlite" or asyncio.run(fetch(database_url, SEQUENCES)) == []
    assert asyncio.run(schema.current(database_url)) is None


def test_tables_with_rows_can_be_taken_away_and_made_again(database_kind: str, database_url: str) -> None:
    before = catalogue(database_kind, database_url)
    rows = [*rows_of_every_table(1), *rows_of_every_table(2)]
    asyncio.run(fetch(database_url, *rows))
    schema.downgrade(database_url, "base")
    schema.upgrade(database_url)
    assert catalogue(database_kind, database_url) == before
    assert asyncio.run(fetch(database_url, "SELECT * FROM employee")) == []


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        (None, "is empty: run `centrex db upgrade --db "),
        ("0000", f"older Centrex (revision 0000, this program needs {HEAD}): run `centrex db"),
        ("9999", f"newer Centrex (revision 9999, this program knows {HEAD}): use that program, or"),
        ("a1b2", f"newer Centrex (revision a1b2, this program knows {HEAD}): use that program, or"),
    ],
)
async def test_no_store_opens_on_tables_that_are_not_its_own(
    database_url: str, revision: str | None, sentence: str
) -> None:
    await fetch(database_url, "DELETE FROM alembic_version")
    if revision:
        await fetch(database_url, f"INSERT INTO alembic_version VALUES ('{revision}')")
    with pytest.raises(SchemaMismatch) as refused:
        await open_store(database_url)
    assert sentence in str(refused.value)


async def test_no_store_opens_on_an_empty_database(empty_url: str) -> None:
    with pytest.raises(SchemaMismatch, match="is empty: run `centrex db upgrade --db "):
        await open_store(empty_url)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database_kind: str, database_url: str, tmp_path: Path
) -> None:
    before = catalogue(database_kind, database_url)
    folder = later_migration(
        tmp_path,
        'op.create_table("extra", sa.Column("id", sa.Integer()))',
        'op.drop_table("audit")',
        'op.execute("SELECT * FROM there_is_no_such_table")',
    )
    with pytest.raises(Exception, match="there_is_no_such_table"):
        migrating.upgrade(database_url, "head", folder)
    assert catalogue(database_kind, database_url) == before
    assert asyncio.run(schema.current(database_url)) == HEAD


def test_a_later_migration_may_change_a_table_that_others_point_to(
    database_kind: str, database_url: str, tmp_path: Path
) -> None:
    before = catalogue(database_kind, database_url)
    asyncio.run(fetch(database_url, *rows_of_every_table(1)))
    folder = later_migration(
        tmp_path,
        'with op.batch_alter_table("employee") as batch:',
        '    batch.alter_column("email", new_column_name="mail")',
        '    batch.drop_constraint("fk_employee_customer_id_coach_id")',
        'with op.batch_alter_table("employee") as batch:',
        '    batch.alter_column("mail", new_column_name="email")',
        '    batch.create_foreign_key("fk_employee_customer_id_coach_id", "employee",',
        '        ["customer_id", "coach_id"], ["customer_id", "id"])',
    )
    migrating.upgrade(database_url, "head", folder)
    assert catalogue(database_kind, database_url) == before
    for table in ("employee", "employee_phone", "employee_group_member"):
        assert len(asyncio.run(fetch(database_url, f"SELECT * FROM {table}"))) >= 1


@pytest.mark.parametrize(("table", "link"), LINKS)
async def test_no_row_points_to_a_row_of_another_customer(
    database_url: str, table: Table, link: ForeignKeyConstraint
) -> None:
    one, other = CustomerRows(1), CustomerRows(2)
    _, column = link.column_keys
    target = link.elements[0].column.table
    await fetch(database_url, *one.made(target), *other.needed(table), *other.made(target))
    with pytest.raises(REFUSED):
        await fetch(database_url, other.row(table, **{column: one.ids[target.name]}))
    await fetch(database_url, other.row(table, **{column: other.ids[target.name]}))
