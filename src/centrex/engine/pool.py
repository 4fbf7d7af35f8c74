"""The pool of numbers in the operator's hand: added, imported, given to customers and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec

from centrex.engine.audit import Deed, recorded_of_server
from centrex.engine.new_number import NewNumber, Reason, faults
from centrex.engine.number_file import Entry, RefusedLine, read_numbers
from centrex.engine.numbers import DEFAULT_KIND, Wanted, connect, disconnect
from centrex.engine.operator import Operator
from centrex.engine.paging import every_row
from centrex.errors import AlreadyInUse, InvalidParameterValue
from centrex.resources.pool_number import LISTED_NUMBERS, POOL_NUMBER, pool_number
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Find, InsertMany, NextIds, NotUnique

BATCH: Final = 500
KINDS: Final = ("va", "call_tracking", "dynamic_call_tracking")

Item = TypeVar("Item")


@dataclass(slots=True)
class PoolImport:
    """How many numbers an import added, and the lines that it refused, in their order."""

    added: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


class Pool:
    """The numbers of one store."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def add(self, new: NewNumber) -> int:
        """Takes a number into the pool; answers its id. Raises AlreadyInUse when the server has it."""
        for name, _ in faults(new):
            raise InvalidParameterValue(name, getattr(new, name))
        if await self._add([new]):
            raise AlreadyInUse("number", new.number)
        rows = await self._operator.store.find(Find(pool_number, ("id",), {"number": new.number}), SERVER)
        return int(rows[0][0])

    async def import_lines(self, lines: Iterable[str], told: Callable[[int], None] = lambda _: None) -> PoolImport:
        """Takes in the numbers of a file, a batch a transaction; what is wrong with a line refuses that line alone.

        ``told`` hears after each batch how many lines it had.
        """
        done, seen = PoolImport(), set[str]()
        for batch in _batches(read_numbers(lines), BATCH):
            fresh, refused = _sifted(batch, seen)
            taken = await self._add([entry.new for entry in fresh])
            refused += [_refused(entry, Reason.TAKEN) for entry in fresh if entry.new.number in taken]
            done.added += len(fresh) - len(taken)
            done.refused += sorted(refused, key=lambda line: line.line)
            told(len(batch))
        return done

    async def assign(self, number: str, customer_id: int, kind: str = DEFAULT_KIND) -> int:
        """Connects a free number for a customer, whatever his limit; answers its id.

        Raises VirtualPhoneNumberNotFound when it is not in the pool or taken, EntityNotFound without the customer.
        """
        if kind not in KINDS:
            raise InvalidParameterValue("type", kind)
        at = int(self._operator.clock.now())
        change = connect(_wanted(number), kind, at, {"customer_id": customer_id})
        return await self._operator.change(customer_id, "assign.number", "virtual_number", change)

    async def release(self, number: str) -> int:
        """Puts a customer's number back into the pool; answers its id.

        Raises VirtualPhoneNumberNotFound when nobody has it, DependencyError when it stands in a number group.
        """
        step = Find(virtual_number, ("customer_id",), {"number": number})
        rows = await self._operator.store.find(step, SERVER)
        if not rows:
            raise _wanted(number).missing()
        customer_id = int(rows[0][0])
        change = disconnect(_wanted(number), {"customer_id": customer_id})
        return await self._operator.change(customer_id, "release.number", "virtual_number", change)

    async def _add(self, numbers: Sequence[NewNumber]) -> set[str]:
        """Adds those that the server does not have, and answers the others.

        When another process adds the same ones at the same time, each is tried alone.
        """
        deed = self._operator.deed("create.number", "pool_number")
        try:
            return await self._operator.store.change(_added(numbers, deed), SERVER)
        except NotUnique:
            if len(numbers) == 1:
                return {numbers[0].number}
        return set().union(*[await self._add([new]) for new in numbers])


async def listed(
    store: Store, *, customer_id: int | None = None, free: bool | None = None
) -> AsyncIterator[dict[str, Any]]:
    """The numbers of the pool by id: all, the free ones, those that are not, or a customer's."""
    tests: list[tuple[str, str, object]] = []
    if customer_id is not None:
        tests.append(("customer_id", "=", customer_id))
    if free is not None:
        tests.append(("customer_id", "=" if free else "!=", None))
    async for row in every_row(store, POOL_NUMBER, LISTED_NUMBERS, tests):
        yield row


def _added(numbers: Sequence[NewNumber], deed: Deed) -> Change[set[str]]:
    """In the order of the numbers, so that no two transactions wait for each other."""
    taken = yield from _taken(new.number for new in numbers)
    fresh = sorted((new for new in numbers if new.number not in taken), key=lambda new: new.number)
    if fresh:
        ids = msgspec.json.decode((yield NextIds(virtual_number, len(fresh)))[0][0])
        both = zip(ids, fresh, strict=True)
        yield InsertMany(pool_number, [{"id": identifier, **asdict(new)} for identifier, new in both])
        yield from recorded_of_server(deed, ids)
    return taken


def _taken(numbers: Iterable[str]) -> Change[set[str]]:
    """Those that the server has.

    Each is looked up alone: a list would be held against every row of a table that PostgreSQL has not yet analysed.
    """
    taken = set()
    for number in numbers:
        for table in (pool_number, virtual_number):
            if (yield Find(table, ("id",), {"number": number})):
                taken.add(number)
    return taken


def _sifted(batch: Sequence[Entry | RefusedLine], seen: set[str]) -> tuple[list[Entry], list[RefusedLine]]:
    """The numbers of a batch that stand in the file for the first time, and the lines that bring none."""
    fresh: list[Entry] = []
    refused: list[RefusedLine] = []
    for found in batch:
        if isinstance(found, RefusedLine):
            refused.append(found)
        elif found.new.number in seen:
            refused.append(_refused(found, Reason.REPEATED))
        else:
            seen.add(found.new.number)
            fresh.append(found)
    return fresh, refused


def _refused(entry: Entry, reason: Reason) -> RefusedLine:
    return RefusedLine(entry.line, entry.new.number, reason)


def _wanted(number: str) -> Wanted:
    return Wanted("number", number, {"number": number})


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
