"""Whose account a report belongs to: that of the key that it came with, or the one that the operator names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from centrex.access.ingest_keys import IngestKey
from centrex.clock import Clock
from centrex.engine.audit import Deed
from centrex.engine.own_deeds import Place
from centrex.errors import AccountInactive, EntityNotFound, Forbidden, RequiredParameterMissed, ServerBusy
from centrex.query.values import INT64_MAX
from centrex.resources.customer import customer
from centrex.store import Store
from centrex.store.steps import Change, Enter, Find, NotUnique, Own, Result

TRIES: Final = 3

_PREFIX: Final = re.compile(r"[!-~]{1,20}")

Named = int | str | None
"""A customer as a report names him: by id, by prefix, or not at all."""


async def written(store: Store, change: Callable[[], Change[Result]], key: IngestKey) -> Result:
    """Runs the change; once more when another process has just written the same row. Raises ServerBusy."""
    for _ in range(TRIES):
        try:
            return await store.change(change(), key.scope)
        except NotUnique:
            continue
    raise ServerBusy


def deed(clock: Clock, place: Place, operation: str, kind: str) -> Deed:
    """What the audit keeps of a report: no user stands behind it."""
    return Deed(int(clock.now()), None, place.address, place.request_id, operation, kind)


def entered(key: IngestKey, named: Named) -> Change[None]:
    """Goes on in the account that a single report belongs to; raises what ``owners`` raises."""
    (owner,) = yield from owners(key, [named])
    yield from gone_into(key, owner)


def gone_into(key: IngestKey, owner: int) -> Change[None]:
    """Goes on in the account; a customer's key is there already."""
    if key.is_operator:
        yield Enter(owner)


def owners(key: IngestKey, named: Sequence[Named]) -> Change[list[int]]:
    """The customers' ids, in the order of the names.

    A number names an id; a text a prefix, or else an id. Raises RequiredParameterMissed, EntityNotFound,
    AccountInactive, and Forbidden when a customer's key names another; params say at which ``index``.
    """
    if key.is_operator:
        known = yield from _accounts(named)
        return [_owner(known, name, index) for index, name in enumerate(named)]
    if all(name is None for name in named):
        return [key.customer_id] * len(named)
    identifier, prefix = (yield Own(("id", "prefix")))[0]
    for index, name in enumerate(named):
        if name not in {None, identifier, str(identifier), prefix}:
            raise Forbidden("customer", name, {"index": index})
    return [key.customer_id] * len(named)


def _owner(known: dict[Named, tuple[int, bool]], name: Named, index: int) -> int:
    if name is None:
        raise RequiredParameterMissed("customer", params={"index": index})
    if name not in known:
        raise EntityNotFound("customer", name, {"index": index})
    identifier, active = known[name]
    if not active:
        raise AccountInactive("customer", name, {"index": index})
    return identifier


def _accounts(named: Sequence[Named]) -> Change[dict[Named, tuple[int, bool]]]:
    """Customers by what names them, and whether they are active; an agent is none."""
    ids = {identifier for name in named if (identifier := _as_id(name))}
    prefixes = {name for name in named if isinstance(name, str) and _PREFIX.fullmatch(name)}
    columns = ("id", "prefix", "status", "agent_type")
    by_id = (yield Find(customer, columns, {"id": sorted(ids)})) if ids else []
    by_prefix = (yield Find(customer, columns, {"prefix": sorted(prefixes)})) if prefixes else []
    known: dict[Named, tuple[int, bool]] = {}
    for identifier, _, status, kind in by_id:
        if kind is None:
            known[identifier] = known[str(identifier)] = identifier, status == "active"
    for identifier, prefix, status, kind in by_prefix:
        if kind is None:
            known[prefix] = identifier, status == "active"
    return known


def _as_id(name: Named) -> int | None:
    if isinstance(name, str):
        return int(name) if name.isascii() and name.isdigit() and len(name) < 19 and name[0] != "0" else None
    return name if name is not None and 0 < name <= INT64_MAX else None
