"""SQLite: one writer thread with group commit, small reads on the event loop, others in a pool of readers.

Durable: WAL with ``synchronous=FULL``. One server process at a time; the command line may write beside it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import select

from centrex.catalogue import SCOPE_ACCOUNT, Face, Resource
from centrex.query import Query
from centrex.scope import Scope
from centrex.spool import Spool
from centrex.store import DEFAULT_LIMITS, SHORT, Limits, Listing, Page
from centrex.store.binding import Statements
from centrex.store.compile import Compiler, Statement
from centrex.store.counters import Stamp, stamp
from centrex.store.replies import Replies, Row
from centrex.store.small import Sizes, is_small
from centrex.store.sqlite_connection import Connection, open_reader
from centrex.store.sqlite_rows import typed
from centrex.store.sqlite_sql import SqliteSql
from centrex.store.sqlite_writer import Writer
from centrex.store.step_compiler import StepCompiler, plain
from centrex.store.steps import Change, Find, Result, Rows
from centrex.waiting import Queue, Room, begun, to_its_end

READERS: Final = 3
LONG_AT_ONCE: Final = 2
"""One reader is left to short pages."""

HANDED_OVER: Final = 2 * READERS
"""Reads that the threads are given at once, so that none stands idle until the event loop has its turn."""

Read = Callable[[Connection, str, tuple[object, ...], str], Any]


class SqliteStore:
    """A database file that exists. Make it on the event loop that will use it."""

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path = path
        self.limits = limits
        self.replies = Replies(limits.reply_bytes)
        self.statements = Statements(Compiler(SqliteSql()), _ADAPTERS)
        self._stamp_text = str(select(*stamp(SCOPE_ACCOUNT)).compile(dialect=SqliteSql.dialect))
        self._steps = StepCompiler(SqliteSql())
        self._writer = Writer(path, StepCompiler(SqliteSql()), limits)
        self._here = open_reader(path, limits.statement_seconds)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._of_thread = threading.local()
        self._opened: list[Connection] = [self._here]
        self._reading = Room("reads", HANDED_OVER, limits.waiting, limits.statement_seconds)
        self._long = Room("long_reads", LONG_AT_ONCE, limits.waiting, limits.statement_seconds)
        self._sizes = Sizes()

    @property
    def queues(self) -> Sequence[Queue]:
        return self._reading, self._long, self._writer.queue

    async def page(self, resource: Resource, query: Query, scope: Scope) -> Page:
        statement = await self.statements.page(resource, query, scope.level)
        values = self.statements.values(statement, scope, query)
        row = await self._answer(statement, values, scope, here=self._is_small(resource, query, scope))
        assert row is not None
        self._sizes.remember(query, scope, row[0])
        return Page(row[0], row[1])

    async def listing(self, resource: Resource, query: Query, scope: Scope) -> Listing:
        short = query.limit <= SHORT or query.face.summary or self._sizes.are_few(query, scope)
        if short or self._is_small(resource, query, scope):
            return Listing(*await self.page(resource, query, scope))
        statement = await self.statements.page(resource, query, scope.level, each=True)
        values = self.statements.values(statement, scope, query)
        async with self._long:
            total, spool = await self._in_pool(Connection.spooled, statement, values, scope.zone)
        if not spool.rows:  # the number of matching rows stands in none
            spool.close()
            return Listing(*await self.page(resource, query, scope))
        self._sizes.remember(query, scope, total)
        return Listing(total, spool if spool.rows > SHORT else spool.whole())

    async def _answer(
        self, statement: Statement, values: tuple[object, ...], scope: Scope, *, here: bool
    ) -> Row | None:
        """The only row of a statement, as it was told before if the account's counters still stand in the file.

        What the command line changes beside the server is thus seen as well.
        """
        key = self.replies.key(statement, values, scope)
        if key is not None:
            standing: Stamp = self._here.one(self._stamp_text, (scope.account_id, scope.account_id), scope.zone)
            known = self.replies.find(key, statement, standing)
            if known is not None:
                return known
        if here:
            row: Row | None = self._here.one(statement.text, values, scope.zone)
        else:
            row = await self._in_pool(Connection.one, statement, values, scope.zone)
        if key is not None and row is not None:
            self.replies.keep(key, statement, standing, row)
        return row

    def _is_small(self, resource: Resource, query: Query, scope: Scope) -> bool:
        return is_small(resource.table, query, self._sizes.of(query, scope))

    async def one(self, resource: Resource, face: Face, scope: Scope) -> bytes | None:
        statement = self.statements.one(resource, face, scope.level)
        row = await self._answer(statement, self.statements.values(statement, scope), scope, here=True)
        return row[0] if row else None

    async def find(self, step: Find, scope: Scope) -> Rows:
        text, values = self._steps.bind(step, scope)
        return typed(step, self._here.all(text, tuple([plain(value) for value in values])))

    async def change(self, change: Change[Result], scope: Scope) -> Result:
        result = await self._writer.run(change, scope)
        begun()
        return result

    async def make_months(self, first: int, last: int, scope: Scope) -> None:
        """A customer's rows stand by time here: there is nothing to make."""

    async def count_grown(self, scope: Scope) -> None:
        """What SQLite is told when it is opened (``sqlite_statistics``) holds at any size."""

    async def close(self) -> None:
        """The writer last: closing it puts the log into the file, unless a reader holds on to it."""
        self._pool.shutdown()
        for connection in self._opened:
            connection.close()
        await self._writer.close()

    async def _in_pool(self, read: Read, statement: Statement, values: tuple[object, ...], zone: str) -> Any:
        loop = asyncio.get_running_loop()
        async with self._reading:
            reading = loop.run_in_executor(self._pool, self._read, read, statement.text, values, zone)
            return await to_its_end(reading, _let_go)

    def _read(self, read: Read, text: str, values: tuple[object, ...], zone: str) -> Any:
        connection = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = open_reader(self.path, self.limits.statement_seconds)
            self._opened.append(connection)
        return read(connection, text, values, zone)


def _let_go(read: Any) -> None:
    """Closes what nobody takes."""
    for part in read or ():
        if isinstance(part, Spool):
            part.close()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


_ADAPTERS: Final = {
    **dict.fromkeys(("in", "not_in", "overlap", "not_overlap"), _json),
    "jsquery": lambda text: text,
}
