"""Numbers that are connected and given back, each to one customer at a time."""

from __future__ import annotations

import asyncio

import pytest

from centrex.engine.accounts import Accounts
from centrex.resources.ledger import audit
from centrex.resources.pool_number import pool_number
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.numbers import DISABLE, ENABLE, FREE, GOLD, PLAIN, SILVER, free_numbers, held_by
from tests.served import Answer, Served
from tests.world import Customer, Member


async def test_an_enabled_number_keeps_its_id_and_leaves_the_pool(served: Served, ids: dict[str, int]) -> None:
    a = served.world.a
    assert (await served.call(ENABLE, a.user.key, {"virtual_phone_number": GOLD.number})).data == {"success": True}
    assert await held_by(served, a, GOLD.number) == [
        {
            "id": ids[GOLD.number],
            "name": None,
            "type": "va",
            "status": "active",
            "comment": None,
            "category": "gold",
            "campaigns": [],
            "scenarios": [],
            "activation_date": "2025-06-15 17:06:40",
            "child_customer_id": a.id,
            "virtual_phone_number": GOLD.number,
            "redirection_phone_number": None,
        }
    ]
    assert await free_numbers(served) == [SILVER.number, PLAIN.number]


async def test_an_agent_enables_several_by_their_ids_for_his_customer(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    params = {
        "user_id": world.c.user.id,
        "virtual_phone_number": None,
        "number_capacity_ids": [str(ids[PLAIN.number]), str(ids[GOLD.number]), f"0{ids[PLAIN.number]}"],
        "number_capacity_component": "call_tracking",
    }
    assert (await served.call(ENABLE, world.south.key, params)).data == {"success": True}
    for new in (GOLD, PLAIN):
        (row,) = await held_by(served, world.c, new.number)
        assert (row["id"], row["type"], row["category"]) == (ids[new.number], "call_tracking", new.category)
    assert await free_numbers(served) == [SILVER.number]


async def test_a_number_goes_back_to_the_pool_as_it_was_and_to_another_customer(
    served: Served, ids: dict[str, int]
) -> None:
    world = served.world
    before = (await served.call(FREE, world.a.user.key)).data
    named = {"virtual_phone_number": GOLD.number}
    for customer in (world.a, world.c, world.a):
        assert (await served.call(ENABLE, customer.user.key, named)).data == {"success": True}
        assert (await served.call(DISABLE, customer.user.key, named)).data == {"success": True}
        assert await held_by(served, customer, GOLD.number) == []
        assert (await served.call(FREE, world.a.user.key)).data == before


@pytest.mark.usefixtures("empty_pool")
async def test_a_number_that_was_connected_without_the_pool_enters_it(served: Served) -> None:
    a = served.world.a
    identifier = a.ids["virtual_number"][3]
    answer = await served.call(DISABLE, a.user.key, {"number_capacity_ids": [str(identifier)]})
    assert answer.data == {"success": True}
    (row,) = (await served.call(FREE, a.user.key)).data
    assert (row["phone_number"], row["category"], row["monthly_charge"]) == (f"7495{a.id:05}03", "platinum", 0)
    assert (await served.call(ENABLE, a.user.key, {"virtual_phone_number": row["phone_number"]})).mnemonic == "ok"
    assert [row["id"] for row in await held_by(served, a, row["phone_number"])] == [identifier]


async def test_a_number_in_a_group_stays_until_it_is_taken_out_of_it(served: Served, ids: dict[str, int]) -> None:
    key = served.world.a.user.key
    both = [str(ids[GOLD.number]), str(ids[PLAIN.number])]
    await served.call(ENABLE, key, {"number_capacity_ids": both, "number_capacity_component": "va"})
    group = {"name": "Golden", "virtual_phones": [ids[PLAIN.number]]}
    group_id = (await served.call("create.virtual_number_groups", key, group)).data["id"]
    refused = await served.call(DISABLE, key, {"number_capacity_ids": both})
    told = refused.error["data"]
    assert (refused.error["code"], told["mnemonic"], told["field"], told["value"]) == (
        -32602,
        "dependency_error",
        "number_capacity_ids",
        both[1],
    )
    assert await free_numbers(served) == [SILVER.number]
    await served.call("delete.virtual_number_groups", key, {"id": group_id})
    assert (await served.call(DISABLE, key, {"number_capacity_ids": both})).data == {"success": True}


async def test_the_accounts_limit_of_numbers_holds(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    await Accounts(world.operator).set_columns(world.a.id, {"number_limit": 5})
    three = {"number_capacity_ids": [str(identifier) for identifier in ids.values()]}
    answer = await served.call(ENABLE, world.a.user.key, {**three, "number_capacity_component": "va"})
    assert (answer.error["code"], answer.mnemonic) == (-32602, "tariff_restrictions")
    assert len(await free_numbers(served)) == 3
    assert (await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": GOLD.number})).mnemonic == "ok"
    refused = await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": PLAIN.number})
    assert refused.mnemonic == "tariff_restrictions"
    await served.call(DISABLE, world.a.user.key, {"virtual_phone_number": GOLD.number})
    assert (await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": PLAIN.number})).mnemonic == "ok"


async def test_of_two_agents_who_enable_one_number_at_once_exactly_one_gets_it(
    served: Served, ids: dict[str, int]
) -> None:
    world = served.world
    callers = [(world.north, world.a), (world.south, world.c), (world.north, world.b), (world.south, world.c)] * 6
    answers = await asyncio.gather(*(_enable(served, agent, customer, GOLD.number) for agent, customer in callers))
    assert sorted(answer.mnemonic for answer in answers) == ["ok", *["virtual_phone_number_not_found"] * 23]
    (owner,) = await world.store.find(Find(pool_number, ("customer_id",), {"number": GOLD.number}), SERVER)
    (holder,) = await world.store.find(Find(virtual_number, ("customer_id",), {"number": GOLD.number}), SERVER)
    winner = [mnemonic.mnemonic for mnemonic in answers].index("ok")
    assert owner == holder == (callers[winner][1].id,)


async def test_several_that_are_taken_at_once_in_any_order_are_never_shared_out(
    served: Served, ids: dict[str, int]
) -> None:
    """Whoever comes first has all of them, and nobody waits for another for ever."""
    world = served.world
    asked = [str(identifier) for identifier in ids.values()]
    orders = [(world.a, asked), (world.c, asked[::-1]), (world.d, asked[1:] + asked[:1])] * 4
    for round_ in range(3):
        answers = await asyncio.gather(*(_enable_all(served, customer, order) for customer, order in orders))
        winners = [customer for (customer, _), answer in zip(orders, answers, strict=True) if answer.mnemonic == "ok"]
        assert len(winners) == 1, round_
        assert {answer.mnemonic for answer in answers} == {"ok", "virtual_phone_number_not_found"}
        assert (await served.call(DISABLE, winners[0].user.key, {"number_capacity_ids": asked})).mnemonic == "ok"


async def _enable(served: Served, agent: Member, customer: Customer, number: str) -> Answer:
    return await served.call(ENABLE, agent.key, {"user_id": customer.user.id, "virtual_phone_number": number})


async def _enable_all(served: Served, customer: Customer, asked: list[str]) -> Answer:
    params = {"number_capacity_ids": asked, "number_capacity_component": "va"}
    return await served.call(ENABLE, customer.user.key, params)


async def test_every_number_of_a_change_has_its_audit_row(served: Served, ids: dict[str, int]) -> None:
    a = served.world.a
    asked = {"number_capacity_ids": [str(identifier) for identifier in ids.values()]}
    await served.call(ENABLE, a.user.key, {**asked, "number_capacity_component": "va"})
    await served.call(DISABLE, a.user.key, asked)
    for method in (ENABLE, DISABLE):
        step = Find(audit, ("object_id", "user_id", "object_kind"), {"customer_id": a.id, "operation": method})
        rows = await served.world.store.find(step, SERVER)
        assert sorted(rows) == [(identifier, a.user.id, "virtual_number") for identifier in sorted(ids.values())]
