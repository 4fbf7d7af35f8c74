"""The world that is probed: who there is, what each may do, and the text by which each gives himself away.

To the accounts of ``tests.world`` come those that the door must tell apart: locked and archived customers, an
agent's agent, a user of an agent's account who is no agent, users with fewer rights, blocked ones, users below a
customer; customers in whose name nobody acts, whom their agent may lock or put on another plan; and one whose rows
have the same ids as another's, which the tables allow, though no server gives an id twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Table

from centrex.access.components import TITLES
from centrex.access.rights import ACTIONS, UNITS
from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.engine.accounts import NewAccount
from centrex.engine.users import NewUser
from centrex.patterns import fold
from centrex.resources import metadata
from centrex.resources.credential import api_key
from centrex.resources.customer import customer
from centrex.resources.employee import employee
from centrex.resources.pool_number import pool_number
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.user import user, user_permission
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Delete, Find, Insert, NextId, SkipIds, Update
from tests.clock import ManualClock
from tests.isolation.sounds import own_key, part_files
from tests.world import PASSWORD_HASH, Member, World, make_world

HIDDEN: Final = "canaryHidden"
"""In texts that no face shows to anybody, such as those of an archived customer."""

Rights = dict[str, list[str]]

READ_ONLY: Final[Rights] = {unit: ["select"] for unit in UNITS}
ALL_BUT_THE_API: Final[Rights] = {unit: list(ACTIONS) for unit in UNITS if unit != "data_api"}
THE_API_ALONE: Final[Rights] = {"data_api": ["select"]}
EVERYTHING: Final[Rights] = {unit: list(ACTIONS) for unit in UNITS}


@dataclass
class Account:
    """An account as the door must know it; ``address`` is on its whitelist alone.

    ``plan`` stands in the name of its tariff plan; on an agent's own account it stands in those that are open to him.
    """

    id: int
    canary: str
    agent_id: int | None
    is_agent: bool
    address: str
    active: bool = True
    listed: bool = True
    plan: str | None = None
    components: list[str] = field(default_factory=lambda: list(TITLES))

    @property
    def day_limit(self) -> int:
        """No two accounts have the same, so that an answer tells whose limits it reports."""
        return 2_000_000_000 + self.id


@dataclass
class User:
    """A user with a permanent key; ``canary`` stands in his name, login and description."""

    id: int
    account: Account
    level: str
    canary: str
    key: str
    rights: Rights = field(default_factory=lambda: EVERYTHING)
    active: bool = True

    @property
    def is_agent(self) -> bool:
        return self.level == Level.AGENT


@dataclass
class Cast:
    """Everybody of the world, in the order in which they were made."""

    accounts: list[Account]
    users: list[User]

    def is_idle(self, account_id: int) -> bool:
        """Whether nobody acts for the account, so that what becomes of it is told by its rows alone."""
        return all(user.account.id != account_id for user in self.users)


async def lay_out(store: Store, clock: ManualClock) -> Cast:
    """Fills an empty store; no two tables have an id in common."""
    await store.change(_apart(), SERVER)
    world = await make_world(store, clock)
    accounts = _first_accounts(world)
    by_id = {account.id: account for account in accounts}
    users = [
        User(member.id, by_id[member.account_id], level, f"canaryUser{name}", member.key)
        for name, member, level in _first_users(world)
    ]
    more = _More(world, Cast(accounts, users))
    await more.make()
    await _mark(world, more.cast)
    await part_files(store)
    return more.cast


def _first_accounts(world: World) -> list[Account]:
    north, south = world.north.account_id, world.south.account_id
    agents = [(north, "canaryNorth"), (south, "canarySouth")]
    made = [Account(number, canary, None, True, _address(number)) for number, canary in agents]
    for one, agent in zip(world.customers, (north, north, south, None), strict=True):
        made.append(Account(one.id, one.canary, agent, False, _address(one.id)))
    return made


def _address(number: int) -> str:
    return f"10.0.{number // 256}.{number % 256}"


def _apart() -> Change[None]:
    tables = [table for table in metadata.sorted_tables if table.info.get("ids") and table is not customer]
    for number, table in enumerate(tables, start=1):
        yield SkipIds(table, 1_000 * number)


def _first_users(world: World) -> list[tuple[str, Member, str]]:
    agents = [("North", world.north, Level.AGENT.value), ("South", world.south, Level.AGENT.value)]
    return agents + [(one.canary[-1], one.user, Level.CUSTOMER.value) for one in world.customers]


class _More:
    """Makes those whom ``tests.world`` does not need."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.world = world
        self.cast = cast

    async def make(self) -> None:
        north, a = self.cast.accounts[0], self.cast.accounts[2]
        locked = await self._account("E", north, active=False)
        west = await self._account("West", north, is_agent=True)
        await self._account("Archived", north, active=False, listed=False)
        await self._user(locked, "E")
        await self._user(west, "West", level=Level.AGENT)
        await self._user(north, "Clerk", THE_API_ALONE, level=Level.AGENT)
        await self._user(north, "Inhouse", below=True)
        await self._user(a, "Reader", READ_ONLY)
        await self._user(a, "Mute", ALL_BUT_THE_API)
        await self._user(a, "Poor", THE_API_ALONE)
        blocked = await self._user(a, "Blocked")
        blocked.active = False
        await self.world.users.set_columns(blocked.id, {"status": "blocked"})
        for level in (Level.EXTENSION_GROUP, Level.EXTENSION):
            await self._user(a, level.value, level=level, below=True)
        await self._idle("Idle", north)
        await self._idle("Lazy", self.cast.accounts[1])
        twin = await self._account("Twin", None)
        await self._user(twin, "Twin")
        await self._copy_rows(a, twin)
        await self._connect_numbers(twin)
        await self._put_on_plans()
        for account, canary in ((self.cast.accounts[3], "B"), (self.cast.accounts[5], "D")):
            assert account.canary.endswith(canary)
            account.components.remove("data_api_config")

    async def _account(
        self, name: str, agent: Account | None, *, is_agent: bool = False, active: bool = True, listed: bool = True
    ) -> Account:
        canary = f"canary{name}" if listed else HIDDEN
        agent_id = agent.id if agent else None
        new = NewAccount(canary, agent_id=agent_id, agent_type="agent" if is_agent else None)
        number = await self.world.accounts.create(new)
        account = Account(number, canary, agent_id, is_agent, _address(number), active, listed)
        for network in ("127.0.0.0/8", "::1"):
            await self.world.accounts.allow(number, network)
        if not active:
            await self.world.accounts.set_status(number, "manual_lock" if listed else "archive")
        self.cast.accounts.append(account)
        return account

    async def _user(
        self,
        account: Account,
        name: str,
        rights: Rights = EVERYTHING,
        level: Level = Level.CUSTOMER,
        *,
        below: bool = False,
    ) -> User:
        """``below`` makes one of a level that the operator does not give the users of this account."""
        canary = f"canaryUser{name}"
        key = f"key-of-{name.lower()}".ljust(40, "0")
        if not below:
            new = NewUser(account.id, f"login-{name}", PASSWORD_HASH, canary, rights=rights)
            number = await self.world.users.create(new)
            await self.world.users.create_key(number, key, canary)
        else:
            number = await self.world.store.change(_of_level(account, level, key), SERVER)
        made = User(number, account, level.value, canary, key, rights)
        self.cast.users.append(made)
        return made

    async def _idle(self, name: str, agent: Account) -> None:
        """A customer whose only user is not of the cast."""
        account = await self._account(name, agent)
        await self.world.users.create(NewUser(account.id, f"login-{name}", PASSWORD_HASH, account.canary))

    async def _connect_numbers(self, without: Account) -> None:
        """Puts the connected numbers into the pool, but those with an id that two customers have; each has one more."""
        a = self.cast.accounts[2]
        for account in (one for one in self.cast.accounts if one is not without):
            numbers = await self.world.store.find(
                Find(virtual_number, ("id", "number"), {"customer_id": account.id}), SERVER
            )
            for identifier, number in numbers if account is not a else ():
                await self.world.store.change(_in_pool(account, identifier, number), SERVER)
            if numbers:
                await self.world.store.change(_connected(account), SERVER)
                await self.world.store.change(_with_short_number(account), SERVER)

    async def _put_on_plans(self) -> None:
        """Marks the plans of the agents, and one of nobody; the first customer of each agent is on his first plan."""
        await self.world.store.change(_plan_of_nobody(), SERVER)
        for agent in self.cast.accounts[:2]:
            plans = self.world.plans[agent.id]
            first = next(account for account in self.cast.accounts if account.agent_id == agent.id)
            agent.plan = first.plan = f"canaryPlan{agent.canary.removeprefix('canary')}"
            await self.world.accounts.set_columns(first.id, {"tariff_plan_id": plans[0]})
            for plan_id in plans:
                named: dict[str, object] = {"name": f"Plan {plan_id} {agent.plan}"}
                await self.world.store.change(_updated(tariff_plan, {"id": plan_id}, named), SERVER)

    async def _copy_rows(self, one: Account, other: Account) -> None:
        """Gives the other all that the one has, with the same ids, in place of what every account has."""
        for table in metadata.sorted_tables:
            if "customer_id" not in table.primary_key.columns:
                continue
            if "id" in table.primary_key.columns:
                await self.world.store.change(_deleted(table, {"customer_id": other.id}), SERVER)
            elif await self._has_rows(table, other):
                continue
            columns = tuple(str(column.name) for column in table.columns if column.computed is None)
            for values in await self.world.store.find(Find(table, columns, {"customer_id": one.id}), SERVER):
                row = {name: _renamed(value, one, other) for name, value in zip(columns, values, strict=True)}
                unique = {str(column.name): f"{row[column.name]}9" for column in table.columns if column.unique}
                if "media" in row:
                    row["media"] = own_key(table.name, other.id, row["id"])
                await self.world.store.change(_inserted(table, {**row, **unique, "customer_id": other.id}), SERVER)

    async def _has_rows(self, table: Table, account: Account) -> bool:
        return bool(await self.world.store.find(Find(table, ("customer_id",), {"customer_id": account.id}), SERVER))


def _renamed(value: object, one: Account, other: Account) -> object:
    """A text with the canary of the other, also where letters are folded."""
    if not isinstance(value, str):
        return value
    return value.replace(one.canary, other.canary).replace(fold(one.canary), fold(other.canary))


def _inserted(table: Table, values: dict[str, object]) -> Change[None]:
    yield Insert(table, values)


def _updated(table: Table, key: dict[str, object], values: dict[str, object]) -> Change[None]:
    yield Update(table, key, values)


def _deleted(table: Table, key: dict[str, object]) -> Change[None]:
    yield Delete(table, key)


def _in_pool(account: Account, identifier: int, number: str) -> Change[None]:
    prices = {"onetime_payment": 0.0, "monthly_charge": 0.0, "min_charge": 0.0}
    texts = {"number": number, "category": "usual", "location_name": f"Of {account.canary}"}
    yield Insert(pool_number, {"id": identifier, "customer_id": account.id, **texts, **prices})


def _connected(account: Account) -> Change[None]:
    """One more number, of the pool and in no group."""
    identifier = int((yield NextId(virtual_number))[0][0])
    number = f"7812{account.id:07}"
    kept: dict[str, object] = {"id": identifier, "customer_id": account.id, "number": number, "name": account.canary}
    yield Insert(virtual_number, {**kept, "status": "active", "category": "usual", "type": "va"})
    yield from _in_pool(account, identifier, number)


def _with_short_number(account: Account) -> Change[None]:
    """His last employee gets one that no other customer has."""
    people = yield Find(employee, ("id",), {"customer_id": account.id})
    key = {"customer_id": account.id, "id": max(people)[0]}
    yield Update(employee, key, {"extension_phone_number": str(700 + account.id)})


def _plan_of_nobody() -> Change[None]:
    identifier = int((yield NextId(tariff_plan))[0][0])
    yield Insert(tariff_plan, {"id": identifier, "name": f"Plan {HIDDEN}", "components": "[]"})


def _of_level(account: Account, level: Level, key: str) -> Change[int]:
    """A user of any level, with every right and a key."""
    number = int((yield NextId(user))[0][0])
    made: dict[str, object] = {"customer_id": account.id, "agent_id": account.agent_id, "level": level}
    made |= {"login": f"login-{level}", "password_hash": PASSWORD_HASH, "status": "active", "name": "", "created_at": 0}
    yield Insert(user, {"id": number, **made})
    for unit in UNITS:
        flags = {f"is_{action}": True for action in ACTIONS}
        yield Insert(user_permission, {"customer_id": account.id, "user_id": number, "unit": unit, **flags})
    key_id = int((yield NextId(api_key))[0][0])
    values: dict[str, object] = {"id": key_id, "customer_id": account.id, "user_id": number, "created_at": 0}
    yield Insert(api_key, {**values, "digest": digest(key), "kind": "permanent", "name": "", "status": "active"})
    return number


async def _mark(world: World, cast: Cast) -> None:
    """Writes the canaries, the limits, the whitelists and the components that the cast tells of."""
    for account in cast.accounts:
        texts = {"name": f"Name {account.canary}", "description": f"About {account.canary}"}
        limits = {"day_limit": account.day_limit, "minute_limit": account.day_limit}
        await world.accounts.set_columns(account.id, {**texts, **limits})
        await world.accounts.set_components(account.id, account.components)
        await world.accounts.allow(account.id, account.address)
    for made in cast.users:
        shown = {"name": f"User {made.canary}", "description": f"Is {made.canary}"}
        await world.users.set_columns(made.id, {**shown, "login": f"{made.canary}-login"})
