"""A user's applications, and what he has allowed those of others: in the console, and at their old place ``/app/``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.access.secrets import new_app_secret
from centrex.engine.applications import MOST, OWN_KINDS, NewApplication, OwnApplications
from centrex.engine.consents import Consents
from centrex.errors import DataLimitExceeded, EntityNotFound, InvalidParameterValue
from centrex.web import sentences
from centrex.web.console.frame import framed
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import APPLICATIONS, CONSENTS, Section, home_of
from centrex.web.rendering import problem_page, see, sign_in_page
from centrex.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Places:
    """Where the pages stand: the list of applications, the form of a new one, each of them, and the consents."""

    list: str
    new: str
    one: str
    consents: str


OLD: Final = Places("/app/", "/app/register", "/app/", "/app/consents")


def places_of(visit: Visit, caller: Caller) -> Places:
    """Those of the place where the visitor is."""
    if not visit.path.startswith(home_of(caller)):
        return OLD
    home = f"{home_of(caller)}{APPLICATIONS.path}"
    return Places(home, f"{home}/new", f"{home}/", f"{home_of(caller)}{CONSENTS.path}")


class OwnPages:
    """The pages of the user who has signed in."""

    def __init__(self, applications: OwnApplications, consents: Consents) -> None:
        self._applications = applications
        self._consents = consents

    async def home(self, visit: Visit) -> Response:
        """His applications."""
        if visit.caller is None:
            return sign_in_page(visit)
        return _page(visit, visit.caller, APPLICATIONS, "applications", apps=await self._applications.of(visit.caller))

    def routes(self) -> tuple[Route, ...]:
        """The same pages in the console."""
        return (
            Route("{section}", (APPLICATIONS,), self._home),
            Route("{section}/new", (APPLICATIONS,), self._register, posts=True),
            Route("{section}/{name}", (APPLICATIONS,), self._one, posts=True),
            Route("{section}", (CONSENTS,), self._consents_of, posts=True),
        )

    async def _home(self, visit: Visit, _caller: Caller, _below: Below) -> Response:
        return await self.home(visit)

    async def _register(self, visit: Visit, _caller: Caller, _below: Below) -> Response:
        return await self.register(visit)

    async def _one(self, visit: Visit, _caller: Caller, below: Below) -> Response:
        wanted = identifier(below.names["name"])
        return await self.one(visit, wanted) if wanted else problem_page(visit, 404, sentences.MISSING)

    async def _consents_of(self, visit: Visit, _caller: Caller, _below: Below) -> Response:
        return await self.consents(visit)

    async def register(self, visit: Visit) -> Response:
        """A form, and the new application with its secret, which is shown only now."""
        if visit.caller is None:
            return sign_in_page(visit)
        if visit.method == "GET":
            return _form(visit, visit.caller, {})
        new = _new(visit, visit.caller)
        try:
            await self._applications.register(visit.caller, new, visit.place)
        except InvalidParameterValue as refused:
            return _form(visit, visit.caller, {str(refused.field): _PROBLEMS[str(refused.field)]})
        except DataLimitExceeded:
            return _form(visit, visit.caller, {"name": sentences.TOO_MANY_APPLICATIONS})
        return _page(visit, visit.caller, APPLICATIONS, "registered", 201, app=new)

    async def one(self, visit: Visit, wanted: int) -> Response:
        """An application, and its deletion."""
        if visit.caller is None:
            return sign_in_page(visit)
        try:
            if visit.method == "GET":
                app = await self._applications.one(visit.caller, wanted)
                return _page(visit, visit.caller, APPLICATIONS, "application", app=app)
            await self._applications.remove(visit.caller, wanted, visit.place)
        except EntityNotFound:
            return problem_page(visit, 404, sentences.MISSING)
        return see(visit, places_of(visit, visit.caller).list)

    async def consents(self, visit: Visit) -> Response:
        """What he has allowed, and its removal."""
        if visit.caller is None:
            return sign_in_page(visit)
        if visit.method == "POST":
            return await self._taken_back(visit, visit.caller)
        return _page(visit, visit.caller, CONSENTS, "consents", consents=await self._consents.of(visit.caller))

    async def _taken_back(self, visit: Visit, caller: Caller) -> Response:
        wanted = visit.form.get("application", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
            try:
                await self._consents.remove(caller, int(wanted), visit.place)
            except EntityNotFound:
                return problem_page(visit, 404, sentences.MISSING)
            return see(visit, places_of(visit, caller).consents)
        return problem_page(visit, 404, sentences.MISSING)


_PROBLEMS: Final = {
    "name": sentences.NAME,
    "kind": sentences.KIND,
    "redirect_urls": sentences.REDIRECT_URLS,
}


def _new(visit: Visit, caller: Caller) -> NewApplication:
    """The access level is not the form's to choose."""
    return NewApplication(
        user_id=caller.user_id,
        name=visit.form.get("name", "").strip(),
        kind=visit.form.get("kind", ""),
        app_id=new_app_secret(),
        secret=new_app_secret(),
        redirect_urls=tuple(dict.fromkeys(visit.form.get("redirect_urls", "").split())),
    )


def _form(visit: Visit, caller: Caller, problems: dict[str, str]) -> Response:
    status, sent = 422 if problems else 200, visit.form
    return _page(
        visit, caller, APPLICATIONS, "register", status, problems=problems, sent=sent, kinds=OWN_KINDS, most=MOST
    )


def _page(visit: Visit, caller: Caller, section: Section, template: str, status: int = 200, **values: Any) -> Response:
    """A page with the sections of the console beside it, wherever it stands."""
    return framed(visit, caller, section, template, status, places=places_of(visit, caller), **values)
