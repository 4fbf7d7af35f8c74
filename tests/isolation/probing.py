"""Sends probes to a pair of worlds and judges the answers. What it knows of right and wrong is not the program's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Final

import msgspec

from centrex.catalogue import AGENT_ONLY, Operation
from centrex.dialects.dataapi.login import LOGIN, LOGOUT
from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.aim import Aim, Probe
from tests.isolation.cast import Cast, User
from tests.isolation.door import NOT_TOLD, Entry, canaries_in_sight, enter, sight
from tests.isolation.rows import NOBODY, Prints, Rows, changed, read_prints
from tests.isolation.tricks import MISSING, baseline, probes
from tests.isolation.worlds import Actor, Pair
from tests.property.samples import Samples
from tests.world import PASSWORD

CANARY: Final = re.compile(rb"canary[A-Za-z_]+")
ACCESS: Final = NOT_TOLD | {"forbidden", "account_inactive", "limit_exceeded", "method_component_disabled"}
OURS: Final = "internal_error"
HASHES: Final = ("password_hash",)
TURN: Final = 20_000
KEPT: Final = 20
LENGTH: Final = 800
WEIGHTS: Final = {"get": 8, "create": 4, "update": 6, "delete": 3, "enable": 4, "disable": 4}
PRIME, NAMES_USERS, UNPAGED, REFUSED = 4, 15, 5, 2
"""How the probes are shared out."""

UNDOING: Final = {"create": "delete", "enable": "disable", "disable": "enable"}
"""The verbs whose work another one undoes."""


@dataclass(frozen=True)
class Call:
    """A probe by somebody, and what the door must say to it."""

    actor: Actor
    operation: Operation
    probe: Probe
    entry: Entry
    is_undoing: bool = False

    @property
    def name(self) -> str:
        return f"{self.operation.name} {dict(self.probe.params)} from {self.probe.address} by {self.actor.name}"

    @property
    def params(self) -> dict[str, Any]:
        return self.actor.params(self.operation, self.probe.params)

    @property
    def changes_for(self) -> int:
        """The account for which it may change rows; 0 is none, whose points alone may change."""
        let_in = self.entry.refusal is None and self.entry.acting and self.probe.changes
        return self.entry.acting.account.id if let_in and self.entry.acting else 0

    def may_change(self, cast: Cast, owner: int, tables: set[str]) -> bool:
        """Whether it, and the like, may change rows of somebody in these tables."""
        if not self.changes_for or self.entry.acting is None:
            return False
        if self.operation.access == AGENT_ONLY:
            known = {account.id for account in cast.accounts}
            return owner not in known or owner in {account.id for account in sight(cast, self.entry.acting)}
        takes = self.operation.verb in {"enable", "disable"} and owner == NOBODY and tables <= {"pool_number"}
        return takes or owner == self.changes_for


class LeakFoundError(Exception):
    """The first finding, where the first one is enough."""


@dataclass
class Tally:
    """What was sent and found. ``findings`` are sentences, ``passed`` counts answers without error by method."""

    probes: int = 0
    found: int = 0
    findings: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    stop_at_first: bool = False

    def summary(self, where: str) -> str:
        """For whoever reads the output of the tests."""
        return f"isolation on {where}: {self.probes} probes, {self.found} leaks"

    def find(self, what: str) -> None:
        self.found += 1
        if self.stop_at_first:
            raise LeakFoundError(what)
        if len(self.findings) < KEPT:
            self.findings.append(what[:LENGTH])


class Prober:
    """Probes pairs of worlds that were copied from one, whose people are the ``cast`` and whose rows the ``rows``."""

    def __init__(self, cast: Cast, rows: Rows, tally: Tally, turn: int = 0) -> None:
        self.cast = cast
        self.rows = rows
        self.tally = tally
        self.turn = turn

    async def probe_all(self, pairs: list[Pair], number: int, first_turn: int = 0) -> None:
        """So many probes, in turns that differ, and a comparison of the callers' own rows after each.

        Who probes the same pairs again begins with a later turn: no text is made twice.
        """
        for pair in pairs:
            if not pair.is_begun:
                pair.is_begun = True
                await self._add_session(pair)
                await self._close_with_keys(pair)
        for turn, begin in enumerate(range(0, number, TURN), first_turn):
            await self._probe_in_turn(pairs, min(TURN, number - begin), turn)

    async def _probe_in_turn(self, pairs: list[Pair], number: int, turn: int) -> None:
        """The probes are shared out among operations and callers; one operation after the other on all pairs."""
        shares = [
            (pair, operation, actor, self._weight(actor, operation))
            for operation in METHODS.values()
            for pair in pairs
            for actor in pair.actors
            if operation.takes_user_id or not actor.acts_for
        ]
        total = sum(weight for *_, weight in shares)
        for _, group in groupby(shares, key=lambda share: (share[0].name, share[1].name)):
            shared = list(group)
            calls: list[Call] = []
            for _, operation, actor, weight in shared:
                calls += self.calls(actor, operation, -(-number * weight // total), turn)
            await self.send(shared[0][0], calls)
        for pair in pairs:
            await self.compare_own_rows(pair)

    async def _add_session(self, pair: Pair) -> None:
        """The first user comes a second time, with the token of a session."""
        holder = pair.actors[0].holder
        assert holder is not None
        token = await self.login(pair, holder, f"{holder.canary}-login")
        if token:
            pair.actors.append(Actor(f"{holder.canary} by session", token, holder, is_session=True))

    async def _close_with_keys(self, pair: Pair) -> None:
        """A key is no session: it cannot be closed."""
        for actor in pair.actors:
            if not (actor.acts_for or actor.is_session):
                probe = Probe({}, "forbidden")
                await self._send(pair, Call(actor, LOGOUT, probe, self.entry(actor, LOGOUT, probe)))

    async def login(self, pair: Pair, user: User, login: str) -> str | None:
        """The token of a new session in both worlds, or None where the door is shut."""
        probe = Probe({"login": login, "password": PASSWORD}, None, changes=True)
        answer, mnemonic = await self._ask(pair, Call(Actor(login, None), LOGIN, probe, Entry(None, user)))
        return msgspec.json.decode(answer)["result"]["data"]["access_token"] if mnemonic == "ok" else None

    def calls(self, actor: Actor, operation: Operation, number: int, turn: int | None = None) -> list[Call]:
        """The first so many calls of an operation by somebody, and what the door must say to each."""
        sent = probes(self._aim(actor, operation, self.turn if turn is None else turn), number)
        return [Call(actor, operation, probe, self.entry(actor, operation, probe)) for probe in sent]

    def _aim(self, actor: Actor, operation: Operation, turn: int = 0) -> Aim:
        return Aim(self.cast, self.rows, operation, actor.user, actor.holder, actor.name, turn)

    def _weight(self, actor: Actor, operation: Operation) -> int:
        """What is new gets more: who is let in, above all the first user of an account and his first agent.

        Where a password is always hashed, less does.
        """
        aim = self._aim(actor, operation)
        if aim.names_users:
            return NAMES_USERS
        hashes = any(param.secret and param.required for param in operation.params)
        is_probed = operation.verb in MISSING or operation.face is not None
        if hashes or not is_probed or self.entry(actor, operation, baseline(aim)).refusal is not None:
            return REFUSED
        if operation.face is not None and not operation.face.paged:
            return UNPAGED
        return WEIGHTS[operation.verb] * (PRIME if actor.is_prime else 1)

    async def send(self, pair: Pair, calls: list[Call]) -> None:
        """Sends first what may change nothing, then what may change rows of an account, and looks at all between."""
        before = await self._prints(pair)
        calls.sort(key=lambda call: call.changes_for)
        for _, batch in groupby(calls, key=lambda call: call.changes_for):
            sent = list(batch)
            for call in sent:
                await self._send(pair, call)
            after = await self._prints(pair)
            for owner, tables in changed(before, after).items():
                charged = owner in pair.charged and tables <= {"points_used"}
                if not charged and not sent[0].may_change(self.cast, owner, tables):
                    self.tally.find(f"{sent[0].name} and the like changed {sorted(tables)} of account {owner}")
            before = after

    async def _prints(self, pair: Pair) -> Prints:
        application = pair.full.application
        await application.points.tell(application.store)
        return await read_prints(pair.full.url)

    async def _send(self, pair: Pair, call: Call) -> None:
        answer, mnemonic = await self._ask(pair, call)
        self._check_mnemonic(call, mnemonic)
        if mnemonic == "ok":
            self.tally.passed[call.operation.name] += 1
            await self._undo(pair, call, answer)
        for following in call.probe.then if call.entry.refusal is None else ():
            await self._send(pair, replace(call, probe=following))

    async def _undo(self, pair: Pair, call: Call, answer: bytes) -> None:
        """Deletes what was created, so that the world stays small; puts numbers back to where they were."""
        verb, noun = call.operation.name.split(".")
        undoing = METHODS.get(f"{UNDOING.get(verb)}.{noun}")
        if undoing is None or call.is_undoing:
            return
        made = msgspec.json.decode(answer)["result"]["data"].get("id")
        named = {name: value for name, value in call.params.items() if name in {"user_id", *undoing.alternatives}}
        given = {"id": made} if verb == "create" else _with_what_is_needed(undoing, self.rows, named)
        probe = Probe({**named, **given})
        undone = Call(call.actor, undoing, probe, self.entry(call.actor, undoing, probe), is_undoing=True)
        await self._send(pair, undone)

    async def _ask(self, pair: Pair, call: Call) -> tuple[bytes, str]:
        """Asks both worlds, and judges what can be judged whatever was asked."""
        method, params, entry = call.operation.name, call.params, call.entry
        answer, mnemonic = await pair.full.ask(method, params, call.probe.address)
        other, _ = await pair.lonely.ask(method, params, call.probe.address)
        self.tally.probes += 1
        pair.charged |= {entry.acting.account.id} if entry.acting else set()
        if answer != other:
            self.tally.find(f"{call.name} was answered {answer!r}, without others' rows {other!r}")
        seen = canaries_in_sight(self.cast, entry.acting) if entry.acting and not entry.refusal else set()
        for canary in _canaries(answer, params) - seen:
            self.tally.find(f"{call.name} was shown {canary}: {answer!r}")
        if mnemonic == OURS:
            self.tally.find(f"{call.name} was answered an error of ours")
        elif not _tells_limits_of(entry, mnemonic, answer):
            self.tally.find(f"{call.name} was told limits that are not those of the account: {answer!r}")
        return answer, mnemonic

    def entry(self, actor: Actor, operation: Operation, probe: Probe) -> Entry:
        """What the door must say."""
        if operation.verb == "login":
            return Entry(None)
        sent = actor.params(operation, probe.params)
        return enter(self.cast, actor.holder, operation, sent, probe.address, actor.dead)

    def _check_mnemonic(self, call: Call, mnemonic: str) -> None:
        expected = call.entry.refusal or call.probe.expects
        if expected is None and mnemonic not in ACCESS | {OURS}:
            return
        if mnemonic != expected:
            self.tally.find(f"{call.name} was answered {mnemonic}, not {expected or 'by its parameters'}")

    async def compare_own_rows(self, pair: Pair) -> None:
        """What the callers did to their own rows came out the same in both worlds."""
        others = {account.id for account in self.cast.accounts} - pair.kept
        full, lonely = [await read_prints(side.url, HASHES) for side in (pair.full, pair.lonely)]
        own = Counter({key: times for key, times in full.items() if key[1] not in others and key[0] != "points_used"})
        other = Counter({key: times for key, times in lonely.items() if key[0] != "points_used"})
        for owner, tables in changed(own, other).items():
            self.tally.find(f"{pair.name}: {sorted(tables)} of account {owner} differ from those without others' rows")


def _with_what_is_needed(operation: Operation, rows: Rows, sent: dict[str, Any]) -> dict[str, Any]:
    """What else must be sent with these parameters."""
    samples = Samples(operation, rows, ())
    needed = [param for param in operation.params if param.needed_with in sent]
    return {param.name: samples.value((param,)) for param in needed}


def _canaries(answer: bytes, sent: dict[str, Any]) -> set[str]:
    """The canaries in an answer, but not those with which an error repeats what was sent."""
    if b"canary" not in answer:
        return set()
    parsed = msgspec.json.decode(answer)
    if "error" in parsed and parsed["error"]["data"]["value"] in _told(sent):
        del parsed["error"]["data"]["value"]
    return {canary.decode() for canary in CANARY.findall(msgspec.json.encode(parsed))}


def _told(sent: Any) -> Iterator[str | None]:
    """Every part of what was sent, in the form in which an error repeats it."""
    yield sent if isinstance(sent, str) else msgspec.json.encode(sent).decode()
    for inner in sent.values() if isinstance(sent, dict) else sent if isinstance(sent, list) else ():
        yield from _told(inner)


def _tells_limits_of(entry: Entry, mnemonic: str, answer: bytes) -> bool:
    told = b'"day_limit":'
    if entry.acting is None or mnemonic in NOT_TOLD:
        return told not in answer
    return told + b"%d," % entry.acting.account.day_limit in answer
