"""What is aimed at: an operation as somebody calls it, with what is his and what is not."""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Column, Table

from centrex.catalogue import AGENT_ONLY, Field, Kind, Operation, Show, Type
from tests.isolation.cast import Cast, User
from tests.isolation.door import sight
from tests.isolation.rows import Rows
from tests.property.own_parameters import own_parameters
from tests.property.samples import Samples
from tests.property.targets import Path, resource_of, target

LOOPBACK: Final = "127.0.0.1"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Probe:
    """One call. ``expects`` is the mnemonic that must come once the door is passed; None is any but a failure of ours.

    ``changes`` says that rows of the caller may change; ``then`` are calls that follow at once.
    """

    params: Mapping[str, Any]
    expects: str | None = "ok"
    changes: bool = False
    address: str = LOOPBACK
    then: tuple[Probe, ...] = ()


@dataclass
class Aim:
    """``user`` is whose rows the operation would touch; None is a caller whom nobody knows.

    ``holder`` has the token; ``name`` and ``turn`` decide which of many probes he sends first.
    """

    cast: Cast
    rows: Rows
    operation: Operation
    user: User | None
    holder: User | None = None
    name: str = ""
    turn: int = 0

    @property
    def names_users(self) -> bool:
        """Whether an agent calls who has yet to name a user."""
        return self.operation.takes_user_id and self.holder is self.user and bool(self.user and self.user.is_agent)

    def mixed(self, items: Iterable[Item]) -> list[Item]:
        """The items in an order that is another for every caller and turn, so that together they try all."""
        mixed = list(items)
        Random(f"{self.operation.name} {self.name} {self.turn}").shuffle(mixed)
        return mixed

    @cached_property
    def own(self) -> set[int]:
        """The accounts that the user sees."""
        return {account.id for account in sight(self.cast, self.user)} if self.user else set()

    @cached_property
    def foreign(self) -> set[int]:
        """All other accounts."""
        return {account.id for account in self.cast.accounts} - self.own

    @cached_property
    def foreign_ids(self) -> list[int]:
        """The ids of everything that others have, and one that nobody has."""
        return [*self.rows.ids(self.foreign), 987_654_321]

    @cached_property
    def foreign_texts(self) -> list[str]:
        return [account.canary for account in self.cast.accounts if account.id in self.foreign]

    @cached_property
    def samples(self) -> Samples:
        """Makes what the user may send; no text is made twice for him in a world."""
        seen = {number for number in self.own if self._is_told_of(number)}
        number = zlib.crc32(f"{self.operation.name} {self.name} {self.turn}".encode()) % 10**6 * 10**4
        return Samples(self.operation, self.rows, seen, number)

    def _is_told_of(self, account_id: int) -> bool:
        """Whether the rows tell all that becomes of a customer, or the account is the user's own."""
        own = self.user is not None and account_id == self.user.account.id
        return own or self.operation.access != AGENT_ONLY or self.cast.is_idle(account_id)

    @cached_property
    def table(self) -> Table:
        """The table of the operation's resource."""
        return resource_of(self.operation).table

    @cached_property
    def own_ids(self) -> list[int]:
        """The ids of his own entries; of customers those alone in whose name nobody acts."""
        ids = [row["id"] for row in self.samples.own_rows(self.table) if "id" in row]
        return list(dict.fromkeys(ids))

    def strange_ids(self, path: Path) -> list[int]:
        """Ids that name nothing of the user's in a parameter: first those that are another's, then all others."""
        table = target(self.operation, path)
        if table is None:
            return self.foreign_ids
        own = {row["id"] for row in Samples(self.operation, self.rows, self.own).own_rows(table)}
        listed = [*self.rows.values(table.name, "id", self.foreign), *self.foreign_ids]
        return [number for number in dict.fromkeys(listed) if number not in own]

    def own_parameters(self) -> dict[str, Any]:
        """What must be sent to read the face, and what else may be."""
        return own_parameters(self.operation.face, self._chance) if self.operation.face else {}

    @cached_property
    def _chance(self) -> Random:
        return Random(f"{self.name} {self.turn}")

    def values(self, show: Field, owners: Iterable[int]) -> list[Any]:
        """What rows of these accounts have in a field, as a filter takes it; never an empty list."""
        found: list[Any] = []
        if isinstance(show, Show) and isinstance(show.value, Column) and isinstance(show.value.table, Table):
            found = self.rows.values(show.value.table.name, show.value.name, set(owners))
        return _as_sent(show.type, found) or self._otherwise(show.type)

    def _otherwise(self, kind: Type) -> list[Any]:
        if kind.kind is Kind.NUMBER:
            return self.foreign_ids
        return _as_sent(kind, []) or [*self.foreign_texts, "no such text"]


def _as_sent(kind: Type, found: list[Any]) -> list[Any]:
    """Values of the store as JSON of the type."""
    if kind.kind is Kind.BOOLEAN:
        return [True, False]
    if kind.kind is Kind.DATETIME:
        return [datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S") for seconds in [*found, 0]]
    if kind.kind is Kind.ENUM:
        return list(kind.values) or found
    if kind.kind is Kind.ARRAY:
        texts = [text for value in found for text in (json.loads(value) if isinstance(value, str) else value)]
        return list(dict.fromkeys(texts)) or list(kind.values)
    return found


def pick(chance: float, items: Sequence[Item]) -> Item:
    """One of the items by a number from 0 to 1; whoever has more or fewer items uses up no more chance."""
    return items[int(chance * len(items))]


def in_turn(*streams: Iterable[Item]) -> Iterator[Item]:
    """One of each stream, then the next of each, until all have ended."""
    waiting = deque(iter(stream) for stream in streams)
    while waiting:
        stream = waiting.popleft()
        for item in stream:
            yield item
            waiting.append(stream)
            break
