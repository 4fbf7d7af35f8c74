"""Pairs of worlds: the whole one, and the same without everything that its callers may not know of.

Whoever cannot see a row must get the same bytes from both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from centrex.catalogue import Operation
from centrex.dialects.dataapi.service import Exchange
from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.isolation.aim import LOOPBACK
from tests.isolation.cast import Account, Cast, User
from tests.isolation.door import customers_users
from tests.isolation.rows import leave_alone
from tests.isolation.sounds import lay_sounds
from tests.served import whole

KINDS: Final = ("full", "lonely")

Copy = Callable[[str], str]
"""Copies the database that was laid out, for the purpose named; answers the address of the copy."""


@dataclass
class Actor:
    """Somebody with a token, who may name the user for whom he acts. ``dead`` is what his token is answered.

    ``is_prime`` says that many probes are his.
    """

    name: str
    token: str | None
    holder: User | None = None
    acts_for: User | None = None
    dead: str = ""
    is_prime: bool = False
    is_session: bool = False

    @property
    def user(self) -> User | None:
        """Whose rows his requests are about."""
        return self.acts_for or self.holder

    def params(self, operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
        """``params`` with his token, and with the user for whom he acts unless they name one."""
        token = {} if self.token is None or operation.verb == "login" else {"access_token": self.token}
        named = {"user_id": self.acts_for.id} if self.acts_for and operation.takes_user_id else {}
        return {**token, **named, **params}


@dataclass
class Side:
    """One of the two worlds of a pair, served."""

    url: str
    application: Application
    clock: ManualClock
    _numbers: Iterator[int] = field(default_factory=count)

    async def ask(self, method: str, params: dict[str, Any], address: str = LOOPBACK) -> tuple[bytes, str]:
        """The bytes of the answer, and the mnemonic of its error or ``ok``."""
        body = msgspec.json.encode({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        exchange = Exchange(address, f"probe-{next(self._numbers)}")
        answer = whole(await self.application.data_api.answer(body, exchange))
        return answer, exchange.mnemonic or "ok"


@dataclass
class Pair:
    """``kept`` are the accounts whose rows stand in both worlds; ``actors`` see no other rows.

    ``charged`` are those that have been charged so far: points are told to the store a little later. ``is_begun``
    says that it has been probed, and that one of the actors has a session.
    """

    name: str
    kept: set[int]
    actors: list[Actor]
    full: Side
    lonely: Side
    charged: set[int] = field(default_factory=set)
    is_begun: bool = False


def groups(cast: Cast) -> Iterator[tuple[str, set[int], list[Actor]]]:
    """Who can be asked in the same pair of worlds, since the same rows are theirs: an account, and who acts for it."""
    for account in cast.accounts:
        users = [user for user in cast.users if user.account is account]
        if users:
            agent = {account.agent_id} if account.agent_id else set()
            customers = {other.id for other in cast.accounts if other.agent_id == account.id}
            yield account.canary, {account.id} | agent | customers, [*_actors(cast, account, users)]


def _actors(cast: Cast, account: Account, users: list[User]) -> Iterator[Actor]:
    yield from (Actor(user.canary, user.key, user, is_prime=user is users[0]) for user in users)
    agents = [user for user in cast.users if user.level == "agent" and user.account.id == account.agent_id]
    for agent in agents:
        for user in users:
            if user in customers_users(cast, agent.account):
                is_prime = agent is agents[0] and user is users[0]
                yield Actor(f"{agent.canary} for {user.canary}", agent.key, agent, user, is_prime=is_prime)
    yield Actor("somebody", "no such key".ljust(40, "0"))


async def prepared(cast: Cast, copy: Copy, *names: str) -> dict[str, str]:
    """The databases of these groups, or of all, by group and side; in the lonely ones others' rows are gone."""
    urls: dict[str, str] = {}
    for name, kept, _ in groups(cast):
        if not names or name in names:
            urls |= {f"{name} {kind}": copy(f"{name}-{kind}") for kind in KINDS}
            await leave_alone(urls[f"{name} lonely"], kept)
    return urls


@asynccontextmanager
async def opened(cast: Cast, urls: dict[str, str]) -> AsyncIterator[list[Pair]]:
    """The pairs whose databases were prepared, all at once."""
    async with AsyncExitStack() as stack:
        pairs: list[Pair] = []
        for name, kept, actors in groups(cast):
            if f"{name} full" in urls:
                full, lonely = [await stack.enter_async_context(_served(urls[f"{name} {kind}"])) for kind in KINDS]
                pairs.append(Pair(name, kept, actors, full, lonely))
        _share_statements([side.application.store for pair in pairs for side in (pair.full, pair.lonely)])
        yield pairs


@asynccontextmanager
async def _served(url: str) -> AsyncIterator[Side]:
    async def opened_store() -> Store:
        return await open_store(url)

    clock = ManualClock()
    tokens = (f"session-{number}".ljust(72, "0") for number in count(1))
    with TemporaryDirectory() as media:
        await lay_sounds(url, Path(media))
        parts = Parts(clock=clock, new_token=lambda: next(tokens), media=MediaStore(Path(media)))
        application = Application(opened_store, url, parts)
        await application.start()
        try:
            yield Side(url, application, clock)
        finally:
            await application.stop()


def _share_statements(stores: list[Any]) -> None:
    """The text of a statement depends on no world: all of a kind compile it once, which takes milliseconds."""
    for store in stores:
        store.statements = stores[0].statements
