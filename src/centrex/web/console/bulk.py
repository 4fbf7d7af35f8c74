"""Many numbers at once: put in a group or taken out, after one has seen what would become of each.

What is left to do stands in the form that goes on with it: no process remembers anything, and whoever leaves stops it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.web import sentences
from centrex.web.console.acting import MOST, Act
from centrex.web.console.frame import framed
from centrex.web.console.groups import groups_of
from centrex.web.console.inputs import MOST_OPTIONS
from centrex.web.console.movers import MOVERS, Mover
from centrex.web.console.moves import Known, Plan, numbers_in, planned, read, written
from centrex.web.console.reading import all_found, asked_of
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import SECTIONS
from centrex.web.rendering import problem_page
from centrex.web.visit import Visit

OF_NUMBERS: Final = tuple(section for section in SECTIONS if section.path in MOVERS)
CHOSEN: Final = "row."
"""What the names of the boxes before the rows of a list begin with."""

PUT: Final = "put"
TAKE: Final = "take"
SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Turn:
    """One request about many numbers."""

    act: Act
    below: Below
    mover: Mover
    groups: Sequence[tuple[int, str]]

    def page(self, template: str, problem: str | None = None, **values: Any) -> Response:
        """A page of the section."""
        visit, caller, section = self.act.visit, self.act.caller, self.below.section
        return framed(visit, caller, section, f"console/{template}", problem=problem, scripts=True, **values)


@dataclass(frozen=True, slots=True)
class BulkPages:
    """The pages on which many numbers are moved."""

    engine: Engine
    clock: Clock

    def routes(self) -> tuple[Route, ...]:
        """Where they stand."""
        return (Route("{section}/several", OF_NUMBERS, self.answer, posts=True),)

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """Asks which numbers and what to do, shows what would become of each, and does it."""
        mover, act = MOVERS[below.section.path], Act(self.engine, visit, caller)
        if not mover.kind.writes(caller):
            return problem_page(visit, 403, sentences.READ_ONLY)
        turn = Turn(act, below, mover, await groups_of(act, mover.kind))
        match visit.form.get("step") if visit.method == "POST" else None:
            case "look":
                return await self._looked(turn)
            case "do":
                return await self._done(turn)
            case _:
                return await self._asked(turn)

    async def _asked(self, turn: Turn) -> Response:
        """Which numbers: those that were chosen in the list, or those that its search finds."""
        visit, problem = turn.act.visit, None
        if visit.method == "POST":
            chosen = [value for name, value in visit.form.items() if name.startswith(CHOSEN)]
            numbers = chosen or numbers_in(visit.form.get("numbers", ""))
        else:
            numbers, total = await self._found(turn) if "search" in visit.query else ([], 0)
            problem = sentences.TOO_MANY_NUMBERS if total > len(numbers) else None
        return _form(turn, numbers, problem)

    async def _found(self, turn: Turn) -> tuple[list[str], int]:
        """The first numbers of the list, and how many there are."""
        act, below = turn.act, turn.below
        asked = asked_of(act.visit.query, act.caller, self.clock.now())
        found = await all_found(self.engine, below.section, below.source, act.caller, asked)
        return [row[turn.mover.called] for row in found.rows], found.total

    async def _looked(self, turn: Turn) -> Response:
        """What would become of each number; nothing is done yet."""
        form = turn.act.visit.form
        numbers, deed = numbers_in(form.get("numbers", "")), form.get("deed", "")
        problem, group = _wrong(turn, numbers, deed)
        if problem:
            return _form(turn, numbers, problem)
        known = await turn.mover.known(turn.act, numbers, group)
        plan = _plan(numbers, known, deed, group)
        names = dict(turn.groups)
        return turn.page(
            "several_plan",
            plan=plan,
            deed=deed,
            group=names.get(group or 0, ""),
            numbers="\n".join(numbers),
            sent=form,
            moves=[(name, names.get(move.before or 0, "")) for name, move in plan.moves[:SHOWN]],
            left=written(move for _, move in plan.moves),
            shown=SHOWN,
        )

    async def _done(self, turn: Turn) -> Response:
        """Does the next of the moves, and shows how far it is, or what was done."""
        form = turn.act.visit.form
        left, done = read(form.get("left", "")), read(form.get("done", ""))
        count = identifier(form.get("count", "")) or len(left)
        size = turn.mover.size(left)
        done += await turn.mover.move(turn.act, left[:size])
        left = left[size:]
        values: dict[str, Any] = {"deed": form.get("deed", ""), "count": count}
        if left:
            return turn.page("several_doing", left=written(left), done=written(done), remaining=len(left), **values)
        back = written(move.back for move in reversed(done))
        return turn.page("several_done", moved=len(done), back=back, **values)


def _plan(numbers: Sequence[str], known: Mapping[str, Known], deed: str, group: int | None) -> Plan:
    """To the group, or out of it; an internal number is taken out of the group that is asked about, and no other."""
    if deed == PUT:
        return planned(numbers, known, group)
    asked = {number: each if each.group == group else each._replace(group=None) for number, each in known.items()}
    return planned(numbers, asked, None)


def _form(turn: Turn, numbers: Sequence[str], problem: str | None = None) -> Response:
    return turn.page(
        "several",
        problem,
        numbers="\n".join(numbers),
        groups=turn.groups if len(turn.groups) <= MOST_OPTIONS else None,
        sent=turn.act.visit.form,
    )


def _wrong(turn: Turn, numbers: Sequence[str], deed: str) -> tuple[str | None, int | None]:
    """What is wrong with the form, or which group it means."""
    if not numbers:
        return sentences.NO_NUMBERS, None
    if len(numbers) > MOST:
        return sentences.TOO_MANY_NUMBERS, None
    if deed not in {PUT, TAKE}:
        return sentences.NO_DEED, None
    group = _group(turn)
    return (None, group) if group is not None else (sentences.NO_GROUP, None)


def _group(turn: Turn) -> int | None:
    """That which was chosen, or whose name was written."""
    told = turn.act.visit.form.get("group", "").strip()
    if len(turn.groups) > MOST_OPTIONS:
        return next((group for group, name in turn.groups if name == told), None)
    return next((group for group, _ in turn.groups if str(group) == told), None)
