"""The log of requests to the API: remembered as they are answered, written in batches, forgotten after some days.

Answering never waits for it. What is not yet written is lost in a crash.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Table

from centrex.clock import Clock
from centrex.errors import EntityNotFound
from centrex.query.rows import parse_query
from centrex.query.values import integer, text
from centrex.resources.api_request import ADDRESS_LENGTH, API_REQUEST, OK, REQUESTS, api_request
from centrex.resources.customer import customer
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, DeleteBefore, Find, InsertMany, NextIds

BATCH: Final = 5_000
"""Rows of one transaction, of writing and of forgetting: with fewer a busy PostgreSQL falls behind."""

KEPT: Final = 20_000
DAYS: Final = 7
DAY_SECONDS: Final = 86_400
FAILED: Final = "failed"
"""Stands for every result but ok in what is wanted."""

Recorded = tuple[float, int, int, str, str, int, str, float, str]


class RequestRecorder:
    """The requests that this process has answered and not yet written, at most ``kept``."""

    def __init__(self, clock: Clock, kept: int = KEPT) -> None:
        self._now = clock.now
        self._room = kept
        self._waiting: deque[Recorded] = deque()
        self._dropped = 0

    def record(
        self,
        customer_id: int,
        user_id: int,
        method: str,
        result: str,
        points: int,
        address: str,
        seconds: float,
        request_id: str,
    ) -> None:
        """Remembers a request that has just been answered, after ``seconds``; without room the oldest is dropped."""
        waiting = self._waiting
        waiting.append((self._now(), customer_id, user_id, method, result, points, address, seconds, request_id))
        if len(waiting) > self._room:
            waiting.popleft()
            self._dropped += 1

    def take_dropped(self) -> int:
        """How many requests were dropped since this was last asked."""
        dropped, self._dropped = self._dropped, 0
        return dropped

    async def flush(self, store: Store) -> None:
        """Writes the requests that are here now. Raises what the store raises; they stay here for the next time."""
        left = len(self._waiting)
        while left > 0 and self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(left, BATCH, len(self._waiting)))]
            try:
                await store.change(_written(batch), SERVER)
            except Exception:
                self._put_back(batch)
                raise
            left -= len(batch)

    def _put_back(self, batch: list[Recorded]) -> None:
        """In front of those that came meanwhile; the oldest are dropped when there is no room for all."""
        over = max(0, len(self._waiting) + len(batch) - self._room)
        self._dropped += over
        self._waiting.extendleft(reversed(batch[over:]))


def _written(batch: list[Recorded]) -> Change[None]:
    ids = msgspec.json.decode((yield NextIds(api_request, len(batch)))[0][0])
    yield InsertMany(api_request, [_row(*numbered) for numbered in zip(ids, batch, strict=True)])


def _row(identifier: int, recorded: Recorded) -> dict[str, object]:
    at, customer_id, user_id, method, result, points, address, seconds, request_id = recorded
    return {
        "customer_id": customer_id,
        "id": identifier,
        "at": int(at),
        "user_id": user_id,
        "method": method,
        "result": result,
        "points": points,
        "address": address[:ADDRESS_LENGTH],  # the zone of an IPv6 address has no bound
        "milliseconds": round(seconds * 1000, 2),
        "request_id": request_id,
    }


async def forget(store: Store, clock: Clock, days: int) -> int:
    """Removes the requests that were answered ``days`` ago or earlier, in many small changes; answers how many."""
    before = int(clock.now()) - days * DAY_SECONDS + 1
    removed = part = await store.change(_forgotten(before), SERVER)
    while part == BATCH:
        part = await store.change(_forgotten(before), SERVER)
        removed += part
    return removed


def _forgotten(before: int) -> Change[int]:
    return len((yield DeleteBefore(api_request, "at", before, BATCH)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are asked for; None does not narrow.

    ``user`` is an id or a login. ``result`` is ``ok``, ``failed`` or the mnemonic of an error. ``since`` (itself
    too) and ``until`` (itself not) are in seconds since 1970.
    """

    customer_id: int | None = None
    user: int | str | None = None
    method: str | None = None
    result: str | None = None
    since: int | None = None
    until: int | None = None
    limit: int = 100


class ApiRequest(msgspec.Struct, frozen=True):
    """One request, as ``centrex.resources.api_request.REQUESTS`` describes it; ``login`` is null for a lost user."""

    id: int
    at: int
    customer_id: int
    user_id: int
    login: str | None
    method: str
    result: str
    points: int
    address: str
    milliseconds: float
    request_id: str

    def facts(self) -> dict[str, object]:
        return msgspec.structs.asdict(self)


_decoder: Final = msgspec.json.Decoder(list[ApiRequest])


async def list_requests(store: Store, wanted: Wanted) -> tuple[int, list[ApiRequest]]:
    """How many requests are like that, and the newest of them, newest first.

    Raises EntityNotFound for an account or user that is not there, InvalidParameterValue for a ``limit`` below 0 or
    above 10,000 and for what no id, login, method or result can be, and ServerBusy.
    """
    if wanted.customer_id is not None:
        await _found(store, customer, "id", integer("customer_id", wanted.customer_id), "customer_id")
    user_id = None
    if isinstance(wanted.user, int):
        user_id = await _found(store, user, "id", integer("user_id", wanted.user), "user_id")
    elif wanted.user is not None:
        user_id = await _found(store, user, "login", text("user_id", wanted.user), "user_id")
    newest = [{"field": name, "order": "desc"} for name in ("at", "id")]
    asked = {"filter": {"filters": _tests(wanted, user_id)}, "sort": newest, "limit": wanted.limit}
    query = parse_query(REQUESTS, asked, SERVER.zone)
    page = await store.page(API_REQUEST, query, SERVER)
    return page.total, _decoder.decode(page.data)


async def _found(store: Store, table: Table, column: str, value: object, name: str) -> int:
    rows = await store.find(Find(table, ("id",), {column: value}), SERVER)
    if not rows:
        raise EntityNotFound(name, value)
    return int(rows[0][0])


def _tests(wanted: Wanted, user_id: int | None) -> list[dict[str, object]]:
    """What is asked for, as a filter of the face."""
    failed = wanted.result == FAILED
    asked = (
        ("customer_id", "=", wanted.customer_id),
        ("user_id", "=", user_id),
        ("method", "=", wanted.method),
        ("result", "!=" if failed else "=", OK if failed else wanted.result),
        ("at", ">=", wanted.since),
        ("at", "<", wanted.until),
    )
    return [
        {"field": name, "operator": operator, "value": value} for name, operator, value in asked if value is not None
    ]
