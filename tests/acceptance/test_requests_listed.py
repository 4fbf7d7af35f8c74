"""Which requests the operator asks for, and the steps that write and remove them as a customer's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from centrex.catalogue import Level
from centrex.engine.requests import (
    RequestRecorder,
    Wanted,
    list_requests,
)
from centrex.errors import CentrexError, EntityNotFound, InvalidParameterValue
from centrex.resources.api_request import api_request
from centrex.resources.ledger import audit
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, DeleteBefore, Find, InsertMany
from tests.acceptance.request_log import ADDRESS
from tests.clock import NOON
from tests.world import World


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [5, 4, 3, 2, 1, 0]),
        (Wanted(limit=2), [5, 4]),
        (Wanted(limit=0), []),
        (Wanted(customer_id=1), [4, 3, 2, 1, 0]),
        (Wanted(user=1), [3, 2, 1, 0]),
        (Wanted(user="north"), [4]),
        (Wanted(method="get.employees"), [4, 2, 0]),
        (Wanted(result="ok"), [5, 3, 0]),
        (Wanted(result="failed"), [4, 2, 1]),
        (Wanted(result="forbidden"), [4, 1]),
        (Wanted(since=int(NOON) + 4), [5, 4]),
        (Wanted(until=int(NOON) + 2), [1, 0]),
        (Wanted(1, 1, "get.employees", "failed", int(NOON) + 1, int(NOON) + 4, 10), [2]),
    ],
)
async def test_the_operator_asks_for_some_of_them_newest_first(
    world: World, wanted: Wanted, numbers: list[int]
) -> None:
    a, b, north = world.a, world.b, world.north
    recorder = RequestRecorder(world.clock)
    for index, (customer_id, user_id, method, result) in enumerate(
        (
            (a.id, a.user.id, "get.employees", "ok"),
            (a.id, a.user.id, "get.account", "forbidden"),
            (a.id, a.user.id, "get.employees", "data_type_error"),
            (a.id, a.user.id, "get.account", "ok"),
            (a.id, north.id, "get.employees", "forbidden"),
            (b.id, b.user.id, "get.account", "ok"),
        )
    ):
        recorder.record(customer_id, user_id, method, result, 1, ADDRESS, 0.0, str(index))
        world.clock.advance(1)
    await recorder.flush(world.store)
    real = replace(
        wanted,
        customer_id=wanted.customer_id and a.id,
        user=a.user.id if wanted.user == 1 else wanted.user,
    )
    total, logged = await list_requests(world.store, real)
    assert [int(each.request_id) for each in logged] == numbers
    assert total == len(numbers) or wanted.limit < total == 6


@pytest.mark.parametrize(
    ("wanted", "error", "field"),
    [
        (Wanted(customer_id=987_654), EntityNotFound, "customer_id"),
        (Wanted(user=987_654), EntityNotFound, "user_id"),
        (Wanted(user="nobody"), EntityNotFound, "user_id"),
        (Wanted(user=2**63), InvalidParameterValue, "user_id"),
        (Wanted(user="\ud800"), InvalidParameterValue, "user_id"),
        (Wanted(customer_id=2**63), InvalidParameterValue, "customer_id"),
        (Wanted(limit=-1), InvalidParameterValue, "limit"),
        (Wanted(limit=10_001), InvalidParameterValue, "limit"),
    ],
)
async def test_what_is_not_there_is_refused_and_not_answered_with_nothing(
    world: World, wanted: Wanted, error: type[CentrexError], field: str
) -> None:
    with pytest.raises(error) as refused:
        await list_requests(world.store, wanted)
    assert refused.value.field == field


async def test_many_rows_of_a_customer_are_inserted_as_his_own(world: World) -> None:
    """The step binds the caller's customer, and keeps null and text as they are."""
    shared = {"at": 0, "user_id": None, "address": "", "request_id": "", "object_kind": "", "object_id": None}

    def inserted() -> Change[None]:
        yield InsertMany(audit, [{"id": 9_000 + index, "operation": f"Ünï '{index}'", **shared} for index in range(3)])

    await world.store.change(inserted(), Scope(Level.CUSTOMER, world.b.id, world.b.user.id))
    step = Find(audit, ("customer_id", "operation", "user_id"), {"id": 9_002})
    assert await world.store.find(step, SERVER) == [(world.b.id, "Ünï '2'", None)]


async def test_a_customer_removes_old_rows_of_his_own_alone(world: World) -> None:
    recorder = RequestRecorder(world.clock)
    for customer in (world.a, world.b):
        for _ in range(3):
            recorder.record(customer.id, customer.user.id, "get.account", "ok", 1, ADDRESS, 0.0, "r")
            world.clock.advance(1)
    await recorder.flush(world.store)

    def removed() -> Change[list[tuple[Any, ...]]]:
        return (yield DeleteBefore(api_request, "at", int(NOON) + 5, 2))

    scope = Scope(Level.CUSTOMER, world.b.id, world.b.user.id)
    assert sorted(await world.store.change(removed(), scope)) == [(int(NOON) + 3,), (int(NOON) + 4,)]
    assert await world.store.change(removed(), scope) == []
    assert (await list_requests(world.store, Wanted()))[0] == 4
