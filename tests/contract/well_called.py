"""For each changing method the arguments of a call that succeeds in the test world, once."""

from __future__ import annotations

from typing import Any

from tests.world import World


def sent_to(world: World, method: str) -> dict[str, Any]:
    """What customer a sends, or his agent to the agent's own methods."""
    verb, _, noun = method.partition(".")
    if noun in {"customers", "customer_status", "customer_tariff_plans"}:
        return _of_agent(world, method)
    if verb in {"enable", "disable"}:
        return {"virtual_phone_number": next(iter(world.free)) if verb == "enable" else _ungrouped(world)}
    if verb == "create":
        return {"last_name" if noun == "employees" else "name": "Well called"}
    table = {
        "employees": "employee",
        "group_employees": "employee_group",
        "group_employees_numbers": "employee_group",
        "employee_positions": "employee_position",
        "virtual_number_groups": "virtual_number_group",
    }[noun]
    entry = {"id": world.a.ids[table][-1]}
    if method == "update.group_employees_numbers":
        return {**entry, "phone_numbers": []}
    return {**entry, "name": "Well called"} if method == "update.employee_positions" else entry


def _ungrouped(world: World) -> str:
    """The number of customer a that stands in no number group."""
    return f"7495{world.a.id:05}03"


def _of_agent(world: World, method: str) -> dict[str, Any]:
    plan = world.plans[world.north.account_id][0]
    nobody: dict[str, Any] = {
        f"{limit}_notify_emails": [] for limit in ("monthly_base", "monthly_calls", "daily_calls")
    }
    return {
        "create.customers": {
            "name": "Well called",
            "tariff_plan_id": plan,
            "email": "well.called@example.org",
            "password": "correct horse",
            **nobody,
        },
        "update.customers": {"id": world.b.id},
        "update.customer_status": {"customer_id": world.b.id, "status": "manual_lock"},
        "update.customer_tariff_plans": {"customer_id": world.b.id, "tariff_plan_id": plan},
    }[method]
