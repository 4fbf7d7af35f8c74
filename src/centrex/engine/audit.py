"""Every change of an account's data: its counter first, which puts changes in order, its audit row last."""

from __future__ import annotations

from dataclasses import dataclass

from centrex.resources.ledger import audit, change_counter
from centrex.store.steps import Add, Change, Insert, NextId


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what, from where: what an audit row keeps besides the object.

    ``at`` is in seconds since 1970; ``user_id`` is null for the operator at the command line.
    """

    at: int
    user_id: int | None
    address: str
    request_id: str
    operation: str
    object_kind: str


def audited(deed: Deed, change: Change[int], account_id: int | None = None) -> Change[int]:
    """``change`` with its counter and its audit row; answers the object's id.

    They belong to the caller's account; the server's own changes name the account that they concern.
    """
    owner = {} if account_id is None else {"customer_id": account_id}
    if not (yield Add(change_counter, owner, "changes")):
        yield Insert(change_counter, {**owner, "changes": 1})
    object_id = yield from change
    audit_id = int((yield NextId(audit))[0][0])
    yield Insert(audit, {**owner, "id": audit_id, "object_id": object_id, **_columns(deed)})
    return object_id


def _columns(deed: Deed) -> dict[str, object]:
    return {
        "at": deed.at,
        "user_id": deed.user_id,
        "address": deed.address,
        "request_id": deed.request_id,
        "operation": deed.operation,
        "object_kind": deed.object_kind,
    }
