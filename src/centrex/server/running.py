"""Runs the application under uvicorn until SIGTERM or SIGINT, and then finishes what it has begun."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import parent_process
from types import FrameType
from typing import Any, Final

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess

from centrex.i18n import Refusal
from centrex.server import event_log
from centrex.server.app import Application, Parts
from centrex.server.protocol import Protocol
from centrex.server.request_log import RequestLog
from centrex.settings import CONFIG, Settings, load
from centrex.store import Limits
from centrex.store.media_opening import open_media
from centrex.store.opening import open_store

GRACE_SECONDS: Final = 30
KEEP_ALIVE_SECONDS: Final = 75
"""Longer than the idle time of the usual proxies, so that they never write into a connection that is closing."""

START_SECONDS: Final = 30.0
GARBAGE: Final = 10_000
"""Objects that come before those that hold each other are looked for: a request leaves none behind."""

BACKLOG: Final = 2048


def listen(host: str, port: int) -> socket.socket:
    """The socket on which the server answers; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)


def url_of(listener: socket.socket) -> str:
    """Where the server answers, as a client writes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(settings: Settings, listener: socket.socket, ready: Callable[[], None], demo: bytes | None = None) -> None:
    """Serves until it is told to stop, then returns or leaves with exit code 0; ``ready`` is called once.

    ``demo`` is that of the parts of an application; several processes have none.

    Raises what opening the store raises, before anything is answered, and Refusal when one of several
    processes cannot start.
    """
    leave_when_told()
    event_log.configure(is_plain(settings))
    if settings.workers == 1:
        _Single(application(settings, demo), ready).run([listener])
    else:
        asyncio.run(_try(settings))
        gc.enable()
        os.environ.pop(CONFIG, None)
        os.environ.update(settings.environment())
        workers = _Workers(settings.workers, listener, ready)
        workers.run()
        if any(process.exitcode == STARTUP_FAILURE for process in workers.processes):
            raise Refusal("A process of the server could not start: its log says why.")


def leave_when_told() -> None:
    """From now on SIGTERM and SIGINT end the program with exit code 0, and undo what was begun on the way."""
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, _leave)


def is_plain(settings: Settings) -> bool:
    """Whether logs are for the eye."""
    return settings.log_format == "plain" or (settings.log_format == "auto" and sys.stderr.isatty())


def application(settings: Settings, demo: bytes | None = None) -> Application:
    """The application with its request log on standard error."""
    limits = Limits(settings.statement_seconds, settings.waiting, settings.reply_cache * 1024 * 1024)
    opening = partial(open_store, settings.db, limits)
    log = RequestLog(plain=is_plain(settings))
    parts = Parts(
        log=log,
        proxies=settings.proxies,
        request_days=settings.request_days,
        hour_limit=settings.hour_limit,
        refresh_days=settings.refresh_days,
        media=open_media(settings.media, settings.db),
        public_url=settings.public_url,
        media_limit=settings.media_limit * 1024 * 1024,
        demo=demo,
    )
    return Application(opening, settings.db, parts)


def worker() -> Application:
    """The application of one of several processes; the first one told the settings by the environment."""
    settings = load()
    event_log.configure(is_plain(settings))
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    return application(settings)


def _leave_with_parent() -> None:
    """A process of several ends as if told to once the first one is gone, whatever became of it."""
    first = parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _leave(signal_number: int, frame: FrameType | None) -> None:
    """uvicorn raises the signal that stopped it once more at its end: that is no failure."""
    raise SystemExit(0)


async def _try(settings: Settings) -> None:
    """Opens the store once, so that what is wrong is said once."""
    store = await open_store(settings.db)
    await store.close()


def _config(app: Any, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **more,
    )


class _Single(uvicorn.Server):
    """One process, which opens and closes the application itself: its failures come out as they are."""

    def __init__(self, app: Application, ready: Callable[[], None]) -> None:
        super().__init__(_config(app, lifespan="off"))
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._app.start()
        gc.freeze()  # what is there from the start stays: it need not be looked through again and again
        gc.set_threshold(GARBAGE)
        gc.enable()
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        await self._app.stop()


class _Workers(Multiprocess):
    """Several processes on one socket; one that dies is replaced."""

    def __init__(self, number: int, listener: socket.socket, ready: Callable[[], None]) -> None:
        named = f"{__name__}:{worker.__name__}"
        super().__init__(_config(named, factory=True, lifespan="on", workers=number), [listener])
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(START_SECONDS, self.should_exit) for process in self.processes):
            self._ready()
