"""`centrex employee`, `group` and `number-group`: the operations of the API, in the operator's hand."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from centrex.resources.ledger import audit
from centrex.scope import SERVER
from centrex.store.opening import open_store
from centrex.store.steps import Find, Rows
from tests.acceptance.commands import Commands, on_terminal
from tests.programs import answer

NUMBER = "74951110001"


@pytest.fixture
def customer(commands: Commands) -> str:
    """The id of a customer, who is not the first account."""
    agent = commands.told("agent", "create", "Open Road")["id"]
    return str(commands.told("customer", "create", "Bluebird", "--agent", str(agent))["id"])


class Within:
    """Commands within one customer's account."""

    def __init__(self, commands: Commands, customer: str) -> None:
        self._commands = commands
        self._own = ("--customer", customer)

    def add(self, kind: str, *fields: str) -> int:
        identifier: int = self._commands.told(kind, "add", *self._own, *fields)["id"]
        return identifier

    def change(self, kind: str, identifier: int, *fields: str) -> None:
        assert self._commands.told(kind, "set", str(identifier), *self._own, *fields) == {"id": identifier}

    def remove(self, kind: str, identifier: int) -> None:
        self._commands.told(kind, "remove", str(identifier), *self._own)

    def listed(self, kind: str, *options: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._commands.told(kind, "list", *self._own, *options)
        return rows

    def refused(self, *arguments: str) -> tuple[int, str]:
        return self._commands.refused(*arguments, *self._own)


@pytest.fixture
def within(commands: Commands, customer: str) -> Within:
    return Within(commands, customer)


def test_an_account_is_set_up_without_the_api(commands: Commands, customer: str, within: Within) -> None:
    commands.told("number", "add", NUMBER)
    (given,) = commands.told("number", "assign", NUMBER, "--customer", customer)["numbers"]
    phones = json.dumps([{"phone_number": "79161234567", "dial_time": 20}])
    anna = within.add("employee", "last_name=Смирнова", "first_name=Анна", f"phone_numbers={phones}")
    boris = within.add("employee", "last_name=null", f'coach={{"coach_id": {anna}}}', "calls_available=false")
    sales = within.add("group", "name=Продажи", f"members=[{anna}, {boris}]", "group_phone_number=101")
    main = within.add("number-group", "name=Main", f"employees=[{anna}]", f"employee_groups=[{sales}]")
    within.change("number-group", main, f"virtual_phones=[{given['id']}]")
    (group,) = within.listed("number-group")
    assert group == {
        "id": main,
        "name": "Main",
        "number": "g1",
        "employees": [{"id": anna, "full_name": "Смирнова Анна"}],
        "virtual_phones": [{"id": given["id"], "number": NUMBER}],
        "employee_groups": [{"id": sales, "name": "Продажи"}],
    }
    second = within.listed("employee")[1]
    assert (second["last_name"], second["coach"]["coach_id"], second["calls_available"]) == ("null", anna, False)
    assert within.listed("group")[0]["phone_numbers"][0]["employee_phone_number"] == "79161234567"


def test_what_is_given_is_changed_and_nothing_else(within: Within) -> None:
    anna = within.add("employee", "last_name=Смирнова", "first_name=Анна", "email=anna@example.com")
    before = within.listed("employee")[0]
    within.change("employee", anna, "email:=null", 'first_name:="Анна-Мария"', "patronymic=a=b")
    after = within.listed("employee")[0]
    assert (after["email"], after["first_name"], after["patronymic"]) == (None, "Анна-Мария", "a=b")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"email", "first_name", "patronymic", "full_name"}
    within.remove("employee", anna)
    assert within.listed("employee") == []


def test_a_list_is_filtered_and_paged(within: Within) -> None:
    for name in ("Анна", "Борис", "Вера"):
        within.add("employee", f"last_name={name}")
    wanted = json.dumps({"field": "last_name", "operator": "ilike", "value": "%р%"})
    assert [row["last_name"] for row in within.listed("employee", "--filter", wanted)] == ["Борис", "Вера"]
    page = within.listed("employee", "--filter", wanted, "--limit", "1", "--offset", "1")
    assert [row["last_name"] for row in page] == ["Вера"]


def test_changes_stand_in_the_audit_without_a_user(commands: Commands, customer: str, within: Within) -> None:
    anna = within.add("employee", "last_name=Смирнова")
    within.change("employee", anna, "first_name=Анна")
    within.remove("employee", anna)
    rows = asyncio.run(_audited(commands.url, int(customer)))
    assert sorted(rows) == [(f"{verb}.employees", "command line", None) for verb in ("create", "delete", "update")]


async def _audited(url: str, customer_id: int) -> Rows:
    store = await open_store(url)
    step = Find(audit, ("operation", "address", "user_id"), {"customer_id": customer_id, "object_kind": "employee"})
    try:
        return await store.find(step, SERVER)
    finally:
        await store.close()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("employee", "add"), 1, "last_name is missing."),
        (("employee", "add", "last_name="), 1, "last_name cannot be ."),
        (("employee", "add", "last_name"), 2, "last_name is no field: write NAME=VALUE, a name of first_name, "),
        (("employee", "add", "id=5"), 2, "id=5 is no field: "),
        (("employee", "add", "last_name=a", "last_name=b"), 2, "last_name stands twice."),
        (("employee", "add", "last_name=a", "groups=1,2"), 2, "groups cannot be 1,2: write JSON, such as 5, "),
        (("employee", "add", "last_name=a", "groups=[NaN]"), 2, "groups cannot be [NaN]: write JSON, "),
        (("employee", "add", "last_name=a", "groups=" + "[" * 9_000), 2, "groups cannot be [[["),
        (("employee", "add", "last_name=a", "groups=[99]"), 1, "groups: the customer has no 99."),
        (("employee", "add", "last_name=a", "groups={}"), 1, "groups: {} is of the wrong type."),
        (("employee", "add", "last_name=a", 'coach={"coach_ids": 5}'), 1, "There is no coach.coach_ids here."),
        (("employee", "add", "last_name=a", "status=asleep"), 1, "status cannot be asleep."),
        (("employee", "set", "99", "email=a"), 1, "The customer has no entry 99."),
        (("employee", "set", "99"), 2, "Nothing to change was given."),
        (("employee", "set", "1" * 30, "email=a"), 2, f"{'1' * 30} is no id."),
        (("employee", "remove", "99"), 1, "The customer has no entry 99."),
        (("group", "add", "name=x", "members=[99]"), 1, "members: the customer has no 99."),
        (("group", "add", "name=x", "group_phone_number=12a"), 1, "group_phone_number cannot be 12a."),
        (("group", "add", "name=x", "channels_count=-1"), 1, "channels_count cannot be -1."),
        (("number-group", "add", "name=x", "virtual_phones=[1]"), 1, "virtual_phones: the customer has no 1."),
        (("number-group", "list", "--filter", "[]"), 2, "filter must be a JSON object."),
        (("number-group", "list", "--filter", "{"), 2, "filter cannot be {: write JSON, "),
        (
            ("number-group", "list", "--filter", '{"field": "employees", "operator": "=", "value": 1}'),
            1,
            "Rows cannot be filtered by employees.",
        ),
        (("number-group", "list", "--limit", "-1"), 2, "Invalid value for '--limit': Input should be greater"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    within: Within, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    found, said = within.refused(*arguments)
    assert (found, said[: len(sentence)]) == (code, sentence)
    assert len(said) < 1_000


def test_what_is_taken_or_needed_is_refused(within: Within) -> None:
    anna = within.add("employee", "last_name=a", 'extension={"extension_phone_number": "101"}')
    within.add("employee", "last_name=b", f'coach={{"coach_id": {anna}}}')
    within.add("group", "name=Sales")
    assert within.refused("group", "add", "name=sales") == (1, "name: sales is taken.")
    assert within.refused("group", "add", "name=x", "group_phone_number=101") == (
        1,
        "group_phone_number: 101 is taken.",
    )
    sentence = f"Others depend on {anna}: take it out of there first."
    assert within.refused("employee", "remove", str(anna)) == (1, sentence)
    sentence = f"coach.coach_id cannot be {anna}."
    assert within.refused("employee", "set", str(anna), f'coach={{"coach_id": {anna}}}') == (1, sentence)


def test_a_field_of_a_component_that_is_off_is_refused(commands: Commands, customer: str, within: Within) -> None:
    anna = within.add("employee", "last_name=a")
    commands.told("customer", "set", customer, "--component", "-coach")
    code, said = within.refused("employee", "add", "last_name=b", f'coach={{"coach_id": {anna}}}')
    assert (code, said) == (1, "coach needs the component coach, which the account has not.")


def test_a_customer_who_is_none_or_another_ones_entry_is_not_there(commands: Commands, within: Within) -> None:
    anna = within.add("employee", "last_name=a")
    other = str(commands.told("customer", "create", "Other")["id"])
    for missing in ("99", "1"):  # the first account is an agent
        refused = commands.refused("employee", "list", "--customer", missing)
        assert refused == (1, f"There is no customer {missing}.")
    refused = commands.refused("employee", "set", str(anna), "email=x", "--customer", other)
    assert refused == (1, f"The customer has no entry {anna}.")
    assert commands.told("employee", "list", "--customer", other) == []


def test_a_blocked_customer_is_still_the_operators_to_change(commands: Commands, customer: str, within: Within) -> None:
    commands.told("customer", "set", customer, "--status", "manual_lock")
    within.add("employee", "last_name=a")
    assert len(within.listed("employee")) == 1


def test_a_terminal_shows_names_and_how_many_there_are(sqlite_url: str) -> None:
    db = ("--customer", "1", "--db", sqlite_url)
    answer("customer", "create", "One", "--db", sqlite_url)
    answer("employee", "add", "last_name=Смирнова", *db)
    answer("employee", "add", "last_name=Петров", *db)
    answer("group", "add", "name=Sales", "members=[1, 2]", *db)
    seen = on_terminal("group", "list", *db)
    assert "Short number" in seen
    assert "Смирнова" in seen
    assert "1 of 2." in on_terminal("employee", "list", "--limit", "1", *db)
    assert "Made, with the id 2." in on_terminal("group", "add", "name=Support", *db)
    assert "2: изменено." in on_terminal("group", "set", "2", "name=Care", *db, CENTREX_LANG="ru")
    assert "2: удалено." in on_terminal("group", "remove", "2", *db, CENTREX_LANG="ru")
