"""The operator's hand on the pool and on tariff plans, on both stores; each deed has its audit row."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from centrex.engine.new_number import NewNumber, Reason
from centrex.engine.number_file import RefusedLine
from centrex.engine.pool import BATCH, Pool, listed
from centrex.engine.tariffs import NewPlan, Tariffs, listed_plans
from centrex.errors import (
    AlreadyInUse,
    DependencyError,
    EntityNotFound,
    InvalidParameterValue,
    VirtualPhoneNumberNotFound,
)
from centrex.resources.ledger import audit, server_audit
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store.steps import Change, Find, Insert
from tests.world import World

NUMBER = "74951110001"

pytestmark = pytest.mark.usefixtures("empty_pool")


@pytest.fixture
def pool(world: World) -> Pool:
    return Pool(world.operator)


async def pooled(world: World, **which: Any) -> list[tuple[str, int | None]]:
    """Numbers and whose they are."""
    return [(row["number"], row["customer_id"]) async for row in listed(world.store, **which)]


async def test_an_added_number_is_free_and_all_that_was_said_of_it_is_listed(world: World, pool: Pool) -> None:
    identifier = await pool.add(NewNumber(NUMBER, "gold", "moscow", "Москва", 1500.5, 300.0, 12.25))
    assert [row async for row in listed(world.store)] == [
        {
            "id": identifier,
            "number": NUMBER,
            "category": "gold",
            "customer_id": None,
            "min_charge": 12.25,
            "location_name": "Москва",
            "monthly_charge": 300.0,
            "onetime_payment": 1500.5,
            "location_mnemonic": "moscow",
        }
    ]
    rows = await world.store.find(Find(server_audit, ("operation", "object_kind", "object_id"), {}), SERVER)
    assert rows == [("create.number", "pool_number", identifier)]


async def test_a_number_that_the_server_has_is_not_added_again(world: World, pool: Pool) -> None:
    await pool.add(NewNumber(NUMBER))
    for number in (NUMBER, f"7495{world.a.id:05}00"):
        with pytest.raises(AlreadyInUse) as refused:
            await pool.add(NewNumber(number))
        assert refused.value.value == number
    assert await pooled(world) == [(NUMBER, None)]


async def test_a_number_of_no_use_is_not_added(world: World, pool: Pool) -> None:
    wrong = {"number": "12", "category": "rusty", "location_name": "a\0b", "min_charge": float("inf")}
    for field, value in wrong.items():
        changes: dict[str, Any] = {field: value}
        with pytest.raises(InvalidParameterValue) as refused:
            await pool.add(replace(NewNumber(NUMBER), **changes))
        assert refused.value.field == field
    assert await pooled(world) == []


async def test_an_import_reports_every_line_that_it_refused(world: World, pool: Pool) -> None:
    await pool.add(NewNumber("74951110005"))
    lines = [f"7495111{number:04},usual" for number in range(BATCH + 10)]
    lines[3] = "oops"
    lines[7] = lines[BATCH + 2] = lines[6]
    lines[9] = f"7495{world.a.id:05}00"
    heard: list[int] = []
    done = await pool.import_lines(lines, heard.append)
    assert heard == [BATCH, 10]
    assert done.refused == [
        RefusedLine(4, "oops", Reason.NO_PHONE_NUMBER),
        RefusedLine(6, "74951110005", Reason.TAKEN),
        RefusedLine(8, "74951110006", Reason.REPEATED),
        RefusedLine(10, lines[9], Reason.TAKEN),
        RefusedLine(BATCH + 3, "74951110006", Reason.REPEATED),
    ]
    assert done.added == BATCH + 10 - 5
    assert len(await pooled(world)) == done.added + 1
    again = await pool.import_lines(lines)
    assert (again.added, {line.reason for line in again.refused}) == (
        0,
        {Reason.TAKEN, Reason.NO_PHONE_NUMBER, Reason.REPEATED},
    )


async def test_two_imports_at_once_share_out_the_numbers(world: World, pool: Pool) -> None:
    lines = [f"7495111{number:04}" for number in range(40)]
    done = await asyncio.gather(*(pool.import_lines(order) for order in (lines, lines[::-1], lines[20:] + lines[:20])))
    assert sum(each.added for each in done) == 40
    assert sorted(number for number, _ in await pooled(world)) == lines


async def test_a_number_is_given_to_a_customer_and_taken_back(world: World, pool: Pool) -> None:
    identifier = await pool.add(NewNumber(NUMBER, "silver"))
    assert await pool.assign(NUMBER, world.a.id, "call_tracking") == identifier
    assert await pooled(world) == [(NUMBER, world.a.id)]
    step = Find(virtual_number, ("id", "customer_id", "category", "type", "activated_at"), {"number": NUMBER})
    assert await world.store.find(step, SERVER) == [(identifier, world.a.id, "silver", "call_tracking", 1_750_000_000)]
    assert await pool.release(NUMBER) == identifier
    assert await world.store.find(step, SERVER) == []
    assert await pooled(world) == [(NUMBER, None)]
    deeds = Find(audit, ("operation", "user_id", "object_id"), {"customer_id": world.a.id, "object_id": identifier})
    found = [row for row in await world.store.find(deeds, SERVER) if row[0].endswith(".number")]
    assert sorted(found) == [("assign.number", None, identifier), ("release.number", None, identifier)]


async def test_what_cannot_be_given_or_taken_back_stays_where_it_is(world: World, pool: Pool) -> None:
    await pool.add(NewNumber(NUMBER))
    with pytest.raises(EntityNotFound):
        await pool.assign(NUMBER, 999_999)
    with pytest.raises(InvalidParameterValue):
        await pool.assign(NUMBER, world.a.id, "fax")
    with pytest.raises(VirtualPhoneNumberNotFound):
        await pool.release(NUMBER)
    with pytest.raises(VirtualPhoneNumberNotFound):
        await pool.assign("74950000000", world.a.id)
    with pytest.raises(DependencyError):
        await pool.release(f"7495{world.a.id:05}00")
    await pool.assign(NUMBER, world.a.id)
    with pytest.raises(VirtualPhoneNumberNotFound):
        await pool.assign(NUMBER, world.b.id)
    assert await pooled(world) == [(NUMBER, world.a.id)]


async def test_numbers_are_listed_by_who_has_them_however_many_they_are(world: World, pool: Pool) -> None:
    await pool.import_lines([f"7{number:06}" for number in range(2_010)])
    await pool.assign("7000003", world.a.id)
    await pool.assign("7000005", world.b.id)
    assert await pooled(world, customer_id=world.a.id) == [("7000003", world.a.id)]
    assert await pooled(world, free=False) == [("7000003", world.a.id), ("7000005", world.b.id)]
    assert await pooled(world, free=True, customer_id=world.a.id) == []
    free = await pooled(world, free=True)
    assert len(free) == 2_008
    assert free[0] == ("7000000", None)
    assert len(await pooled(world)) == 2_010


async def test_a_plan_is_made_listed_and_changed(world: World) -> None:
    tariffs, agent = Tariffs(world.operator), world.north.account_id
    of_agent = await tariffs.create(NewPlan("Full", agent, ("va", "data_api", "va"), number_limit=3))
    own = await tariffs.create(NewPlan("Own", day_limit=None, minute_limit=None))
    await tariffs.change(of_agent, {"name": "Fuller", "number_limit": None, "components": ["data_api"]})
    await tariffs.change(own, {"minute_limit": 5})
    await tariffs.change(own, {})
    mine = {
        "id": of_agent,
        "name": "Fuller",
        "agent_id": agent,
        "components": ["data_api"],
        "day_limit": 50_000,
        "minute_limit": 250,
        "number_limit": None,
    }
    assert [row async for row in listed_plans(world.store, agent)] == [mine]
    first, second = [row async for row in listed_plans(world.store)]
    assert first == mine
    assert (second["agent_id"], second["day_limit"], second["minute_limit"]) == (None, None, 5)
    deeds = await world.store.find(Find(audit, ("operation",), {"object_kind": "tariff_plan"}), SERVER)
    servers = await world.store.find(Find(server_audit, ("operation",), {"object_kind": "tariff_plan"}), SERVER)
    assert sorted(deeds) == [("create.tariff_plan",), ("update.tariff_plan",)]
    assert sorted(servers) == [("create.tariff_plan",), ("update.tariff_plan",), ("update.tariff_plan",)]


WRONG: list[tuple[str, Any]] = [
    ("name", " "),
    ("name", "x" * 256),
    ("name", 5),
    ("components", ["telepathy"]),
    ("components", "va"),
    ("day_limit", -1),
    ("minute_limit", 2**31),
    ("number_limit", True),
]


async def test_a_plan_of_no_use_is_not_made_and_changes_none(world: World) -> None:
    tariffs = Tariffs(world.operator)
    plan = await tariffs.create(NewPlan("Full"))
    for field, value in WRONG:
        changes: dict[str, Any] = {field: value}
        for attempt in (tariffs.create(replace(NewPlan("Other"), **changes)), tariffs.change(plan, changes)):
            with pytest.raises(InvalidParameterValue) as refused:
                await attempt
            assert refused.value.field == field
    assert [row["name"] async for row in listed_plans(world.store)] == ["Full"]


async def test_a_plan_is_for_an_agent_that_is_one_and_only_a_plan_can_be_changed(world: World) -> None:
    tariffs = Tariffs(world.operator)
    for stranger in (world.a.id, 999_999):
        with pytest.raises(EntityNotFound):
            await tariffs.create(NewPlan("Full", stranger))
    with pytest.raises(EntityNotFound):
        await tariffs.change(999_999, {"name": "Other"})
    assert [row async for row in listed_plans(world.store)] == []


async def test_a_number_connected_beside_the_pool_is_not_imported(world: World, pool: Pool) -> None:
    values = {"customer_id": world.a.id, "id": 900, "number": NUMBER, "status": "active"}
    await world.store.change(_one(Insert(virtual_number, {**values, "category": "usual", "type": "va"})), SERVER)
    done = await pool.import_lines([NUMBER])
    assert done.refused == [RefusedLine(1, NUMBER, Reason.TAKEN)]


def _one(step: Insert) -> Change[None]:
    yield step
