"""Arguments of a change that depend on what stands there when it is done, and not on what somebody read before.

They are worked out within the transaction, when the account's counter keeps all its other changes waiting: whoever
changes the same thing in another process loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from centrex.catalogue import Link, Nested, Operation, Show
from centrex.engine.work import Handler, Work, existing
from centrex.store.steps import Change, Find


class Unchanged(Exception):
    """There is nothing to change, or not what it was to be changed from; nothing is written."""


Given = Callable[[Work], Change[Mapping[str, object]]]
"""Looks at what the change is about, and answers the arguments that come to those that were sent."""

Check = Callable[[Mapping[str, object]], dict[str, object]]
"""Checks all arguments, as if they had been sent."""


def with_given(steps: Handler, given: Given, check: Check) -> Handler:
    """The same steps, once it is known what they are told."""

    def completed(work: Work) -> Change[int]:
        more = yield from given(work)
        return (yield from steps(replace(work, arguments=check({**work.arguments, **more}))))

    return completed


@dataclass(frozen=True, slots=True)
class Members:
    """Members that go into a list of an entry and out of it, whatever else it holds by then.

    In ``moved`` stand those that were not there, or no more, once it is done; where there are none it is Unchanged.
    """

    name: str
    put: Iterable[int] = ()
    take: Iterable[int] = ()
    moved: set[int] = field(default_factory=set)

    def __call__(self, work: Work) -> Change[Mapping[str, object]]:
        link = _link(work.operation, self.name)
        identifier = yield from existing(work)
        before = [int(row[0]) for row in (yield Find(link.table, (link.member,), {link.owner: identifier}))]
        new = [member for member in dict.fromkeys(self.put) if member not in set(before)]
        gone = set(self.take) & set(before)
        if not (new or gone):
            raise Unchanged
        self.moved.update(new, gone)
        return {self.name: [*(member for member in before if member not in gone), *new]}


@dataclass(frozen=True, slots=True)
class OnlyFrom:
    """Changes nothing unless a field of the entry still holds the value."""

    name: str
    value: object

    def __call__(self, work: Work) -> Change[Mapping[str, object]]:
        column = _column(work.operation, self.name)
        identifier = yield from existing(work)
        ((now,),) = yield Find(work.resource.table, (column,), {"id": identifier})
        if now != self.value:
            raise Unchanged
        return {}


def _link(operation: Operation, name: str) -> Link:
    shown = operation.face.fields[name] if operation.face else None
    assert isinstance(shown, Nested)
    assert shown.write is not None
    return shown.write


def _column(operation: Operation, name: str) -> str:
    shown = operation.face.fields[name] if operation.face else None
    assert isinstance(shown, Show)
    return str(shown.value.name)
