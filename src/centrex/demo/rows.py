"""The rows of a demo customer as audited steps of one change, made by his own user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Table

from centrex.demo.world import Customer, NumberGroup, Person, Team
from centrex.engine.audit import Deed, audited
from centrex.engine.changes import Target, create
from centrex.patterns import fold
from centrex.resources.employee import (
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
    employee_status,
)
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import VIRTUAL_NUMBER_GROUP, VIRTUAL_NUMBER_GROUPS
from centrex.store.steps import Change, Insert, NextId

STATUSES: Final = (("Available", "available"), ("Break", "break"), ("Not at work", "not_at_work"))
BOTH_WAYS: Final = '["in", "out"]'
GROUP: Final = Target(VIRTUAL_NUMBER_GROUP, VIRTUAL_NUMBER_GROUPS)


class _Maker:
    """Makes rows in the name of the customer's user, each with its audit row."""

    def __init__(self, customer: Customer, at: int, address: str) -> None:
        self.customer = customer
        self._at = at
        self._address = address

    def made(self, operation: str, kind: str, change: Change[int]) -> Change[int]:
        deed = Deed(self._at, self.customer.user.user_id, self._address, "", operation, kind)
        return audited(deed, change)

    def row(self, table: Table, values: Mapping[str, object]) -> Change[int]:
        return self.made(f"create.{table.name}", table.name, _inserted(table, values))


def customer_rows(customer: Customer, at: int, address: str) -> Change[None]:
    """Everything that the customer has, made at ``at`` from ``address``."""
    maker = _Maker(customer, at, address)
    statuses = yield from _statuses(maker)
    people, phones = yield from _people(maker, statuses)
    teams = yield from _teams(maker, people, phones)
    numbers = yield from _numbers(maker, at)
    for group in customer.groups:
        yield from _group(maker, group, (people, numbers, teams))


def _inserted(table: Table, values: Mapping[str, object]) -> Change[int]:
    identifier = int((yield NextId(table))[0][0])
    yield Insert(table, {"id": identifier, **values})
    return identifier


def _statuses(maker: _Maker) -> Change[list[int]]:
    made = []
    for name, mnemonic in STATUSES:
        made.append((yield from maker.row(employee_status, {"name": name, "mnemonic": mnemonic})))
    return made


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
        "employees": tuple(people[place] for place in group.people),
        "virtual_phones": tuple(numbers[place] for place in group.numbers),
        "employee_groups": tuple(teams[place] for place in group.teams),
    }
    created = create(GROUP, arguments)
    return maker.made("create.virtual_number_groups", "virtual_number_group", created)
