"""What can be made, changed and ended on the pages of single things, below their lists: a description for each kind.

The fields of the forms are the parameters of the operations, but for those that are left out here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from centrex.access.caller import Caller
from centrex.access.gate import may
from centrex.catalogue import Operation, Param
from centrex.catalogue_rest import LEVEL_OF, RestOperation
from centrex.web.console.acting import Act, Row

MANY: Final = 1_000

Counts = Callable[[Act, Row], Awaitable[Mapping[str, object]]]
"""What stands at the names in the braces of a warning."""


async def nothing(_act: Act, _row: Row) -> Mapping[str, object]:
    """For a warning without names."""
    return {}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done with a thing besides changing its fields.

    The ``warning`` says what it does, before it is done. The operation is told the field ``of`` the thing as ``key``,
    besides what is always ``told``; ``chosen`` is a parameter that is asked for. It is offered for things that
    ``fits``. After it one is shown the list of the section ``then``, or the thing itself.
    """

    name: str
    title: str
    warning: str
    operation: Operation
    counts: Counts = nothing
    told: Mapping[str, object] = field(default_factory=dict)
    key: str = "id"
    of: str = "id"
    chosen: str | None = None
    fits: Callable[[Row], bool] = lambda _: True
    then: str | None = None
    harms: bool = True


Facts = Callable[[Act, Row, float], Awaitable[list["Fact"]]]
"""What is told of a thing at a moment, besides its form."""

Fact = tuple[str, str]
"""What is called, and what it is."""


async def no_facts(_act: Act, _row: Row, _now: float) -> list[Fact]:
    """For a thing whose form says everything."""
    return []


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing, by the section in which it is listed.

    ``called`` is the field by which it is called, ``opens`` the column of the list that leads to its page, ``key`` the
    field that names it there. ``choices`` are the lists out of which parameters are chosen, ``omitted`` the parameters
    that no form asks for, both by dotted names, ``once`` those that only the form of a new one does. ``fixed`` are
    arguments that a new one has whatever the form says, ``begins`` is what its form begins with. The fields that are
    named ``first`` stand first. ``facts`` are told besides; ``leads`` are pages below its own, by their paths.
    """

    section: str
    new: str
    reads: Operation
    called: str
    opens: int = 0
    key: str = "id"
    creates: Operation | None = None
    changes: Operation | None = None
    choices: Mapping[str, Operation] = field(default_factory=dict)
    omitted: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    fixed: Callable[[Caller], Mapping[str, object]] = lambda _: {}
    first: tuple[str, ...] = ()
    begins: Mapping[str, object] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    facts: Facts = no_facts
    leads: Callable[[Act, Row], Mapping[str, str]] = lambda _act, _row: {}

    def asks(self, operation: Operation, act: Act) -> tuple[Param, ...]:
        """The parameters of the operation that a form asks the caller for."""
        closed = {path for path, choice in self.choices.items() if not can(choice, act)}
        hidden = self.omitted | closed | {"id"} | self.fixed(act.caller).keys()
        hidden |= self.once if operation is not self.creates else frozenset()
        kept = _kept(operation.params, hidden, act.caller, "")
        return tuple(sorted(kept, key=lambda each: self.first.index(each.name) if each.name in self.first else MANY))


def _kept(params: tuple[Param, ...], hidden: frozenset[str], caller: Caller, path: str) -> tuple[Param, ...]:
    """Those that are not hidden, and whose component the account has."""
    return tuple(
        replace(param, fields=_kept(param.fields, hidden, caller, f"{path}{param.name}."))
        for param in params
        if path + param.name not in hidden and (not param.component or param.component in caller.account.components)
    )


def can(operation: Operation, act: Act) -> bool:
    """Whether the caller may do it in the console: as the dialect of the operation would let him."""
    caller = act.caller
    if isinstance(operation, RestOperation):
        return LEVEL_OF[operation.realm] is caller.level and (operation.reads or caller.writes)
    reads = operation.verb == "get"
    allowed = caller.account.allows(act.visit.place.address)
    return allowed and may(operation, caller) and (reads or caller.writes)
