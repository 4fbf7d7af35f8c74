"""The page of a single thing: a form of its fields, what else is done with it, and the form of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.catalogue import Operation
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.errors import CentrexError
from centrex.i18n import said
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.administered import THINGS
from centrex.web.console.as_call import call_of
from centrex.web.console.changing import Changing
from centrex.web.console.frame import framed, see_saved
from centrex.web.console.routes import NEW, Below
from centrex.web.console.sections import Section, home_of
from centrex.web.console.thing_forms import Form, Problem, changed_meanwhile, form_of, names_of, problem_of
from centrex.web.console.things import Deed, Thing, can
from centrex.web.rendering import problem_page, see
from centrex.web.visit import Visit

CHANGE: Final = "change"


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed as the page offers it: what it will do, and out of what something is chosen for it."""

    deed: Deed
    warning: str
    options: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One request about a kind of thing."""

    act: Act
    thing: Thing
    section: Section
    now: float

    @property
    def visit(self) -> Visit:
        return self.act.visit

    @property
    def home(self) -> str:
        """Where the list stands."""
        return f"{home_of(self.act.caller)}{self.section.path}"

    def page(self, template: str, problem: Problem | None, form: Form | None, **values: Any) -> Response:
        """A page with a form, if it has one, and what is wrong with it."""
        return framed(
            self.visit,
            self.act.caller,
            self.section,
            template,
            problem=problem,
            thing=self.thing,
            inputs=form.inputs if form else [],
            at=form.place(problem) if form else None,
            **values,
        )


class ThingPages:
    """The pages of all kinds of things."""

    def __init__(self, engine: Engine, clock: Clock, look_anew: Callable[[], None], changing: Changing) -> None:
        """``look_anew`` is called when who may come in has changed."""
        self._engine = engine
        self._clock = clock
        self._look_anew = look_anew
        self._changing = changing

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The page of the thing that the path names, or of a new one, and what its forms ask for."""
        turn = Turn(Act(self._engine, visit, caller), THINGS[below.section.path], below.section, self._clock.now())
        name = below.names["name"]
        if name == NEW:
            return await self._new(turn)
        if visit.method == "GET":
            row = await _found(turn, name)
            return await _shown(turn, row) if row else problem_page(visit, 404, sentences.MISSING)
        async with self._changing.of(caller, below.section.path, identifier(name) or 0):
            row = await _found(turn, name)
            return await self._done(turn, row) if row else problem_page(visit, 404, sentences.MISSING)

    async def _new(self, turn: Turn) -> Response:
        operation, problem = turn.thing.creates, None
        if operation is None or not can(operation, turn.act):
            is_form = turn.visit.method == "POST"
            return problem_page(
                turn.visit, 403 if is_form else 404, sentences.READ_ONLY if is_form else sentences.MISSING
            )
        form = await form_of(turn.act, turn.thing, operation, {})
        if turn.visit.method == "POST":
            told = form.told(turn.visit.form)
            try:
                made = await self._change(turn.act, operation, {**told, **turn.thing.fixed(turn.act.caller)})
                return see_saved(turn.visit, f"{turn.home}/{made}")
            except CentrexError as error:
                problem, form = problem_of(error, turn.visit.language), replace(form, values=told)
        return turn.page("console/new_thing", problem, form, as_call=call_of(operation, {}))

    async def _done(self, turn: Turn, row: Row) -> Response:
        """Does what a form asks for, and shows what became of it."""
        wanted = turn.visit.form.get("deed", "")
        deed = next((each for each in turn.thing.deeds if each.name == wanted and each.fits(row)), None)
        operation = deed.operation if deed else turn.thing.changes if wanted == CHANGE else None
        if operation is None or not can(operation, turn.act):
            return problem_page(turn.visit, 403, sentences.READ_ONLY)
        if deed is None:
            return await self._changed(turn, operation, row)
        try:
            await self._change(turn.act, operation, _arguments(turn, deed, row))
        except CentrexError as error:
            return await _shown(turn, row, problem_of(error, turn.visit.language))
        if deed.then is None:
            return see_saved(turn.visit, turn.visit.path)
        return see(turn.visit, f"{home_of(turn.act.caller)}{deed.then}")

    async def _changed(self, turn: Turn, operation: Operation, row: Row) -> Response:
        """Sends the engine what differs, unless somebody else has changed the thing since the form was shown."""
        form = await form_of(turn.act, turn.thing, operation, row)
        if not form.is_of(turn.visit.form):
            return await _shown(turn, row, changed_meanwhile(turn.visit.language))
        told, shown = form.told(turn.visit.form), form.shown
        differing = {name: value for name, value in told.items() if name not in shown or value != shown[name]}
        try:
            if differing:
                await self._change(turn.act, operation, {"id": row["id"], **differing})
        except CentrexError as error:
            return await _shown(
                turn, row, problem_of(error, turn.visit.language), replace(form, values=told), form.seal
            )
        return see_saved(turn.visit, turn.visit.path)

    async def _change(self, act: Act, operation: Operation, arguments: Mapping[str, object]) -> int:
        changed = await act.change(operation, **arguments)
        if operation.changes_access:
            self._look_anew()
        return changed


async def _found(turn: Turn, name: str) -> Row | None:
    """The thing of the name, when the caller may see it."""
    thing, value = turn.thing, identifier(name)
    wanted: object = value if thing.key == "id" else name
    if wanted is None or not can(thing.reads, turn.act):
        return None
    found = await turn.act.rows(thing.reads, thing.key, wanted)
    return found[0] if found else None


async def _shown(
    turn: Turn, row: Row, problem: Problem | None = None, form: Form | None = None, seal: str | None = None
) -> Response:
    """The page of a thing; a form that was refused stands there as it was sent."""
    act, thing, changes = turn.act, turn.thing, turn.thing.changes
    writes = changes is not None and can(changes, act)
    if writes and form is None:
        assert changes is not None
        form = await form_of(act, thing, changes, row)
    offers = [await _offer(turn, deed, row) for deed in thing.deeds if deed.fits(row) and can(deed.operation, act)]
    return turn.page(
        "console/thing",
        problem,
        form,
        row=row,
        seal=seal or (form.seal if form else ""),
        offers=offers,
        leads=thing.leads(act, row),
        facts=await thing.facts(act, row, turn.now),
        as_call=call_of(changes, {"id": row["id"]}) if changes and writes else _first_call(turn, offers, row),
    )


def _first_call(turn: Turn, offers: Sequence[Offer], row: Row) -> str | None:
    """The API call of a thing that has no form."""
    return next((call_of(each.deed.operation, _arguments(turn, each.deed, row)) for each in offers), None)


async def _offer(turn: Turn, deed: Deed, row: Row) -> Offer:
    counts = await deed.counts(turn.act, row)
    options = await names_of(turn.act, turn.thing.choices[deed.chosen]) if deed.chosen else ()
    return Offer(deed, said(turn.visit.language, deed.warning, **counts), options)


def _arguments(turn: Turn, deed: Deed, row: Row) -> dict[str, object]:
    """What the operation of a deed is told."""
    chosen = turn.visit.form.get(deed.chosen or "", "")
    asked: dict[str, object] = {deed.chosen: identifier(chosen) or chosen} if deed.chosen else {}
    return {deed.key: row[deed.of], **deed.told, **asked}
