"""Sends probes of the RingMe API to pairs of worlds and judges what comes back, and what became of others' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import msgspec

from centrex.catalogue_rest import Action, RestOperation
from centrex.dialects.ringme.plain import PLAIN
from centrex.resources import REST_OPERATIONS
from tests.isolation.probing import CANARY, Tally
from tests.isolation.rest_aim import RestAim
from tests.isolation.rest_cast import Holder, RestCast
from tests.isolation.rest_door import Outcome, admitted, entered, sees
from tests.isolation.rest_tricks import RestProbe, probes, removals, strange_paths
from tests.isolation.rest_worlds import Pair, Reply, Request, callers
from tests.isolation.rows import Rows
from tests.isolation.sounds import lost

TURN: Final = 20_000
LEAST: Final = 3
"""Probes of each operation by whom it lets in."""
LET_IN, HASHING, REFUSED, ASTRAY = 8, 2, 1, 3
"""How the probes are shared out: to who is let in, where a password is hashed, to who is not; so many to one astray."""


@dataclass(frozen=True)
class Sender:
    """Somebody in a pair of worlds; nobody has a token that was never given, or one that ``lost`` its meaning."""

    pair: Pair
    holder: Holder | None
    lost: str = "0" * 30

    @property
    def name(self) -> str:
        return self.holder.name if self.holder else "nobody"

    @property
    def token(self) -> str:
        return self.holder.token if self.holder else self.lost


class RestProber:
    """Probes pairs of worlds that were copied from one, with the people of ``cast`` and the ``rows`` that it had."""

    def __init__(self, cast: RestCast, rows: Rows, tally: Tally) -> None:
        self.cast = cast
        self.rows = rows
        self.tally = tally
        self.ids = tuple(rows.ids(rows.of["customer"].keys()))

    async def probe_all(self, pairs: list[Pair], number: int, first: int = 0) -> None:
        """So many probes at least, in turns that differ; at the end everything that may be removed is."""
        for turn, begin in enumerate(range(0, number, TURN), start=first):
            await self.probe_in_turn(pairs, min(TURN, number - begin), turn)
        for pair in pairs:
            await self._remove_all(pair)
            await self.look_for_files(pair)

    async def probe_in_turn(self, pairs: list[Pair], number: int, turn: int) -> None:
        shares = [
            (Sender(pair, holder), operation)
            for pair in pairs
            for operation in REST_OPERATIONS
            for holder in (*callers(pair, self.cast), None)
        ]
        total = sum(self._weight(*share) for share in shares)
        for pair in pairs:
            for operation in REST_OPERATIONS:
                mine = [sender for sender, other in shares if sender.pair is pair and other is operation]
                for sender in mine:
                    weight = self._weight(sender, operation)
                    share = max(-(-number * weight // total), LEAST if weight > REFUSED else 1)
                    await self._probe(sender, operation, share, turn)
                if not operation.reads and any(self._entered(sender, operation) is None for sender in mine):
                    await self.compare_strangers(pair, operation.name)
            await self._read_plain(pair)
            await self.compare_strangers(pair, "whatever is refused, and reads")

    def _weight(self, sender: Sender, operation: RestOperation) -> int:
        if self._entered(sender, operation) is not None:
            return REFUSED
        return HASHING if any(param.secret and param.required for param in operation.params) else LET_IN

    def _entered(self, sender: Sender, operation: RestOperation) -> Outcome | None:
        return entered(sender.holder, operation)

    def aim(self, sender: Sender, operation: RestOperation, turn: int = 0) -> RestAim:
        return RestAim(self.cast, self.rows, operation, sender.holder, sender.pair.part, self.ids, turn)

    async def _probe(self, sender: Sender, operation: RestOperation, number: int, turn: int) -> None:
        aim = self.aim(sender, operation, turn)
        await self.send(sender, probes(aim, number))
        await self.send(sender, islice(strange_paths(aim), number // ASTRAY))

    async def _remove_all(self, pair: Pair) -> None:
        for holder in callers(pair, self.cast):
            for operation in REST_OPERATIONS:
                sender = Sender(pair, holder)
                if operation.action in {Action.REMOVE, Action.REMOVE_ALL} and not entered(holder, operation):
                    await self.send(sender, removals(self.aim(sender, operation)))
                    await self.compare_strangers(pair, operation.name)

    async def _read_plain(self, pair: Pair) -> None:
        """What stands below no realm."""
        for sender in (Sender(pair, holder) for holder in (*callers(pair, self.cast), None)):
            for path in PLAIN:
                for asked in (Request("GET", path), Request("GET", f"{path}/", b"client_id=1"), Request("PUT", path)):
                    reply = await self.ask(sender, asked)
                    refused = admitted(sender.holder)
                    if asked.method == "GET" and not refused and path == "user":
                        self._check_own(sender, reply)
                    if asked.method == "GET" and refused and outcome(reply) != refused:
                        self.tally.find(f"{asked} by {sender.name} was answered {reply}, not {refused}")

    def _check_own(self, sender: Sender, reply: Reply) -> None:
        """The user of the token is the one who has it."""
        if sender.holder and msgspec.json.decode(reply.body).get("id") != sender.holder.user_id:
            self.tally.find(f"{sender.name} is told to be {reply}")

    async def send(self, sender: Sender, sent: Iterable[RestProbe]) -> None:
        """Each with what follows it."""
        for probe in sent:
            reply = await self.ask(sender, probe.request, bare=probe.is_bare)
            self._check(sender, probe, reply)
            if reply.status < 300:
                self.tally.passed[probe.operation.name] += 1
                if probe.then:
                    await self.send(sender, probe.then(msgspec.json.decode(reply.body) if reply.body else {}))

    async def ask(self, sender: Sender, request: Request, *, bare: bool = False) -> Reply:
        """Asks both worlds, ``bare`` without a token, and judges what can be judged whatever was asked."""
        pair, token = sender.pair, None if bare else sender.token
        reply = await pair.full.ask(request, token)
        other = await pair.lonely.ask(request, token)
        self.tally.probes += 1
        if reply != other:
            self.tally.find(f"{request} by {sender.name} was answered {reply}, without others' rows {other}")
        for canary in set(CANARY.findall(reply.body + repr(reply.headers).encode())):
            if not self._may_see(sender, canary.decode()):
                self.tally.find(f"{request} by {sender.name} was shown {canary!r}: {reply}")
        if reply.status >= 500:
            self.tally.find(f"{request} by {sender.name} was answered an error of ours: {reply}")
        return reply

    def _may_see(self, sender: Sender, canary: str) -> bool:
        return sender.holder is not None and sees(sender.holder.part, canary, self.cast)

    def _check(self, sender: Sender, probe: RestProbe, reply: Reply) -> None:
        door = None if probe.astray or probe.is_bare else entered(sender.holder, probe.operation)
        expected = door or probe.expects
        if expected is not None and outcome(reply) != expected:
            self.tally.find(f"{probe.request} by {sender.name} was answered {reply}, not {expected}")

    async def compare_strangers(self, pair: Pair, after: str) -> None:
        """What is another's stands as it stood, and what is the callers' own came out the same in both worlds."""
        now = await pair.strangers()
        if now != pair.strange:
            self.tally.find(f"{pair.name}: after {after} rows differ: {_differing(pair.strange, now)}")
            pair.strange = now

    async def look_for_files(self, pair: Pair) -> None:
        """Whatever was deleted, the files of the rows that are left are there."""
        for side in (pair.full, pair.lonely):
            if files := await lost(side.url, side.media):
                self.tally.find(f"{pair.name}: there are no files {files[:4]}")


def outcome(reply: Reply) -> Outcome:
    """What a reply says: its status, and the mnemonic where there is one."""
    told: Any = msgspec.json.decode(reply.body) if reply.status >= 400 and reply.body[:1] == b"{" else {}
    return reply.status, told.get("status")


def _differing(before: Counter[Any], now: Counter[Any]) -> list[Any]:
    return [key for key in {**before, **now} if before[key] != now[key]][:4]
