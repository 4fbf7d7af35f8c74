"""`centrex number`: numbers of the pool, given to customers and taken back."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Commands
from tests.programs import answer, run

FIRST, SECOND = "74951110001", "74951110002"


@pytest.fixture
def customer(commands: Commands) -> str:
    """The id of a customer without an agent."""
    return str(commands.told("customer", "create", "Bluebird")["id"])


def numbers(commands: Commands, *which: str) -> list[tuple[str, int | None]]:
    """Numbers of the pool, and whose they are."""
    return [(row["number"], row["customer_id"]) for row in commands.told("number", "list", *which)]


def test_numbers_are_added_given_to_a_customer_and_taken_back(commands: Commands, customer: str) -> None:
    priced = ("--category", "gold", "--location-name", "Москва", "--monthly-charge", "300.5")
    added = commands.told("number", "add", FIRST, *priced)
    commands.told("number", "add", SECOND)
    given = commands.told("number", "assign", SECOND, FIRST, SECOND, "--customer", customer, "--type", "call_tracking")
    assert [each["number"] for each in given["numbers"]] == [FIRST, SECOND]
    assert given["numbers"][0]["id"] == added["id"]
    commands.told("number", "release", FIRST)
    owner = int(customer)
    assert numbers(commands) == [(FIRST, None), (SECOND, owner)]
    assert numbers(commands, "--free") == [(FIRST, None)]
    assert numbers(commands, "--taken") == numbers(commands, "--customer", customer) == [(SECOND, owner)]
    row = commands.told("number", "list", "--free")[0]
    assert (row["category"], row["location_name"], row["monthly_charge"]) == ("gold", "Москва", 300.5)


def test_of_several_numbers_all_are_given_or_none(commands: Commands, customer: str) -> None:
    commands.told("number", "add", FIRST)
    refused = commands.refused("number", "assign", FIRST, SECOND, "--customer", customer)
    assert refused == (1, f"{SECOND} is not free: the pool has no such number, or it is taken.")
    assert numbers(commands) == [(FIRST, None)]
    commands.told("number", "assign", FIRST, "--customer", customer)
    assert commands.refused("number", "assign", FIRST, "--customer", customer)[0] == 1
    assert commands.refused("number", "release", FIRST, SECOND) == (1, f"No customer has the number {SECOND}.")
    assert numbers(commands, "--taken") == [(FIRST, int(customer))]


def test_a_number_in_a_number_group_is_not_taken_back(commands: Commands, customer: str) -> None:
    commands.told("number", "add", FIRST)
    (given,) = commands.told("number", "assign", FIRST, "--customer", customer)["numbers"]
    commands.told("number-group", "add", "--customer", customer, "name=Main", f"virtual_phones=[{given['id']}]")
    sentence = f"{FIRST} stands in a number group: take it out of there first."
    assert commands.refused("number", "release", FIRST) == (1, sentence)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("number add 7495abc", 1, "7495abc is no phone number: write 3 to 15 digits, "),
        ("number add +74951110001", 1, "+74951110001 is no phone number: "),
        ("number add 7495 --category rusty", 1, "rusty cannot be the category of a number."),
        ("number add 7495 --monthly-charge nan", 1, "nan cannot be the monthly_charge of a number."),
        ("number add 7495 --monthly-charge -1", 1, "-1.0 cannot be the monthly_charge of a number."),
        ("number assign 7495111 --customer 99", 1, "There is no customer 99."),
        ("number assign 7495111 --customer 1 --type fax", 2, "fax is no type of a number: use va, "),
        ("number assign 7495111 --customer 99999999999999999999", 2, "99999999999999999999 is no id."),
        ("number assign 7495111", 2, "Missing option '--customer'."),
        ("number release 7495abc", 2, "7495abc is no phone number: "),
        ("number list --customer 99", 1, "There is no account 99."),
        ("number list --customer -1", 2, "-1 is no id."),
        ("number list --free --taken", 2, "Give --free or --taken, not both."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    commands: Commands, arguments: str, code: int, sentence: str
) -> None:
    found, said = commands.refused(*arguments.split(" "))
    assert (found, said[: len(sentence)]) == (code, sentence)


def test_a_name_of_a_megabyte_is_refused_in_a_short_sentence(commands: Commands, customer: str) -> None:
    commands.told("tariff", "add", "Basic")
    long = "x" * 2**20
    for command in (
        ("tariff", "add", long),
        ("tariff", "set", "1", "--name", long),
        ("tariff", "set", "1", "--component", long),
        ("tariff", "add", "Other", "--number-limit", "1" * 2**20),
        ("number", "add", long),
        ("number", "add", FIRST, "--location-name", long),
        ("number", "assign", "1" * 2**20, "--customer", customer),
        ("customer", "set", customer, "--name", long),
        ("customer", "set", customer, "--limit", long),
        ("group", "add", "--customer", customer, f"name={long}"),
        ("group", "add", "--customer", customer, long),
        ("employee", "list", "--customer", customer, "--filter", long),
    ):
        code, said = commands.refused(*command)
        assert code in {1, 2}
        assert len(said) < 1_000


def test_bytes_that_are_no_text_are_refused(sqlite_url: str) -> None:
    finished = run("number", "assign", "\udcff", "--customer", "1", "--db", sqlite_url, PYTHONUTF8="1")
    assert finished.returncode == 2
    assert finished.stderr.startswith("\\udcff is no phone number: ")


def test_russian_sentences_say_the_same(sqlite_url: str) -> None:
    answer("customer", "create", "One", "--db", sqlite_url)
    finished = run("number", "assign", "12ab", "--customer", "1", "--db", sqlite_url, CENTREX_LANG="ru")
    assert finished.stderr.startswith("12ab — не номер телефона: ")
