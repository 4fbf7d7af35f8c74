"""Lays the demo world into an empty database, by the same steps that an operator and a customer would take."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from centrex.access.directory import Directory, Principal
from centrex.access.gate import Gate, Visitor
from centrex.access.secrets import digest, hash_password
from centrex.demo.extension_rows import Laid, register
from centrex.demo.extensions import DOMAIN
from centrex.demo.history import make_history
from centrex.demo.history_rows import history_rows
from centrex.demo.media import Copies, Media, make_media
from centrex.demo.outlines import PLANS
from centrex.demo.rows import customer_rows
from centrex.demo.world import AGENT_ID, AGENT_USER_ID, Customer, Login, World
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.audit import Deed
from centrex.engine.ingest_keys import IngestKeyring
from centrex.engine.operator import Operator
from centrex.engine.pool import Pool
from centrex.engine.retention import count_grown
from centrex.engine.tariffs import NewPlan, Tariffs
from centrex.engine.together import together
from centrex.engine.users import NewUser, Users
from centrex.i18n import Refusal
from centrex.resources import metadata
from centrex.resources.credential import api_key
from centrex.resources.customer import customer
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Change, Find, SkipIds

BEGINNING: Final = 1_735_722_000
"""When the world was made: 2025-01-01 09:00 UTC, so that the times in it follow from the seed as well."""

ADDRESS: Final = "demo"
LOOPBACK: Final = ("127.0.0.0/8", "::1")


class NotThisWorld(Refusal):
    """The database holds something else than the demo world of this seed."""


class Standing:
    """A clock that shows the time at which the world was made."""

    def now(self) -> float:
        return BEGINNING

    def elapsed(self) -> float:
        return 0.0


async def is_laid(world: World, store: Store) -> bool:
    """Whether the database already holds the world; raises NotThisWorld when it holds anything else."""
    if await store.find(Find(api_key, ("id",), {"digest": digest(world.agent.key)}), SERVER):
        return True
    if await store.find(Find(customer, ("id",), {}), SERVER):
        raise NotThisWorld(
            "The database holds something else than the world of seed {seed}: name another folder, or its own --seed.",
            seed=world.seed,
        )
    return False


async def lay(world: World, store: Store, media: Path, now: int) -> None:
    """Lays the world out, with its files in the directory ``media``, and what happened there until ``now``.

    The keys come last, so that a world whose keys are there is whole.
    """
    making = asyncio.create_task(asyncio.to_thread(make_media, world.seed))
    clock = Standing()
    await together(store, clock, lambda operator: _accounts(world, operator), ADDRESS)
    directory = Directory(store, clock)
    await _internal_numbers(world, store, directory)
    for place, laid in enumerate(world.customers):
        scope = await _scope(directory, laid.user.user_id)
        internal = world.numbering.of_people(place)
        await store.change(customer_rows(laid, internal, BEGINNING, ADDRESS, scope), scope)
    await _histories(world, store, directory, media, now, await making)
    await together(store, clock, lambda operator: _keys(world, operator), ADDRESS)
    await count_grown(store)


async def _histories(world: World, store: Store, directory: Directory, root: Path, now: int, media: Media) -> None:
    """Each customer's, with a chance of his own."""
    for place, laid in enumerate(world.customers):
        chance = Random(f"calls {world.seed} {place}")
        scope = await _scope(directory, laid.user.user_id)
        history = make_history(world.seed, place, laid, world.numbering.of_customer(place), media, now)
        deed = Deed(now, None, ADDRESS, "", "ingest.calls", "call")
        rows = history_rows(history, f"demo-{laid.id}", Copies(root, chance), deed, chance)
        await store.change(rows, scope)


async def _internal_numbers(world: World, store: Store, directory: Directory) -> None:
    """Extensions come before the employees whose phones they are; users of the first customer's last of all."""
    chance = Random(f"phones {world.seed}")
    for exchange in world.numbering.exchanges:
        scope = await _scope(directory, world.customers[exchange.place].user.user_id)
        laid = Laid(scope, BEGINNING, ADDRESS, chance)
        await store.change(laid.exchange(exchange), scope)
    for user_laid in world.numbering.users:
        await store.change(laid.user(user_laid), scope)


async def _accounts(world: World, operator: Operator) -> None:
    """The agent with his plans, his customers with their users, to be used from loopback, and the pool."""
    await operator.store.change(_ids_skipped(world), SERVER)
    accounts = Accounts(operator)
    agent_id = await accounts.create(NewAccount(world.agent_name, agent_type="agent", timezone="Europe/Moscow"))
    await _opened(operator, agent_id, world.agent, "Acts for the users of all customers")
    plans = [await Tariffs(operator).create(plan) for plan in _plans(agent_id)]
    for laid in world.customers:
        new = NewAccount(laid.name, agent_id=agent_id, prefix=laid.prefix, timezone=laid.timezone, lang=laid.lang)
        account_id = await accounts.create(new)
        await accounts.set_tariff_plan(account_id, plans[1])
        await accounts.set_columns(account_id, _particulars(laid))
        await _opened(operator, account_id, laid.user, "First user of the account")
    pool = Pool(operator)
    for number in (*(number for laid in world.customers for number in laid.numbers), *world.free):
        await pool.add(number)


def _plans(agent_id: int) -> tuple[NewPlan, ...]:
    """From the smallest to the one without limits."""
    small, usual, boundless = PLANS
    return (
        NewPlan(small, agent_id, ("data_api", "va"), day_limit=1_000, minute_limit=60, number_limit=3),
        NewPlan(usual, agent_id),
        NewPlan(boundless, agent_id, day_limit=None, minute_limit=None),
    )


def _particulars(laid: Customer) -> dict[str, object]:
    """What the agent keeps of a customer besides his name."""
    emails = msgspec.json.encode([laid.people[0].email]).decode()
    return {
        "description": laid.description,
        "domain": DOMAIN,
        "monthly_base_limit": 500.0,
        "monthly_base_notify_limit": 400.0,
        "monthly_base_notify_emails": emails,
        "daily_calls_limit": 1_000,
        "daily_calls_notify_limit": 900,
        "daily_calls_notify_emails": emails,
    }


def _ids_skipped(world: World) -> Change[None]:
    yield SkipIds(customer, AGENT_ID - 1)
    yield SkipIds(user, AGENT_USER_ID - 1)
    for table, last in world.last_ids.items():
        yield SkipIds(metadata.tables[table], last)


async def _opened(operator: Operator, account_id: int, login: Login, description: str) -> None:
    for network in LOOPBACK:
        await Accounts(operator).allow(account_id, network)
    hashed = hash_password(login.password, fast=True, salt=login.salt)
    await Users(operator).create(NewUser(account_id, login.login, hashed, login.name, description))


async def _keys(world: World, operator: Operator) -> None:
    await register(world.numbering.applications, operator)
    users = Users(operator)
    for login in (*(laid.user for laid in world.customers), world.agent):
        await users.create_key(login.user_id, login.key, "demo")
    await IngestKeyring(operator).create(world.ingest_key, "demo", world.customers[0].id)


async def _scope(directory: Directory, user_id: int) -> Scope:
    """What the user himself may change."""
    caller = await directory.caller(user_id)
    assert caller is not None
    return Gate(directory).scope(Visitor(Principal(caller, is_session=False), caller))
