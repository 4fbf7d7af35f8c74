"""Which page a path is, and signing in before it: a form that is not ours, or that nobody may read, goes no further."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.catalogue import Level
from centrex.engine.sessions import Sessions
from centrex.engine.web_sessions import WebSessions
from centrex.errors import AuthError, Overloaded, ServerBusy, TooManyAttempts
from centrex.i18n import LANGUAGES
from centrex.web import sentences
from centrex.web.authorize import Authorize
from centrex.web.console import pages as console_pages
from centrex.web.console.pages import Console
from centrex.web.own import OwnPages
from centrex.web.rendering import HERE, problem_page, see, static
from centrex.web.visit import LANGUAGE, Came, Unreadable, Visit, visit_of

AUTHORIZE: Final = "/oauth/authorize"
HOME: Final = "/app"
CONSOLE: Final = console_pages.HOME
YEAR: Final = 365 * 86_400
SIGN_OUT: Final = f"{HOME}/logout"
LONGEST_LOGIN: Final = 1_000
STATIC: Final = {f"{HOME}/style.css": "style.css"} | {
    f"{CONSOLE}/{path.name}": f"console/static/{path.name}"
    for path in (HERE / "console" / "static").iterdir()
    if path.suffix in {".css", ".js"}
}
"""Files by their paths."""
_APPLICATION: Final = re.compile(r"/app/([0-9]{1,18})")

Handler = Callable[[Visit], Coroutine[Any, Any, Response]]


class Web:
    """All pages. Mount it at /app, /console, below them, and at /oauth/authorize, for GET, HEAD and POST."""

    def __init__(
        self, sessions: Sessions, web_sessions: WebSessions, authorize: Authorize, own: OwnPages, console: Console
    ) -> None:
        """``sessions`` knows passwords, and who has guessed too many."""
        self._sessions = sessions
        self._web_sessions = web_sessions
        self._own = own
        self._console = console
        self._handlers: dict[str, Handler] = {
            AUTHORIZE: authorize.answer,
            HOME: own.home,
            f"{HOME}/register": own.register,
            f"{HOME}/consents": own.consents,
            SIGN_OUT: self._sign_out,
            f"{HOME}/language": _language_chosen,
        }

    async def answer(self, request: Request, came: Came) -> Response:
        """The page that was asked for."""
        path: str = request.scope["path"]
        if path in STATIC:
            return static(STATIC[path])
        try:
            visit = visit_of(request, came)
        except Unreadable:
            return Response("The request cannot be read.\n", 400, media_type="text/plain")
        try:
            return await self._found(visit)
        except ServerBusy as busy:
            later = busy.RETRY_SECONDS if isinstance(busy, Overloaded) else 0
            return problem_page(replace(visit, retry_after=later), 503, sentences.BUSY)

    async def _found(self, visit: Visit) -> Response:
        if not visit.is_new:
            caller = await self._web_sessions.holder(visit.token)
            visit = replace(visit, caller=caller if caller and not _shut_out(caller, visit.path) else None)
        handler = self._handler(visit.path)
        return await self._handled(visit, handler) if handler else problem_page(visit, 404, sentences.MISSING)

    async def _handled(self, visit: Visit, handler: Handler) -> Response:
        """Lets the form of a browser in only when it was shown to the same browser."""
        if visit.method != "POST":
            return await handler(replace(visit, method="GET"))
        if not visit.is_ours:
            return problem_page(visit, 403, sentences.EXPIRED)
        return await (handler(visit) if visit.caller else self._signed_in(visit, handler))

    def _handler(self, path: str) -> Handler | None:
        """With and without a slash at the end."""
        path = path.removesuffix("/")
        if path == CONSOLE or path.startswith(f"{CONSOLE}/"):
            return self._console.answer
        found = _APPLICATION.fullmatch(path)
        if found is None:
            return self._handlers.get(path)
        identifier = int(found[1])
        return lambda visit: self._own.one(visit, identifier)

    async def _signed_in(self, visit: Visit, handler: Handler) -> Response:
        """Signs in with what the form says, and then asks for the same page again; else says what is wrong."""
        login, password = visit.form.get("login", ""), visit.form.get("password", "")
        if not login:
            return await handler(visit)
        try:
            if max(len(login), len(password)) > LONGEST_LOGIN:
                raise AuthError
            caller = await self._sessions.authenticate(login, password, visit.place.address)
        except AuthError:
            return await handler(replace(visit, problem=sentences.WRONG_PASSWORD))
        except TooManyAttempts as resting:
            told = replace(visit, problem=sentences.TOO_MANY_ATTEMPTS, retry_after=resting.retry_after)
            return await handler(told)
        problem = _shut_out(caller, visit.path)
        if problem is not None:
            return await handler(replace(visit, problem=problem))
        return see(visit, visit.url, await self._web_sessions.open(caller, visit.place))

    async def _sign_out(self, visit: Visit) -> Response:
        if visit.method == "POST" and visit.caller is not None:
            everywhere = "everywhere" in visit.form
            await self._web_sessions.close(visit.caller, visit.token, visit.place, everywhere=everywhere)
        is_agent = visit.caller is not None and visit.caller.level is Level.AGENT
        return see(visit, CONSOLE if is_agent else f"{HOME}/")


async def _language_chosen(visit: Visit) -> Response:
    """Keeps the choice for a year, and goes back to the page on which it was made."""
    back, chosen = visit.form.get("back", ""), visit.form.get("language", "")
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = see(visit, back if inside else f"{HOME}/")
    if visit.method == "POST" and chosen in LANGUAGES:
        secure = "; Secure" if visit.secure else ""
        kept = f"{LANGUAGE}={chosen}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"
        response.headers.append("Set-Cookie", kept)
    return response


def _shut_out(caller: Caller, path: str) -> str | None:
    """Why the pages are not for somebody whose password is right."""
    if caller.level is Level.AGENT and not path.startswith((CONSOLE, SIGN_OUT)):
        return sentences.AGENT
    return None if caller.account.active else sentences.BLOCKED
