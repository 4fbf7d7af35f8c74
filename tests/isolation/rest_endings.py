"""Numbers that leave a group, users that move, lose rights or end: the very next request meets what holds then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec

from centrex.catalogue import Level
from centrex.engine.accounts import Accounts
from centrex.engine.applications import OperatedApplications
from centrex.engine.operator import Operator
from centrex.resources import REST_OPERATIONS
from tests.isolation.rest_cast import Holder, Part, RestCast
from tests.isolation.rest_door import Outcome, groups_in, missing, numbers_in
from tests.isolation.rest_probing import RestProber, Sender, outcome
from tests.isolation.rest_tricks import WHOLE, probes
from tests.isolation.rest_worlds import Pair, Reply, Request

FEW: Final = 2
"""Probes of each operation with a token that has ended."""
FORGOTTEN: Final = 2
"""Seconds after which what the operator ended has ended in the server too."""
MADE_BELOW: Final = {
    Level.CUSTOMER: "client",
    Level.EXTENSION_GROUP: "extension_group",
    Level.EXTENSION: "extension",
}
HOUR: Final = 100 * 366 * 24 * 3600


@dataclass
class Endings:
    """What becomes of the users of one account, done by its first user in both worlds of its pair."""

    prober: RestProber
    pair: Pair
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def cast(self) -> RestCast:
        return self.prober.cast

    def holder(self, part: Part, name: str = "full") -> Holder:
        return next(one for one in self.cast.holders if one.part == part and one.name == f"{part.canary}-{name}")

    def parts(self, level: Level) -> list[Part]:
        found = groups_in if level is Level.EXTENSION_GROUP else numbers_in
        return found(self.pair.part, self.cast)

    async def ask(self, holder: Holder, method: str, path: str, body: Any = None) -> Reply:
        encoded = b"" if body is None else msgspec.json.encode(body)
        return await self.prober.ask(Sender(self.pair, holder), Request(method, path, b"", encoded))

    async def do(self, method: str, noun: str, identifier: int, body: Any = None) -> None:
        """By the first user, who may."""
        path = f"client/@me/{noun}/{identifier}"
        reply = await self.ask(self.holder(self.pair.part), method, path, body)
        self.expect(reply, (204 if method == "DELETE" else 200, None), path)

    def expect(self, reply: Reply, expected: Outcome, what: str) -> None:
        if outcome(reply) != expected:
            self.prober.tally.find(f"{self.pair.name}: {what} was answered {reply}, not {expected}")

    async def ended(self, holder: Holder, expected: Outcome | None = None) -> None:
        """The token opens nothing; ``expected`` is what is told, else that nobody knows it."""
        known = replace(holder, status="blocked") if expected else None
        sender = Sender(self.pair, known, holder.token)
        for operation in REST_OPERATIONS:
            await self.prober.send(sender, probes(self.prober.aim(Sender(self.pair, holder), operation), FEW))

    async def fetch(self, holder: Holder, expected: Outcome) -> None:
        """The addresses that were made for him, whoever fetches them."""
        for path in self.links[holder.name]:
            reply = await self.prober.ask(Sender(self.pair, holder), Request("GET", path), bare=True)
            self.expect(reply, expected, f"{path} made for {holder.name}")


async def probe_endings(prober: RestProber, pair: Pair) -> None:
    """One after the other; the account is as good as empty afterwards."""
    endings = Endings(prober, pair)
    for step in STEPS:
        await step(endings)
    await prober.compare_strangers(pair, "endings")
    await prober.look_for_files(pair)


async def _links_are_made(endings: Endings) -> None:
    """Of a recording of each holder's and of all of them, below his own part."""
    for level in (Level.CUSTOMER, Level.EXTENSION_GROUP, Level.EXTENSION):
        part = endings.pair.part if level is Level.CUSTOMER else endings.parts(level)[0]
        for name in ("full", "caller", "mute"):
            await _make_links(endings, endings.holder(part, name), MADE_BELOW[level])


async def _make_links(endings: Endings, holder: Holder, realm: str) -> None:
    sender, made = Sender(endings.pair, holder), endings.links.setdefault(holder.name, [])
    listed = await endings.prober.ask(sender, Request("GET", f"{realm}/@me/record/", urlencode(WHOLE).encode()))
    named = msgspec.json.decode(listed.body)[0]["record_uuid"]
    asked = [(await endings.ask(holder, "GET", f"{realm}/@me/record/{named}/storage_url/"), 200)]
    if holder.writes:
        asked.append((await endings.ask(holder, "POST", f"{realm}/@me/record/archive/", WHOLE), 201))
    for reply, status in asked:
        endings.expect(reply, (status, None), f"an address for {holder.name}")
        (address,) = msgspec.json.decode(reply.body).values()
        made.append(urlsplit(address).path)
    await endings.fetch(holder, (200, None))


async def _number_leaves(endings: Endings) -> None:
    """A number that is out of the group is to the group's users as one that never was; and back in it is theirs."""
    group, number = endings.parts(Level.EXTENSION_GROUP)[0], endings.parts(Level.EXTENSION)[0]
    holders = [endings.holder(group, name) for name in ("full", "reader", "caller", "mute")]
    for placed, expected in ((group.id, 200), (None, 404), (group.id, 200)):
        await endings.do("PUT", "extension", number.id, {"extension_group_id": placed})
        for holder in holders:
            await _look(endings, holder, group, number, expected)
            if holder.name in endings.links:  # what was recorded in the group stays the group's
                await endings.fetch(holder, (200, None))


async def _look(endings: Endings, holder: Holder, group: Part, number: Part, expected: int) -> None:
    """All reads of the number by a user of the group."""
    told = (expected, None if expected == 200 else "extension_not_found")
    listed = await endings.ask(holder, "GET", "extension_group/@me/extension/")
    if (f'"id":{number.id},'.encode() in listed.body) is not (expected == 200):
        endings.prober.tally.find(f"{holder.name} finds or misses {number} in {listed}")
    for path in (
        f"extension_group/{group.id}/extension/{number.id}",
        *(f"extension/{number.id}/{noun}" for noun in ("phone", "event", "user/extension")),
        "extension/@391/event/",
    ):
        endings.expect(await endings.ask(holder, "GET", path), told, f"{path} of {holder.name}")
    if expected == 404 and holder.writes and holder.all_access:
        for method, path, body in (
            ("PUT", f"extension/{number.id}/phone", {"label": "Mine"}),
            ("POST", f"extension/{number.id}/event", {"url": "http://a.b", "event_type": "hangup", "method": "GET"}),
            ("DELETE", f"extension/{number.id}/event", None),
        ):
            endings.expect(await endings.ask(holder, method, path, body), told, f"{path} of {holder.name}")


async def _users_move(endings: Endings) -> None:
    """A user of one group or number becomes another's, with the token that he has."""
    for level in (Level.EXTENSION_GROUP, Level.EXTENSION):
        old, new = endings.parts(level)[:2]
        holder = endings.holder(old, "reader")
        for there, away in ((new, old), (old, new)):
            await endings.do("PUT", f"user/{level}", holder.user_id, {f"{level}_id": there.id})
            noun = "extension_group" if level is Level.EXTENSION_GROUP else "event/"
            mine = await endings.ask(replace(holder, part=there), "GET", f"{level}/@me/{noun}")
            endings.expect(mine, (200, None), f"@me of {holder.name}")
            reply = await endings.ask(replace(holder, part=there), "GET", f"{level}/{away.id}/{noun}")
            endings.expect(reply, missing(level), f"{away} of {holder.name}")
        mute = endings.holder(old, "mute")
        for there, told in ((new, missing(level)), (old, (200, None))):
            await endings.do("PUT", f"user/{level}", mute.user_id, {f"{level}_id": there.id})
            await endings.fetch(mute, told)


async def _rights_go(endings: Endings) -> None:
    """Who may only read from now on changes nothing with the token that he has."""
    group = endings.parts(Level.EXTENSION_GROUP)[0]
    holder = endings.holder(group)
    for access, expected in (("read_only", (403, "user_access_type_deny")), ("full", (200, None))):
        await endings.do("PUT", "user/extension_group", holder.user_id, {"access": access})
        reply = await endings.ask(holder, "PUT", "extension_group/@me/extension_group", {"extra_params": "x"})
        endings.expect(reply, expected, f"a change of {holder.name}")


async def _users_end(endings: Endings) -> None:
    """Blocked he is told so; let in again, or deleted, his token is nobody's."""
    for level in (Level.EXTENSION_GROUP, Level.EXTENSION):
        noun, holder = f"user/{level}", endings.holder(endings.parts(level)[0], "caller")
        await endings.do("PUT", noun, holder.user_id, {"status": "blocked"})
        await endings.ended(holder, (403, "user_blocked"))
        await endings.fetch(holder, (403, "user_blocked"))
        await endings.do("PUT", noun, holder.user_id, {"status": "active"})
        await endings.ended(holder)
        deleted = endings.holder(endings.parts(level)[0], "mute")
        await endings.do("DELETE", noun, deleted.user_id)
        await endings.ended(deleted)
        await endings.fetch(deleted, (404, None))


async def _applications_end(endings: Endings) -> None:
    """What the operator ends has ended a moment later."""
    holder = endings.holder(endings.pair.part, "caller")
    for side in (endings.pair.full, endings.pair.lonely):
        operator = Operator(side.application.store, side.clock)
        async for application_id in _applications(endings, holder):
            await OperatedApplications(operator).revoke(application_id)
        side.clock.advance(FORGOTTEN)
    await endings.ended(holder)


async def _applications(endings: Endings, holder: Holder) -> AsyncIterator[str]:
    for rows in endings.prober.rows.of["application"].values():
        for row in rows:
            if row["user_id"] == holder.user_id:
                yield row["app_id"]


async def _parts_end(endings: Endings) -> None:
    """With a group or a number go its users."""
    for level in (Level.EXTENSION_GROUP, Level.EXTENSION):
        part = endings.parts(level)[1]
        holder = endings.holder(part) if level is Level.EXTENSION_GROUP else endings.holder(part, "full")
        await endings.do("DELETE", level, part.id)
        await endings.ended(holder)


async def _account_ends(endings: Endings) -> None:
    """A client that is locked has no users who are let in."""
    for side in (endings.pair.full, endings.pair.lonely):
        operator = Operator(side.application.store, side.clock)
        await Accounts(operator).set_status(endings.pair.part.account_id, "manual_lock")
        side.clock.advance(FORGOTTEN)
    await endings.ended(endings.holder(endings.pair.part), (403, "user_blocked"))
    await endings.fetch(endings.holder(endings.pair.part), (403, "user_blocked"))


async def _tokens_expire(endings: Endings) -> None:
    for side in (endings.pair.full, endings.pair.lonely):
        side.clock.advance(HOUR)
    await endings.ended(endings.holder(endings.pair.part))
    await endings.fetch(endings.holder(endings.pair.part), (410, None))


STEPS: Final[tuple[Callable[[Endings], Any], ...]] = (
    _links_are_made,
    _number_leaves,
    _users_move,
    _rights_go,
    _users_end,
    _applications_end,
    _parts_end,
    _account_ends,
    _tokens_expire,
)
