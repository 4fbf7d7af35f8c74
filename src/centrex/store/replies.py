"""Answers that were given, for who asks the same again while the account's counters stand. It never asks a database.

What a statement answers depends on its text, its parameters and the rows alone: text and parameters, the caller's scope
among them, are the key, and the counters stand for the rows. An answer is kept once it is asked for a second time, so
that a look through many pages drives nothing out.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from centrex.catalogue import Level
from centrex.resources.ledger import call_counter, change_counter
from centrex.scope import Scope
from centrex.store.counters import Stamp

if TYPE_CHECKING:
    from centrex.store.compile import Statement

ROOM: Final = 32 * 1024 * 1024
SHARE: Final = 8
"""What is larger than this part of the room is not kept."""

ASKED: Final = 20_000
"""How many questions are remembered to have been asked once."""

OVERHEAD: Final = 600
"""Bytes that an answer takes besides its data and its parameters, at most."""

OF_ACCOUNT: Final = frozenset(Level) - {Level.SERVER, Level.AGENT}
"""The levels whose rows are all one account's."""

Row = tuple[Any, ...]
Key = tuple[str, tuple[object, ...]]


class _Kept(NamedTuple):
    stamp: Stamp
    row: Row
    size: int


class Replies:
    """The answers of one store, in at most ``room`` bytes; 0 keeps none."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.size = 0
        self.hits = 0
        self.misses = 0
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._asked: set[int] = set()

    def key(self, statement: Statement, values: tuple[object, ...], scope: Scope) -> Key | None:
        """Where the answer is kept; None where it is not to be, or is asked for the first time."""
        if not self.room or not statement.counters or scope.level not in OF_ACCOUNT:
            return None
        key = (statement.text, values)
        if key in self._kept:
            return key
        asked = hash(key)
        if asked in self._asked:
            return key
        self.misses += 1
        if len(self._asked) >= ASKED:
            self._asked.clear()
        self._asked.add(asked)
        return None

    def find(self, key: Key, statement: Statement, stamp: Stamp) -> Row | None:
        """The answer, if the counters have not moved since it was read; ``stamp`` was read after it was asked for."""
        kept = self._kept.get(key)
        if kept is None or kept.stamp != _standing(statement, stamp):
            self.misses += 1
            return None
        self._kept.move_to_end(key)
        self.hits += 1
        return kept.row

    def keep(self, key: Key, statement: Statement, stamp: Stamp, row: Row) -> None:
        """Keeps an answer that was read after ``stamp``."""
        self._drop(key)
        size = OVERHEAD + sum(map(_bytes, row)) + sum(map(_bytes, key[1]))
        if size > self.room // SHARE:
            return
        self._kept[key] = _Kept(_standing(statement, stamp), row, size)
        self.size += size
        while self.size > self.room:
            self.size -= self._kept.popitem(last=False)[1].size

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.size -= kept.size


def _standing(statement: Statement, stamp: Stamp) -> Stamp:
    """Of both counters those that stand for the tables of the statement."""
    changes, calls = stamp
    counters = statement.counters
    return changes if change_counter in counters else None, calls if call_counter in counters else None


def _bytes(value: object) -> int:
    size = sys.getsizeof(value)
    return size + sum(map(_bytes, value)) if isinstance(value, tuple) else size
