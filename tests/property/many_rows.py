"""Enlarges a test world: some sixty rows of every kind for two customers, many customers and users for an agent.

Ids follow from the order alone, so that both stores hold the same world.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from centrex.catalogue import Level
from centrex.engine.accounts import NewAccount, account_values
from centrex.patterns import fold
from centrex.resources.customer import STATUSES, customer
from centrex.resources.employee import (
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
)
from centrex.resources.employee_status import STILL, employee_status_change
from centrex.resources.ledger import ordinal
from centrex.resources.pool_number import pool_number
from centrex.resources.tariff_plan import tariff_plan
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import group_employee, group_phone, group_team, virtual_number_group
from centrex.scope import SERVER, Scope
from centrex.store.steps import Change, Insert, NextId, Update
from tests.clock import NOON
from tests.property.strange import STRANGE
from tests.world import Customer, World

CUSTOMER_ZONE: Final = "Europe/Berlin"
AGENT_ZONE: Final = "Europe/Moscow"
TURNS: Final = (1_743_296_400, 1_729_990_800, 1_414_274_400, 1_301_180_400, 0, 2_000_000_000)
"""Seconds at which Berlin or Moscow changed its clock, and round ones."""


async def enlarge(world: World, seed: int = 7) -> None:
    """Adds the rows to an empty world, and takes the limits of points off everybody."""
    random = Random(seed)
    for grown in (world.a, world.c):
        scope = Scope(Level.CUSTOMER, grown.id, grown.user.id)
        await world.store.change(_rows(grown, random), scope)
    await world.store.change(_customers(world.north.account_id, random), SERVER)
    await world.store.change(_pool(world.a.id, random), SERVER)
    everybody = {member.account_id for member in (world.north, world.south)}
    for account_id in sorted(everybody | {each.id for each in world.customers}):
        await world.accounts.set_columns(account_id, {"day_limit": None, "minute_limit": None})


def _rows(grown: Customer, random: Random) -> Change[None]:
    for rows in (_employees, _history, _phones, _employee_groups, _numbers, _number_groups):
        yield from rows(grown, random)


def _add(grown: Customer, table: Any, values: Mapping[str, object]) -> Change[int]:
    identifier = int((yield NextId(table))[0][0])
    yield Insert(table, {"id": identifier, **values})
    grown.ids.setdefault(table.name, []).append(identifier)
    return identifier


def _maybe(random: Random, text: str) -> str | None:
    """The text, or now and then none, or an empty one."""
    return random.choices((text, None, ""), (6, 3, 1))[0]


def _some(random: Random, *items: str) -> str:
    return json.dumps(random.sample(items, random.randint(0, len(items))))


def _employees(grown: Customer, random: Random) -> Change[None]:
    statuses, people = grown.ids["employee_status"], grown.ids["employee"]
    directions = [
        f"{side}_{kind}_allowed_call_directions" for side in ("in", "out") for kind in ("external", "internal")
    ]
    for index, last_name in enumerate(STRANGE):
        values: dict[str, object] = {
            **_login(random, index),
            "last_name": last_name,
            "first_name": _maybe(random, random.choice(STRANGE)),
            "patronymic": _maybe(random, random.choice(STRANGE)),
            "email": _maybe(random, f"{index % 7}@example.org"),
            "status_id": random.choice([*statuses, None]),
            "calls_available": random.random() < 0.5,
            "call_recording": random.choice(("all", "in", "out", "off")),
            "allowed_in_call_types": _some(random, "internal", "external"),
            "allowed_out_call_types": _some(random, "internal", "external"),
            **{name: _some(random, "in", "out") for name in directions},
            "coach_id": random.choice([*people, None, None, None]),
            "coach_always_enabled": random.random() < 0.5,
            "extension_phone_number": random.choice((str(300 + index), str(9000 + index), None)),
            "extension_voice_mail_enabled": random.random() < 0.5,
            "extension_queue_enabled": random.random() < 0.5,
        }
        yield from _add(grown, employee, values)


def _login(random: Random, index: int) -> dict[str, object]:
    """A login that nobody else of the customer has, or none."""
    login = random.choice((f"{index} {random.choice(STRANGE)}", None))
    return {"login": login, "login_folded": fold(login) if login else None}


def _history(grown: Customer, random: Random) -> Change[None]:
    """Stays in every status: some of no length, some that go on, some that lie ahead."""
    for person in grown.ids["employee"][5:]:
        for status in random.sample(grown.ids["employee_status"], random.choice((0, 1, 2, 4))):
            since = int(NOON) + random.choice((-90 * 86_400, -86_400, -3600, -1, 0, 3600))
            until = random.choice((STILL, since, since + 1, since + 5400, since + 40 * 86_400))
            stay = {"employee_id": person, "status_id": status, "since": since, "until": until}
            yield from _add(grown, employee_status_change, stay)


def _phones(grown: Customer, random: Random) -> Change[None]:
    """Positions are not those of the ids, so that the order shows."""
    for person in grown.ids["employee"][5:]:
        for position in random.sample(range(9), random.choice((0, 0, 1, 2, 3))):
            values = {
                "employee_id": person,
                "position": position,
                "phone_number": random.choice((f"7900{person:05}{position}", "79001234567", "sip:я@x", '"\\')),
                "channels_count": position,
                "dial_time": random.choice((20, 60)),
                "status": random.choice(("active", "inactive")),
            }
            yield from _add(grown, employee_phone, values)


def _employee_groups(grown: Customer, random: Random) -> Change[None]:
    people, phones = grown.ids["employee"], grown.ids["employee_phone"]
    for index, name in enumerate(_unlike(STRANGE)):
        values = {
            "name": name,
            "name_folded": fold(name),
            "group_phone_number": random.choice((str(500 + index), None, None)),
            "queue_enabled": random.random() < 0.5,
            "channels_count": random.choice((0, 1, 2, 100)),
        }
        group_id = yield from _add(grown, employee_group, values)
        for person in random.sample(people, random.choice((0, 0, 1, 2, 3))):
            yield Insert(employee_group_member, {"group_id": group_id, "employee_id": person})
        for phone in random.sample(phones, random.choice((0, 0, 1, 3))):
            dialled = {"group_id": group_id, "phone_id": phone, "position": random.randint(0, 9)}
            yield from _add(grown, employee_group_phone, {**dialled, "available": random.random() < 0.5})


def _unlike(names: tuple[str, ...]) -> Iterator[str]:
    """Those names that differ also when their case is folded."""
    folded: set[str] = set()
    for name in names:
        if fold(name) not in folded:
            folded.add(fold(name))
            yield name


def _numbers(grown: Customer, random: Random) -> Change[None]:
    for index, name in enumerate(STRANGE):
        values = {
            "number": f"7812{grown.id:05}{index:03}",
            "redirection_phone_number": _maybe(random, random.choice(("79001234567", "+7 (900) 1", "１２"))),
            "activated_at": random.choice((_moment(random, CUSTOMER_ZONE), None)),
            "status": random.choice(("active", "waiting", "cleaning", "prereserved", "reserved", "limit_lock")),
            "category": random.choice(("usual", "bronze", "silver", "gold", "platinum")),
            "type": random.choice(("va", "call_tracking", "dynamic_call_tracking")),
            "comment": _maybe(random, random.choice(STRANGE)),
            "name": _maybe(random, name),
        }
        yield from _add(grown, virtual_number, values)


def _moment(random: Random, zone: str) -> int:
    """An instant whose wall-clock time no later instant has: a filter cannot name the second of two."""
    while True:
        moment = random.choice(TURNS) + random.choice((-7200, -3600, -1800, -1, 0, 1, 1800, 3600, 86_400))
        if not datetime.fromtimestamp(moment, ZoneInfo(zone)).fold:
            return moment


def _number_groups(grown: Customer, random: Random) -> Change[None]:
    members = (
        (group_employee, "employee_id", grown.ids["employee"]),
        (group_phone, "virtual_number_id", grown.ids["virtual_number"]),
        (group_team, "employee_group_id", grown.ids["employee_group"]),
    )
    for index, name in enumerate(_unlike(STRANGE)):
        values = {"name": name, "name_folded": fold(name), "number": f"g{100 - index}"}
        group_id = yield from _add(grown, virtual_number_group, values)
        for table, column, ids in members:
            for member_id in random.sample(ids, random.choice((0, 0, 1, 2, 4))):
                yield Insert(table, {"group_id": group_id, column: member_id})
    yield Update(ordinal, {"series": "virtual_number_groups"}, {"last": 100})


def _customers(agent_id: int, random: Random) -> Change[None]:
    """Customers of the agent in every state, with and without plans and users."""
    plans: list[int] = []
    for name in ("Basic", "basic", "100%_\\"):
        plans.append(int((yield NextId(tariff_plan))[0][0]))
        yield Insert(tariff_plan, {"id": plans[-1], "agent_id": agent_id, "name": name, "components": "[]"})
    for index, name in enumerate(STRANGE):
        identifier = int((yield NextId(customer))[0][0])
        account = NewAccount(name, agent_id=agent_id, timezone=CUSTOMER_ZONE)
        values = account_values(identifier, account, _moment(random, AGENT_ZONE)) | _particulars(random, index)
        yield Insert(customer, {**values, "tariff_plan_id": random.choice((*plans, None))})
        for number in range(random.choice((0, 1, 2))):
            yield from _user(identifier, agent_id, f"{index}-{number}", random)


def _pool(customer_id: int, random: Random) -> Change[None]:
    """Numbers of the pool, most of them free."""
    for index, name in enumerate(STRANGE):
        identifier = int((yield NextId(virtual_number))[0][0])
        values = {
            "customer_id": random.choice((None, None, None, customer_id)),
            "number": f"49{random.randrange(10**6):06}{index}",
            "category": random.choice(("usual", "bronze", "silver", "gold", "platinum")),
            "location_mnemonic": random.choice(("berlin", "riga", "МСК", None)),
            "location_name": _maybe(random, name),
            "onetime_payment": random.choice((0.0, 99.95)),
        }
        yield Insert(pool_number, {"id": identifier, **values, "monthly_charge": 0.0, "min_charge": 1.5})


def _particulars(random: Random, index: int) -> dict[str, object]:
    return {
        "description": _maybe(random, random.choice(STRANGE)),
        "status": STATUSES[index % len(STATUSES)],
        "status_changed_at": random.choice((_moment(random, AGENT_ZONE), None)),
        "monthly_base_limit": random.choice((None, 0.0, 100.0, 99.95)),
        "monthly_calls_limit": random.choice((None, 0, 2**40)),
        "monthly_calls_notify_emails": random.choice(("[]", '["a@example.org", "b@example.org"]')),
    }


def _user(account_id: int, agent_id: int, login: str, random: Random) -> Change[None]:
    identifier = int((yield NextId(user))[0][0])
    values = {
        "id": identifier,
        "customer_id": account_id,
        "agent_id": agent_id,
        "level": random.choice((Level.CUSTOMER, Level.CUSTOMER, Level.EXTENSION)),
        "login": f"many-{login}",
        "password_hash": "",
        "status": "active",
        "name": random.choice(STRANGE),
        "description": _maybe(random, random.choice(STRANGE)),
        "created_at": int(NOON),
    }
    yield Insert(user, values)
