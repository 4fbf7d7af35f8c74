"""Rows of the test world that are no customer's: free numbers of the pool, tariff plans of the agents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from centrex.engine.new_number import NewNumber
from centrex.resources.pool_number import pool_number
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Delete, Insert, NextId

FREE: Final = (
    NewNumber("37160000001", "gold", "riga", "Рига", 1500.5, 300.0, 12.25),
    NewNumber("37160000002", "usual", "riga", "Рига"),
    NewNumber("49300000003", "silver", "berlin", "Berlin", 0.0, 9.5, 0.0),
    NewNumber("79990000004"),
)
PLANS: Final = ("Basic", "basic %_", "Всё")
"""Names of each agent's plans."""


async def lay_shared_rows(store: Store, agent_ids: tuple[int, ...]) -> tuple[dict[str, int], dict[int, list[int]]]:
    """The ids of the free numbers by number, and those of the plans by agent."""
    return await store.change(_numbers(), SERVER), await store.change(_plans(agent_ids), SERVER)


def _numbers() -> Change[dict[str, int]]:
    made = {}
    for new in FREE:
        made[new.number] = int((yield NextId(virtual_number))[0][0])
        yield Insert(pool_number, {"id": made[new.number], **asdict(new)})
    return made


def _plans(agent_ids: tuple[int, ...]) -> Change[dict[int, list[int]]]:
    made: dict[int, list[int]] = {}
    for agent_id in agent_ids:
        made[agent_id] = []
        for place, name in enumerate(PLANS):
            identifier = int((yield NextId(tariff_plan))[0][0])
            limits = {"day_limit": 50_000, "minute_limit": 250, "number_limit": 100 + place}
            values = {"agent_id": agent_id, "name": name, "components": '["data_api", "va"]', **limits}
            yield Insert(tariff_plan, {"id": identifier, **values})
            made[agent_id].append(identifier)
    return made


async def remove_shared_rows(store: Store) -> None:
    """Leaves an empty pool and no plan."""
    await store.change(_removed(), SERVER)


def _removed() -> Change[None]:
    for table in (pool_number, tariff_plan):
        yield Delete(table, {})
