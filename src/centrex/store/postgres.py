"""PostgreSQL through asyncpg: a pool that reads in read-only mode, and a pool that writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from centrex import jsquery
from centrex.catalogue import CatalogueError, Face, Level, Resource
from centrex.errors import ServerBusy
from centrex.i18n import Refusal
from centrex.query import Query
from centrex.scope import Scope
from centrex.store import SHORT, Limits, Listing, Page
from centrex.store.binding import Statements
from centrex.store.compile import Compiler, Statement
from centrex.store.months import partitions
from centrex.store.postgres_counters import Counters
from centrex.store.postgres_readers import Readers, lost_told
from centrex.store.postgres_sql import PostgresSql
from centrex.store.postgres_statistics import count_grown
from centrex.store.replies import Replies, Row
from centrex.store.small import Sizes
from centrex.store.step_compiler import StepCompiler, bound
from centrex.store.steps import Change, Find, InsertMany, NotUnique, Result, Rows, Step
from centrex.waiting import Queue, Room, begun

CONNECTIONS: Final = 2 * (os.cpu_count() or 1)
STATEMENTS_KEPT: Final = 512
UNICODE_COLLATIONS: Final = ("und-x-icu", "pg_unicode_fast")


class UnicodeCollationMissing(Refusal):
    """The server can fold no letters beyond ASCII; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "This PostgreSQL knows no collation for the letter cases of Unicode: use one that was built with ICU, "
            "or PostgreSQL 18 or later."
        )


class PostgresStore:
    """A database that exists; made by ``open_postgres``."""

    def __init__(self, readers: Readers, writers: asyncpg.Pool[Any], sql: PostgresSql, limits: Limits) -> None:
        self.limits = limits
        self.replies = Replies(limits.reply_bytes)
        self.statements = Statements(Compiler(sql), _ADAPTERS)
        self._steps = StepCompiler(sql)
        self._readers = readers
        self._counters = Counters(readers, sql)
        self._sizes = Sizes()
        self._writers = writers
        self._writing = Room("changes", writers.get_max_size(), limits.waiting, limits.statement_seconds)
        self._closed = False

    @property
    def queues(self) -> Sequence[Queue]:
        return self._readers.reading, self._readers.long, self._writing

    async def page(self, resource: Resource, query: Query, scope: Scope) -> Page:
        statement = await self.statements.page(resource, query, scope.level)
        row = await self._answer(statement, self.statements.values(statement, scope, query), scope)
        assert row is not None
        self._sizes.remember(query, scope, row[0])
        return Page(row[0], row[1])

    async def listing(self, resource: Resource, query: Query, scope: Scope) -> Listing:
        if query.limit <= SHORT or query.face.summary or self._sizes.are_few(query, scope):
            return Listing(*await self.page(resource, query, scope))
        statement = await self.statements.page(resource, query, scope.level, each=True)
        values = self.statements.values(statement, scope, query)
        try:
            total, spool = await self._readers.spooled(statement.text, values)
        except _BUSY as error:
            raise _told(error, self._readers.long) from error
        if not spool.rows:  # the number of matching rows stands in none
            spool.close()
            return Listing(*await self.page(resource, query, scope))
        self._sizes.remember(query, scope, total)
        return Listing(total, spool if spool.rows > SHORT else spool.whole())

    async def one(self, resource: Resource, face: Face, scope: Scope) -> bytes | None:
        statement = self.statements.one(resource, face, scope.level)
        row = await self._answer(statement, self.statements.values(statement, scope), scope)
        return row[0] if row else None

    async def _answer(self, statement: Statement, values: tuple[object, ...], scope: Scope) -> Row | None:
        """The only row of a statement, as it was told before if the account's counters still stand."""
        key = self.replies.key(statement, values, scope)
        try:
            if key is not None:
                standing = await self._counters.of(scope.account_id)
                known = self.replies.find(key, statement, standing)
                if known is not None:
                    return known
            found = await self._readers.one(statement.text, values)
        except _BUSY as error:
            raise _told(error, self._readers.reading) from error
        row = None if found is None else tuple(found)
        if key is not None and row is not None:
            self.replies.keep(key, statement, standing, row)
        return row

    async def find(self, step: Find, scope: Scope) -> Rows:
        text, values = self._steps.bind(step, scope)
        try:
            return [tuple(row) for row in await self._readers.all(text, values)]
        except _BUSY as error:
            raise _told(error, self._readers.reading) from error

    async def change(self, change: Change[Result], scope: Scope) -> Result:
        if self._closed:
            raise ServerBusy
        try:
            async with self._writing, self._writers.acquire() as connection:
                with lost_told(connection):
                    async with connection.transaction():
                        result = await self._drive(connection, change, scope)
        except _BUSY as error:
            raise _told(error, self._writing) from error
        begun()
        return result

    async def _drive(self, connection: PoolConnectionProxy[Any], change: Change[Result], scope: Scope) -> Result:
        statements = bound(change, scope, self._steps)
        try:
            step, text, values = next(statements)
            while True:
                try:
                    rows = await _executed(connection, step, text, values)
                except asyncpg.UniqueViolationError as error:
                    step, text, values = statements.throw(NotUnique(str(error)))
                else:
                    step, text, values = statements.send(rows)
        except StopIteration as end:
            result: Result = end.value
            return result

    async def make_months(self, first: int, last: int, scope: Scope) -> None:
        if scope.level is not Level.SERVER:
            raise CatalogueError("Only the server makes room for months")
        for text in partitions(first, last):
            try:
                async with self._writing, self._writers.acquire() as connection:
                    await connection.execute(text)
            except asyncpg.CheckViolationError:
                continue  # rows of that month are with the rest already, and stay there
            except _BUSY as error:
                raise ServerBusy from error

    async def count_grown(self, scope: Scope) -> None:
        if scope.level is not Level.SERVER:
            raise CatalogueError("Only the server has tables counted")
        try:
            async with self._writing, self._writers.acquire() as connection:
                await count_grown(connection)
        except _BUSY as error:
            raise ServerBusy from error

    async def close(self) -> None:
        """A pool that closes forgets who waits for a connection, so they have their turn first."""
        if self._closed:
            return
        self._closed = True
        await self._readers.close()
        await self._writing.emptied()
        await self._writers.close()


async def _executed(connection: PoolConnectionProxy[Any], step: Step, text: str, values: tuple[Any, ...]) -> Rows:
    """The rows that the statement answers; several rows are copied in, which costs half as much as to insert them."""
    if isinstance(step, InsertMany):
        await connection.copy_records_to_table(step.table.name, columns=_columns(text), records=values)
        return []
    return [tuple(row) for row in await connection.fetch(text, *values)]


@lru_cache(STATEMENTS_KEPT)
def _columns(insertion: str) -> list[str]:
    """The columns that an INSERT names: ``INSERT INTO call (id, "offset") VALUES …``."""
    named = insertion.partition("(")[2].partition(")")[0]
    return [name.strip('"') for name in named.split(", ")]


_BUSY: Final = (
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresConnectionError,
    OSError,
    TimeoutError,
)
"""A statement that was ended or took too long, a server that goes down, that has no room or no connection left."""


def _told(error: Exception, queue: Queue) -> ServerBusy:
    """As who waited in the queue is told: where the server has no connection left for us, nothing was begun."""
    return queue.refusal() if isinstance(error, asyncpg.TooManyConnectionsError) else ServerBusy()


async def open_postgres(url: str, limits: Limits) -> PostgresStore:
    """Connects; raises OSError or asyncpg's errors when the server cannot be reached."""
    timeout = str(max(1, int(limits.statement_seconds * 1000)))  # 0 would be no limit
    readers = await _pool(url, {"statement_timeout": timeout, "default_transaction_read_only": "on"})
    writers = await _pool(url, {"statement_timeout": timeout})
    sql = PostgresSql(await unicode_collation(readers))
    return PostgresStore(Readers(readers, limits), writers, sql, limits)


async def unicode_collation(server: asyncpg.Pool[Any] | asyncpg.Connection[Any]) -> str:
    """ICU's root collation, or that of PostgreSQL 18 itself; raises UnicodeCollationMissing without either."""
    rows = await server.fetch("SELECT collname FROM pg_collation WHERE collname = ANY ($1)", UNICODE_COLLATIONS)
    known = {row[0] for row in rows}
    for name in UNICODE_COLLATIONS:
        if name in known:
            return name
    raise UnicodeCollationMissing


async def _pool(url: str, settings: dict[str, str]) -> asyncpg.Pool[Any]:
    pool: asyncpg.Pool[Any] = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=CONNECTIONS,
        init=_prepare,
        reset=_keep,
        statement_cache_size=STATEMENTS_KEPT,
        server_settings=settings,
    )
    return pool


async def _prepare(connection: asyncpg.Connection[Any]) -> None:
    """Reads JSON as the bytes that it is."""
    await connection.set_type_codec("json", schema="pg_catalog", encoder=_sent, decoder=bytes, format="binary")


async def _keep(connection: asyncpg.Connection[Any]) -> None:
    """No session reset: nothing here changes the session."""


def _sent(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


_ADAPTERS: Final[dict[str, Callable[[Any], object]]] = {
    **dict.fromkeys(("in", "not_in", "overlap", "not_overlap"), tuple),
    "jsquery": lambda text: jsquery.to_jsonpath(jsquery.parse(text)),
}
