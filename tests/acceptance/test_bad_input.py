"""What may be wrong with a change, in one list: each time the vendor's error, and no row of any table is another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from centrex.catalogue import Operation
from centrex.dialects.dataapi.methods import METHODS
from tests.acceptance.refusals import BLOCKED, later, told
from tests.isolation.rows import read_prints
from tests.served import Served
from tests.world import World

MEBIBYTE: Final = "x" * 2**20
TOO_MANY: Final = list(range(1, 10_002))
READING: Final = {"get", "getobj"}
FLAGS: Final = {"extension_voice_mail_enabled": False, "extension_queue_enabled": False}
EMAILS: Final = ("monthly_base_notify_emails", "monthly_calls_notify_emails", "daily_calls_notify_emails")


@dataclass
class Bad:
    """A call with something wrong at ``at``; ``row`` is the place of the entry of customer A that it changes."""

    name: str
    method: str
    sent: dict[str, Any]
    mnemonic: str
    at: str
    row: tuple[str, int] | None = None
    by_agent: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}, {self.method}"


def _phone(number: str) -> dict[str, Any]:
    return {"phone_numbers": [{"phone_number": "1001"}, {"phone_number": number}]}


def _short(number: str) -> dict[str, Any]:
    return {"extension": {"extension_phone_number": number, **FLAGS}}


def cases() -> Iterator[Bad]:
    wrong, person, team = "invalid_parameter_value", ("employee", 0), ("employee_group", 0)
    letters, at = "a phone number with letters", "phone_numbers.phone_number"
    yield Bad(letters, "create.employees", _phone("7900CALLME"), wrong, at, more={"last_name": "Half"})
    yield Bad(letters, "update.employees", _phone("7900CALLME"), wrong, at, person, more={"first_name": "Half"})
    for method in ("enable.virtual_numbers", "disable.virtual_numbers"):
        yield Bad(letters, method, {"virtual_phone_number": "3716000000O"}, wrong, "virtual_phone_number")
    for holder, number in (("an employee", "101"), ("a group", "201")):
        taken, used, at = f"a short number that {holder} has", "already_in_use", "extension.extension_phone_number"
        yield Bad(taken, "create.employees", _short(number), used, at, more={"last_name": "Half"})
        yield Bad(taken, "update.employees", _short(number), used, at, person, more={"first_name": "Half"})
        short, at = {"group_phone_number": number}, "group_phone_number"
        yield Bad(taken, "create.group_employees", short, used, at, more={"name": "Half"})
        yield Bad(taken, "update.group_employees", short, used, at, team, more={"name": "Half"})
    yield Bad("a coach who is himself", "update.employees", {}, wrong, "coach.coach_id", person, more=_phone("1002"))
    yield from _many()
    yield from _long()


def _many() -> Iterator[Bad]:
    limit, many = "data_limit_exceeded", "10,001 members"
    rows = {"group_employees": ("employee_group", 0), "virtual_number_groups": ("virtual_number_group", 0)}
    lists = {"group_employees": ("members",), "virtual_number_groups": ("employees", "virtual_phones")}
    for noun, names in lists.items():
        for name in names:
            yield Bad(many, f"create.{noun}", {name: TOO_MANY}, limit, name, more={"name": "Half"})
            yield Bad(many, f"update.{noun}", {name: TOO_MANY}, limit, name, rows[noun], more={"name": "Half"})


def _long() -> Iterator[Bad]:
    """Of every method that takes a name."""
    rows = {"employee_positions": "employee_position", "group_employees": "employee_group", "employees": "employee"}
    for method, operation in METHODS.items():
        verb, _, noun = method.partition(".")
        name = next((name for name in ("name", "last_name") if _takes(operation, name)), None)
        if name is not None and verb in {"create", "update"}:
            row = (rows.get(noun, "virtual_number_group"), 0) if verb == "update" and noun != "customers" else None
            wrong = "invalid_parameter_value"
            yield Bad("a name of 1 MiB", method, {name: MEBIBYTE}, wrong, name, row, noun == "customers")


def _takes(operation: Operation, name: str) -> bool:
    return any(param.name == name for param in operation.params)


CASES: Final = [*cases()]


def params(world: World, bad: Bad) -> dict[str, Any]:
    """All that is sent: what is right as well, so that a change done by half would show."""
    sent = {**bad.more, **bad.sent}
    if bad.row is not None:
        table, place = bad.row
        sent["id"] = world.a.ids[table][place]
    if bad.at == "coach.coach_id":
        sent["coach"] = {"coach_id": sent["id"]}
    if bad.method == "update.customers":
        sent |= {"id": world.a.id, "description": "Half"}
    if bad.method == "create.customers":
        plan = world.plans[world.north.account_id][0]
        sent |= {"tariff_plan_id": plan, "email": "half@example.org", "password": "long enough"}
        sent |= {name: [] for name in EMAILS}
    return sent


def test_every_method_that_takes_a_name_is_there() -> None:
    long = {bad.method for bad in CASES if bad.name == "a name of 1 MiB"}
    nouns = ("customers", "employee_positions", "employees", "group_employees", "virtual_number_groups")
    assert long == {f"{verb}.{noun}" for verb in ("create", "update") for noun in nouns}


@pytest.mark.parametrize("bad", CASES, ids=str)
async def test_it_is_refused_and_nothing_is_half_written(served: Served, database_url: str, bad: Bad) -> None:
    world = served.world
    before = await read_prints(database_url)
    key = world.north.key if bad.by_agent else world.a.user.key
    answer = await served.call(bad.method, key, params(world, bad))
    assert (told(answer), answer.error["data"]["field"]) == ((-32602, bad.mnemonic), bad.at)
    assert await read_prints(database_url) == before


async def test_the_key_of_a_blocked_user_opens_no_method_and_changes_nothing(served: Served, database_url: str) -> None:
    world = served.world
    await world.users.set_columns(world.a.user.id, {"status": "blocked"})
    later(served)
    before = await read_prints(database_url)
    for method in METHODS.keys() - {"login.user"}:
        answer = await served.call(method, world.a.user.key, {"name": "Half", "id": world.a.ids["employee"][0]})
        assert told(answer) == BLOCKED, method
    assert await read_prints(database_url) == before
