"""Probes of the store itself, under the dialect: every table and every step, every face at every level.

What no method of today asks, one of tomorrow may.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import asyncpg
import msgspec
from sqlalchemy import Table

from centrex.catalogue import CatalogueError, DataFace, Level, Resource
from centrex.query.rows import parse_query
from centrex.resources import RESOURCES, metadata
from centrex.resources.ledger import change_counter
from centrex.resources.user import CALLER, USER
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import (
    Add,
    Change,
    Claim,
    Count,
    Delete,
    DeleteBefore,
    Enter,
    Find,
    FindIds,
    Insert,
    InsertMany,
    NotUnique,
    Own,
    Release,
    Step,
    Update,
)
from tests.isolation.cast import Account, Cast
from tests.isolation.door import sight_of
from tests.isolation.probing import CANARY, Tally
from tests.isolation.rows import (
    NOBODY,
    Prints,
    Row,
    Rows,
    changed,
    column_names,
    key_columns,
    owner_at,
    read_prints,
    rows_at,
)
from tests.property.own_parameters import own_parameters

BELOW: Final = (Level.EXTENSION_GROUP, Level.EXTENSION)
OWNERS: Final = 4
"""Of so many owners rows are aimed at, of each table by each account."""
NO_PART: Final = 2**40
"""A group or an extension that nobody has."""

LEDGER: Final = ("audit", "change_counter", "call_counter")
"""The account's own: a part of it writes there as well."""

SOMEBODY: Final = 1
"""An account for which others try to take what is nobody's."""


@dataclass
class StoreProber:
    """Probes a store on the database at ``url``, whose people are the ``cast`` and whose rows the ``rows``."""

    store: Store
    url: str
    cast: Cast
    rows: Rows
    tally: Tally

    async def probe_all(self, rows_each: int) -> None:
        """So many foreign rows of each table from the sight of each account, and every face from every level."""
        await self._faces()
        await self._callers()
        await self._doors()
        before = await read_prints(self.url)
        for table in metadata.sorted_tables:
            await self.store.find(Find(table, column_names(table), {}), SERVER)
            for account in self.cast.accounts:
                for level in (Level.CUSTOMER, Level.AGENT):
                    if owner_at(table, level) is None:
                        await self._refused(table, account, level)
                    elif account.is_agent if level is Level.AGENT else account.id in self.rows.of["employee"]:
                        before = await self._steps(table, account, level, rows_each, before)
                for level in BELOW:
                    if table.name not in LEDGER and _part(table, level) is None:
                        await self._refused(table, account, level)
                    elif account.id in self.rows.of["employee"]:
                        before = await self._apart(table, account, level, rows_each, before)

    async def _steps(self, table: Table, account: Account, level: Level, rows_each: int, before: Prints) -> Prints:
        """Answers the prints of the rows as they are afterwards."""
        scope = Scope(level, account.id, 0)
        own = rows_at(self.rows, table, level, account.id)
        await self._finds(table, scope, own)
        for row in self._foreign_rows(table, own, rows_each):
            for step in (*_harmful(table, row), *_given_away(table, row, own, owner_at(table, level))):
                self.tally.probes += 1
                with suppress(sqlite3.Error, asyncpg.PostgresError, NotUnique):
                    await self.store.change(_one(step), scope)
        after = await read_prints(self.url)
        mine = {account.id} if level is Level.CUSTOMER else sight_of(self.cast, account)
        for owner, tables in changed(before, after).items():
            if owner not in mine and not (owner == NOBODY and _is_let_go(table)):
                self.tally.find(f"steps of account {account.id} on {table.name} changed {tables} of {owner}")
        return after

    async def _apart(self, table: Table, account: Account, level: Level, rows_each: int, before: Prints) -> Prints:
        """Who has another part of the account finds no row, and changes none but what he adds to the account."""
        scope = Scope(level, account.id, 0, part_id=NO_PART)
        if table.name not in LEDGER:
            await self._same(table, await self._found(Find(table, column_names(table), {}), scope), [])
        own = rows_at(self.rows, table, Level.CUSTOMER, account.id)
        for row in (*self._foreign_rows(table, own, rows_each), *(own[:1] if table.name not in LEDGER else ())):
            for step in _harmful(table, row):
                self.tally.probes += 1
                with suppress(sqlite3.Error, asyncpg.PostgresError, NotUnique):
                    await self.store.change(_one(step), scope)
        after = await read_prints(self.url)
        for owner, tables in changed(before, after).items():
            if owner != account.id:
                self.tally.find(f"steps of a part of {account.id} on {table.name} changed {tables} of {owner}")
        return after

    def _foreign_rows(self, table: Table, own: list[Row], number: int) -> list[Row]:
        """Some rows of some owners that are not its own to change."""
        of = self.rows.of[table.name]
        owners = Random(f"{table.name} {len(own)} {own[:1]}").sample(sorted(of), min(OWNERS, len(of)))
        owners += [NOBODY] if NOBODY in of and NOBODY not in owners else []
        return [row for owner in owners for row in [row for row in of[owner] if row not in own][:number]]

    async def _finds(self, table: Table, scope: Scope, own: list[Row]) -> None:
        """He finds his own rows as they are now, and no others."""
        names = column_names(table)
        now = await self.store.find(Find(table, names, {}), SERVER)
        owner = owner_at(table, scope.level)
        mine = [row for row in now if row[names.index(owner or "")] == scope.account_id]
        await self._same(table, await self._found(Find(table, names, {}), scope), mine)
        await self._same(table, await self._found(Count(table, {}), scope), [(len(mine),)])
        if "id" in table.c:
            everybody = self.rows.values(table.name, "id", self.rows.of[table.name])
            ids = [(row[names.index("id")],) for row in mine]
            found = await self._found(FindIds(table, everybody), scope)
            await self._same(table, found, [identifier for identifier in ids if identifier[0] in everybody])
        if own and table.name == "customer":
            await self._same(table, await self._found(Own(("id",)), scope), [(scope.account_id,)])

    async def _doors(self) -> None:
        """An agent enters the accounts of his customers, where he is what each of them is, and no others."""
        for agent in (account for account in self.cast.accounts if account.is_agent):
            for other in self.cast.accounts:
                self.tally.probes += 1
                scope = Scope(Level.AGENT, agent.id, 0)
                entered, found = await self.store.change(_entered(other.id), scope)
                if entered != (other.agent_id == agent.id):
                    self.tally.find(f"account {agent.id} entered {other.id}: {entered}")
                if {row[0] for row in found} - {other.id if entered else agent.id}:
                    self.tally.find(f"account {agent.id} found the counters of {found} in {other.id}")

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

    async def _refused(self, table: Table, account: Account, level: Level) -> None:
        """Nobody but the server changes rows that have no owner of this level."""
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
        scope = Scope(level, account.id, user_id, part_id=NO_PART if level in BELOW else 0)
        try:
            page = await self.store.page(resource, parse_query(face, own_parameters(face, Random(0)), "UTC"), scope)
            one = None if face.params else await self.store.one(resource, face, scope)
        except CatalogueError:
            if level not in BELOW and resource.tenancy.column(level) is not None:
                self.tally.find(f"{face.noun} was refused at level {level}")
            return
        kept = resource.tenancy.history and page.data == b"[]"
        if level in BELOW and not (resource.tenancy.everyone or kept):
            self.tally.find(f"{face.noun} was shown at level {level}")
        self._check_sight(f"{face.noun} at {level} of {account.canary}", level, account, page.data + (one or b""))

    def _check_sight(self, what: str, level: Level, account: Account, answer: bytes) -> None:
        """The canaries of other accounts do not stand in an answer; those of users stand for their accounts."""
        if level is Level.SERVER:
            return
        seen = {account.id} if level is Level.CUSTOMER else set()
        if level is Level.AGENT:
            seen |= {other.id for other in self.cast.accounts if other.agent_id == account.id}
        shown = {user.canary for user in self.cast.users if user.account.id in seen}
        shown |= {other.canary for other in self.cast.accounts if other.id in seen}
        shown |= {other.plan for other in self.cast.accounts if other.plan and (other.id in seen or other is account)}
        for canary in CANARY.findall(answer):
            if canary.decode() not in shown:
                self.tally.find(f"{what} showed {canary.decode()}: {answer!r}")

    async def _callers(self) -> None:
        """The look-up of a caller finds him and nobody else."""
        for user in self.cast.users:
            self.tally.probes += 1
            found = await self.store.one(USER, CALLER, Scope(Level.SERVER, 0, user.id))
            if found is None or msgspec.json.decode(found)["user_id"] != user.id:
                self.tally.find(f"user {user.id} was looked up, found was {found!r}")


def _part(table: Table, level: Level) -> str | None:
    """The column that says to which part of the account a row belongs."""
    if table.name == level:
        return "id"
    return f"{level}_id" if f"{level}_id" in table.c else None


def _harmful(table: Table, row: Row) -> Iterator[Step]:
    """Steps that aim at a row: by its whole key, and by what is left of it without the customer."""
    names = key_columns(table)
    first, written = next(iter(row)), {name: value for name, value in row.items() if table.c[name].computed is None}
    owner: Row = {name: row[name] for name in ("customer_id", "agent_id") if name in row}
    rest = {name: row[name] for name in names if name not in owner}
    keys: tuple[Row, ...] = ({name: row[name] for name in names}, owner, rest)
    for key in keys:
        if key:
            yield Update(table, key, {first: row[first]})
            yield from (Add(table, key, str(column.name)) for column in table.columns if _counts(column))
            if _is_let_go(table):
                named = {"customer_id": row["customer_id"] or SOMEBODY}
                yield from (Claim(table, key, named), Claim(table, key), Release(table, key))
            yield Delete(table, key)
    if "at" in table.c:
        yield DeleteBefore(table, "at", 2**53, 10)
    yield Insert(table, written)
    yield InsertMany(table, [written])


def _given_away(table: Table, row: Row, own: list[Row], owner: str | None) -> Iterator[Step]:
    """Steps that make one's own row another's, or what is nobody's somebody's."""
    for mine in own[-1:] if owner else ():
        yield Update(table, {name: mine[name] for name in key_columns(table)}, {str(owner): row[str(owner)]})


def _is_let_go(table: Table) -> bool:
    """Whether its rows can be nobody's, until a customer takes one."""
    return "customer_id" in table.c and bool(table.c.customer_id.nullable)


def _counts(column: Any) -> bool:
    """A number that is no id."""
    return column.name in {"changes", "last", "points", "position"}


def _entered(customer_id: int) -> Change[tuple[bool, list[tuple[Any, ...]]]]:
    """Whether an agent came in, and then the counters that he finds."""
    entered = bool((yield Enter(customer_id)))
    return entered, (yield Find(change_counter, ("customer_id",), {}))


def _one(step: Step) -> Change[list[tuple[Any, ...]]]:
    return (yield step)
