"""Customers as their agent makes and changes them. Everything but the look-up is done inside the customer's account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from centrex.catalogue import Level
from centrex.engine.accounts import NewAccount, account_values
from centrex.engine.audit import counted
from centrex.engine.new_customer import furnish
from centrex.engine.users import FULL_RIGHTS, rights_rows
from centrex.engine.work import Work, existing
from centrex.errors import DuplicateEntity, EntityNotFound, InvalidState
from centrex.resources.customer import LIMITS, customer, customer_component
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.user import user, user_permission
from centrex.store.steps import Change, Delete, Enter, Find, Insert, NextId, NotUnique, Own, Update

TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
    "waiting": frozenset({"active"}),
    "active": frozenset({"manual_lock"}),
    "manual_lock": frozenset({"active", "archive"}),
}
"""What an agent may make of an account, by its state; out of the others there is no way."""

_COLUMNS: Final = frozenset({"name", "description", *(show.name for show in LIMITS)})


@dataclass(frozen=True, slots=True)
class _Plan:
    """A tariff plan that is open to the agent."""

    id: int
    components: tuple[str, ...]
    limits: Mapping[str, int | None]


def create(work: Work) -> Change[int]:
    """Makes a waiting customer with his first user, who has all rights; his whitelist is empty. Answers his id."""
    plan = yield from _plan(work)
    account = yield from _like_the_agent(work)
    identifier = int((yield NextId(customer))[0][0])
    values = account_values(identifier, account, work.at) | {"status": "waiting"} | _columns(work)
    yield Insert(customer, values)
    yield from _inside(identifier)
    yield from furnish(identifier, account.lang)
    yield from _put_on(plan, identifier)
    yield from _first_user(work, identifier)
    return identifier


def update(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; the plan that the customer already has changes nothing."""
    identifier = yield from existing(work)
    plan = (yield from _plan(work)) if "tariff_plan_id" in work.arguments else None
    yield from _enter(identifier)
    values = _columns(work)
    if values:
        yield Update(customer, {"id": identifier}, values)
    if plan is not None and (yield Own(("tariff_plan_id",)))[0][0] != plan.id:
        yield from _put_on(plan, identifier)
    yield from _first_user_changed(work)
    return identifier


def update_status(work: Work) -> Change[int]:
    """Activates, blocks or archives a customer; raises InvalidState when his state does not lead there."""
    identifier = yield from existing(work, "customer_id")
    yield from _enter(identifier)
    status = work.string("status")
    now = (yield Own(("status",)))[0][0]
    if status not in TRANSITIONS.get(now, ()):
        raise InvalidState("status", status)
    yield Update(customer, {"id": identifier}, {"status": status, "status_changed_at": work.at})
    return identifier


def update_tariff_plan(work: Work) -> Change[int]:
    """Puts a customer on a plan, whose components and limits he gets, even if it is his own already."""
    identifier = yield from existing(work, "customer_id")
    plan = yield from _plan(work)
    yield from _enter(identifier)
    yield from _put_on(plan, identifier)
    return identifier


def _enter(identifier: int) -> Change[None]:
    """Into the customer's account, whose audit tells of the change; his own changes wait for its end."""
    yield from _inside(identifier)
    yield from counted({})


def _inside(identifier: int) -> Change[None]:
    """Whose account the steps after this one are about: never the agent's own."""
    if not (yield Enter(identifier)):
        raise EntityNotFound("id", identifier)


def _plan(work: Work) -> Change[_Plan]:
    """The plan that was sent, when it is open to the agent; another agent's answers as none."""
    identifier = work.integer("tariff_plan_id")
    rows = yield Find(tariff_plan, ("components", *_PLAN_LIMITS), {"id": identifier})
    if not rows:
        raise EntityNotFound("tariff_plan_id", identifier)
    components, *limits = rows[0]
    return _Plan(identifier, tuple(msgspec.json.decode(components)), dict(zip(_PLAN_LIMITS, limits, strict=True)))


_PLAN_LIMITS: Final = ("day_limit", "minute_limit", "number_limit")


def _put_on(plan: _Plan, identifier: int) -> Change[None]:
    yield Update(customer, {"id": identifier}, {"tariff_plan_id": plan.id, **plan.limits})
    yield Delete(customer_component, {})
    for component in plan.components:
        yield Insert(customer_component, {"component": component})


def _like_the_agent(work: Work) -> Change[NewAccount]:
    """A customer of the agent: his time zone, language, brand and currency."""
    zone, lang, project, currency = (yield Own(("timezone", "lang", "project", "report_currency")))[0]
    return NewAccount(
        work.string("name"),
        agent_id=work.scope.account_id,
        timezone=zone,
        lang=lang,
        project=project,
        report_currency=currency,
    )


def _columns(work: Work) -> dict[str, Any]:
    """The columns of the same name as what was sent; who is warned is never null, but nobody."""
    return {name: _kept(name, value) for name, value in work.arguments.items() if name in _COLUMNS}


def _kept(name: str, value: object) -> object:
    if name.endswith("_emails"):
        return msgspec.json.encode(value or []).decode()
    return value


def _first_user(work: Work, customer_id: int) -> Change[None]:
    identifier = int((yield NextId(user))[0][0])
    values = {
        "id": identifier,
        "agent_id": work.scope.account_id,
        "level": Level.CUSTOMER,
        "password_hash": work.string("password"),
        "status": "active",
        "name": work.string("name"),
        "created_at": work.at,
    }
    yield from _with_login(work, Insert(user, {**values, "login": work.string("email")}))
    for row in rights_rows(identifier, FULL_RIGHTS):
        yield Insert(user_permission, row)


def _first_user_changed(work: Work) -> Change[None]:
    """E-mail and password are those of the customer's first user."""
    sent = {"email": "login", "password": "password_hash"}
    values = {column: work.string(name) for name, column in sent.items() if name in work.arguments}
    if not values:
        return
    rows = yield Find(user, ("id",), {})
    if not rows:
        raise EntityNotFound(next(name for name in sent if name in work.arguments))
    yield from _with_login(work, Update(user, {"id": min(rows)[0]}, values))


def _with_login(work: Work, step: Insert | Update) -> Change[None]:
    """The step, unless a user of the server has the login already, whoever's he is."""
    try:
        yield step
    except NotUnique as refusal:
        raise DuplicateEntity("email", work.string("email")) from refusal
