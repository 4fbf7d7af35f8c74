"""The SQL of steps: each binds the caller's account to the column that owns the table, or is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from centrex.catalogue import CatalogueError, Level
from centrex.resources import metadata
from centrex.scope import Scope
from centrex.store.dialect_sql import DialectSql
from centrex.store.postgres_sql import PostgresSql
from centrex.store.sqlite_sql import SqliteSql
from centrex.store.step_compiler import StepCompiler
from centrex.store.steps import (
    Add,
    Count,
    Delete,
    DeleteBefore,
    Enter,
    Find,
    FindBetween,
    FindIds,
    Insert,
    InsertMany,
    Own,
    Release,
    Step,
    Update,
)

ACCOUNT = 987_654_321
PART = 876_543_219
GROUP = 765_432_198
LEDGER = ("audit", "change_counter", "call_counter")
"""The account's own: a part of it writes there as well."""

TABLES = metadata.sorted_tables


def owner_of(table: Table, level: Level) -> str | None:
    """The column whose value must be the caller's account."""
    if level is Level.AGENT and "agent_id" in table.c:
        return "agent_id"
    if level is Level.CUSTOMER and table.name == "customer":
        return "id"
    return "customer_id" if "customer_id" in table.c else None


def steps(table: Table, owner: str | None = None) -> Iterator[Step]:
    """A step of every kind, which itself names no owner."""
    row = dict.fromkeys(column.name for column in table.c if column.name not in {"agent_id", "customer_id", owner})
    column = next(name for name in row if name != "id")
    key = {column: 1}
    yield from (Find(table, (column,), key), FindBetween(table, (column,), key, column, 1, 2))
    yield from (Count(table, key), Update(table, key, key), Delete(table, key))
    yield from (Add(table, key, column), DeleteBefore(table, column, 1, 1))
    yield from (Insert(table, row), InsertMany(table, [row]))
    if "id" in table.c:
        yield FindIds(table, [1])
    if "customer_id" in table.c:
        yield Release(table, key)


def of_a_row(values: tuple[object, ...]) -> tuple[object, ...]:
    """The parameters of the only row, where each row has its own."""
    return values[0] if isinstance(values[0], tuple) else values


@pytest.mark.parametrize("sql", [SqliteSql(), PostgresSql()], ids=["sqlite", "postgres"])
@pytest.mark.parametrize("level", [Level.AGENT, Level.CUSTOMER])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_step_binds_the_callers_account_or_is_refused(sql: DialectSql, level: Level, table: Table) -> None:
    compiler, scope, owner = StepCompiler(sql), Scope(level, ACCOUNT, 1), owner_of(table, level)
    for step in steps(table, owner):
        if owner is None:
            with pytest.raises(CatalogueError):
                compiler.bind(step, scope)
            continue
        text, values = compiler.bind(step, scope)
        assert ACCOUNT in of_a_row(values)
        written = text.replace('"', "")
        added = isinstance(step, Insert | InsertMany)
        assert (owner in written.partition(")")[0]) if added else (f"WHERE {table.name}.{owner} = " in written)


@pytest.mark.parametrize("sql", [SqliteSql(), PostgresSql()], ids=["sqlite", "postgres"])
def test_an_account_is_found_by_its_id_and_entered_by_its_agent(sql: DialectSql) -> None:
    compiler = StepCompiler(sql)
    for level in (Level.AGENT, Level.CUSTOMER):
        text, values = compiler.bind(Own(("name",)), Scope(level, ACCOUNT, 1))
        assert ("WHERE customer.id = " in text, values) == (True, (ACCOUNT,))
    text, values = compiler.bind(Enter(5), Scope(Level.AGENT, ACCOUNT, 1))
    assert "customer.agent_id = " in text
    assert sorted(str(value) for value in values) == ["5", str(ACCOUNT)]


def part_of(table: Table, level: Level) -> str | None:
    """The column whose value must be the caller's part of the account."""
    if table.name == level:
        return "id"
    return f"{level}_id" if f"{level}_id" in table.c else None


@pytest.mark.parametrize("level", [Level.EXTENSION_GROUP, Level.EXTENSION])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_step_of_a_part_binds_the_account_and_the_part_or_is_refused(level: Level, table: Table) -> None:
    part, owned = part_of(table, level), "customer_id" in table.c
    for step in steps(table, part):
        scope = Scope(level, ACCOUNT, 1, part_id=PART)
        if not owned or (part is None and table.name not in LEDGER):
            with pytest.raises(CatalogueError):
                StepCompiler(SqliteSql()).bind(step, scope)
            continue
        text, values = StepCompiler(SqliteSql()).bind(step, scope)
        assert ACCOUNT in of_a_row(values)
        assert (PART in of_a_row(values)) == (part is not None)
        if not isinstance(step, Insert | InsertMany):
            bound = "" if part is None else f" AND {table.name}.{part} = "
            assert f"WHERE {table.name}.customer_id = ?{bound and bound + '?'}" in text.replace('"', "")


HISTORY = [table for table in TABLES if {"extension_id", "extension_group_id"} <= set(table.c.keys())]


@pytest.mark.parametrize("table", HISTORY, ids=lambda table: table.name)
def test_a_groups_user_has_of_a_numbers_history_what_was_his_groups(table: Table) -> None:
    """What is not history, such as users, stands below one of the two alone."""
    scope = Scope(Level.EXTENSION, ACCOUNT, 1, part_id=PART, group_id=GROUP)
    for step in steps(table, "extension_id"):
        if isinstance(step, Insert | InsertMany):
            continue
        text, values = StepCompiler(SqliteSql()).bind(step, scope)
        bound = [value for value in of_a_row(values) if value in (ACCOUNT, PART, GROUP)]
        assert bound == ([ACCOUNT, PART, GROUP] if table.info.get("history") else [ACCOUNT, PART])
        assert (f"AND {table.name}.extension_group_id = ?" in text.replace('"', "")) == (GROUP in bound)


def test_what_keeps_number_and_group_of_then_is_history() -> None:
    assert {table.name for table in HISTORY if table.info.get("history")} >= {"call", "call_leg", "recording", "fax"}
