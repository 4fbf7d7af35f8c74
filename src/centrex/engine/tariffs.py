"""Tariff plans in the operator's hand. A change of a plan concerns whom it is given to from then on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import msgspec

from centrex.access.components import TITLES
from centrex.engine.accounts import DAY_LIMIT, MINUTE_LIMIT
from centrex.engine.operator import Operator
from centrex.engine.paging import every_row
from centrex.errors import DependencyError, EntityNotFound, InvalidParameterValue
from centrex.resources.customer import customer
from centrex.resources.tariff_plan import LISTED_PLANS, TARIFF_PLAN, tariff_plan
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Count, Delete, Find, Insert, NextId, Update

LIMITS: Final = ("day_limit", "minute_limit", "number_limit")
MAX_LIMIT: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to be made, for the customers of an agent or the operator's own. ``None`` limits are unlimited."""

    name: str
    agent_id: int | None = None
    components: tuple[str, ...] = tuple(TITLES)
    day_limit: int | None = DAY_LIMIT
    minute_limit: int | None = MINUTE_LIMIT
    number_limit: int | None = None


class Tariffs:
    """The tariff plans of one store."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def create(self, plan: NewPlan) -> int:
        """Makes a plan; answers its id. Raises EntityNotFound when there is no such agent."""
        values = _checked(asdict(plan))
        return await self._change(plan.agent_id, "create.tariff_plan", _created(plan.agent_id, values))

    async def change(self, plan_id: int, values: Mapping[str, object]) -> None:
        """Sets name, components or limits of a plan; accounts that have it already keep what they have."""
        agent_id = await self._agent_of(plan_id)
        await self._change(agent_id, "update.tariff_plan", _changed(plan_id, _checked(values)))

    async def remove(self, plan_id: int) -> None:
        """Removes a plan; raises DependencyError while an account has it."""
        agent_id = await self._agent_of(plan_id)
        await self._change(agent_id, "delete.tariff_plan", _removed(plan_id))

    async def _agent_of(self, plan_id: int) -> int | None:
        rows = await self._operator.store.find(Find(tariff_plan, ("agent_id",), {"id": plan_id}), SERVER)
        if not rows:
            raise EntityNotFound("id", plan_id)
        agent_id: int | None = rows[0][0]
        return agent_id

    async def _change(self, agent_id: int | None, operation: str, change: Change[int]) -> int:
        if agent_id is None:
            return await self._operator.change_own(operation, "tariff_plan", change)
        return await self._operator.change(agent_id, operation, "tariff_plan", change)


async def listed_plans(store: Store, agent_id: int | None = None) -> AsyncIterator[dict[str, Any]]:
    """The plans by id: all, or those that are open to an agent."""
    tests = [] if agent_id is None else [("agent_id", "=", agent_id)]
    async for row in every_row(store, TARIFF_PLAN, LISTED_PLANS, tests):
        yield row


def _created(agent_id: int | None, values: Mapping[str, object]) -> Change[int]:
    if agent_id is not None:
        kinds = yield Find(customer, ("agent_type",), {"id": agent_id})
        if kinds[0][0] is None:
            raise EntityNotFound("agent_id", agent_id)
    identifier = int((yield NextId(tariff_plan))[0][0])
    yield Insert(tariff_plan, {"id": identifier, **values})
    return identifier


def _changed(plan_id: int, values: Mapping[str, object]) -> Change[int]:
    if values:
        yield Update(tariff_plan, {"id": plan_id}, values)
    return plan_id


def _removed(plan_id: int) -> Change[int]:
    if (yield Count(customer, {"tariff_plan_id": plan_id}))[0][0]:
        raise DependencyError("id", plan_id)
    yield Delete(tariff_plan, {"id": plan_id})
    return plan_id


def _checked(values: Mapping[str, object]) -> dict[str, object]:
    """The columns, when all values are of use; raises InvalidParameterValue with the first that is not."""
    return {name: _CHECKS[name](name, value) for name, value in values.items()}


def _name(name: str, value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= len(value) <= 255:
        raise InvalidParameterValue(name, value)
    return value


def _components(name: str, value: object) -> str:
    if not isinstance(value, list | tuple):
        raise InvalidParameterValue(name, value)
    for component in value:
        if component not in TITLES:
            raise InvalidParameterValue(name, component)
    return msgspec.json.encode(sorted(set(value))).decode()


def _limit(name: str, value: object) -> int | None:
    if value is not None and not (type(value) is int and 0 <= value <= MAX_LIMIT):
        raise InvalidParameterValue(name, value)
    return value


_CHECKS: Final = {
    "name": _name,
    "agent_id": lambda _, value: value,
    "components": _components,
    **dict.fromkeys(LIMITS, _limit),
}
