"""What a client may change of his own account."""

from __future__ import annotations

from centrex.engine.changes import columns
from centrex.engine.extensions import NO_MODE
from centrex.engine.time_zones import check_time_zone
from centrex.engine.work import Work
from centrex.resources.customer import customer
from centrex.store.steps import Change, Update


def change(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; answers the client's id."""
    check_time_zone("timezone", work.arguments.get("timezone"))
    values = columns(work)
    if values.get("did_as_transfer_caller_id") == NO_MODE:
        values["did_as_transfer_caller_id"] = None
    if values.get("email") == "":
        values["email"] = None
    if values:
        yield Update(customer, {"id": work.scope.account_id}, values)
    return work.scope.account_id
