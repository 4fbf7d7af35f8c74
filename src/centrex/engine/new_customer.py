"""What every customer has from the start."""

from __future__ import annotations

from centrex.engine.standard_statuses import STANDARD
from centrex.resources.employee_status import employee_status
from centrex.resources.ledger import change_counter
from centrex.store.steps import Change, Insert, NextId


def furnish(customer_id: int, lang: str) -> Change[None]:
    """The change counter and the standard statuses of a new customer, named in the language of his account.

    For the server itself, or an agent that has entered the customer's account.
    """
    yield Insert(change_counter, {"customer_id": customer_id, "changes": 0})
    for standard in STANDARD:
        identifier = int((yield NextId(employee_status))[0][0])
        yield Insert(employee_status, {"customer_id": customer_id, "id": identifier, **standard.values(lang)})
