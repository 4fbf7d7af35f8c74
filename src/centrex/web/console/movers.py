"""The numbers that can be moved many at once: internal ones and virtual ones, each with groups of its own kind."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from centrex.access import realms
from centrex.catalogue import Operation
from centrex.engine.given import Members
from centrex.errors import CentrexError, ServerBusy
from centrex.query import Comparison, Query, Shape
from centrex.web.console.acting import MOST, Act, Row
from centrex.web.console.groups import ExtensionGroups, GroupKind, NumberGroups
from centrex.web.console.moves import SIZE, Known, Move
from centrex.web.console.sections import face_of

AT_ONCE: Final = 10
"""Changes that wait for the database together."""


class Mover(Protocol):
    """One kind of numbers, ``called`` by a field of the rows of their list."""

    called: str

    @property
    def kind(self) -> GroupKind:
        """Their groups."""

    def size(self, moves: Sequence[Move]) -> int:
        """How many of the moves are done at a time."""

    async def known(self, act: Act, numbers: Iterable[str], group: int | None) -> Mapping[str, Known]:
        """Those of the account, by what was written; ``group`` is asked about where a number may be in several."""

    async def move(self, act: Act, moves: Sequence[Move]) -> list[Move]:
        """Moves those that still are where they were; answers which."""


async def rows_in(act: Act, operation: Operation, fields: tuple[str, ...], field: str, values: list[Any]) -> list[Row]:
    """Those fields of the rows whose field is one of the values."""
    face = face_of(operation)
    shape = Shape(tuple(name for name in face.fields if name in fields), Comparison(field, "in"), (), 1)
    query = Query(face, shape, (values,), MOST, 0)
    answer = await act.engine.listing(operation, query, realms.at_home(act.caller))
    found: list[Row] = msgspec.json.decode(answer.whole())
    return found


class Extensions:
    """Internal numbers, each in one group at most: each is a change of its own."""

    called = "name"
    kind = ExtensionGroups()
    _fields: Final = ("id", "name", "extension_group_id")

    def size(self, moves: Sequence[Move]) -> int:
        return SIZE

    async def known(self, act: Act, numbers: Iterable[str], group: int | None) -> Mapping[str, Known]:
        read, written = self.kind.list_of_numbers, list(dict.fromkeys(numbers))
        prefix = await _prefix(act, read)
        whole = {number: number if "*" in number else f"{prefix}*{number}" for number in written}
        rows = await rows_in(act, read, self._fields, "name", list(set(whole.values())))
        found = {row["name"]: Known(row["id"], row["name"], row["extension_group_id"]) for row in rows}
        return {number: found[name] for number, name in whole.items() if name in found}

    async def move(self, act: Act, moves: Sequence[Move]) -> list[Move]:
        rows = await rows_in(act, self.kind.list_of_numbers, self._fields, "id", [each.member for each in moves])
        groups = {row["id"]: row["extension_group_id"] for row in rows}
        meant = [each for each in moves if each.member in groups and groups[each.member] == each.before]
        done: list[Move] = []
        for first in range(0, len(meant), AT_ONCE):
            several = meant[first : first + AT_ONCE]
            was = await asyncio.gather(*(self._moved(act, each) for each in several))
            done += [each for each, is_done in zip(several, was, strict=True) if is_done]
        return done

    async def _moved(self, act: Act, move: Move) -> bool:
        try:
            return await self.kind.move(act, move.member, move.before, move.after)
        except ServerBusy:
            raise
        except CentrexError:
            return False


async def _prefix(act: Act, read: Operation) -> str:
    """What the account's internal numbers begin with; any of them says."""
    query = Query(face_of(read), Shape(("name",), None, (), 0), (), 1, 0)
    answer = await act.engine.rows(read, query, realms.at_home(act.caller))
    rows: list[Row] = msgspec.json.decode(answer.data)
    return str(rows[0]["name"]).partition("*")[0] if rows else ""


class VirtualNumbers:
    """Virtual numbers, which may be in several groups: each group is one change."""

    called = "virtual_phone_number"
    kind = NumberGroups()
    field: Final = "virtual_phones"

    def size(self, moves: Sequence[Move]) -> int:
        return len(moves)

    async def known(self, act: Act, numbers: Iterable[str], group: int | None) -> Mapping[str, Known]:
        written = list(dict.fromkeys(numbers))
        rows = await rows_in(act, self.kind.list_of_numbers, ("id", self.called), self.called, written)
        one = await self.kind.one(act, group) if group is not None else None
        inside = {each["id"] for each in one[self.field]} if one else set()
        return {
            row[self.called]: Known(row["id"], row[self.called], group if row["id"] in inside else None) for row in rows
        }

    async def move(self, act: Act, moves: Sequence[Move]) -> list[Move]:
        by_group: defaultdict[int, list[Move]] = defaultdict(list)
        for each in moves:
            by_group[each.after or each.before or 0].append(each)
        done = [await self._moved(act, group, several) for group, several in by_group.items()]
        return [each for several in done for each in several]

    async def _moved(self, act: Act, group: int, moves: list[Move]) -> list[Move]:
        """Those of the account's numbers that were in the group, or were not, as it was meant."""
        rows = await rows_in(act, self.kind.list_of_numbers, ("id",), "id", [each.member for each in moves])
        own = {row["id"] for row in rows}
        put = [each.member for each in moves if each.member in own and each.before is None]
        take = [each.member for each in moves if each.member in own and each.before is not None]
        try:
            done = await self.kind.move(act, group, Members(self.field, put, take))
        except ServerBusy:
            raise
        except CentrexError:
            return []
        return [each for each in moves if each.member in done]


MOVERS: Final[Mapping[str, Mover]] = {"extensions": Extensions(), "numbers": VirtualNumbers()}
"""By the section that lists the numbers."""
