"""The one writer of a SQLite file: a thread that runs changes in batches and syncs once per batch.

Each change has its own savepoint, so that one that is refused harms no neighbour. A change is answered only
after its batch is on the disk. One that nobody waits for any more is left out, unless its turn has come.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from centrex.errors import ServerBusy
from centrex.scope import Scope
from centrex.store import DEFAULT_LIMITS, Limits
from centrex.store.sqlite_connection import STATEMENTS_KEPT, open_writer
from centrex.store.sqlite_rows import typed
from centrex.store.step_compiler import StepCompiler, bound, plain
from centrex.store.steps import Change, Find, InsertMany, NotUnique, Result, Rows, Step
from centrex.waiting import Queue

BATCH: Final = 200
ROWS: Final = 256
"""Rows of one statement."""

PARAMETERS: Final = 32_766
"""SQLite takes no more of them."""

_NOT_UNIQUE: Final = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})


@dataclass(slots=True)
class _Task:
    """A change under way: what it answered, or how it failed, until its batch is on the disk.

    ``turn`` is taken once: by the thread that begins the change, or by the event loop that calls it off.
    """

    change: Change[Any]
    scope: Scope
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    turn: threading.Lock = field(default_factory=threading.Lock)
    result: Any = None
    failure: BaseException | None = None

    def is_mine(self) -> bool:
        """Takes the turn; whether it was still to be had."""
        return self.turn.acquire(blocking=False)

    def settle(self) -> None:
        self.loop.call_soon_threadsafe(self._resolve)

    def _resolve(self) -> None:
        if self.future.done():
            return
        if self.failure is not None:
            self.future.set_exception(self.failure)
        else:
            self.future.set_result(self.result)


class Writer:
    """Runs changes one after the other; make it once per file."""

    def __init__(self, path: Path, steps: StepCompiler, limits: Limits = DEFAULT_LIMITS) -> None:
        self.queue = Queue("changes", limits.waiting, limits.statement_seconds)
        self._raw = open_writer(path)
        self._raw.execute(f"PRAGMA busy_timeout={max(1, int(limits.statement_seconds * 1000))}")
        self._steps = steps
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def run(self, change: Change[Result], scope: Scope) -> Result:
        """The result of the change once it is durable; what the change raises is raised here.

        Raises Overloaded when its turn does not come, ServerBusy when the writer is closed. Who is cancelled calls the
        change off, unless its turn has come.
        """
        if self._closed:
            raise ServerBusy
        self.queue.enter()
        loop = asyncio.get_running_loop()
        task = _Task(change, scope, loop.create_future(), loop)
        self._tasks.put(task)
        patience = loop.call_later(self.queue.seconds, self._give_up, task)
        try:
            result: Result = await task.future
        except asyncio.CancelledError:
            task.is_mine()
            raise
        finally:
            patience.cancel()
        return result

    def _give_up(self, task: _Task) -> None:
        if task.is_mine():
            task.failure = self.queue.refusal()
            task._resolve()

    async def close(self) -> None:
        """Finishes what was begun."""
        self._closed = True
        self._tasks.put(None)
        await asyncio.to_thread(self._thread.join)
        self._raw.close()

    def _work(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._next_batch()
            if batch:
                self._write(batch)

    def _next_batch(self) -> tuple[list[_Task], bool]:
        """The changes that are waiting, and whether there may be more."""
        batch: list[_Task] = []
        task = self._tasks.get()
        while task is not None:
            batch.append(task)
            if self._tasks.empty() or len(batch) == BATCH:
                return batch, True
            task = self._tasks.get()
        return batch, False

    def _write(self, batch: list[_Task]) -> None:
        """Until the transaction has begun, which may take a while, every change can still be called off."""
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._refuse(batch, error)
            return
        begun = [task for task in batch if task.is_mine()]
        self.queue.leave(len(batch))
        try:
            for task in begun:
                self._attempt(task)
            self._raw.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo(begun, error)
        for task in begun:
            task.settle()

    def _refuse(self, batch: list[_Task], error: sqlite3.Error) -> None:
        """Nothing was begun. A file that somebody else holds all the time is a queue that does not move."""
        self.queue.leave(len(batch))
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            for task in batch:
                task.loop.call_soon_threadsafe(self._give_up, task)
            return
        begun = [task for task in batch if task.is_mine()]
        self._undo(begun, error)
        for task in begun:
            task.settle()

    def _attempt(self, task: _Task) -> None:
        self._raw.execute("SAVEPOINT change")
        try:
            task.result = drive(self._raw, task.change, task.scope, self._steps)
        except Exception as failure:
            task.failure = _told(failure)
            self._raw.execute("ROLLBACK TO change")
        self._raw.execute("RELEASE change")

    def _undo(self, batch: Iterable[_Task], error: sqlite3.Error) -> None:
        """Nothing of the batch is on the disk: every change of it fails."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        for task in batch:
            if task.failure is None:
                task.failure = ServerBusy()
                task.failure.__cause__ = error


def _told(failure: Exception) -> Exception:
    """What the change is told: a file that cannot be read or written is no fault of its own."""
    if isinstance(failure, sqlite3.OperationalError) and failure.sqlite_errorcode != sqlite3.SQLITE_ERROR:
        busy = ServerBusy()
        busy.__cause__ = failure
        return busy
    return failure


def drive(connection: sqlite3.Connection, change: Change[Result], scope: Scope, steps: StepCompiler) -> Result:
    """Runs the steps of a change and answers its result."""
    statements = bound(change, scope, steps)
    try:
        step, text, values = next(statements)
        while True:
            try:
                found = _executed(connection, step, text, values)
            except sqlite3.IntegrityError as error:
                if error.sqlite_errorcode not in _NOT_UNIQUE:
                    raise
                step, text, values = statements.throw(NotUnique(str(error)))
            else:
                step, text, values = statements.send(typed(step, found) if isinstance(step, Find) else found)
    except StopIteration as end:
        result: Result = end.value
        return result


def _executed(connection: sqlite3.Connection, step: Step, text: str, values: tuple[Any, ...]) -> Rows:
    """The rows that the statement answers."""
    if isinstance(step, InsertMany):
        _insert(connection, text, values)
        return []
    return connection.execute(text, [plain(value) for value in values]).fetchall()


def _insert(connection: sqlite3.Connection, text: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Many rows with one statement: with each the thread lets go of the interpreter, and waits until it has it again.

    Of a table there are as few texts as there are powers of two.
    """
    first, count = 0, ROWS
    while first < len(rows):
        while count > len(rows) - first or count * len(rows[0]) > PARAMETERS:
            count //= 2
        values = [value for row in rows[first : first + count] for value in row]
        connection.execute(_insertion(text, count), values)
        first += count


@lru_cache(STATEMENTS_KEPT)
def _insertion(text: str, count: int) -> str:
    """``INSERT INTO call (id) VALUES (?)`` for several rows."""
    head, separator, row = text.partition("VALUES ")
    return head + separator + ", ".join([row] * count)
