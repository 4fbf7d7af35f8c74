"""SQLite: one writer thread with group commit, small reads on the event loop, others in a pool of readers.

Durable: WAL with ``synchronous=FULL``. One server process at a time; the command line may write beside it.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from centrex.catalogue import Face, Resource
from centrex.errors import ServerBusy
from centrex.query import Query
from centrex.scope import Scope
from centrex.store import DEFAULT_LIMITS, SHORT, Limits, Listing, Page
from centrex.store.binding import Statements
from centrex.store.compile import Compiler, Statement
from centrex.store.dialect_sql import SqliteSql
from centrex.store.small import is_small
from centrex.store.sqlite_connection import Connection, open_reader
from centrex.store.sqlite_rows import typed
from centrex.store.sqlite_writer import Writer
from centrex.store.step_compiler import StepCompiler, plain
from centrex.store.steps import Change, Find, Result, Rows

READERS: Final = 3
LONG_AT_ONCE: Final = 2
"""One reader is left to short pages."""

SIZES_KEPT: Final = 10_000

Read = Callable[[Connection, str, tuple[object, ...], str], Any]


class SqliteStore:
    """A database file that exists. Make it on the event loop that will use it."""

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path = path
        self.limits = limits
        self.statements = Statements(Compiler(SqliteSql()), _ADAPTERS)
        self._steps = StepCompiler(SqliteSql())
        self._writer = Writer(path, StepCompiler(SqliteSql()))
        self._here = open_reader(path, limits.statement_seconds)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._of_thread = threading.local()
        self._opened: list[Connection] = [self._here]
        self._long = asyncio.Semaphore(LONG_AT_ONCE)
        self._sizes: OrderedDict[tuple[Face, int, int], int] = OrderedDict()

    async def page(self, resource: Resource, query: Query, scope: Scope) -> Page:
        statement = await self.statements.page(resource, query, scope.level)
        values = self.statements.values(statement, scope, query)
        if self._is_small(resource, query, scope):
            row = self._here.one(statement.text, values, scope.zone)
        else:
            row = await self._in_pool(Connection.one, statement, values, scope.zone)
        assert row is not None
        if query.shape.tree is None:
            self._remember(query.face, scope, row[0])
        return Page(row[0], row[1])

    async def listing(self, resource: Resource, query: Query, scope: Scope) -> Listing:
        if query.limit <= SHORT or query.face.summary or self._is_small(resource, query, scope):
            return Listing(*await self.page(resource, query, scope))
        statement = await self.statements.page(resource, query, scope.level, each=True)
        values = self.statements.values(statement, scope, query)
        try:
            async with asyncio.timeout(self.limits.statement_seconds):
                await self._long.acquire()
        except TimeoutError as error:
            raise ServerBusy from error
        try:
            total, spool = await self._in_pool(Connection.spooled, statement, values, scope.zone)
        finally:
            self._long.release()
        if not spool.rows:  # the number of matching rows stands in none
            spool.close()
            return Listing(*await self.page(resource, query, scope))
        if query.shape.tree is None:
            self._remember(query.face, scope, total)
        return Listing(total, spool if spool.rows > SHORT else spool.whole())

    def _is_small(self, resource: Resource, query: Query, scope: Scope) -> bool:
        return is_small(resource.table, query, self._sizes.get((query.face, scope.account_id, scope.part_id)))

    async def one(self, resource: Resource, face: Face, scope: Scope) -> bytes | None:
        statement = self.statements.one(resource, face, scope.level)
        row = self._here.one(statement.text, self.statements.values(statement, scope), scope.zone)
        return row[0] if row else None

    async def find(self, step: Find, scope: Scope) -> Rows:
        text, values = self._steps.bind(step, scope)
        return typed(step, self._here.all(text, tuple([plain(value) for value in values])))

    async def change(self, change: Change[Result], scope: Scope) -> Result:
        return await self._writer.run(change, scope)

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
        return await loop.run_in_executor(self._pool, self._read, read, statement.text, values, zone)

    def _read(self, read: Read, text: str, values: tuple[object, ...], zone: str) -> Any:
        connection = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = open_reader(self.path, self.limits.statement_seconds)
            self._opened.append(connection)
        return read(connection, text, values, zone)

    def _remember(self, face: Face, scope: Scope, total: int) -> None:
        """Keeps how many rows an account, or a part of it, has, which decides where its next reads run."""
        self._sizes[face, scope.account_id, scope.part_id] = total
        if len(self._sizes) > SIZES_KEPT:
            self._sizes.popitem(last=False)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


_ADAPTERS: Final = {
    **dict.fromkeys(("in", "not_in", "overlap", "not_overlap"), _json),
    "jsquery": lambda text: text,
}
