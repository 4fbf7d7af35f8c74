"""What a demo customer has, made by his own user through the methods of the API, each with its audit row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from centrex.access.secrets import hash_password
from centrex.catalogue import Resource
from centrex.demo.day import DAYS, Turn
from centrex.demo.world import Customer, NumberGroup, Person, Team
from centrex.engine.audit import Deed, audited
from centrex.engine.handlers import handler
from centrex.engine.work import Work
from centrex.resources import OPERATIONS, RESOURCES, operations_of
from centrex.resources.employee_status import employee_status
from centrex.resources.virtual_number import virtual_number
from centrex.scope import Scope
from centrex.store.steps import Change, Find, Insert, NextId, Update

BOTH_WAYS: Final = ["in", "out"]
_RESOURCE_OF: Final[Mapping[str, Resource]] = {
    operation.name: resource for resource in RESOURCES for operation in operations_of(resource)
}


class _Maker:
    """Calls methods in the name of the customer's user, and makes what no method makes."""

    def __init__(self, customer: Customer, at: int, address: str, scope: Scope) -> None:
        self.customer = customer
        self._at = at
        self._scope = scope
        self._address = address

    def made(self, method: str, arguments: Mapping[str, object], later: int = 0) -> Change[int]:
        """What the method makes, ``later`` seconds after everything began; answers the id."""
        operation, resource = OPERATIONS[method], _RESOURCE_OF[method]
        deed = self._deed(method, resource.name, later)
        work = Work(operation, resource, arguments, self._scope, deed.at, deed)
        return audited(deed, handler(operation)(work))

    def own_status(self) -> Change[int]:
        return audited(self._deed("create.employee_status", "employee_status"), _own_status(self.customer))

    def named(self, number_id: int, values: Mapping[str, object]) -> Change[int]:
        return audited(self._deed("update.virtual_numbers", "virtual_number"), _named(number_id, values))

    def _deed(self, method: str, kind: str, later: int = 0) -> Deed:
        return Deed(self._at + later, self.customer.user.user_id, self._address, "", method, kind)


def customer_rows(customer: Customer, internal: Mapping[int, str], at: int, address: str, scope: Scope) -> Change[None]:
    """Everything that the customer has besides the ``internal`` numbers of his people.

    It is made at ``at`` and in the hours after it, from ``address``.
    """
    maker = _Maker(customer, at, address, scope)
    own_status = yield from maker.own_status()
    positions = yield from _each(maker, "create.employee_positions", [{"name": name} for name in customer.positions])
    people = yield from _people(maker, positions, internal)
    teams = yield from _each(maker, "create.group_employees", [_team(team, people) for team in customer.teams])
    numbers = yield from _numbers(maker)
    groups = [_group(group, (people, numbers, teams)) for group in customer.groups]
    yield from _each(maker, "create.virtual_number_groups", groups)
    yield from _days(maker, people, own_status)


def _each(maker: _Maker, method: str, several: Iterable[Mapping[str, object]]) -> Change[list[int]]:
    """The ids of what a method makes, called with each of several arguments."""
    made = []
    for arguments in several:
        identifier = yield from maker.made(method, arguments)
        made.append(identifier)
    return made


def _own_status(customer: Customer) -> Change[int]:
    """A status of his own, which allows what the standard one of somebody who is available allows."""
    kept = [column.name for column in employee_status.columns if column.name not in {"customer_id", "id"}]
    like = (yield Find(employee_status, tuple(kept), {"mnemonic": "available"}))[0]
    identifier = int((yield NextId(employee_status))[0][0])
    own = {"name": customer.own_status.name, "color": customer.own_status.color, "mnemonic": None}
    yield Insert(employee_status, {"id": identifier, **dict(zip(kept, like, strict=True)), **own})
    return identifier


def _people(maker: _Maker, positions: Sequence[int], internal: Mapping[int, str]) -> Change[list[int]]:
    """The ids of the employees: the first coaches the last, the second is an operator of the chat."""
    people: list[int] = []
    for index, person in enumerate(maker.customer.people):
        own = [f"{maker.customer.prefix}{internal[index]}"] if index in internal else []
        arguments = _person(person, [*person.phones, *own])
        if index == 1:
            arguments["operator"] = _operator(maker.customer, positions[1])
        if index == len(maker.customer.people) - 1:
            arguments["coach"] = {"coach_id": people[0], "coach_always_enabled": False}
        people.append((yield from maker.made("create.employees", arguments)))
    return people


def _person(person: Person, phones: Iterable[str]) -> dict[str, Any]:
    directions = {
        f"{side}_{kind}_allowed_call_directions": BOTH_WAYS
        for side in ("in", "out")
        for kind in ("external", "internal")
    }
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "patronymic": person.patronymic,
        "email": person.email,
        "status": "available",
        "allowed_in_call_types": ["internal", "external"],
        "allowed_out_call_types": ["internal", "external"],
        **directions,
        "phone_numbers": [{"phone_number": number} for number in phones],
        "extension": {"extension_phone_number": person.short_number, "extension_voice_mail_enabled": True},
    }


def _operator(customer: Customer, position_id: int) -> dict[str, object]:
    """Where the caller sent a password, the hash stands by now."""
    operator = customer.operator
    return {
        "operator_display_name": customer.people[1].first_name,
        "operator_login": operator.login,
        "operator_password": hash_password(operator.password, fast=True, salt=operator.salt),
        "operator_position_id": position_id,
    }


def _team(team: Team, people: Sequence[int]) -> dict[str, object]:
    return {
        "name": team.name,
        "members": sorted(people[place] for place in team.people),
        "group_phone_number": team.short_number,
        "queue_enabled": True,
        "channels_count": 10,
    }


def _numbers(maker: _Maker) -> Change[list[int]]:
    """The ids of the numbers, taken out of the pool; the first have names, the last counts calls of a website."""
    customer, made = maker.customer, list[int]()
    for index, new in enumerate(customer.numbers):
        is_last = index == len(customer.numbers) - 1
        kind = {"number_capacity_component": "call_tracking" if is_last else "va"}
        made.append((yield from maker.made("enable.virtual_numbers", {"virtual_phone_number": new.number, **kind})))
    for index, (name, number_id) in enumerate(zip(customer.lines, made, strict=False)):
        forwarded = customer.people[0].phones[0] if index == 0 else None
        yield from maker.named(number_id, {"name": name, "redirection_phone_number": forwarded})
    return made


def _named(number_id: int, values: Mapping[str, object]) -> Change[int]:
    yield Update(virtual_number, {"id": number_id}, values)
    return number_id


def _group(group: NumberGroup, ids: tuple[Sequence[int], ...]) -> dict[str, object]:
    people, numbers, teams = ids
    return {
        "name": group.name,
        "employees": sorted(people[place] for place in group.people),
        "virtual_phones": sorted(numbers[place] for place in group.numbers),
        "employee_groups": sorted(teams[place] for place in group.teams),
    }


def _days(maker: _Maker, people: Sequence[int], own_status: int) -> Change[None]:
    """The first working day of everybody."""
    for index, employee_id in enumerate(people):
        for turn in DAYS[index % len(DAYS)]:
            arguments = {"id": employee_id, **_status(turn, own_status)}
            yield from maker.made("update.employees", arguments, turn.after)


def _status(turn: Turn, own_status: int) -> dict[str, object]:
    return {"status_id": own_status} if turn.status is None else {"status": turn.status}
