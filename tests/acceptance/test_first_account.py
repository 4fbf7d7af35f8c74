"""From an empty database to the first answer of a customer, over the API of a real server, and to shut doors again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from centrex.access.secrets import hash_password
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.engine.pool import Pool
from centrex.engine.tariffs import NewPlan, Tariffs
from centrex.engine.users import NewUser, Users
from centrex.store.opening import open_store
from centrex.store.schema import upgrade
from tests.acceptance.http import mnemonic, post
from tests.clock import ManualClock
from tests.programs import serving

AGENT_KEY: Final = "agent".ljust(40, "0")
USER_KEY: Final = "user".ljust(40, "0")
LOGIN: Final[dict[str, Any]] = {"login": "first", "password": "correct horse"}
GROUPS: Final = "get.virtual_number_groups"
LINES: Final = [f"7495111{number:04},{'gold' if number % 10 == 0 else 'usual'},moscow,Москва" for number in range(100)]


@dataclass
class Account:
    """What the operator made: the customer and the user for whom his agent may act."""

    customer_id: int
    user_id: int


async def _made(url: str) -> Account:
    """The operator's part."""
    store = await open_store(url)
    try:
        operator = Operator(store, ManualClock())
        accounts, users = Accounts(operator), Users(operator)
        agent_id = await accounts.create(NewAccount("Agent", agent_type="agent"))
        plan_id = await Tariffs(operator).create(NewPlan("Office", agent_id))
        customer_id = await accounts.create(NewAccount("Customer", agent_id=agent_id))
        await accounts.set_tariff_plan(customer_id, plan_id)
        hashed = hash_password(LOGIN["password"], fast=True)
        agent = await users.create(NewUser(agent_id, "agent", hashed, "Agent"))
        user = await users.create(NewUser(customer_id, LOGIN["login"], hashed, "First"))
        for account_id, user_id, key in ((agent_id, agent, AGENT_KEY), (customer_id, user, USER_KEY)):
            await accounts.allow(account_id, "127.0.0.1")
            await users.create_key(user_id, key, "first")
        done = await Pool(operator).import_lines(LINES)
        assert (done.added, done.refused) == (100, [])
        return Account(customer_id, user)
    finally:
        await store.close()


class Client:
    """Calls a server with one token."""

    def __init__(self, url: str, token: str, **always: Any) -> None:
        self._url, self._token, self._always = url, token, always

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        answered: dict[str, Any] = post(self._url, method, self._token, **{**self._always, **params})
        return answered

    def done(self, method: str, **params: Any) -> Any:
        """The data of a success."""
        answered = self.call(method, **params)
        assert mnemonic(answered) == "ok", answered
        return answered["result"]["data"]


def _numbers(client: Client) -> list[int]:
    """Three free numbers are enabled: one by its number, two by ids."""
    gold = {"field": "category", "operator": "=", "value": "gold"}
    free = [row["phone_number"] for row in client.done("get.available_virtual_numbers", filter=gold, limit=3)]
    assert len(free) == 3
    for number in free:
        assert client.done("enable.virtual_numbers", virtual_phone_number=number) == {"success": True}
    held = client.done("get.virtual_numbers")
    assert [(row["virtual_phone_number"], row["category"]) for row in held] == [(number, "gold") for number in free]
    assert client.call("get.available_virtual_numbers")["result"]["metadata"]["total_items"] == 97
    return [row["id"] for row in held]


def _people(client: Client) -> list[int]:
    people = []
    for place, name in enumerate(("Ветрова", "Hill", "Groß")):
        extension = {"extension_phone_number": str(101 + place)}
        phones = [{"phone_number": f"7900000000{place}"}]
        people.append(client.done("create.employees", last_name=name, extension=extension, phone_numbers=phones)["id"])
    return people


def _read_back(client: Client, name: str) -> dict[str, Any]:
    """The group, asked for with the filter, the sort and the fields that the vendor's page describes."""
    answered = client.call(
        GROUPS,
        filter={"filters": [{"field": "name", "operator": "=", "value": name}], "condition": "and"},
        sort=[{"field": "number", "order": "desc"}],
        fields=["id", "name", "number", "employees", "employee_groups", "virtual_phones"],
        limit=10,
        offset=0,
    )
    assert answered["result"]["metadata"]["total_items"] == 1
    group: dict[str, Any] = answered["result"]["data"][0]
    return group


def test_a_first_account_is_set_up_over_the_api_and_blocked_again(empty_url: str) -> None:
    upgrade(empty_url)
    account = asyncio.run(_made(empty_url))
    with serving(empty_url) as running:
        agent = Client(running.url, AGENT_KEY)
        acting, customer = Client(running.url, AGENT_KEY, user_id=account.user_id), Client(running.url, USER_KEY)
        numbers, people = _numbers(customer), _people(acting)
        team = customer.done("create.group_employees", name="Sales", members=people, group_phone_number="200")["id"]
        members = {"employees": people[:2], "employee_groups": [team], "virtual_phones": numbers}
        group = customer.done("create.virtual_number_groups", name="Москва", **members)["id"]
        for client in (customer, acting):
            found = _read_back(client, "Москва")
            assert (found["id"], found["number"]) == (group, "g1")
            assert [person["full_name"] for person in found["employees"]] == ["Ветрова", "Hill"]
            assert found["employee_groups"] == [{"id": team, "name": "Sales"}]
            assert [phone["id"] for phone in found["virtual_phones"]] == numbers
        session = Client(running.url, post(running.url, "login.user", None, **LOGIN)["result"]["data"]["access_token"])
        assert agent.done("update.customer_status", customer_id=account.customer_id, status="manual_lock") == {}
        for client in (customer, session, acting):
            assert mnemonic(client.call(GROUPS)) == "account_inactive"
            assert mnemonic(client.call("create.virtual_number_groups", name="Late")) == "account_inactive"
        assert mnemonic(post(running.url, "login.user", None, **LOGIN)) == "account_inactive"
        (listed,) = agent.done("get.customers")
        assert listed["status"] == "manual_lock"
