"""``/app/``: a user's applications, and what he has allowed those of others."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.secrets import new_app_secret
from centrex.engine.applications import MOST, OWN_KINDS, NewApplication, OwnApplications
from centrex.engine.consents import Consents
from centrex.errors import DataLimitExceeded, EntityNotFound, InvalidParameterValue
from centrex.web import sentences
from centrex.web.rendering import page, problem_page, see, sign_in_page
from centrex.web.visit import Visit


class OwnPages:
    """The pages of the user who has signed in."""

    def __init__(self, applications: OwnApplications, consents: Consents) -> None:
        self._applications = applications
        self._consents = consents

    async def home(self, visit: Visit) -> Response:
        """His applications."""
        if visit.caller is None:
            return sign_in_page(visit)
        return page(visit, "applications", apps=await self._applications.of(visit.caller))

    async def register(self, visit: Visit) -> Response:
        """A form, and the new application with its secret, which is shown only now."""
        if visit.caller is None:
            return sign_in_page(visit)
        if visit.method == "GET":
            return _form(visit, {})
        new = _new(visit, visit.caller)
        try:
            await self._applications.register(visit.caller, new, visit.place)
        except InvalidParameterValue as refused:
            return _form(visit, {str(refused.field): _PROBLEMS[str(refused.field)]})
        except DataLimitExceeded:
            return _form(visit, {"name": sentences.TOO_MANY_APPLICATIONS})
        return page(visit, "registered", 201, app=new)

    async def one(self, visit: Visit, identifier: int) -> Response:
        """An application, and its deletion."""
        if visit.caller is None:
            return sign_in_page(visit)
        try:
            if visit.method == "GET":
                return page(visit, "application", app=await self._applications.one(visit.caller, identifier))
            await self._applications.remove(visit.caller, identifier, visit.place)
        except EntityNotFound:
            return problem_page(visit, 404, sentences.MISSING)
        return see(visit, "/app/")

    async def consents(self, visit: Visit) -> Response:
        """What he has allowed, and its removal."""
        if visit.caller is None:
            return sign_in_page(visit)
        if visit.method == "POST":
            return await self._taken_back(visit, visit.caller)
        return page(visit, "consents", consents=await self._consents.of(visit.caller))

    async def _taken_back(self, visit: Visit, caller: Caller) -> Response:
        wanted = visit.form.get("application", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
            try:
                await self._consents.remove(caller, int(wanted), visit.place)
            except EntityNotFound:
                return problem_page(visit, 404, sentences.MISSING)
            return see(visit, "/app/consents")
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


def _form(visit: Visit, problems: dict[str, str]) -> Response:
    status = 422 if problems else 200
    return page(visit, "register", status, problems=problems, sent=visit.form, kinds=OWN_KINDS, most=MOST)
