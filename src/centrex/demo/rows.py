"""The rows of a demo customer as audited steps of one change, made by his own user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Table

from centrex.demo.world import Customer, NumberGroup, Person, Team
from centrex.engine.audit import Deed, audited
from centrex.engine.changes import create
from centrex.engine.work import Work
from centrex.patterns import fold
from centrex.resources import OPERATIONS
from centrex.resources.employee import (
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
)
from centrex.resources.employee_status import employee_status
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import VIRTUAL_NUMBER_GROUP
from centrex.scope import Scope
from centrex.store.steps import Change, Find, Insert, NextId

STATUSES: Final = ("available", "break", "not_at_work")
BOTH_WAYS: Final = '["in", "out"]'
CREATE_GROUP: Final = OPERATIONS["create.virtual_number_groups"]


class _Maker:
    """Makes rows in the name of the customer's user, each with its audit row."""

    def __init__(self, customer: Customer, at: int, address: str, scope: Scope) -> None:
        self.customer = customer
        self._at = at
        self.scope = scope
        self._address = address

    def made(self, operation: str, kind: str, change: Change[int]) -> Change[int]:
        return audited(self.deed(operation, kind), change)

    def deed(self, operation: str, kind: str) -> Deed:
        return Deed(self._at, self.customer.user.user_id, self._address, "", operation, kind)

    def row(self, table: Table, values: Mapping[str, object]) -> Change[int]:
        return self.made(f"create.{table.name}", table.name, _inserted(table, values))


def customer_rows(customer: Customer, at: int, address: str, scope: Scope) -> Change[None]:
    """Everything that the customer has, made at ``at`` from ``address``."""
    maker = _Maker(customer, at, address, scope)
    statuses = yield from _statuses()
    people, phones = yield from _people(maker, statuses)
    teams = yield from _teams(maker, people, phones)
    numbers = yield from _numbers(maker, at)
    for group in customer.groups:
        yield from _group(maker, group, (people, numbers, teams))


def _inserted(table: Table, values: Mapping[str, object]) -> Change[int]:
    identifier = int((yield NextId(table))[0][0])
    yield Insert(table, {"id": identifier, **values})
    return identifier


def _statuses() -> Change[list[int]]:
    """The standard ones, which every customer has."""
    found = yield Find(employee_status, ("mnemonic", "id"), {})
    ids = {mnemonic: int(identifier) for mnemonic, identifier in found}
    return [ids[mnemonic] for mnemonic in STATUSES]


def _people(maker: _Maker, statuses: Sequence[int]) -> Change[tuple[list[int], list[list[int]]]]:
    """The ids of the employees, and those of the phones of each."""
    people: list[int] = []
    phones: list[list[int]] = []
    for index, person in enumerate(maker.customer.people):
        status_id = statuses[index % len(statuses)]
        people.append((yield from maker.row(employee, _employee_values(person, status_id))))
        phones.append((yield from _phones(maker, people[-1], person)))
    return people, phones


def _employee_values(person: Person, status_id: int) -> dict[str, object]:
    directions = {
        f"{side}_{kind}_allowed_call_directions": BOTH_WAYS
        for side in ("in", "out")
        for kind in ("external", "internal")
    }
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "patronymic": person.patronymic,
        "status_id": status_id,
        "calls_available": True,
        "call_recording": "all",
        "allowed_in_call_types": '["internal", "external"]',
        "allowed_out_call_types": '["internal", "external"]',
        **directions,
        "coach_always_enabled": False,
        "extension_phone_number": person.short_number,
        "extension_voice_mail_enabled": True,
        "extension_queue_enabled": False,
    }


def _phones(maker: _Maker, employee_id: int, person: Person) -> Change[list[int]]:
    made = []
    for position, number in enumerate(person.phones):
        values = {
            "employee_id": employee_id,
            "position": position,
            "phone_number": number,
            "channels_count": 1,
            "dial_time": 60,
            "status": "active",
        }
        made.append((yield from maker.row(employee_phone, values)))
    return made


def _teams(maker: _Maker, people: Sequence[int], phones: Sequence[Sequence[int]]) -> Change[list[int]]:
    made = []
    for team in maker.customer.teams:
        identifier = yield from maker.made("create.employee_group", "employee_group", _team(team, people))
        dialled = [phone for place in team.people for phone in phones[place]]
        for position, phone_id in enumerate(dialled):
            values = {"group_id": identifier, "phone_id": phone_id, "position": position, "available": True}
            yield from maker.row(employee_group_phone, values)
        made.append(identifier)
    return made


def _team(team: Team, people: Sequence[int]) -> Change[int]:
    values = {
        "name": team.name,
        "name_folded": fold(team.name),
        "group_phone_number": team.short_number,
        "queue_enabled": True,
        "channels_count": 10,
    }
    identifier = yield from _inserted(employee_group, values)
    for place in team.people:
        yield Insert(employee_group_member, {"group_id": identifier, "employee_id": people[place]})
    return identifier


def _numbers(maker: _Maker, at: int) -> Change[list[int]]:
    made = []
    for number in maker.customer.numbers:
        values = {"number": number, "activated_at": at, "status": "active", "category": "usual", "type": "va"}
        made.append((yield from maker.row(virtual_number, values)))
    return made


def _group(maker: _Maker, group: NumberGroup, ids: tuple[Sequence[int], ...]) -> Change[int]:
    people, numbers, teams = ids
    arguments = {
        "name": group.name,
        "employees": sorted(people[place] for place in group.people),
        "virtual_phones": sorted(numbers[place] for place in group.numbers),
        "employee_groups": sorted(teams[place] for place in group.teams),
    }
    deed = maker.deed(CREATE_GROUP.name, VIRTUAL_NUMBER_GROUP.name)
    return audited(deed, create(Work(CREATE_GROUP, VIRTUAL_NUMBER_GROUP, arguments, maker.scope, deed.at, deed)))
