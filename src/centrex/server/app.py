"""The ASGI application: the Data API in front, everything else behind Starlette's router, and the lifespan."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from centrex.access.bearers import Bearers
from centrex.access.caller import Caller
from centrex.access.directory import Directory
from centrex.access.gate import Gate
from centrex.access.hourly import LIMIT, HourlyLimit
from centrex.access.ingest_keys import IngestKeys
from centrex.access.points import Points
from centrex.access.realms import Realms
from centrex.access.secrets import new_session_token
from centrex.access.signing import SigningKey
from centrex.clock import Clock, SystemClock
from centrex.dialects.dataapi import openrpc
from centrex.dialects.dataapi.media import ReportMedia
from centrex.dialects.dataapi.service import DataApi
from centrex.dialects.ringme import openapi
from centrex.dialects.ringme.files import Files
from centrex.dialects.ringme.service import RingMeApi
from centrex.engine import uploads
from centrex.engine.core import Engine
from centrex.engine.faxes import Faxes
from centrex.engine.ingest import Ingest
from centrex.engine.oauth import REFRESH_DAYS
from centrex.engine.recordings import Recordings
from centrex.engine.requests import DAYS
from centrex.engine.sessions import Sessions
from centrex.ingest import openapi as ingest_openapi
from centrex.ingest.service import IngestApi, Storing
from centrex.resources.ledger import change_counter
from centrex.scope import SERVER
from centrex.server.address import Addresses
from centrex.server.data_api import PATHS, DataApiEndpoint
from centrex.server.files import FileSender
from centrex.server.frame import Frame
from centrex.server.http import Receive, Scope, Send
from centrex.server.ingest_api import IngestEndpoint, error_answers
from centrex.server.media import REPORTS, SIGNED, MediaEndpoint
from centrex.server.metrics import Metrics
from centrex.server.pages import Pages
from centrex.server.request_ids import RequestIds
from centrex.server.request_log import RequestLog
from centrex.server.rest_api import BASE, RestEndpoint
from centrex.server.sign_in import PAGE_METHODS, PAGE_PATHS, TOKEN_METHODS, TOKEN_PATHS, SignIn
from centrex.server.upkeep import Upkeep
from centrex.store import Store
from centrex.store.media_files import MediaFiles
from centrex.store.schema import HEAD, current
from centrex.store.steps import Add, Change
from centrex.waiting import begun
from centrex.web.errors import serving as error_pages
from centrex.web.explorer.serving import BASE as EXPLORER
from centrex.web.explorer.serving import PATHS as EXPLORER_PATHS
from centrex.web.explorer.serving import Explorer
from centrex.web.rendering import icon

_log = structlog.get_logger()
_PAGES_BELOW_BASE: Final = frozenset({openapi.PATH, *EXPLORER_PATHS})
"""What stands below the path of the RingMe API and is none of its requests."""

OpenStore = Callable[[], Coroutine[Any, Any, Store]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What an application is made of; the defaults are those of a real server.

    ``request_days`` is for how many days the log of requests is kept; 0 keeps none. ``hour_limit`` is how many
    requests a client of the RingMe API may make in an hour; 0 is no limit. ``refresh_days`` is how long its refresh
    tokens live. Without ``media`` no file is taken or sent; ``public_url`` is the address that answers name instead of
    the one that was asked. ``media_limit`` is how many bytes a file has at most. ``demo`` is what the explorer is told
    of the users of a demo, as JSON.
    """

    clock: Clock = field(default_factory=SystemClock)
    new_token: Callable[[], str] = new_session_token
    log: RequestLog | None = None
    proxies: Iterable[str] = ()
    request_days: int = DAYS
    hour_limit: int = LIMIT
    refresh_days: int = REFRESH_DAYS
    media: MediaFiles | None = None
    public_url: str = ""
    media_limit: int = uploads.LIMIT
    demo: bytes | None = None


class Application:
    """Serves one store. Open it with its lifespan, or with ``start`` and ``stop``."""

    def __init__(self, open_store: OpenStore, url: str, parts: Parts | None = None) -> None:
        self.parts = parts or Parts()
        self.metrics = Metrics()
        self._explorer = Explorer(self.parts.demo)
        self._errors = error_pages.ErrorPages(error_answers())
        self._open_store = open_store
        self._url = url
        self._router = Starlette(routes=self._routes(), lifespan=self._lifespan)
        self._router.router.redirect_slashes = False
        self.upkeep: Upkeep
        self._endpoint: DataApiEndpoint
        self._rest: RestEndpoint
        self._pages: Pages
        self._media: Pages
        self._ingest: IngestEndpoint
        self._sign_in: SignIn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._router(scope, receive, send)
        elif scope["path"] in PATHS:
            await self._endpoint(scope, receive, send)
        elif scope["path"].startswith(BASE) and scope["path"] not in _PAGES_BELOW_BASE:
            await self._rest(scope, receive, send)
        elif scope["path"].startswith(ingest_openapi.BASE) and scope["path"] != ingest_openapi.PATH:
            await self._ingest(scope, receive, send)
        elif scope["path"].startswith((SIGNED, REPORTS)):
            await self._media(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def start(self) -> None:
        """Opens the store and makes everything that stands on it."""
        parts, clock = self.parts, self.parts.clock
        self.store = await self._open_store()
        self.points, self.hourly = Points(clock), HourlyLimit(clock, parts.hour_limit)
        self.upkeep = Upkeep(
            self.store, (self.points, self.hourly), clock, self.metrics, parts.request_days, parts.media
        )
        directory = Directory(self.store, clock, self._heard)
        bearers = Bearers(self.store, clock, self._heard)
        directory.forget_with(bearers.forget)
        engine = Engine(self.store, clock, parts.media)
        sessions = Sessions(self.store, directory, clock, parts.new_token)
        gate = Gate(directory)
        self.data_api = DataApi(engine, gate, self.points, sessions)
        frame = Frame(clock, Addresses(parts.proxies), RequestIds(), self.metrics, parts.log, self.upkeep.requests)
        places = Realms(self.store)
        self._sender = FileSender(parts.media) if parts.media is not None else None
        self._linked = Files(engine, directory, places, SigningKey(self.store), clock)
        self._endpoint = DataApiEndpoint(self.data_api, frame, parts.public_url)
        ringme = RingMeApi(
            engine, bearers, places, self.hourly, directory.forget, files=self._linked, sessions=sessions
        )
        self._rest = RestEndpoint(ringme, frame, self._sender, parts.public_url)
        self._sign_in = SignIn(
            self.store,
            sessions,
            directory,
            bearers,
            clock,
            parts.refresh_days,
            engine=engine,
            files=self._sender,
        )
        self._pages = Pages(self._router, frame)
        self._media = Pages(MediaEndpoint(self._linked, ReportMedia(engine, gate), self._sender), frame)
        keys = IngestKeys(self.store, clock)
        directory.forget_with(keys.forget)
        ingest = Ingest(self.store, clock)
        self._ingest = IngestEndpoint(IngestApi(keys, ingest, self._storing()), frame)
        of_files = [self._sender.queue] if self._sender is not None else []
        self.metrics.keep(self.store.replies)
        self.metrics.watch((*self.store.queues, *ingest.queues, sessions.checking, *of_files))
        self.upkeep.start()

    def _storing(self) -> Storing | None:
        """The ways in for files, where there is a place for them."""
        parts = self.parts
        if parts.media is None:
            return None
        taking = uploads.Uploads(self.store, parts.media, limit=parts.media_limit)
        return Storing(Recordings(taking, parts.clock), Faxes(taking, parts.clock), parts.media_limit)

    def _heard(self, caller: Caller) -> None:
        self.points.heard(caller)
        self.hourly.heard(caller)

    async def stop(self) -> None:
        """Tells the store what is not yet told, and lets go of it."""
        await self.upkeep.stop()
        if self._sender is not None:
            self._sender.close()
        if self.parts.media is not None:
            await self.parts.media.close()
        await self.store.close()

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    def _routes(self) -> list[Route]:
        return [
            Route("/v2.0/openrpc.json", self._openrpc, methods=["GET"]),
            Route(openapi.PATH, self._openapi, methods=["GET"]),
            Route(ingest_openapi.PATH, self._ingest_openapi, methods=["GET"]),
            *(Route(path, self._explorer_page, methods=["GET"]) for path in EXPLORER_PATHS),
            Route(f"{EXPLORER}/{{name:path}}", self._explorer_file, methods=["GET"]),
            *(Route(path, self._errors.all, methods=["GET"]) for path in error_pages.LIST_PATHS),
            Route(error_pages.PATH, self._errors.one, methods=["GET"]),
            Route("/favicon.ico", self._icon, methods=["GET"]),
            Route("/livez", self._livez, methods=["GET"]),
            Route("/readyz", self._readyz, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
            *(Route(path, self._token, methods=TOKEN_METHODS) for path in TOKEN_PATHS),
            *(Route(path, self._page, methods=PAGE_METHODS) for path in PAGE_PATHS),
        ]

    async def _token(self, request: Request) -> Response:
        return await self._sign_in.token(request)

    async def _page(self, request: Request) -> Response:
        return await self._sign_in.page(request)

    async def _openrpc(self, _: Request) -> Response:
        return Response(openrpc.document(), media_type="application/json")

    async def _openapi(self, _: Request) -> Response:
        return Response(openapi.document(), media_type="application/json")

    async def _ingest_openapi(self, _: Request) -> Response:
        return Response(ingest_openapi.document(), media_type="application/json")

    async def _explorer_page(self, request: Request) -> Response:
        return self._explorer.page(request)

    async def _explorer_file(self, request: Request) -> Response:
        return self._explorer.file(request)

    async def _icon(self, _: Request) -> Response:
        return icon()

    async def _livez(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def _readyz(self, _: Request) -> Response:
        """Ready when the schema is ours and the store takes a write."""
        try:
            revision = await current(self._url)
            begun()  # however many wait before it
            await self.store.change(_write_nothing(), SERVER)
        except Exception:
            _log.exception("not ready")
            return PlainTextResponse("the store takes no writes\n", status_code=503)
        if revision != HEAD:
            return PlainTextResponse(f"schema is {revision}, not {HEAD}\n", status_code=503)
        return PlainTextResponse("ok\n")

    async def _metrics(self, _: Request) -> Response:
        return Response(self.metrics.text(), media_type="text/plain; version=0.0.4")


def _write_nothing() -> Change[None]:
    """A write that meets no row."""
    yield Add(change_counter, {"customer_id": -1}, "changes")
