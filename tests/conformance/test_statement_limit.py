"""A statement that takes too long is ended by either store, and told as the vendor's internal error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from centrex.query.filters import MAX_TESTS
from centrex.server.app import Application, Parts
from centrex.store import Limits
from centrex.store.opening import open_store
from tests.property.many_rows import enlarge
from tests.served import Served
from tests.world import World

METHOD = "get.employees"
LIMITS = Limits(statement_seconds=0.15)


@pytest.fixture
async def impatient(world: World, database_url: str) -> AsyncIterator[Served]:
    """A large world, served by a store that gives a statement hardly a sixth of a second."""
    await enlarge(world)
    opened = partial(open_store, database_url, LIMITS)
    application = Application(opened, database_url, Parts(clock=world.clock))
    await application.start()
    yield Served(application, world)
    await application.stop()


def slow() -> dict[str, Any]:
    """A filter as large as may be, of which each row has to meet every test."""
    tests = [
        {"field": "groups", "operator": "jsquery", "value": f"NOT #.group_id = {-number}"}
        for number in range(MAX_TESTS)
    ]
    return {"filters": tests}


@pytest.mark.parametrize("limit", [1_000, 10_000])
async def test_a_slow_statement_is_an_internal_error_and_the_connection_goes_on(impatient: Served, limit: int) -> None:
    key = impatient.world.a.user.key
    for _ in range(2):
        refused = await impatient.call(METHOD, key, {"filter": slow(), "limit": limit})
        assert (refused.error["code"], refused.mnemonic) == (-32603, "internal_error")
        assert (await impatient.call(METHOD, key, {"fields": ["id"]})).total == len(impatient.world.a.ids["employee"])
    created = await impatient.call("create.virtual_number_groups", key, {"name": "Afterwards"})
    by_id = {"filter": {"field": "id", "operator": "=", "value": created.data["id"]}}
    assert (await impatient.call("get.virtual_number_groups", key, by_id)).total == 1
