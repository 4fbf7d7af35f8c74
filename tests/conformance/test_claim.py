"""Steps about what is one on the server: a claim has one winner, a second row of a unique value one refusal."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centrex.catalogue import Level
from centrex.resources.customer import customer
from centrex.resources.pool_number import pool_number
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Change, Claim, Enter, Find, Insert, NotUnique, Own, Release, Rows, Update
from tests.world import PASSWORD_HASH, World

NUMBERS = range(101, 121)


async def lay_out(store: Store) -> None:
    """Free numbers with the ids of NUMBERS."""
    for identifier in NUMBERS:
        values = {"id": identifier, "number": f"7{identifier:06}", "category": "usual"}
        charges = dict.fromkeys(("onetime_payment", "monthly_charge", "min_charge"), 0.0)
        await store.change(one(Insert(pool_number, {**values, **charges})), SERVER)


def one(step: Any) -> Change[Rows]:
    return (yield step)


def of(account_id: int, level: Level = Level.CUSTOMER) -> Scope:
    return Scope(level, account_id, 1)


async def owners(store: Store) -> dict[int, int | None]:
    return dict(await store.find(Find(pool_number, ("id", "customer_id"), {"id": list(NUMBERS)}), SERVER))


async def test_of_many_who_claim_one_row_at_once_exactly_one_has_it(world: World) -> None:
    store = world.store
    await lay_out(store)
    accounts = [each.id for each in world.customers] * 10
    for identifier in NUMBERS:
        claims = (store.change(one(Claim(pool_number, {"id": identifier})), of(account)) for account in accounts)
        answers = await asyncio.gather(*claims)
        assert sorted(map(len, answers)) == [0] * 39 + [1]
        winner = next(account for account, rows in zip(accounts, answers, strict=True) if rows)
        assert (await owners(store))[identifier] == winner


def every(ids: list[int]) -> Change[list[int]]:
    """Claims in turn, all of them or none."""
    for identifier in ids:
        if not (yield Claim(pool_number, {"id": identifier})):
            raise LookupError(identifier)
    return ids


async def test_claims_of_several_are_all_or_nothing(world: World) -> None:
    store = world.store
    await lay_out(store)
    wanted = [list(NUMBERS[start : start + 4]) for start in range(17)]
    attempts = [store.change(every(ids), of(world.customers[at % 4].id)) for at, ids in enumerate(wanted)]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    won = [(world.customers[at % 4].id, ids) for at, ids in enumerate(wanted) if answers[at] == ids]
    assert all(isinstance(answer, LookupError | list) for answer in answers)
    expected = dict.fromkeys(NUMBERS) | {identifier: owner for owner, ids in won for identifier in ids}
    assert await owners(store) == expected
    assert won


async def test_the_server_claims_for_whom_it_names_and_a_customer_for_himself_alone(world: World) -> None:
    store = world.store
    await lay_out(store)
    for_b = {"customer_id": world.b.id}
    assert await store.change(one(Claim(pool_number, {"id": 101}, for_b)), SERVER) == [(101,)]
    assert await store.change(one(Claim(pool_number, {"number": "7000102"}, for_b)), of(world.a.id)) == [("7000102",)]
    assert await store.change(one(Claim(pool_number, {"id": 101})), of(world.a.id)) == []
    found = await owners(store)
    assert (found[101], found[102], found[103]) == (world.b.id, world.a.id, None)


async def test_a_customer_lets_go_of_his_own_alone(world: World) -> None:
    store = world.store
    await lay_out(store)
    for identifier, account in ((101, world.a.id), (102, world.b.id)):
        await store.change(one(Claim(pool_number, {"id": identifier})), of(account))
    for identifier in NUMBERS:
        await store.change(one(Release(pool_number, {"id": identifier})), of(world.a.id))
    assert await owners(store) == dict.fromkeys(NUMBERS) | {102: world.b.id}
    await store.change(one(Release(pool_number, {"number": "7000102"})), SERVER)
    assert await owners(store) == dict.fromkeys(NUMBERS)


def login_taken(agent_id: int, customer_id: int, login: str) -> Change[str]:
    yield Enter(customer_id)
    yield Update(customer, {"id": customer_id}, {"name": "half written"})
    values = {"id": 9_000, "agent_id": agent_id, "level": "customer", "login": login, "name": "n", "status": "active"}
    try:
        yield Insert(user, {**values, "password_hash": PASSWORD_HASH, "created_at": 0})
    except NotUnique:
        raise LookupError(login) from None
    return login


async def test_what_is_unique_on_the_server_is_told_to_the_change_that_met_it(world: World) -> None:
    store, agent = world.store, world.north.account_id
    scope = of(agent, Level.AGENT)
    with pytest.raises(LookupError, match="user-c"):
        await store.change(login_taken(agent, world.a.id, world.c.user.login), scope)
    names = await store.find(Find(customer, ("name",), {"id": world.a.id}), SERVER)
    assert names == [(f"A {world.a.canary}",)]
    assert await store.change(login_taken(agent, world.a.id, "fresh"), scope) == "fresh"
    with pytest.raises(NotUnique):
        await store.change(one(Insert(customer, {"id": world.a.id, **_account()})), SERVER)


def _account() -> dict[str, object]:
    texts = dict.fromkeys(("name", "status", "timezone", "project"), "x") | {"lang": "en", "report_currency": "USD"}
    emails = dict.fromkeys(("monthly_base", "monthly_calls", "daily_calls"), "[]")
    return {**texts, "created_at": 0, **{f"{name}_notify_emails": none for name, none in emails.items()}}


async def test_an_account_reads_and_changes_itself_alone(world: World) -> None:
    store = world.store
    for account, level in ((world.a.id, Level.CUSTOMER), (world.north.account_id, Level.AGENT)):
        assert await store.change(one(Own(("id",))), of(account, level)) == [(account,)]
    assert await store.change(one(Own(("id",))), SERVER) == []
    for other in (world.b.id, world.north.account_id):
        step = Update(customer, {"id": other}, {"name": "mine"})
        assert await store.change(one(step), of(world.a.id)) == []
    assert await store.change(one(Enter(world.b.id)), of(world.a.id)) == []
    assert await store.find(Find(customer, ("id",), {"name": "mine"}), SERVER) == []
