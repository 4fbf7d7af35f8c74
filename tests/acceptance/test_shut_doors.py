"""A customer whose account is closed: every method, key, session and login, in each state that closes it."""

from __future__ import annotations

from typing import Final

import pytest

from centrex.catalogue import AGENT_ONLY, Level
from centrex.dialects.dataapi.methods import METHODS
from centrex.resources.customer import STATUSES
from tests.acceptance.refusals import INACTIVE, later, told
from tests.isolation.rows import read_prints
from tests.served import Answer, Served
from tests.world import PASSWORD

CLOSED: Final = [status for status in STATUSES if status != "active"]
OF_CUSTOMERS: Final = [name for name, op in METHODS.items() if Level.CUSTOMER in op.access and name != "login.user"]
ACTED_FOR: Final = [name for name, operation in METHODS.items() if operation.takes_user_id]


async def login(served: Served) -> Answer:
    user = served.world.a.user
    return await served.call("login.user", None, {"login": user.login, "password": PASSWORD})


@pytest.mark.parametrize("status", CLOSED)
async def test_every_door_is_shut_and_nothing_changes_behind_it(served: Served, database_url: str, status: str) -> None:
    world = served.world
    session = (await login(served)).data["access_token"]
    await world.accounts.set_status(world.a.id, status)
    later(served)
    before = await read_prints(database_url)
    for method in OF_CUSTOMERS:
        for token in (world.a.user.key, session):
            assert told(await served.call(method, token, {"name": "Late"})) == INACTIVE, method
    for method in ACTED_FOR:
        answer = await served.call(method, world.north.key, {"user_id": world.a.user.id, "name": "Late"})
        assert told(answer) == INACTIVE, method
    assert told(await login(served)) == INACTIVE
    assert await read_prints(database_url) == before


@pytest.mark.parametrize("status", CLOSED)
async def test_nobody_elses_door_is_shut_and_his_own_opens_again(served: Served, status: str) -> None:
    world = served.world
    session = (await login(served)).data["access_token"]
    await world.accounts.set_status(world.a.id, status)
    later(served)
    assert (await served.call("get.employees", world.b.user.key)).mnemonic == "ok"
    assert (await served.call("get.employees", world.north.key, {"user_id": world.b.user.id})).mnemonic == "ok"
    assert (await served.call("get.customers", world.north.key)).mnemonic == "ok"
    await world.accounts.set_status(world.a.id, "active")
    later(served)
    for token in (world.a.user.key, session):
        assert (await served.call("get.employees", token)).mnemonic == "ok"
    assert (await login(served)).mnemonic == "ok"


def test_the_methods_of_agents_are_no_customers_doors() -> None:
    agents = {name for name, operation in METHODS.items() if operation.access == AGENT_ONLY}
    assert agents.isdisjoint(OF_CUSTOMERS)
    assert agents | {*OF_CUSTOMERS, "login.user"} == set(METHODS)
