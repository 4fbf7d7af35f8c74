"""Every change of an account's data: its counter first, which puts changes in order, its audit row last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from centrex.resources.ledger import audit, call_counter, change_counter, server_audit
from centrex.store.steps import Add, Change, Insert, InsertMany, NextId, NextIds, Values


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
    owner: Values = {} if account_id is None else {"customer_id": account_id}
    yield from counted(owner)
    object_id = yield from change
    yield from recorded(deed, object_id, owner)
    return object_id


def counted(owner: Values) -> Change[None]:
    """Moves the change counter of the account, and holds its row to the end of the transaction."""
    if not (yield Add(change_counter, owner, "changes")):
        yield Insert(change_counter, {**owner, "changes": 1})


def calls_counted() -> Change[None]:
    """Moves the counter of the account's calls, and holds its row to the end of the transaction."""
    if not (yield Add(call_counter, {}, "changes")):
        yield Insert(call_counter, {"changes": 1})


def recorded(deed: Deed, object_id: int, owner: Values) -> Change[None]:
    """The audit row of one object."""
    audit_id = int((yield NextId(audit))[0][0])
    who = {"user_id": deed.user_id, "request_id": deed.request_id}
    yield Insert(audit, {**owner, "id": audit_id, **_columns(deed, object_id), **who})


def all_recorded(done: Sequence[tuple[Deed, int]]) -> Change[None]:
    """The audit rows of several deeds in the caller's account, at least one, each with its object."""
    ids = msgspec.json.decode((yield NextIds(audit, len(done)))[0][0])
    who = [{"user_id": deed.user_id, "request_id": deed.request_id} for deed, _ in done]
    rows = [{**_columns(deed, object_id), **by} for (deed, object_id), by in zip(done, who, strict=True)]
    yield InsertMany(audit, [{"id": audit_id, **row} for audit_id, row in zip(ids, rows, strict=True)])


def recorded_of_server(deed: Deed, object_ids: Sequence[int]) -> Change[None]:
    """The audit rows of objects, at least one, that belong to no account."""
    audit_ids = msgspec.json.decode((yield NextIds(server_audit, len(object_ids)))[0][0])
    both = zip(audit_ids, object_ids, strict=True)
    yield InsertMany(server_audit, [{"id": audit_id, **_columns(deed, object_id)} for audit_id, object_id in both])


def _columns(deed: Deed, object_id: int) -> dict[str, object]:
    return {
        "at": deed.at,
        "address": deed.address,
        "operation": deed.operation,
        "object_kind": deed.object_kind,
        "object_id": object_id,
    }
