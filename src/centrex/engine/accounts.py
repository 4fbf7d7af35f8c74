"""Agents and customers as an operator makes and changes them: state, limits, components, whitelist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from centrex.access.caller import parse_network
from centrex.access.components import TITLES
from centrex.engine.audit import Deed, audited
from centrex.engine.new_customer import furnish
from centrex.engine.operator import Operator
from centrex.errors import DuplicateEntity, EntityNotFound, InvalidParameterValue
from centrex.resources.credential import whitelist_entry
from centrex.resources.customer import STATUSES, customer, customer_component
from centrex.resources.ledger import change_counter
from centrex.resources.tariff_plan import tariff_plan
from centrex.scope import SERVER
from centrex.store.steps import Change, Delete, Find, Insert, NextId, Update

DAY_LIMIT: Final = 50_000
MINUTE_LIMIT: Final = 250
PLAN_LIMITS: Final = ("day_limit", "minute_limit", "number_limit")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. ``None`` limits are unlimited; an agent has an ``agent_type``."""

    name: str
    agent_id: int | None = None
    agent_type: str | None = None
    prefix: str | None = None
    timezone: str = "UTC"
    lang: str = "en"
    day_limit: int | None = DAY_LIMIT
    minute_limit: int | None = MINUTE_LIMIT
    components: tuple[str, ...] = tuple(TITLES)
    project: str = "centrex"
    report_currency: str = "USD"


class Accounts:
    """The accounts of one store, in the operator's hand."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    async def create(self, account: NewAccount) -> int:
        """Makes an agent or a customer in state active, with an empty whitelist; answers its id."""
        _check_zone(account.timezone)
        _check_components(account.components)
        deed = self._operator.deed("create.account", "customer")
        return await self._operator.store.change(_created(account, deed), SERVER)

    async def set_status(self, customer_id: int, status: str) -> None:
        """Sets the state of an account; every state but active closes its doors."""
        if status not in STATUSES:
            raise InvalidParameterValue("status", status)
        values = {"status": status, "status_changed_at": int(self._operator.clock.now())}
        await self._change(customer_id, "update.account", _changed(customer_id, values))

    async def set_columns(self, customer_id: int, values: Mapping[str, object]) -> None:
        """Sets columns of an account, such as its limits, time zone, language or name."""
        if "timezone" in values:
            _check_zone(values["timezone"])
        await self._change(customer_id, "update.account", _changed(customer_id, values))

    async def set_components(self, customer_id: int, components: Iterable[str]) -> None:
        """Replaces the components of an account."""
        wanted = sorted(set(components))
        _check_components(wanted)
        await self._change(customer_id, "update.account", _components_replaced(customer_id, wanted))

    async def set_tariff_plan(self, customer_id: int, plan_id: int) -> None:
        """Puts a customer on a plan of his agent, or of the operator when he has none: components and limits follow.

        Raises EntityNotFound for any other plan.
        """
        await self._change(customer_id, "update.account", _put_on_plan(customer_id, plan_id))

    async def allow(self, customer_id: int, network: str) -> None:
        """Puts an address or CIDR on the whitelist of an account; raises ValueError when it is none."""
        change = _allowed(customer_id, parse_network(network))
        await self._change(customer_id, "create.whitelist", change)

    async def disallow(self, customer_id: int, network: str) -> None:
        """Takes an address or CIDR off the whitelist of an account; raises EntityNotFound when it is not there."""
        change = _disallowed(customer_id, parse_network(network))
        await self._change(customer_id, "delete.whitelist", change)

    async def _change(self, customer_id: int, operation: str, change: Change[int]) -> None:
        await self._operator.change(customer_id, operation, "customer", change)


def _created(account: NewAccount, deed: Deed) -> Change[int]:
    if account.agent_id is not None:
        yield from _agent_exists(account.agent_id)
    if account.prefix is not None and (yield Find(customer, ("id",), {"prefix": account.prefix})):
        raise DuplicateEntity("prefix", account.prefix)
    identifier = int((yield NextId(customer))[0][0])
    yield Insert(customer, account_values(identifier, account, deed.at))
    if account.agent_type is None:
        yield from furnish(identifier, account.lang)
    else:
        yield Insert(change_counter, {"customer_id": identifier, "changes": 0})
    for component in sorted(set(account.components)):
        yield Insert(customer_component, {"customer_id": identifier, "component": component})
    return (yield from audited(deed, _answered(identifier), identifier))


def account_values(identifier: int, account: NewAccount, at: int) -> dict[str, object]:
    """The row of a new account, made at ``at``."""
    return {
        "id": identifier,
        "agent_id": account.agent_id,
        "agent_type": account.agent_type,
        "name": account.name,
        "prefix": account.prefix,
        "status": "active",
        "status_changed_at": at,
        "created_at": at,
        "timezone": account.timezone,
        "lang": account.lang,
        "project": account.project,
        "report_currency": account.report_currency,
        "day_limit": account.day_limit,
        "minute_limit": account.minute_limit,
        "monthly_base_notify_emails": "[]",
        "monthly_calls_notify_emails": "[]",
        "daily_calls_notify_emails": "[]",
    }


def _answered(identifier: int) -> Change[int]:
    """A change of nothing more."""
    yield from ()
    return identifier


def _agent_exists(agent_id: int) -> Change[None]:
    rows = yield Find(customer, ("agent_type",), {"id": agent_id})
    if not rows or rows[0][0] is None:
        raise EntityNotFound("agent_id", agent_id)


def _changed(customer_id: int, values: Mapping[str, object]) -> Change[int]:
    yield Update(customer, {"id": customer_id}, values)
    return customer_id


def _components_replaced(customer_id: int, components: Iterable[str]) -> Change[int]:
    yield Delete(customer_component, {"customer_id": customer_id})
    for component in components:
        yield Insert(customer_component, {"customer_id": customer_id, "component": component})
    return customer_id


def _put_on_plan(customer_id: int, plan_id: int) -> Change[int]:
    agent_id, agent_type = (yield Find(customer, ("agent_id", "agent_type"), {"id": customer_id}))[0]
    plans = yield Find(tariff_plan, ("agent_id", "components", *PLAN_LIMITS), {"id": plan_id})
    if not plans or plans[0][0] != agent_id or agent_type is not None:
        raise EntityNotFound("tariff_plan_id", plan_id)
    _, components, *limits = plans[0]
    values = dict(zip(PLAN_LIMITS, limits, strict=True))
    yield Update(customer, {"id": customer_id}, {"tariff_plan_id": plan_id, **values})
    return (yield from _components_replaced(customer_id, msgspec.json.decode(components)))


def _allowed(customer_id: int, network: str) -> Change[int]:
    entry = {"customer_id": customer_id, "network": network}
    if not (yield Find(whitelist_entry, ("network",), entry)):
        yield Insert(whitelist_entry, entry)
    return customer_id


def _disallowed(customer_id: int, network: str) -> Change[int]:
    entry = {"customer_id": customer_id, "network": network}
    if not (yield Find(whitelist_entry, ("network",), entry)):
        raise EntityNotFound("network", network)
    yield Delete(whitelist_entry, entry)
    return customer_id


def _check_zone(name: object) -> None:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError) as error:
        raise InvalidParameterValue("timezone", name) from error


def _check_components(components: Iterable[str]) -> None:
    for component in components:
        if component not in TITLES:
            raise InvalidParameterValue("component", component)
