"""Steps at the level of an agent: his own customers, users and plans, and nobody else's rows in any table."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Table

from centrex.catalogue import CatalogueError, Level
from centrex.engine.accounts import NewAccount, account_values
from centrex.resources import metadata
from centrex.resources.customer import customer
from centrex.resources.employee import employee
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store.steps import Count, Delete, Enter, Find, FindIds, Insert, Own, Rows, Step, Update
from tests.conformance.step_by_step import each_of
from tests.world import World

REFUSED = (sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError)
AGENTS = [table for table in metadata.sorted_tables if "agent_id" in table.c]
KEPT = [table for table in metadata.sorted_tables if not {"agent_id", "customer_id"} & {*table.c.keys()}]


def north(world: World) -> Scope:
    return Scope(Level.AGENT, world.north.account_id, world.north.id)


async def run(world: World, *steps: Step) -> list[Rows]:
    """The rows that each step answers to the agent, in one change."""
    return await world.store.change(each_of(steps), north(world))


async def everything(world: World, tables: Sequence[Table]) -> dict[str, Rows]:
    """All rows of tables, whoever's they are."""
    return {
        table.name: sorted(await world.store.find(Find(table, tuple(table.c.keys()), {}), SERVER), key=repr)
        for table in tables
    }


def test_accounts_users_and_plans_are_what_agents_have() -> None:
    assert {table.name for table in AGENTS} == {"customer", "user", "tariff_plan"}


async def test_an_agent_finds_his_own_customers_users_and_plans(world: World) -> None:
    a, b, mine = world.a, world.b, world.plans[world.north.account_id]
    of_all = [each.id for each in world.customers]
    of_north = Find(user, ("id",), {"customer_id": [a.id, b.id]})
    found, users, plans, number, ids = await run(
        world,
        Find(customer, ("id",), {"id": of_all}),
        Find(user, ("id",), {}),
        Find(tariff_plan, ("id",), {}),
        Count(customer, {}),
        FindIds(customer, of_all),
    )
    assert sorted(found) == sorted(ids) == [(a.id,), (b.id,)]
    assert sorted(users) == sorted(await world.store.find(of_north, SERVER))
    assert sorted(plans) == [(plan,) for plan in mine]
    assert number == [(2,)]


@pytest.mark.parametrize("table", AGENTS, ids=lambda table: table.name)
async def test_an_agent_changes_no_row_that_is_not_his(world: World, table: Table) -> None:
    """Every row of the table is aimed at by its id; those of the agent alone are found, and one of them changed."""
    before = await everything(world, AGENTS)
    names, place = list(table.c.keys()), list(table.c.keys()).index("agent_id")
    foreign = [dict(zip(names, row, strict=True)) for row in before[table.name] if row[place] != world.north.account_id]
    assert foreign
    for row in foreign:
        key = {"id": row["id"]}
        found, changed, _ = await run(
            world, Find(table, ("id",), key), Update(table, key, {"name": "stolen"}), Delete(table, key)
        )
        assert (found, changed) == ([], [])
    assert await everything(world, AGENTS) == before


async def test_an_agent_enters_his_own_customers_alone(world: World) -> None:
    others = (world.c.id, world.d.id, world.north.account_id, world.south.account_id, -1)
    assert await run(world, *(Enter(identifier) for identifier in others)) == [[]] * len(others)
    entered, own, foreign = await run(
        world,
        Enter(world.b.id),
        Own(("id",)),
        Find(employee, ("id",), {"id": world.a.ids["employee"]}),
    )
    assert (entered, own, foreign) == ([(world.b.id,)], [(world.b.id,)], [])


async def test_he_who_has_entered_a_customer_gets_to_no_other(world: World) -> None:
    assert await run(world, Enter(world.b.id), Enter(world.a.id), Own(("id",))) == [
        [(world.b.id,)],
        [],
        [(world.b.id,)],
    ]


async def test_rows_of_customers_are_out_of_an_agents_reach_until_he_enters(world: World) -> None:
    key = {"id": world.a.ids["employee"][0]}
    before = await everything(world, [employee])
    assert await run(world, Find(employee, ("id",), key), Update(employee, key, {"email": "x"})) == [[], []]
    await run(world, Delete(employee, {"email": "nobody"}), Delete(employee, key))
    assert await everything(world, [employee]) == before
    ((changed,),) = (await run(world, Enter(world.a.id), Update(employee, key, {"email": "x"})))[1:]
    assert changed == (key["id"],)


async def test_what_an_agent_makes_is_his_whoever_he_names(world: World) -> None:
    values = account_values(9_000, NewAccount("New", agent_id=world.south.account_id), 1)
    await run(world, Insert(customer, values), Update(customer, {"id": 9_000}, {"agent_id": world.south.account_id}))
    assert await _of(world, customer, 9_000) == [(world.north.account_id,)]
    plan = {"id": 9_000, "agent_id": world.south.account_id, "name": "New", "components": "[]"}
    await run(world, Insert(tariff_plan, plan))
    assert await _of(world, tariff_plan, 9_000) == [(world.north.account_id,)]


async def _of(world: World, table: Table, identifier: int) -> Rows:
    return await world.store.find(Find(table, ("agent_id",), {"id": identifier}), SERVER)


async def test_an_agent_makes_no_user_for_a_customer_of_another(world: World) -> None:
    values = {"id": 9_000, "level": "customer", "login": "x", "name": "x", "status": "active", "created_at": 0}
    for account_id in (world.c.id, world.d.id, world.south.account_id, world.north.account_id):
        with pytest.raises(REFUSED):
            await run(world, Insert(user, {**values, "password_hash": "", "customer_id": account_id}))
    with pytest.raises(REFUSED):
        await run(world, Update(user, {"id": world.a.user.id}, {"customer_id": world.c.id}))


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.name)
async def test_what_is_neither_an_agents_nor_a_customers_is_the_servers(world: World, table: Table) -> None:
    first: dict[str, Any] = {next(iter(table.c.keys())): None}
    for step in (Find(table, tuple(first), first), Update(table, first, first), Delete(table, first), Count(table, {})):
        with pytest.raises(CatalogueError):
            await run(world, step)
