"""What is aimed at: an operation as somebody calls it, with what is his and what is not."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Column, Table

from centrex.catalogue import Field, Kind, Nested, Operation, Param, Show, Type
from centrex.resources import RESOURCES
from tests.isolation.cast import Cast, User
from tests.isolation.door import sight
from tests.isolation.rows import Rows

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
        return {account.id for account in self.cast.accounts} - self.own

    @cached_property
    def foreign_ids(self) -> list[int]:
        """The ids of everything that others have, and one that nobody has."""
        return [*self.rows.ids(self.foreign), 987_654_321]

    @cached_property
    def foreign_texts(self) -> list[str]:
        return [account.canary for account in self.cast.accounts if account.id in self.foreign]

    @cached_property
    def table(self) -> Table:
        """The table of the operation's resource."""
        return next(resource.table for resource in RESOURCES if self.operation.face in resource.faces)

    @cached_property
    def own_ids(self) -> list[int]:
        return self.rows.values(self.table.name, "id", self.own)

    def target(self, param: Param) -> Table:
        """The table to whose rows the ids of a parameter point."""
        show = self.operation.face.fields.get(param.name) if self.operation.face else None
        return show.write.target if isinstance(show, Nested) and show.write else self.table

    def strange_ids(self, table: Table) -> list[int]:
        """Ids that are none of the user's in this table: first those that are another's, then all others."""
        own = set(self.rows.values(table.name, "id", self.own))
        listed = [*self.rows.values(table.name, "id", self.foreign), *self.foreign_ids]
        return [number for number in dict.fromkeys(listed) if number not in own]

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
        return list(kind.values)
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
