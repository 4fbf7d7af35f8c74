"""The log of requests tells of each the account that was charged and the holder of the token, whoever he acts for."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from centrex.dialects.dataapi.methods import METHODS
from tests.databases import fetch
from tests.isolation.probing import Call, Prober
from tests.isolation.rows import REQUESTS
from tests.isolation.worlds import Pair, Side

Logged = Counter[tuple[int, int, str]]
"""How often an account and a user have a method."""


async def probe_requests(prober: Prober, pair: Pair, number: int) -> None:
    """Sends the first so many calls of every method by everybody through the front of the server."""
    due: Logged = Counter()
    for operation in METHODS.values():
        if operation.verb in {"login", "logout"}:
            continue
        for actor in pair.actors:
            for call in prober.calls(actor, operation, number) if operation.takes_user_id or not actor.acts_for else ():
                await _post(pair.full, call)
                prober.tally.probes += 1
                due.update(_due(call))
    await pair.full.application.upkeep.tell()
    found = await logged(pair.full.url)
    for row in (found - due) | (due - found):
        prober.tally.find(f"{pair.name}: {row} is logged {found[row]} times, not {due[row]}")


def _due(call: Call) -> list[tuple[int, int, str]]:
    """The account acted for, once it is known, else that of the holder of the token."""
    holder, acting = call.actor.holder, call.entry.acting
    if holder is None or not holder.active:
        return []
    account = acting.account if acting else holder.account
    return [(account.id, holder.id, call.operation.name)]


async def logged(url: str) -> Logged:
    """What stands in the log."""
    rows = await fetch(url, f"SELECT customer_id, user_id, method FROM {REQUESTS}")
    return Counter((int(row[0]), int(row[1]), str(row[2])) for row in rows)


async def _post(side: Side, call: Call) -> None:
    """As a server would hand the request over."""
    request = {"jsonrpc": "2.0", "id": 1, "method": call.operation.name, "params": call.params}
    body = msgspec.json.encode(request)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_: Any) -> None:
        return None

    client = (call.probe.address, 1)
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/v2.0", "headers": [], "client": client}
    await side.application(scope, receive, send)
