"""Probes of the links that the reports of the Data API lead to: every caller fetches what is his and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import urlencode

from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.aim import LOOPBACK
from tests.isolation.cast import Cast
from tests.isolation.door import Entry, canaries_in_sight, enter
from tests.isolation.probing import CANARY, Tally
from tests.isolation.rest_worlds import Request
from tests.isolation.rest_worlds import Side as HttpSide
from tests.isolation.rows import Row, Rows
from tests.isolation.worlds import Actor, Pair, Side

REPORT: Final = METHODS["get.calls_report"]
"""Whoever may read it may fetch the files."""

KINDS: Final = {"talk": "record", "voice_mail": "voicemail", "wav": "record"}
CONVERTED: Final = "wav"
STATUS: Final = {
    "access_token_invalid": 401,
    "access_token_blocked": 401,
    "required_parameter_missed": 400,
    "data_type_error": 400,
}
"""How a refusal at the door is told; every other one is a 403."""
NOTHING: Final = 987_654_321
FEW: Final = 6
"""Of other accounts' files so many are tried by each caller, and each of his own of one kind."""


@dataclass
class Links:
    """The links of a world, and what came of those who followed them; which are tried depends on the ``turn``."""

    cast: Cast
    rows: Rows
    tally: Tally
    turn: int = 0

    async def probe(self, pairs: list[Pair]) -> None:
        """By every caller of every pair."""
        for pair in pairs:
            for actor in pair.actors:
                random = Random(f"{actor.name} {self.turn}")
                for path in self._paths(actor, random):
                    await self._fetch(pair, actor, path, in_query=random.random() < 0.5)

    def entry(self, actor: Actor) -> Entry:
        return enter(self.cast, actor.holder, REPORT, actor.params(REPORT, {}), LOOPBACK, actor.dead)

    def _own(self, actor: Actor) -> list[Row]:
        acting = self.entry(actor).acting
        return self.rows.of["recording"].get(acting.account.id, []) if acting else []

    def _paths(self, actor: Actor, random: Random) -> Iterator[str]:
        everybodys = [row for rows in self.rows.of["recording"].values() for row in rows]
        own = self._own(actor) or everybodys[:1]
        others = [row for row in everybodys if row not in own]
        for row in [*own[:FEW], *random.sample(others, FEW)]:
            for kind in KINDS:
                if kind != CONVERTED or row in (own[0], others[0]):
                    yield f"{kind}/{row['call_id']}/{row['link']}"
        one, other = random.choice(own), random.choice(others)
        for call, link in (
            (one["call_id"], other["link"]),
            (other["call_id"], one["link"]),
            (NOTHING, one["link"]),
            (one["call_id"], "0" * 32),
            (one["call_id"], f"{one['link']}/"),
            (f"{one['call_id']} or 1=1", one["link"]),
        ):
            yield f"talk/{call}/{link}"

    async def _fetch(self, pair: Pair, actor: Actor, path: str, *, in_query: bool) -> None:
        """From both worlds; what comes must be the same, and what the door and the rows say."""
        params = actor.params(REPORT, {})
        token = None if in_query else params.pop("access_token", None)
        request = Request("GET", f"/system/media/{path}/", urlencode(params).encode())
        reply = await _http(pair.full).ask(request, token)
        other = await _http(pair.lonely).ask(request, token)
        self.tally.probes += 1
        entry, expected = self.entry(actor), self._expected(actor, path)
        name = f"{request} by {actor.name}"
        if reply != other:
            self.tally.find(f"{name} was answered {reply}, without others' rows {other}")
        if reply.status != expected:
            self.tally.find(f"{name} was answered {reply}, not {expected}")
        seen = canaries_in_sight(self.cast, entry.acting) if entry.acting and not entry.refusal else set()
        for canary in set(CANARY.findall(reply.body + repr(reply.headers).encode())):
            if not any(canary.decode().startswith(own) for own in seen):
                self.tally.find(f"{name} was shown {canary!r}: {reply}")
        self.tally.passed[path.partition("/")[0]] += reply.status == 200

    def _expected(self, actor: Actor, path: str) -> int:
        refusal = self.entry(actor).refusal
        if refusal:
            return STATUS.get(refusal, 403)
        kind, call, link = path.strip("/").split("/")
        found = [row for row in self._own(actor) if (str(row["call_id"]), row["link"]) == (call, link)]
        return 200 if found and found[0]["kind"] == KINDS[kind] else 404


def _http(side: Side) -> HttpSide:
    """The same world, asked over HTTP."""
    return HttpSide(side.url, side.application, side.clock, Path())
