"""Employees of customer A as a client makes, changes and reads them."""

from __future__ import annotations

from typing import Any, Final

from tests.served import Served

DIRECTIONS: Final = [
    f"{side}_{kind}_allowed_call_directions" for side in ("in", "out") for kind in ("external", "internal")
]


BLANK: Final[dict[str, Any]] = {
    "login": None,
    "first_name": None,
    "patronymic": None,
    "status": None,
    "status_id": None,
    "calls_available": True,
    "allowed_in_call_types": [],
    "allowed_out_call_types": [],
    **{name: [] for name in DIRECTIONS},
    "email": None,
    "call_recording": "all",
    "schedule_id": None,
    "schedule_name": None,
    "coach": {},
    "groups": [],
    "phone_numbers": [],
    "extension": {},
    "operator": {},
}


OPERATOR: Final[dict[str, Any]] = {
    "operator_display_name": "Vera",
    "operator_login": "vera",
    "operator_password": "long enough",
}


async def read(served: Served, identifier: int) -> dict[str, Any]:
    """The employee of customer A with this id."""
    by_id = {"filter": {"field": "id", "operator": "=", "value": identifier}}
    (found,) = (await served.call("get.employees", served.world.a.user.key, by_id)).data
    assert isinstance(found, dict)
    return found


async def everything(served: Served) -> list[Any]:
    """All that a change of an employee may touch."""
    key = served.world.a.user.key
    methods = ("get.employees", "get.group_employees", "get.virtual_number_groups", "get.employee_positions")
    return [(await served.call(method, key)).data for method in methods]


async def create(served: Served, **params: Any) -> int:
    """The id of a new employee of customer A."""
    data = (await served.call("create.employees", served.world.a.user.key, {"last_name": "New", **params})).data
    identifier: int = data.pop("id")
    assert data == {}
    return identifier


async def update(served: Served, identifier: int, **params: Any) -> None:
    answer = await served.call("update.employees", served.world.a.user.key, {"id": identifier, **params})
    assert answer.data == {}


def phones(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Number, channels, seconds and state of the phones."""
    names = ("phone_number", "channels_count", "dial_time", "status")
    return [tuple(phone[name] for name in names) for phone in found["phone_numbers"]]
