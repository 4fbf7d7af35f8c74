"""The settings of an internal number that is a phone or a fax. A new SIP password is made up, and shown once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec
from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import Realms, identifier
from centrex.catalogue import Operation, Param
from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.engine.core import Engine, Origin
from centrex.errors import CentrexError, PartNotFound
from centrex.scope import Scope
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.as_call import call_of
from centrex.web.console.frame import framed, see_saved
from centrex.web.console.rest import rest
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import BY_PATH
from centrex.web.console.thing_forms import Form, Problem, changed_meanwhile, problem_of
from centrex.web.rendering import problem_page
from centrex.web.visit import Visit

EXTENSIONS: Final = BY_PATH["extensions"]
APART: Final = frozenset({"label", "password"})
"""What the page of the number changes, and what is made anew and shown."""

PASSWORD: Final = "password"


class Settings(NamedTuple):
    """What numbers of one type have: how it is read and changed, and what its page is called."""

    title: str
    reads: RestOperation
    changes: RestOperation

    @property
    def params(self) -> tuple[Param, ...]:
        """What the form asks for."""
        return tuple(param for param in self.changes.params if param.name not in APART)

    @property
    def has_password(self) -> bool:
        return any(param.name == PASSWORD for param in self.changes.params)


def _settings(title: str, noun: str) -> Settings:
    return Settings(title, rest(Action.ONE, noun, Realm.EXTENSION), rest(Action.CHANGE, noun, Realm.EXTENSION))


OF_TYPES: Final[Mapping[str, Settings]] = {
    "phone": _settings("Phone {number}", "phone"),
    "fax": _settings("Fax {number}", "fax"),
}
"""By the type of the number; others have none."""


class SettingsPages:
    """The pages of settings, for whoever reaches them by the RingMe API."""

    def __init__(self, engine: Engine, places: Realms) -> None:
        self._engine = engine
        self._places = places

    def routes(self) -> tuple[Route, ...]:
        return (Route("{section}/{name}/settings", (EXTENSIONS,), self.answer, posts=True),)

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The settings of the number that the path names, and what their forms ask for."""
        wanted = identifier(below.names["name"])
        found = await self._found(visit, caller, below, wanted) if wanted else None
        if found is None:
            return problem_page(visit, 404, sentences.MISSING)
        number, scope, values = found
        if values is None:
            return problem_page(visit, 404, sentences.NO_SETTINGS)
        settings = OF_TYPES[number["type"]]
        form = Form(settings.params, {}, visit.language, values)
        if visit.method == "GET":
            return _page(visit, caller, number, form)
        if not caller.writes:
            return problem_page(visit, 403, sentences.READ_ONLY)
        try:
            return await self._done(visit, caller, number, scope, form)
        except CentrexError as error:
            told = Form(form.params, form.names, form.language, form.told(visit.form))
            return _page(visit, caller, number, told, problem_of(error, visit.language), form.seal)

    async def _done(self, visit: Visit, caller: Caller, number: Row, scope: Scope, form: Form) -> Response:
        origin = Origin(visit.place.address, visit.place.request_id, caller.account.components)
        settings = OF_TYPES[number["type"]]
        if visit.form.get("deed") == PASSWORD and settings.has_password:
            once: dict[str, object] = {}
            await self._engine.change(settings.changes, {PASSWORD: None}, scope, origin, once)
            made = once[PASSWORD]
            return framed(visit, caller, EXTENSIONS, "console/phone_password", 201, number=number, password=made)
        if not form.is_of(visit.form):
            return _page(visit, caller, number, form, changed_meanwhile(visit.language))
        told, shown = form.told(visit.form), form.shown
        differing = {name: value for name, value in told.items() if value != shown[name]}
        if differing:
            await self._engine.change(settings.changes, differing, scope, origin)
        return see_saved(visit, visit.path)

    async def _found(
        self, visit: Visit, caller: Caller, below: Below, wanted: int
    ) -> tuple[Row, Scope, dict[str, Any] | None] | None:
        """The number, the Scope of its settings and these, if it has any; None where there is no such number."""
        assert isinstance(below.source, Operation)
        number = await Act(self._engine, visit, caller).one(below.source, wanted)
        if number is None:
            return None
        try:
            scope = await self._places.scope(caller, Realm.EXTENSION, str(wanted))
        except PartNotFound:
            return None
        settings = OF_TYPES.get(number["type"])
        values = await self._engine.single(settings.reads, scope) if settings else None
        return number, scope, None if values is None else msgspec.json.decode(values)


def _page(
    visit: Visit, caller: Caller, number: Row, form: Form, problem: Problem | None = None, seal: str | None = None
) -> Response:
    settings = OF_TYPES[number["type"]]
    return framed(
        visit,
        caller,
        EXTENSIONS,
        "console/settings",
        problem=problem,
        number=number,
        inputs=form.inputs,
        at=form.place(problem),
        seal=seal or form.seal,
        writes=caller.writes,
        settings=settings,
        as_call=call_of(settings.changes, {"id": number["id"]}),
    )
