"""The pool as clients ask for it."""

from __future__ import annotations

from typing import Any

from centrex.engine.new_number import NewNumber
from tests.served import Served
from tests.world import Customer

FREE = "get.available_virtual_numbers"


ENABLE = "enable.virtual_numbers"


DISABLE = "disable.virtual_numbers"


HELD = "get.virtual_numbers"


GOLD = NewNumber("74951110001", "gold", "moscow", "Москва", 1500.5, 300.0, 12.25)


SILVER = NewNumber("78121110002", "silver", "spb", "Санкт-Петербург")


PLAIN = NewNumber("37167110003")


POOL = (GOLD, SILVER, PLAIN)


async def free_numbers(served: Served) -> list[str]:
    answer = await served.call(FREE, served.world.d.user.key, {"fields": ["phone_number"]})
    return [row["phone_number"] for row in answer.data]


async def held_by(served: Served, customer: Customer, number: str) -> list[dict[str, Any]]:
    by_number = {"field": "virtual_phone_number", "operator": "=", "value": number}
    rows: list[dict[str, Any]] = (await served.call(HELD, customer.user.key, {"filter": by_number})).data
    return rows
