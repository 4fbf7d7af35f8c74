"""Probes of the store itself, under the dialect: every table and every step, every face at every level.

What no method of today asks, one of tomorrow may.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import msgspec
from sqlalchemy import Table

from centrex.catalogue import CatalogueError, DataFace, Level, Resource
from centrex.query.rows import parse_query
from centrex.resources import RESOURCES
from centrex.resources.user import CALLER, USER
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Add, Change, Delete, Find, FindIds, Insert, Step, Update
from tests.isolation.cast import Account, Cast
from tests.isolation.probing import CANARY, Tally
from tests.isolation.rows import Prints, Row, Rows, changed, column_names, key_columns, read_prints, tenant_tables

BELOW: Final = (Level.EXTENSION_GROUP, Level.EXTENSION)


@dataclass
class StoreProber:
    """Probes a store on the database at ``url``, whose people are the ``cast`` and whose rows the ``rows``."""

    store: Store
    url: str
    cast: Cast
    rows: Rows
    tally: Tally

    async def probe_all(self, rows_each: int) -> None:
        """So many foreign rows of each table from the sight of each customer, and every face from every level."""
        await self._faces()
        await self._callers()
        before = await read_prints(self.url)
        for table in tenant_tables():
            await self.store.find(Find(table, column_names(table), {}), SERVER)
            for account in self.cast.accounts:
                if account.id in self.rows.of["employee"]:
                    before = await self._steps(table, account, rows_each, before)
                await self._levels(table, account)

    async def _steps(self, table: Table, account: Account, rows_each: int, before: Prints) -> Prints:
        """Answers the prints of the rows as they are afterwards."""
        scope = Scope(Level.CUSTOMER, account.id, 0)
        await self._finds(table, scope, account)
        for row in self._foreign_rows(table, account, rows_each):
            for step in (*_harmful(table, row), *_given_away(table, row, self.rows.of[table.name].get(account.id, []))):
                self.tally.probes += 1
                with suppress(sqlite3.Error, asyncpg.PostgresError):
                    await self.store.change(_one(step), scope)
        after = await read_prints(self.url)
        for owner, tables in changed(before, after).items():
            if owner != account.id:
                self.tally.find(f"steps of account {account.id} on {table.name} changed {tables} of {owner}")
        return after

    def _foreign_rows(self, table: Table, account: Account, number: int) -> list[Row]:
        """Some rows of each other account."""
        others = (rows for owner, rows in self.rows.of[table.name].items() if owner != account.id)
        return [row for rows in others for row in rows[:number]]

    async def _finds(self, table: Table, scope: Scope, account: Account) -> None:
        own = self.rows.of[table.name].get(account.id, [])
        found = await self._found(Find(table, column_names(table), {}), scope)
        await self._same(table, found, [tuple(row.values()) for row in own])
        if "id" in table.c:
            everybody = self.rows.values(table.name, "id", self.rows.of[table.name])
            found = await self._found(FindIds(table, everybody), scope)
            await self._same(table, found, [(row["id"],) for row in own])

    async def _found(self, step: Step, scope: Scope) -> list[tuple[Any, ...]]:
        """The rows of a step in a change, and where it is a Find of one outside of any."""
        self.tally.probes += 1
        found = await self.store.change(_one(step), scope)
        if isinstance(step, Find):
            alone = await self.store.find(step, scope)
            if len(alone) != len(found):
                self.tally.find(f"{step.table.name} holds {len(alone)} rows alone, {len(found)} in a change")
            return alone
        return found

    async def _same(self, table: Table, found: list[tuple[Any, ...]], own: list[tuple[Any, ...]]) -> None:
        if sorted(map(repr, found)) != sorted(map(repr, own)):
            self.tally.find(f"{table.name}: found {found}, his are {own}")

    async def _levels(self, table: Table, account: Account) -> None:
        """Only the server and a customer change rows."""
        for level in (Level.AGENT, *BELOW):
            for step in _harmful(table, dict.fromkeys(column_names(table), 0)):
                self.tally.probes += 1
                try:
                    await self.store.change(_one(step), Scope(level, account.id, 0))
                except CatalogueError:
                    continue
                self.tally.find(f"{type(step).__name__} of {table.name} was let in at level {level}")

    async def _faces(self) -> None:
        """Each face from each level, in both orders: what one level has asked is no help to another."""
        levels = [Level.SERVER, Level.AGENT, Level.CUSTOMER, *BELOW]
        for resource in RESOURCES:
            for face in resource.faces:
                for level in (*levels, *levels[::-1]):
                    for account in self.cast.accounts:
                        await self._face(resource, face, level, account)

    async def _face(self, resource: Resource, face: DataFace, level: Level, account: Account) -> None:
        self.tally.probes += 1
        user_id = next((user.id for user in self.cast.users if user.account.id == account.id), 0)
        scope = Scope(level, account.id, user_id)
        try:
            page = await self.store.page(resource, parse_query(face, {}, "UTC"), scope)
            one = await self.store.one(resource, face, scope)
        except CatalogueError:
            if level not in BELOW and resource.tenancy.column(level) is not None:
                self.tally.find(f"{face.noun} was refused at level {level}")
            return
        if level in BELOW:
            self.tally.find(f"{face.noun} was shown at level {level}")
        self._check_sight(f"{face.noun} at {level} of {account.canary}", level, account, page.data + (one or b""))

    def _check_sight(self, what: str, level: Level, account: Account, answer: bytes) -> None:
        """The canaries of other accounts do not stand in an answer; those of users stand for their accounts."""
        if level is Level.SERVER:
            return
        seen = {account.id} if level is Level.CUSTOMER else set()
        if level is Level.AGENT:
            seen |= {other.id for other in self.cast.accounts if other.agent_id == account.id}
        owners = {user.canary: user.account.id for user in self.cast.users}
        owners |= {other.canary: other.id for other in self.cast.accounts}
        for canary in CANARY.findall(answer):
            if owners[canary.decode()] not in seen:
                self.tally.find(f"{what} showed {canary.decode()}: {answer!r}")

    async def _callers(self) -> None:
        """The look-up of a caller finds him and nobody else."""
        for user in self.cast.users:
            self.tally.probes += 1
            found = await self.store.one(USER, CALLER, Scope(Level.SERVER, 0, user.id))
            if found is None or msgspec.json.decode(found)["user_id"] != user.id:
                self.tally.find(f"user {user.id} was looked up, found was {found!r}")


def _harmful(table: Table, row: Row) -> Iterator[Step]:
    """Steps that aim at a row: by its whole key, and by what is left of it without the customer."""
    names = key_columns(table)
    rest = {name: row[name] for name in names if name != "customer_id"}
    first = next(iter(row))
    for key in ({name: row[name] for name in names}, {"customer_id": row["customer_id"]}, rest):
        if key:
            yield Update(table, key, {first: row[first]})
            yield from (Add(table, key, str(column.name)) for column in table.columns if _counts(column))
            yield Delete(table, key)
    yield Insert(table, {name: value for name, value in row.items() if table.c[name].computed is None})


def _given_away(table: Table, row: Row, own: list[Row]) -> Iterator[Step]:
    """Steps that make one's own row another's."""
    for mine in own[-1:]:
        yield Update(table, {name: mine[name] for name in key_columns(table)}, {"customer_id": row["customer_id"]})


def _counts(column: Any) -> bool:
    """A number that is no id."""
    return column.name in {"changes", "last", "points", "position"}


def _one(step: Step) -> Change[list[tuple[Any, ...]]]:
    return (yield step)
