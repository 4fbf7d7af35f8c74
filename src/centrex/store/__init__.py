"""The only writer of SQL: rows for a Query and a Scope as JSON, and changes in one transaction each.

Nothing here knows who is calling or why; a statement without a Scope cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from centrex.catalogue import Face, Resource
from centrex.query import Query
from centrex.scope import Scope
from centrex.spool import Spool
from centrex.store.replies import ROOM, Replies
from centrex.store.steps import Change, Find, Result, Rows
from centrex.waiting import MOST, Queue


class Page(NamedTuple):
    """``data`` is a JSON array, ``total`` counts the matching rows before limit and offset."""

    total: int
    data: bytes


class Listing(NamedTuple):
    """A page of any length: more than SHORT rows are kept aside, and sent in pieces."""

    total: int
    data: bytes | Spool

    def whole(self) -> bytes:
        """The rows in one piece, for those who need them all at once."""
        return self.data if isinstance(self.data, bytes) else self.data.whole()


SHORT: Final = 2_000
BATCH: Final = 500
"""Rows of a long page that the database tells at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``statement_seconds`` ends a statement that takes longer, and the wait for its turn.

    ``waiting`` is how many may wait for their turn in each queue; who comes then is refused at once. ``reply_bytes``
    are for answers that are kept for who asks again; 0 keeps none.
    """

    statement_seconds: float = 5.0
    waiting: int = MOST
    reply_bytes: int = ROOM


DEFAULT_LIMITS: Final = Limits()


class Store(Protocol):
    """What both databases do.

    Each of its reads and changes may raise Overloaded before it has done anything, when too many wait for their turn.
    """

    @property
    def limits(self) -> Limits:
        """What the store was opened with."""

    @property
    def replies(self) -> Replies:
        """What it keeps of what it has answered."""

    @property
    def queues(self) -> Sequence[Queue]:
        """Where requests wait for their turn."""

    async def page(self, resource: Resource, query: Query, scope: Scope) -> Page:
        """The page that ``query`` asks for, of the rows that ``scope`` sees, and their number, from one snapshot.

        Raises ServerBusy when the statement takes longer than the time limit.
        """

    async def listing(self, resource: Resource, query: Query, scope: Scope) -> Listing:
        """The same page, in little memory whatever ``query.limit`` is. Raises ServerBusy."""

    async def one(self, resource: Resource, face: Face, scope: Scope) -> bytes | None:
        """The JSON object of the row that ``scope`` sees, or None."""

    async def find(self, step: Find, scope: Scope) -> Rows:
        """The rows that ``step`` asks for, outside of any change."""

    async def change(self, change: Change[Result], scope: Scope) -> Result:
        """Runs the steps of ``change`` in one durable transaction and answers its result.

        An exception that the generator raises undoes all of its steps, and is raised here.
        """

    async def make_months(self, first: int, last: int, scope: Scope) -> None:
        """Makes room for the rows of the months from that of ``first`` to that of ``last``, seconds since 1970.

        The server's own; only PostgreSQL keeps a month apart; what has no month of its own is kept with the rest.
        """

    async def count_grown(self, scope: Scope) -> None:
        """Has the database count the tables that have grown a lot since it last did, so that it takes good plans.

        The server's own. PostgreSQL alone needs it, and goes on answering meanwhile.
        """

    async def close(self) -> None:
        """Finishes what has begun and lets go of the database."""
