"""Tokens that live and then end, in every way in which one can: from then on they open nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from centrex.dialects.dataapi.methods import METHODS
from centrex.engine.operator import Operator
from centrex.engine.users import NewUser, Users
from tests.isolation.cast import Account, Cast, User
from tests.isolation.probing import Call, Prober
from tests.isolation.worlds import Actor, Pair, Side
from tests.world import PASSWORD, PASSWORD_HASH

FORGOTTEN: Final = 2
"""Seconds after which what the command line ended has ended in the server too."""


@dataclass(frozen=True)
class Mortal:
    """A user whose token will end, on one of the two sides."""

    side: Side
    id: int
    login: str

    @property
    def users(self) -> Users:
        return _users(self.side)

    @property
    def key(self) -> str:
        return f"key-of-{self.login}".replace(" ", "-").ljust(40, "0")


Life = Callable[[Mortal], AsyncIterator[str]]
"""Answers a token that works; when it is asked again, ends it."""


async def _blocked_key(mortal: Mortal) -> AsyncIterator[str]:
    key_id = await mortal.users.create_key(mortal.id, mortal.key, "")
    yield mortal.key
    await mortal.users.set_key_status(key_id, "blocked")
    mortal.side.clock.advance(FORGOTTEN)


async def _expired_key(mortal: Mortal) -> AsyncIterator[str]:
    key_id = await mortal.users.create_key(mortal.id, mortal.key, "")
    yield mortal.key
    await mortal.users.set_key_status(key_id, "expired")
    mortal.side.clock.advance(FORGOTTEN)


async def _key_with_an_end(mortal: Mortal) -> AsyncIterator[str]:
    await mortal.users.create_key(mortal.id, mortal.key, "", expires_at=int(mortal.side.clock.now()) + 10)
    yield mortal.key
    mortal.side.clock.advance(10)


async def _temporary_key(mortal: Mortal) -> AsyncIterator[str]:
    ends = int(mortal.side.clock.now()) + 10
    await mortal.users.create_key(mortal.id, mortal.key, "", "temporary", ends)
    yield mortal.key
    mortal.side.clock.advance(10)


async def _blocked_temporary_key(mortal: Mortal) -> AsyncIterator[str]:
    ends = int(mortal.side.clock.now()) + 1000
    key_id = await mortal.users.create_key(mortal.id, mortal.key, "", "temporary", ends)
    yield mortal.key
    await mortal.users.set_key_status(key_id, "blocked")
    mortal.side.clock.advance(FORGOTTEN)


async def _blocked_user_with_a_key(mortal: Mortal) -> AsyncIterator[str]:
    await mortal.users.create_key(mortal.id, mortal.key, "")
    yield mortal.key
    await mortal.users.set_columns(mortal.id, {"status": "blocked"})
    mortal.side.clock.advance(FORGOTTEN)


async def _blocked_user_with_a_session(mortal: Mortal) -> AsyncIterator[str]:
    yield await _session(mortal)
    await mortal.users.set_columns(mortal.id, {"status": "blocked"})
    mortal.side.clock.advance(FORGOTTEN)


async def _closed_session(mortal: Mortal) -> AsyncIterator[str]:
    """Ends at once, without a second's grace."""
    token = await _session(mortal)
    yield token
    await mortal.side.ask("logout.user", {"access_token": token})


async def _old_session(mortal: Mortal) -> AsyncIterator[str]:
    yield await _session(mortal)
    mortal.side.clock.advance(3600)


async def _session(mortal: Mortal) -> str:
    answer, _ = await mortal.side.ask("login.user", {"login": mortal.login, "password": PASSWORD})
    token: str = msgspec.json.decode(answer)["result"]["data"]["access_token"]
    return token


LIVES: Final[dict[str, tuple[Life, str]]] = {
    "blocked key": (_blocked_key, "access_token_blocked"),
    "expired key": (_expired_key, "access_token_expired"),
    "key with an end": (_key_with_an_end, "access_token_expired"),
    "temporary key": (_temporary_key, "access_token_invalid"),
    "blocked temporary key": (_blocked_temporary_key, "access_token_invalid"),
    "key of a blocked user": (_blocked_user_with_a_key, "access_token_blocked"),
    "session of a blocked user": (_blocked_user_with_a_session, "access_token_invalid"),
    "closed session": (_closed_session, "access_token_invalid"),
    "old session": (_old_session, "access_token_invalid"),
}
"""How a token ends, and what it is answered from then on."""


async def probe_endings(prober: Prober, pair: Pair, number: int) -> None:
    """Probes every method, so many times, with every token that has ended, then for users who have."""
    for name, (life, mnemonic) in LIVES.items():
        mortals = [await _mortal(side, pair, name) for side in (pair.full, pair.lonely)]
        lives = [life(mortal) for mortal in mortals]
        tokens = [await anext(each) for each in lives]
        assert tokens[0] == tokens[1]
        owner = _account(prober, pair)
        user = User(mortals[0].id, owner, "customer", f"canary {name}", mortals[0].key)
        actor = Actor(name, tokens[0], user)
        await _probe_methods(_with(prober, user), pair, actor, 1)
        for each in lives:
            assert await anext(each, None) is None
        await _probe_methods(_with(prober, user), pair, replace(actor, dead=mnemonic), number)
    await _probe_for_ended_users(prober, pair, number)


async def _probe_for_ended_users(prober: Prober, pair: Pair, number: int) -> None:
    """The user for whom an agent acts is blocked; once he is not, his account is locked by the agent himself."""
    acting = [actor for actor in pair.actors if actor.acts_for and actor.holder]
    await _probe_methods(prober, pair, acting[0], 1)
    await _probe_methods(prober, pair, acting[-1], 1)
    ended = acting[0].acts_for
    assert ended
    for side in (pair.full, pair.lonely):
        await _users(side).set_columns(ended.id, {"status": "blocked"})
        side.clock.advance(FORGOTTEN)
    await _probe_methods(_with(prober, replace(ended, active=False)), pair, acting[0], number)
    account = replace(ended.account, active=False)
    for side in (pair.full, pair.lonely):
        await _users(side).set_columns(ended.id, {"status": "active"})
        side.clock.advance(FORGOTTEN)
    await _probe_methods(prober, pair, acting[-1], 1)
    for side in (pair.full, pair.lonely):
        asked = {"access_token": acting[0].token, "customer_id": account.id, "status": "manual_lock"}
        _, mnemonic = await side.ask("update.customer_status", asked)
        assert mnemonic == "ok"
    locked = [replace(user, account=account) for user in prober.cast.users if user.account.id == account.id]
    last = next(user for user in locked if acting[-1].acts_for and user.id == acting[-1].acts_for.id)
    await _probe_methods(_with(prober, *locked), pair, replace(acting[-1], acts_for=last), number)


async def _probe_methods(prober: Prober, pair: Pair, actor: Actor, number: int) -> None:
    calls: list[Call] = []
    for operation in METHODS.values():
        if operation.takes_user_id or not (actor.acts_for or operation.verb == "login"):
            calls += prober.calls(actor, operation, number)
    await prober.send(pair, calls)


def _with(prober: Prober, *users: User) -> Prober:
    """The same, knowing more users, or other things of those that it knows."""
    ids = {user.id for user in users}
    known = [user for user in prober.cast.users if user.id not in ids]
    return Prober(Cast(prober.cast.accounts, [*known, *users]), prober.rows, prober.tally, prober.turn)


def _account(prober: Prober, pair: Pair) -> Account:
    return next(account for account in prober.cast.accounts if account.canary == pair.name)


async def _mortal(side: Side, pair: Pair, name: str) -> Mortal:
    assert pair.actors[0].holder
    login = f"login {name}"
    new = NewUser(pair.actors[0].holder.account.id, login, PASSWORD_HASH, "mortal")
    return Mortal(side, await _users(side).create(new), login)


def _users(side: Side) -> Users:
    return Users(Operator(side.application.store, side.clock))
