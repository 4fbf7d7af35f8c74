"""Customers as their agent makes, changes and lists them."""

from __future__ import annotations

from typing import Any

from tests.served import Answer, Served

CUSTOMERS = "get.customers"


CREATE = "create.customers"


UPDATE = "update.customers"


STATUS = "update.customer_status"


TARIFF = "update.customer_tariff_plans"


LISTS = ("monthly_base_notify_emails", "monthly_calls_notify_emails", "daily_calls_notify_emails")


NOBODY: dict[str, Any] = {name: [] for name in LISTS}


def new_customer(plan_id: int, **changes: Any) -> dict[str, Any]:
    """What create.customers takes at least."""
    given = {"name": "Новый", "tariff_plan_id": plan_id, "email": "new@example.org", "password": "long enough"}
    return {**given, **NOBODY, **changes}


async def created(served: Served, plan_id: int, **changes: Any) -> int:
    answer = await served.call(CREATE, served.world.north.key, new_customer(plan_id, **changes))
    identifier: int = answer.data["id"]
    return identifier


async def customer(served: Served, customer_id: int) -> dict[str, Any]:
    by_id = {"field": "id", "operator": "=", "value": customer_id}
    rows = (await served.call(CUSTOMERS, served.world.north.key, {"filter": by_id})).data
    found: dict[str, Any] = rows[0]
    return found


async def shown(served: Served) -> list[dict[str, Any]]:
    """The customers of both agents."""
    world = served.world
    return [row for agent in (world.north, world.south) for row in (await served.call(CUSTOMERS, agent.key)).data]


def refusal(answer: Answer, value: str | None) -> tuple[int, str, str, str | None]:
    """Code, mnemonic, field and, where one is expected, the value that is told."""
    told = answer.error["data"]
    return answer.error["code"], told["mnemonic"], told["field"], value and told["value"]


def alike(one: Answer, other: Answer) -> bool:
    """The same error, but for the value that was sent."""
    errors = [answer.error for answer in (one, other)]
    for error in errors:
        error["data"].pop("value")
    return errors[0] == errors[1]
