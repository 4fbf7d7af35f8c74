"""Who uses the console in the world that is probed: people of every level, each signed in with a browser of his own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from centrex.access.secrets import SESSION_LENGTH, digest
from centrex.catalogue import Level
from centrex.resources.application import application, consent, web_session
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Find, Insert
from tests.clock import NOON
from tests.isolation.cast import Account, Cast
from tests.isolation.rest_cast import SECRET, Part, RestCast
from tests.isolation.rest_door import sees
from tests.isolation.rest_worlds import probed_parts

AGENT: Final = "canaryNorth"
HOLDERS: Final = ("full", "reader", "blocked")
"""Of the users of each part that the RingMe API knows those whom the console tells apart."""
NOBODY: Final = "0" * SESSION_LENGTH
"""What no browser was ever given."""
FOR_EVER: Final = int(NOON) + 10**9


@dataclass(frozen=True)
class Visitor:
    """A user and the cookie of his browser; who changes nothing may read, and who does not come in is blocked."""

    name: str
    cookie: str
    user_id: int
    part: Part
    changes: bool = True
    comes_in: bool = True


@dataclass(frozen=True)
class ConsoleCast:
    """Who visits, what each sees, and by account what else may be read there by whose part is the whole of it."""

    rest: RestCast
    parts: tuple[Part, ...]
    visitors: tuple[Visitor, ...]
    more: Mapping[int, frozenset[str]]

    def of(self, part: Part) -> list[Visitor]:
        """Whose cookies open the pages of a part."""
        return [visitor for visitor in self.visitors if visitor.part == part]

    def shows(self, part: Part, canary: str) -> bool:
        """Whether the text may stand on pages for the users of a part."""
        if part.level in {Level.CUSTOMER, Level.AGENT} and canary in self.more[part.account_id]:
            return True
        if part.level is not Level.AGENT:
            return sees(part, canary, self.rest)
        if canary.endswith(SECRET):
            return False
        own = {each.canary for each in self.rest.parts if self._is_agents(each, part)} | {part.canary}
        return canary in own or canary.partition("_")[0] in own

    def _is_agents(self, part: Part, agent: Part) -> bool:
        return self.rest.agents.get(part.account_id) == agent.account_id


async def sign_in_all(store: Store, cast: Cast, rest: RestCast) -> ConsoleCast:
    """Opens a session for everybody who visits."""
    parts = (*probed_parts(rest), next(_agents(rest)))
    visitors = tuple(visitor for part in parts for visitor in (*_of_rest(rest, part), *_of_data_api(cast, part)))
    for visitor in visitors:
        await store.change(_signed_in(visitor), SERVER)
        await store.change(_allowed(visitor), SERVER)
    return ConsoleCast(rest, parts, visitors, {account.id: _told(cast, account) for account in cast.accounts})


def _told(cast: Cast, account: Account) -> frozenset[str]:
    """The names of the keys of its users, and that of its plan."""
    users = {user.canary for user in cast.users if user.account is account}
    return frozenset(users | ({account.plan} if account.plan else set()))


def _agents(rest: RestCast) -> Iterator[Part]:
    """What an agent sees: his own account and his customers'."""
    for part in rest.parts:
        if part.canary == AGENT:
            yield Part(part.account_id, Level.AGENT, part.account_id, part.canary)


def _of_rest(rest: RestCast, part: Part) -> Iterator[Visitor]:
    for holder in rest.holders:
        kind = holder.name.rpartition("-")[2]
        if holder.part == part and kind in HOLDERS:
            yield _visitor(holder.name, holder.user_id, part, changes=kind == "full", comes_in=kind != "blocked")


def _of_data_api(cast: Cast, part: Part) -> Iterator[Visitor]:
    """Users with rights of the Data API, whose level is the account's own."""
    for user in cast.users if part.level in {Level.CUSTOMER, Level.AGENT} else ():
        if user.account.id == part.account_id and user.level == part.level and user.active:
            yield _visitor(user.canary, user.id, part)


def _visitor(name: str, user_id: int, part: Part, *, changes: bool = True, comes_in: bool = True) -> Visitor:
    return Visitor(name, f"cookie{user_id}of".ljust(SESSION_LENGTH, "0"), user_id, part, changes, comes_in)


def _allowed(visitor: Visitor) -> Change[None]:
    """He has allowed his own application to act for him, if he has one."""
    owned: dict[str, object] = {"customer_id": visitor.part.account_id, "user_id": visitor.user_id}
    for (identifier,) in (yield Find(application, ("id",), owned)):
        yield Insert(consent, {**owned, "application_id": identifier, "created_at": int(NOON)})


def _signed_in(visitor: Visitor) -> Change[None]:
    owned: dict[str, object] = {"customer_id": visitor.part.account_id, "user_id": visitor.user_id}
    times = {"created_at": int(NOON), "expires_at": FOR_EVER}
    yield Insert(web_session, {**owned, **times, "digest": digest(visitor.cookie)})
