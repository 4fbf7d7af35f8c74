"""Pairs of worlds for the console: the whole one, and the same without all that the people of one part may not see."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

from centrex.catalogue import Level
from centrex.web.console.routes import Route
from tests.isolation.console_cast import ConsoleCast
from tests.isolation.console_pages import Sent
from tests.isolation.rest_cast import Part
from tests.isolation.rest_worlds import COUNTED, TELLING, Reply, Side, leave_part_alone, served, share_statements
from tests.isolation.rows import Prints, leave_alone, read_prints
from tests.isolation.worlds import KINDS, Copy

RANDOM: Final = ("_hash", "_ha1", "digest", "app_id")
"""Ends of the names of columns that hold what is made by chance."""
CLIENT: Final = ("127.0.0.1", 4000)
BY_CHANCE: Final = re.compile(
    rb"(?<=nonce=\")[\w-]+|(?<=content=\")[\w-]{22}(?=\")|\b[0-9a-f]{32}\b|\b[a-z0-9]{40}\b|\b[A-Za-z0-9]{20}\b"
)
"""The nonce of a page, a part of which may look like one of the others, and secrets that are shown once: no two worlds
have the same."""


@dataclass
class World:
    """One of the two worlds of a pair, as browsers see it."""

    side: Side
    _numbers: Any = field(default_factory=count)

    async def ask(self, sent: Sent, cookie: str) -> Reply:
        """Through the whole server, but without a socket."""
        request_id = b"page-%d" % next(self._numbers)
        headers = [(b"cookie", f"centrex={cookie}".encode()), (b"x-request-id", request_id)]
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
        body, answered = urlencode(sent.form or ()).encode(), list[Any]()

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            answered.append(message)

        scope = {"type": "http", "method": sent.method, "scheme": "http", "path": sent.path, "headers": headers}
        query = urlencode(sent.query).encode()
        try:
            await self.side.application({**scope, "query_string": query, "client": CLIENT}, receive, send)
        except Exception as ours:
            return Reply(500, repr(ours).encode())
        told = tuple(header for header in answered[0]["headers"] if header[0].startswith(TELLING))
        return Reply(answered[0]["status"], b"".join(message.get("body", b"") for message in answered[1:]), told)


def alike(reply: Reply) -> Reply:
    """What two worlds must have in common: a page without what is made by chance."""
    is_page = any(b"html" in value for _, value in reply.headers)
    return Reply(reply.status, BY_CHANCE.sub(b"~", reply.body), reply.headers) if is_page else reply


@dataclass
class Pair:
    """``strange`` are the rows of the whole world that its visitors must not touch: none may go, come or change."""

    part: Part
    full: World
    lonely: World
    strange: Prints = field(default_factory=Prints)
    rows: Prints = field(default_factory=Prints)

    @property
    def name(self) -> str:
        return self.part.canary

    async def strangers(self) -> Prints:
        """What stands in the whole world alone, and with a negative count what stands in the other alone.

        All rows of the whole world are kept in ``rows``.
        """
        full, lonely = [await read_prints(world.side.url, RANDOM) for world in (self.full, self.lonely)]
        self.rows = Prints({key: times for key, times in full.items() if key[0] != COUNTED})
        full.subtract(lonely)
        return Prints({key: times for key, times in full.items() if times and key[0] != COUNTED})


def routes_of(pair: Pair) -> tuple[Route, ...]:
    """As the server of a world itself finds the pages of the console."""
    return pair.full.side.application._sign_in._web._console.routes


async def prepared(cast: ConsoleCast, copy: Copy, *names: str) -> dict[str, str]:
    """The databases of these parts, or of all, by part and side."""
    urls: dict[str, str] = {}
    for part in cast.parts:
        if not names or part.canary in names:
            urls |= {f"{part.canary} {kind}": copy(f"{part.canary}-{kind}") for kind in KINDS}
            await _leave(urls[f"{part.canary} lonely"], part, cast)
    return urls


async def _leave(url: str, part: Part, cast: ConsoleCast) -> None:
    """Removes every row that the people of the part may not see."""
    if part.level is not Level.AGENT:
        return await leave_part_alone(url, part, cast.rest)
    customers = {account for account, agent in cast.rest.agents.items() if agent == part.account_id}
    return await leave_alone(url, {part.account_id, *customers})


@asynccontextmanager
async def opened(cast: ConsoleCast, urls: dict[str, str]) -> AsyncIterator[list[Pair]]:
    """The pairs whose databases were prepared, all at once."""
    async with AsyncExitStack() as stack:
        pairs: list[Pair] = []
        for part in cast.parts:
            if f"{part.canary} full" in urls:
                full, lonely = [
                    World(await stack.enter_async_context(served(urls[f"{part.canary} {kind}"]))) for kind in KINDS
                ]
                pair = Pair(part, full, lonely)
                pair.strange = await pair.strangers()
                pairs.append(pair)
        share_statements([world.side.application.store for pair in pairs for world in (pair.full, pair.lonely)])
        yield pairs
