"""`centrex tariff`, and what `centrex customer set` makes of plans, components and limits."""

from __future__ import annotations

import pytest

from tests.acceptance.commands import Commands


@pytest.fixture
def customer(commands: Commands) -> str:
    """The id of a customer without an agent."""
    return str(commands.told("customer", "create", "Bluebird")["id"])


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("tariff add x --agent 99", 1, "There is no agent 99."),
        ("tariff add x --number-limit -1", 2, "-1 is no number: write digits, or unlimited."),
        ("tariff add x --number-limit 99999999999", 2, "99999999999 is no number: "),
        ("tariff add x --component fax", 2, "fax is no component: use data_api, "),
        ("tariff set 99 --name x", 1, "There is no tariff plan 99."),
        ("tariff set 99", 2, "Nothing to change was given."),
        ("tariff remove 99", 1, "There is no tariff plan 99."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    commands: Commands, arguments: str, code: int, sentence: str
) -> None:
    found, said = commands.refused(*arguments.split(" "))
    assert (found, said[: len(sentence)]) == (code, sentence)


def test_plans_are_made_changed_given_and_removed(commands: Commands) -> None:
    agent = str(commands.told("agent", "create", "North")["id"])
    limits = ("--day-limit", "unlimited", "--minute-limit", "9", "--number-limit", "3")
    plan = str(commands.told("tariff", "add", "Basic", "--agent", agent, "--component", "va", *limits)["id"])
    own = str(commands.told("tariff", "add", "Own")["id"])
    commands.told("tariff", "set", plan, "--name", "Базовый", "--component", "+data_api", "--number-limit", "4")
    (shown,) = commands.told("tariff", "list", "--agent", agent)
    assert (shown["name"], shown["components"], shown["number_limit"]) == ("Базовый", ["data_api", "va"], 4)
    customer = str(commands.told("customer", "create", "One", "--agent", agent)["id"])
    commands.told("customer", "set", customer, "--tariff", plan, "--limit", "number=50")
    account = commands.told("customer", "show", customer)
    assert (account["components"], account["day_limit"], account["minute_limit"]) == (["data_api", "va"], None, 9)
    assert (account["number_limit"], account["tariff_plan_id"]) == (50, int(plan))
    sentence = f"There is no tariff plan {own} for this account."
    assert commands.refused("customer", "set", customer, "--tariff", own) == (1, sentence)
    sentence = f"Accounts are on the tariff plan {plan}: put them on another one first."
    assert commands.refused("tariff", "remove", plan) == (1, sentence)
    commands.told("tariff", "remove", own)
    assert [each["id"] for each in commands.told("tariff", "list")] == [int(plan)]


def test_a_plan_of_the_operator_is_for_customers_without_an_agent(commands: Commands, customer: str) -> None:
    plan = str(commands.told("tariff", "add", "Own", "--component", "va", "--number-limit", "unlimited")["id"])
    commands.told("customer", "set", customer, "--tariff", plan)
    assert commands.told("customer", "show", customer)["components"] == ["va"]
    agent = str(commands.told("agent", "create", "North")["id"])
    theirs = str(commands.told("customer", "create", "Two", "--agent", agent)["id"])
    for stranger in (theirs, agent):
        refused = commands.refused("customer", "set", stranger, "--tariff", plan)
        assert refused == (1, f"There is no tariff plan {plan} for this account.")


def test_components_are_turned_on_and_off_or_replaced(commands: Commands, customer: str) -> None:
    commands.told("customer", "set", customer, "--component", "va", "--component", "lead")
    commands.told("customer", "set", customer, "--component", "+coach", "--component", "-lead")
    assert commands.told("customer", "show", customer)["components"] == ["coach", "va"]
    for wrong, code, sentence in (
        (("+fax",), 2, "fax is no component: use "),
        (("",), 2, " is no component: use "),
        (("++va",), 2, "+va is no component: use "),
        (("+va", "coach"), 2, "Write + or - before every component, or before none."),
    ):
        options = [part for name in wrong for part in ("--component", name)]
        found, said = commands.refused("customer", "set", customer, *options)
        assert (found, said[: len(sentence)]) == (code, sentence)
    assert commands.told("customer", "show", customer)["components"] == ["coach", "va"]


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("day=-1", "-1 is no number of points: write digits, or unlimited."),
        ("number=-1", "-1 is no number: write digits, or unlimited."),
        ("minute=", " is no number of points: "),
        ("hour=5", "hour=5 is no limit: write day=N, minute=N, number=N or media=DAYS, each once."),
        ("day=٣", "٣ is no number of points: "),
        ("day", " is no number of points: "),
    ],
)
def test_a_limit_that_is_none_is_refused(commands: Commands, customer: str, limit: str, sentence: str) -> None:
    code, said = commands.refused("customer", "set", customer, "--name", "Other", "--limit", limit)
    assert (code, said[: len(sentence)]) == (2, sentence)
    assert commands.told("customer", "show", customer)["name"] == "Bluebird"


def test_limits_are_set_each_on_its_own(commands: Commands, customer: str) -> None:
    commands.told("customer", "set", customer, "--limit", "day=7", "--limit", "number=0", "--status", "manual_lock")
    account = commands.told("customer", "show", customer)
    assert (account["day_limit"], account["minute_limit"], account["number_limit"]) == (7, 250, 0)
    assert account["status"] == "manual_lock"
    twice = commands.refused("customer", "set", customer, "--limit", "day=7", "--limit", "day=8")
    assert twice == (2, "day=8 is no limit: write day=N, minute=N, number=N or media=DAYS, each once.")
