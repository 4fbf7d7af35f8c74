"""A world to test in: two agents, four customers, their users with keys, and rows of every kind.

Ids do not overlap between customers. Every text of a customer holds his canary, so that a leak shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from centrex.access.secrets import hash_password
from centrex.catalogue import Level
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.engine.phones import furnish
from centrex.engine.retention import make_months
from centrex.engine.users import NewUser, Users
from centrex.patterns import fold
from centrex.resources.employee import (
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
)
from centrex.resources.employee_position import employee_position
from centrex.resources.employee_status import STILL, employee_status, employee_status_change
from centrex.resources.event_handler import event_handler
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.ledger import ordinal
from centrex.resources.registration import registration
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import (
    group_employee,
    group_phone,
    group_team,
    virtual_number_group,
)
from centrex.scope import Scope
from centrex.store import Store
from centrex.store.steps import Change, Find, Insert, NextId, Own
from tests.calls import lay_calls
from tests.clock import NOON, ManualClock
from tests.shared_rows import lay_shared_rows

PASSWORD: Final = "correct horse"
PASSWORD_HASH: Final = hash_password(PASSWORD, fast=True)
SIDES: Final = tuple((side, kind) for side in ("in", "out") for kind in ("external", "internal"))
DIRECTIONS: Final = ('["in", "out"]', '["in"]', '["out"]', "[]")


@dataclass
class Member:
    """A user with a permanent key."""

    id: int
    login: str
    key: str
    account_id: int


@dataclass
class Customer:
    """A customer, his user and the ids of his rows by table name.

    ``users`` are those of the RingMe API by kind: extension_group, extension and read_only, all of the first group.
    """

    id: int
    canary: str
    user: Member
    ids: dict[str, list[int]] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """``north`` and ``south`` are agents; a, b belong to north, c to south, d to nobody.

    ``free`` are the ids of the pool's numbers, ``plans`` those of the tariff plans by agent.
    """

    store: Store
    clock: ManualClock
    north: Member
    south: Member
    a: Customer
    b: Customer
    c: Customer
    d: Customer
    free: dict[str, int]
    plans: dict[int, list[int]]

    @property
    def customers(self) -> tuple[Customer, ...]:
        return self.a, self.b, self.c, self.d

    @property
    def operator(self) -> Operator:
        return Operator(self.store, self.clock)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.operator)

    @property
    def users(self) -> Users:
        return Users(self.operator)


@pytest.fixture
def world(store: Store, database_kind: str, request: pytest.FixtureRequest) -> World:
    """The world, small: 3 to 5 rows of each kind per customer; the store is a copy of one where it was laid."""
    facts = request.getfixturevalue(f"{database_kind}_world")[1]
    return World(store, ManualClock(), **deepcopy(facts))


async def make_world(store: Store, clock: ManualClock) -> World:
    """Lays the world out."""
    await make_months(store, clock)
    hands = Operator(store, clock)
    north = await _agent(hands, "North")
    south = await _agent(hands, "South")
    a, b, c, d = [
        await _customer(hands, name, agent.account_id if agent else None)
        for name, agent in (("A", north), ("B", north), ("C", south), ("D", None))
    ]
    free, plans = await lay_shared_rows(store, (north.account_id, south.account_id))
    return World(store, clock, north, south, a, b, c, d, free, plans)


async def _agent(hands: Operator, name: str) -> Member:
    account_id = await Accounts(hands).create(NewAccount(name, agent_type="agent", timezone="Europe/Moscow"))
    return await member(hands, account_id, name.lower(), name)


async def _customer(hands: Operator, name: str, agent_id: int | None) -> Customer:
    canary = f"canary{name}"
    new = NewAccount(f"{name} {canary}", agent_id=agent_id, timezone="Europe/Berlin")
    account_id = await Accounts(hands).create(new)
    user = await member(hands, account_id, f"user-{name.lower()}", f"User {canary}")
    customer = Customer(account_id, canary, user)
    scope = Scope(Level.CUSTOMER, account_id, user.id)
    await hands.store.change(_rows(customer), scope)
    return customer


async def member(hands: Operator, account_id: int, login: str, name: str) -> Member:
    """A user with all rights and a key; his account may be used from loopback."""
    for network in ("127.0.0.0/8", "::1"):
        await Accounts(hands).allow(account_id, network)
    users = Users(hands)
    user_id = await users.create(NewUser(account_id, login, PASSWORD_HASH, name))
    key = f"key-of-{login}".ljust(40, "0")
    await users.create_key(user_id, key, "test")
    return Member(user_id, login, key, account_id)


def _rows(customer: Customer) -> Change[None]:
    """Rows of every kind: some fields empty, some shared, some unlike."""
    for rows in (_statuses, _positions, _employees, _history, _employee_groups, _numbers, _number_groups):
        yield from rows(customer)
    for rows in (_extensions, _phone_settings, _realm_users, _registrations):
        yield from rows(customer)
    yield from lay_calls(customer.canary, customer.ids)


def _add(customer: Customer, table: Any, values: Mapping[str, object]) -> Change[int]:
    identifier = int((yield NextId(table))[0][0])
    yield Insert(table, {"id": identifier, **values})
    customer.ids.setdefault(table.name, []).append(identifier)
    return identifier


def _statuses(customer: Customer) -> Change[None]:
    """Two of the standard statuses that he has already, then one of his own, then a deleted one."""
    standard = {row[1]: row[0] for row in (yield Find(employee_status, ("id", "mnemonic"), {}))}
    customer.ids["employee_status"] = [standard["available"], standard["break"]]
    for name, deleted in (("Own", False), ("Deleted", True)):
        values = {
            "name": f"{name} {customer.canary}",
            "mnemonic": None,
            "description": f"Description {customer.canary}" if deleted else None,
            "color": "#123456",
            "is_deleted": deleted,
            **{f"{side}_{kind}_allowed_call_directions": '["in"]' for side, kind in SIDES},
            "allowed_phone_protocols": '["PSTN", "SIP"]',
            "is_select_allowed": deleted,
            "is_worktime": not deleted,
            "is_auto_out_calls_ready": deleted,
        }
        yield from _add(customer, employee_status, values)


def _positions(customer: Customer) -> Change[None]:
    for name in ("Manager", "Старший оператор"):
        full = f"{name} {customer.canary}"
        yield from _add(customer, employee_position, {"name": full, "name_folded": fold(full)})


PEOPLE: Final = (
    ("Petrov", "Пётр", None),
    ("Сидоров", "Иван", "Ильич"),
    ("Ünal", "Çağla", ""),
    ("O'Brien", None, "_%"),
    ("петров", "Anna", "Maria"),
)


def _employees(customer: Customer) -> Change[None]:
    statuses = customer.ids["employee_status"]
    for index, (last_name, first_name, patronymic) in enumerate(PEOPLE):
        directions = {
            f"{side}_{kind}_allowed_call_directions": DIRECTIONS[(index + shift) % 4]
            for shift, (side, kind) in enumerate(SIDES)
        }
        login = f"login{index}{customer.canary}" if index % 2 else None
        values = {
            "login": login,
            "login_folded": fold(login) if login else None,
            "last_name": f"{last_name} {customer.canary}",
            "first_name": first_name,
            "patronymic": patronymic,
            "email": f"{index}.{customer.canary}@example.org" if index != 3 else None,
            "status_id": statuses[index] if index < 3 else None,
            "calls_available": index % 2 == 0,
            "call_recording": ("all", "in", "out", "off", "all")[index],
            "allowed_in_call_types": ('["internal", "external"]', '["internal"]', "[]")[index % 3],
            "allowed_out_call_types": ("[]", '["external"]')[index % 2],
            **directions,
            "coach_id": customer.ids["employee"][0] if index in {2, 4} else None,
            "coach_always_enabled": index == 4,
            "extension_phone_number": str(100 + index) if index < 4 else None,
            "extension_voice_mail_enabled": index == 1,
            "extension_queue_enabled": index == 2,
            **(_operator(customer) if index == 1 else {}),
        }
        identifier = yield from _add(customer, employee, values)
        yield from _phones(customer, identifier, index)


def _operator(customer: Customer) -> dict[str, object]:
    return {
        "operator_display_name": f"Operator {customer.canary}",
        "operator_password_hash": PASSWORD_HASH,
        "operator_position_id": customer.ids["employee_position"][0],
        "operator_offline_message_enabled": True,
        "operator_invite_to_chat_enabled": False,
        "operator_chat_enabled": True,
    }


def _history(customer: Customer) -> Change[None]:
    """An hour of a status that is over, for the first employee; since then what the employees are in."""
    people, statuses = customer.ids["employee"], customer.ids["employee_status"]
    hour_ago = int(NOON) - 3600
    stays = [(people[0], statuses[2], hour_ago - 3600, hour_ago)]
    stays += [(people[index], statuses[index], hour_ago, STILL) for index in range(3)]
    for person, status, since, until in stays:
        values = {"employee_id": person, "status_id": status, "since": since, "until": until}
        yield from _add(customer, employee_status_change, values)


def _phones(customer: Customer, employee_id: int, index: int) -> Change[None]:
    for position in range(index % 3):
        values = {
            "employee_id": employee_id,
            "position": position,
            "phone_number": f"7900{employee_id:05}{position}",
            "channels_count": 1 + position,
            "dial_time": 60,
            "status": "active" if position == 0 else "inactive",
        }
        yield from _add(customer, employee_phone, values)


def _employee_groups(customer: Customer) -> Change[None]:
    people, phones = customer.ids["employee"], customer.ids["employee_phone"]
    for index, name in enumerate(("Sales", "Поддержка", "Empty")):
        full = f"{name} {customer.canary}"
        values = {
            "name": full,
            "name_folded": fold(full),
            "group_phone_number": str(200 + index) if index else None,
            "queue_enabled": index == 1,
            "channels_count": 1 + index,
        }
        group_id = yield from _add(customer, employee_group, values)
        for person in people[index : index + 2] if index < 2 else ():
            yield Insert(employee_group_member, {"group_id": group_id, "employee_id": person})
        for position, phone_id in enumerate(phones[index : index + 2] if index < 2 else ()):
            dialled = {"group_id": group_id, "phone_id": phone_id, "position": position}
            yield from _add(customer, employee_group_phone, {**dialled, "available": position == 0})


def _numbers(customer: Customer) -> Change[None]:
    for index in range(4):
        values = {
            "number": f"7495{customer.id:05}{index:02}",
            "redirection_phone_number": "79001234567" if index == 1 else None,
            "activated_at": (1_743_296_400 + index * 1800) if index != 3 else None,
            "status": ("active", "active", "manual_lock", "waiting")[index],
            "category": ("usual", "gold", "usual", "platinum")[index],
            "type": ("va", "call_tracking", "va", "va")[index],
            "comment": f"Comment {customer.canary}" if index % 2 else None,
            "name": ("Main", "main", "Ünïcode", None)[index],
        }
        yield from _add(customer, virtual_number, values)


def _number_groups(customer: Customer) -> Change[None]:
    names = ("Moscow", "moscow 2", "Питер", "100%_\\", "Ätna")
    members = (
        (group_employee, "employee_id", customer.ids["employee"]),
        (group_phone, "virtual_number_id", customer.ids["virtual_number"]),
        (group_team, "employee_group_id", customer.ids["employee_group"]),
    )
    for index, name in enumerate(names):
        full = f"{name} {customer.canary}"
        values = {"name": full, "name_folded": fold(full), "number": f"g{index * 5 + 1}"}
        group_id = yield from _add(customer, virtual_number_group, values)
        for table, column, ids in members:
            for member_id in ids[: index % 4]:
                yield Insert(table, {"group_id": group_id, column: member_id})
    yield Insert(ordinal, {"series": "virtual_number_groups", "last": 21})


SHORT_NUMBERS: Final = (("391", "phone"), ("392", "phone"), ("393", "queue"), ("394", "phone"))
"""The first two stand in the first extension group, the last in the second; the queue stands in none."""


def _extensions(customer: Customer) -> Change[None]:
    for name in ("Office", "Склад"):
        yield from _add(customer, extension_group, {"name": f"{name} {customer.canary}", "extra_params": None})
    first, second = customer.ids["extension_group"]
    for (number, kind), group_id in zip(SHORT_NUMBERS, (first, first, None, second), strict=True):
        values = {
            "number": number,
            "type": kind,
            "status": "active" if number != "394" else "blocked",
            "label": f"Label {number} {customer.canary}",
            "extension_group_id": group_id,
            "employee_id": customer.ids["employee"][4] if number == "394" else None,
            "extra_params": f"Extra {customer.canary}" if kind == "queue" else None,
            "ani_rfc3325": kind == "queue",
            "created_at": int(NOON),
        }
        yield from _add(customer, extension, values)


def _phone_settings(customer: Customer) -> Change[None]:
    """A phone each, and an event handler on the first."""
    for identifier, (number, kind) in zip(customer.ids["extension"], SHORT_NUMBERS, strict=True):
        if kind == "phone":
            yield from furnish(identifier, number)
    url = f"https://{customer.canary.lower()}.example.org/"
    values = {"extension_id": customer.ids["extension"][0], "url": url, "event_type": "hangup", "method": "POST"}
    yield from _add(customer, event_handler, values)


def _realm_users(customer: Customer) -> Change[None]:
    """A user of the first group, one who may only read, and one of the first extension."""
    agent_id = (yield Own(("agent_id",)))[0][0]
    group_id, extension_id = customer.ids["extension_group"][0], customer.ids["extension"][0]
    for kind in ("extension_group", "read_only", "extension"):
        of_extension = kind == "extension"
        values = {
            "agent_id": agent_id,
            "level": Level.EXTENSION if of_extension else Level.EXTENSION_GROUP,
            "login": f"{kind}-{customer.canary}",
            "password_hash": PASSWORD_HASH,
            "status": "active",
            "name": f"{kind} {customer.canary}",
            "created_at": int(NOON),
            "access": "read_only" if kind == "read_only" else "full",
            "email": f"{kind}@{customer.canary}.example.org",
            "extension_id" if of_extension else "extension_group_id": extension_id if of_extension else group_id,
        }
        customer.users[kind] = yield from _add(customer, user, values)


def _registrations(customer: Customer) -> Change[None]:
    """Each extension came an hour ago and went half an hour ago."""
    groups = (*[customer.ids["extension_group"][0]] * 2, None, customer.ids["extension_group"][1])
    for (number, _), identifier, group_id in zip(SHORT_NUMBERS, customer.ids["extension"], groups, strict=True):
        for status, ago in (("on", 3600), ("off", 1800)):
            moment = {"at": int(NOON) - ago, "status": status, "number": number}
            yield from _add(
                customer, registration, {**moment, "extension_id": identifier, "extension_group_id": group_id}
            )


def all_texts(value: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from all_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_texts(inner)
