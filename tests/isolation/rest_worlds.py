"""Pairs of worlds for the RingMe API: the whole one, and the same without all that the users of one part may not see.

What is another's is not there in the second: both must give the same bytes, and change the same rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from centrex.catalogue import Level
from centrex.dialects.ringme.routes import BASE
from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.databases import fetch
from tests.isolation.rest_cast import CLIENTS, HISTORY, Holder, Part, RestCast
from tests.isolation.rows import Prints, leave_alone, owned_tables, read_prints
from tests.isolation.sounds import lay_sounds
from tests.isolation.worlds import KINDS, Copy

LEDGER: Final = ("audit", "change_counter", "call_counter")
NO_LIMIT: Final = 10**9
UNTOUCHED: Final = {"customer", "tariff_plan", "customer_component", "whitelist_entry", *LEDGER}
UNTOUCHED_TOO: Final = {"day_limit", "points_used", "ordinal", "pool_number"}
"""What an account keeps in the worlds of its parts: it is let in by these."""
COUNTED: Final = "points_used"
"""Told by the server in its own time."""
TELLING: Final = (b"x-ratelimit", b"content-disposition", b"content-type", b"content-length", b"etag", b"location")
"""Beginnings of the headers that tell something."""


@dataclass(frozen=True)
class Request:
    """``path`` begins after the base of the API, as it reads once it is decoded; with a slash it is a whole one."""

    method: str
    path: str
    query: bytes = b""
    body: bytes = b""

    @property
    def whole_path(self) -> str:
        return self.path if self.path.startswith("/") else BASE + self.path


@dataclass(frozen=True)
class Reply:
    """What came back; ``headers`` are those that tell something."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass
class Side:
    """One of the two worlds of a pair, served."""

    url: str
    application: Application
    clock: ManualClock
    media: Path
    _numbers: Any = field(default_factory=count)

    async def ask(self, request: Request, token: str | None) -> Reply:
        """Through the whole server, but without a socket."""
        headers = [(b"x-request-id", b"probe-%d" % next(self._numbers))]
        if token is not None:
            headers.append((b"authorization", f"Bearer {token}".encode()))
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": request.body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": request.method, "path": request.whole_path, "headers": headers}
        scope["scheme"] = "http"
        await self.application({**scope, "query_string": request.query, "client": ("127.0.0.1", 4000)}, receive, send)
        told = tuple(header for header in sent[0]["headers"] if header[0].startswith(TELLING))
        return Reply(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]), told)


@dataclass
class Pair:
    """``strange`` are the rows of the whole world that its callers must not touch: none may go, come or change."""

    part: Part
    full: Side
    lonely: Side
    strange: Prints

    @property
    def name(self) -> str:
        return self.part.canary

    async def strangers(self) -> Prints:
        """What stands in the whole world alone, and with a negative count what stands in the other alone."""
        full, lonely = [await read_prints(side.url) for side in (self.full, self.lonely)]
        full.subtract(lonely)
        return Prints({key: times for key, times in full.items() if times and key[0] != COUNTED})


def probed_parts(cast: RestCast) -> list[Part]:
    """Of each client the account, its first group and number; of the first client also a number in no group."""
    chosen: list[Part] = []
    for client in CLIENTS:
        own = [part for part in cast.parts if part.canary.partition("_")[0] == client]
        for level in (Level.CUSTOMER, Level.EXTENSION_GROUP, Level.EXTENSION):
            found = [part for part in own if part.level is level]
            chosen += found[:1]
            if client == CLIENTS[0] and level is Level.EXTENSION:
                chosen += [part for part in found if not part.group_id][:1]
    return chosen


async def prepared(cast: RestCast, copy: Copy, *names: str) -> dict[str, str]:
    """The databases of these parts, or of all that are probed, by part and side."""
    urls: dict[str, str] = {}
    for part in probed_parts(cast):
        if not names or part.canary in names:
            urls |= {f"{part.canary} {kind}": copy(f"{part.canary}-{kind}") for kind in KINDS}
            await leave_part_alone(urls[f"{part.canary} lonely"], part, cast)
    return urls


@asynccontextmanager
async def opened(cast: RestCast, urls: dict[str, str]) -> AsyncIterator[list[Pair]]:
    """The pairs whose databases were prepared, all at once."""
    async with AsyncExitStack() as stack:
        pairs: list[Pair] = []
        for part in probed_parts(cast):
            if f"{part.canary} full" in urls:
                full, lonely = [
                    await stack.enter_async_context(served(urls[f"{part.canary} {kind}"])) for kind in KINDS
                ]
                pair = Pair(part, full, lonely, Prints())
                pair.strange = await pair.strangers()
                pairs.append(pair)
        share_statements([side.application.store for pair in pairs for side in (pair.full, pair.lonely)])
        yield pairs


@asynccontextmanager
async def served(url: str) -> AsyncIterator[Side]:
    """A world, with its files and a clock of its own."""

    async def opened_store() -> Store:
        return await open_store(url)

    clock = ManualClock()
    with TemporaryDirectory() as folder:
        media = Path(folder)
        await lay_sounds(url, media)
        parts = Parts(clock=clock, hour_limit=NO_LIMIT, request_days=0, media=MediaStore(media))
        application = Application(opened_store, url, parts)
        await application.start()
        try:
            yield Side(url, application, clock, media)
        finally:
            await application.stop()


def share_statements(stores: Collection[Any]) -> None:
    """The text of a statement depends on no world: all of a kind compile it once, which takes milliseconds."""
    first = next(iter(stores))
    for store in stores:
        store.statements = first.statements


async def leave_part_alone(url: str, part: Part, cast: RestCast) -> None:
    """Removes every row that the users of the part may not see, but what the account itself is let in by."""
    agents = {agent for account, agent in cast.agents.items() if account == part.account_id}
    await leave_alone(url, {part.account_id, *agents})
    if part.level is Level.CUSTOMER:
        return
    kept = _kept(part)
    statements = []
    for table in reversed([*owned_tables()]):
        if table.name in UNTOUCHED | UNTOUCHED_TOO:
            continue
        condition = kept.get(table.name, "1 = 0")
        if table.name not in kept and "user_id" in table.c:
            condition = f'user_id IN (SELECT id FROM "user" WHERE {kept["user"]})'
        statements.append(f'DELETE FROM "{table.name}" WHERE NOT ({condition})')
    await fetch(url, *statements)


def _kept(part: Part) -> dict[str, str]:
    """Which rows of an account the users of a part may see, as SQL that is not of the program's making.

    Of history that is what was theirs then. Of a call stays what its parts tell of it.
    """
    account = f"customer_id = {part.account_id}"
    if part.level is Level.EXTENSION:
        numbers = f"{account} AND id = {part.id}"
        then = f"extension_id = {part.id}"
        own = f"level = 'extension' AND extension_id = {part.id}"
    else:
        numbers = f"{account} AND coalesce(extension_group_id, 0) = {part.id}"
        then = f"coalesce(extension_group_id, 0) = {part.id}"
        own = (
            f"level = 'extension_group' AND extension_group_id = {part.id} OR level = 'extension'"
            f" AND extension_id IN (SELECT id FROM extension WHERE {numbers})"
        )
    of_number = f"{account} AND extension_id IN (SELECT id FROM extension WHERE {numbers})"
    history = dict.fromkeys(HISTORY, f"{account} AND {then}")
    legs = f"SELECT call_id FROM call_leg WHERE {history['call_leg']}"
    return {
        **history,
        "call": f"{account} AND ({then} OR id IN ({legs}))",
        "extension_group": f"{account} AND id = {part.group_id}",
        "extension": numbers,
        "phone": of_number,
        "event_handler": of_number,
        "user": f"{account} AND coalesce(({own}), {_FALSE})",
    }


_FALSE: Final = "1 = 0"


def callers(pair: Pair, cast: RestCast) -> list[Holder]:
    """Whose tokens open this pair."""
    return [holder for holder in cast.holders if holder.part == pair.part]
