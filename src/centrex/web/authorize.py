"""``/oauth/authorize``: an application asks for a user's consent, and gets a code for it, or an error.

Until the redirect URL is known to be the application's own, what is wrong is shown on a page; later it is sent there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from centrex.engine.applications import RegisteredApplication, find_application
from centrex.engine.consents import Consents, Sent
from centrex.engine.oauth import GrantRefused
from centrex.store import Store
from centrex.web import sentences
from centrex.web.rendering import page, problem_page, see, sign_in_page
from centrex.web.visit import Visit

_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for by an application that is known, at a redirect URL that is its own."""

    app: RegisteredApplication
    redirect_uri: str
    query: Mapping[str, str]

    @property
    def sent(self) -> Sent:
        return Sent(self.redirect_uri, self.query.get("code_challenge") or None)

    @property
    def error(self) -> str | None:
        """What is wrong with the rest, by the name of RFC 6749."""
        if self.query.get("response_type") != "code":
            return "unsupported_response_type" if self.query.get("response_type") else "invalid_request"
        if self.app.kind != "public":
            return "unauthorized_client"
        if self.query.get("scope", "") not in {"", "all"}:
            return "invalid_scope"
        return None if self._proves else "invalid_request"

    @property
    def _proves(self) -> bool:
        """Whether the code will be bound to a secret of the client in the only way that hides it, or not at all."""
        challenge, method = self.query.get("code_challenge"), self.query.get("code_challenge_method")
        if not challenge:
            return not method
        return method == "S256" and _CHALLENGE.fullmatch(challenge) is not None

    def answered(self, **answer: str) -> str:
        """The redirect URL with an answer, and the state that was sent."""
        state = {"state": self.query["state"]} if "state" in self.query else {}
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode({**answer, **state})}"


class Authorize:
    """The page of consent."""

    def __init__(self, store: Store, consents: Consents) -> None:
        self._store = store
        self._consents = consents

    async def answer(self, visit: Visit) -> Response:
        """Finds out who asks, and whether the redirect URL is his own."""
        found = await find_application(self._store, app_id=visit.query.get("client_id", ""))
        if found is None:
            return problem_page(visit, 400, sentences.NO_APPLICATION)
        asked = _Asked(found[0], visit.query.get("redirect_uri", ""), visit.query)
        if asked.redirect_uri not in asked.app.redirect_urls:
            return problem_page(visit, 400, sentences.FOREIGN_REDIRECT)
        if asked.error is not None:
            return see(visit, asked.answered(error=asked.error))
        return await self._decided(visit, asked)

    async def _decided(self, visit: Visit, asked: _Asked) -> Response:
        """Asks the user who he is, then for his consent unless he gave it before, and sends him back with a code."""
        if visit.caller is None:
            return sign_in_page(visit, asked.redirect_uri)
        if visit.form.get("decision") == "deny":
            return see(visit, asked.answered(error="access_denied"))
        if visit.form.get("decision") == "allow" or await self._consents.is_given(visit.caller, asked.app.id):
            return await self._allowed(visit, asked)
        return page(visit, "consent", target=asked.redirect_uri, app=asked.app, redirect_uri=asked.redirect_uri)

    async def _allowed(self, visit: Visit, asked: _Asked) -> Response:
        assert visit.caller is not None
        try:
            code = await self._consents.code(visit.caller, asked.app, asked.sent, visit.place)
        except GrantRefused:
            return problem_page(visit, 400, sentences.NO_APPLICATION)
        return see(visit, asked.answered(code=code))
