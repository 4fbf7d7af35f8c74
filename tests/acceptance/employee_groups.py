"""Employee groups of customer A as a client makes, changes and reads them."""

from __future__ import annotations

from typing import Any, Final

from tests.served import Served

METHOD: Final = "get.group_employees"


MAX_MEMBERS: Final = 10_000


async def groups(served: Served) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = (await served.call(METHOD, served.world.a.user.key)).data
    return data


async def read(served: Served, identifier: int) -> dict[str, Any]:
    """The group of customer A with this id."""
    return next(group for group in await groups(served) if group["id"] == identifier)


async def create(served: Served, **params: Any) -> int:
    """The id of a new group of customer A."""
    data = (await served.call("create.group_employees", served.world.a.user.key, {"name": "New", **params})).data
    identifier: int = data.pop("id")
    assert data == {}
    return identifier


async def update(served: Served, identifier: int, **params: Any) -> None:
    answer = await served.call("update.group_employees", served.world.a.user.key, {"id": identifier, **params})
    assert answer.data == {}


async def order(served: Served, identifier: int, numbers: list[tuple[int, bool]]) -> Any:
    """Calls ``update.group_employees_numbers``."""
    sent = [{"employee_phone_number_id": number, "available": available} for number, available in numbers]
    params = {"id": identifier, "phone_numbers": sent}
    return await served.call("update.group_employees_numbers", served.world.a.user.key, params)


def numbers_of(group: dict[str, Any]) -> list[tuple[int, bool]]:
    return [(phone["employee_phone_number_id"], phone["available"]) for phone in group["phone_numbers"]]
