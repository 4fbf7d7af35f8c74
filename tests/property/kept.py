"""Reads of everything that the catalogue shows, by two stores of one database: one keeps its answers, one none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Float, Integer, String, Table

from centrex.catalogue import Face, Kind, Level, Resource
from centrex.catalogue.params import Param
from centrex.query import Query, Shape
from centrex.query.rows import default_fields
from centrex.resources import RESOURCES, metadata
from centrex.scope import Scope
from centrex.store import Store
from centrex.store.compile import Compiler, Statement
from centrex.store.replies import OF_ACCOUNT
from centrex.store.sqlite_connection import ZONE_TABLE
from centrex.store.sqlite_sql import SqliteSql
from centrex.store.steps import Change, Find, Update
from tests.clock import NOON
from tests.world import Customer

ZONE: Final = "Europe/Berlin"
ALWAYS: Final = (0, 2**31)
"""A period that all rows are in."""


@dataclass(frozen=True)
class Read:
    """A page of a face with all its fields, or its one object, as somebody of the account sees it.

    Of what is added up there are the fields that are shown: others are for filters alone.
    """

    resource: Resource
    face: Face
    scope: Scope
    single: bool = False

    @property
    def query(self) -> Query:
        added_up = self.face.grouped or self.face.summary
        fields = default_fields(self.face) if added_up else tuple(self.face.fields)
        shape = Shape(fields, None, (), 0, 1000)
        values = tuple(_value(param) for param in self.face.params)
        return Query(self.face, shape, values, 1000, 0, int(NOON), "http://127.0.0.1")

    async def answer(self, store: Store) -> object:
        if self.single:
            return await store.one(self.resource, self.face, self.scope)
        return tuple(await store.page(self.resource, self.query, self.scope))

    @property
    def statement(self) -> Statement:
        """As SQLite is asked."""
        return _compiled(self.resource, self.face, self.query.shape, self.scope.level, single=self.single)


@cache
def _compiled(resource: Resource, face: Face, shape: Shape, level: Level, *, single: bool) -> Statement:
    compiler = Compiler(SqliteSql())
    return compiler.one(resource, face, level) if single else compiler.page(resource, face, shape, level)


def _value(param: Param) -> object:
    if param.type.kind is Kind.DATETIME:
        return ALWAYS[param.name == "date_till"]
    return True


def reads_of(customer: Customer) -> Iterator[Read]:
    """All that somebody of the account may ask for, of whatever level."""
    seen = partial(Scope, account_id=customer.id, user_id=customer.user.id, zone=ZONE)
    parts = {level: customer.ids[level.value][0] for level in (Level.EXTENSION_GROUP, Level.EXTENSION)}
    scopes = [seen(level, part_id=parts.get(level, 0)) for level in sorted(OF_ACCOUNT)]
    for resource in RESOURCES:
        faces: tuple[Face, ...] = (*resource.faces, *resource.rest)
        for face in faces:
            for scope in scopes:
                if resource.tenancy.condition(scope.level) is not None:
                    yield Read(resource, face, scope)
                    if not (face.grouped or face.summary or face.params or len(face.fields) > 50):
                        yield Read(resource, face, scope, single=True)


def tables_read(file: Path, statement: Statement) -> frozenset[Table]:
    """The tables that SQLite says a statement reads."""
    found: set[str] = set()

    def allowed(action: int, table: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and table is not None:
            found.add(table)
        return sqlite3.SQLITE_OK

    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as raw:
        raw.execute(ZONE_TABLE)
        for name, arguments in (("fold", 1), ("regexp", 2), ("jsquery", 2)):
            raw.create_function(name, arguments, max)
        raw.set_authorizer(allowed)
        raw.execute(f"EXPLAIN {statement.text}", (None,) * len(statement.places))
    return frozenset(metadata.tables[name] for name in found & metadata.tables.keys())


def altered(table: Table, row: dict[str, Any]) -> dict[str, object]:
    """Another value for every column of a row that no other row depends on."""
    keys = {column for constraint in table.foreign_key_constraints for column in constraint.columns}
    keys |= set(table.primary_key.columns)
    return {
        column.name: _another(column, row[column.name])
        for column in table.c
        if column not in keys and column.computed is None and not isinstance(column.type, JSON)
    }


def _another(column: Column[Any], value: Any) -> object:
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer | Float):
        return (value or 0) + 1
    assert isinstance(column.type, String), column
    longest = column.type.length or 255
    return f"{value or ''}x"[-longest:] if value != "x" * longest else "y"


def change_of(table: Table, customer: Customer) -> Change[int]:
    """Alters a row of the account; answers how many columns."""
    names = tuple(column.name for column in table.c)
    rows = yield Find(table, names, {})
    if not rows:
        return 0
    row = dict(zip(names, rows[0], strict=True))
    values = altered(table, row)
    key = {column.name: row[column.name] for column in table.primary_key if column.name != "customer_id"}
    if values:
        yield Update(table, key or {"customer_id": customer.id}, values)
    return len(values)
