"""``/oauth/`` and ``/app/``: reads bounded bodies for the token endpoint and for the pages, and sends their answers."""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from centrex.access.bearers import Bearers
from centrex.access.directory import Directory
from centrex.access.realms import Realms
from centrex.clock import Clock
from centrex.dialects.ringme.oauth import TokenAnswer, TokenEndpoint, refusal
from centrex.dialects.ringme.token_request import TokenRequest
from centrex.engine.account_doors import AccountDoors
from centrex.engine.account_rights import AccountRights
from centrex.engine.applications import OwnApplications
from centrex.engine.consents import Consents
from centrex.engine.core import Engine
from centrex.engine.oauth import REFRESH_DAYS, Grants
from centrex.engine.sessions import Sessions
from centrex.engine.web_sessions import WebSessions
from centrex.server.files import FileAnswer, FileSender
from centrex.server.http import BodyTooLarge, BodyTooSlow, ClientGone, read_body
from centrex.server.pages import CAME
from centrex.store import Store
from centrex.web.authorize import Authorize
from centrex.web.console.door_pages import DoorPages
from centrex.web.console.pages import Console
from centrex.web.console.right_pages import RightPages
from centrex.web.console.settings_pages import SettingsPages
from centrex.web.own import OwnPages
from centrex.web.pages import Web
from centrex.web.visit import Came

TOKEN_PATHS: Final = ("/oauth/token", "/oauth/token/")
PAGE_PATHS: Final = (
    *("/oauth/authorize", "/oauth/authorize/", "/app", "/app/{rest:path}"),
    *("/console", "/console/{rest:path}"),
)
PAGE_METHODS: Final = ("GET", "POST")
TOKEN_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Those but POST are refused in the words of OAuth."""

_UNREAD: Final = {BodyTooLarge: (413, "The body is too large"), BodyTooSlow: (408, "The body did not come in time")}


class SignIn:
    """Answers for one store. Its paths stand behind ``Pages``, which says where requests come from."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        directory: Directory,
        bearers: Bearers,
        clock: Clock,
        refresh_days: int = REFRESH_DAYS,
        *,
        engine: Engine,
        files: FileSender | None = None,
    ) -> None:
        """``sessions`` are those of the Data API, so that guesses at a password add up wherever they are made."""
        consents = Consents(store, bearers, clock)
        self._tokens = TokenEndpoint(Grants(store, sessions, bearers, clock, refresh_days))
        own = OwnPages(OwnApplications(store, bearers, clock), consents)
        doors = DoorPages(engine, AccountDoors(store, clock, directory.forget))
        settings = SettingsPages(engine, Realms(store))
        rights = RightPages(engine, AccountRights(store, clock, directory.forget))
        pages = (*own.routes(), *doors.routes(), *settings.routes(), *rights.routes())
        console = Console(engine, clock, partial(FileAnswer, files) if files else None, directory.forget, pages)
        self._web = Web(sessions, WebSessions(store, directory, clock), Authorize(store, consents), own, console)

    async def token(self, request: Request) -> Response:
        """``TOKEN_PATHS``, for ``TOKEN_METHODS``."""
        if request.method != "POST":
            return _told(refusal("invalid_request", "Only POST is answered here", 405), allow="POST")
        try:
            body = await read_body(request.scope, request.receive)
        except (BodyTooLarge, BodyTooSlow) as unread:
            status, sentence = _UNREAD[type(unread)]
            return _told(refusal("invalid_request", sentence, status), connection="close")
        except ClientGone:
            return Response(status_code=400)
        headers = request.headers
        sent = TokenRequest(
            body, headers.get("content-type", ""), request.scope["query_string"], headers.get("authorization", "")
        )
        place, _ = request.scope[CAME]
        return _told(await self._tokens.answer(sent, place))

    async def page(self, request: Request) -> Response:
        """``PAGE_PATHS``, for ``PAGE_METHODS``."""
        try:
            body = await read_body(request.scope, request.receive)
        except (BodyTooLarge, BodyTooSlow) as unread:
            status, sentence = _UNREAD[type(unread)]
            return PlainTextResponse(f"{sentence}\n", status, {"Connection": "close"})
        except ClientGone:
            return Response(status_code=400)
        place, secure = request.scope[CAME]
        return await self._web.answer(request, Came(place, secure, body))


def _told(answer: TokenAnswer, **more: str) -> Response:
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.headers[name.decode()] = value.decode()
    response.headers.update(more)
    return response
