"""The walk of docs/operate.md, run as an operator would run it: an empty PostgreSQL, a real server, a real shell."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from centrex.settings import NAMES
from tests.acceptance.http import METHOD, mnemonic, post
from tests.acceptance.test_readme import ROOT, run, shown
from tests.postgres import installed_programs, wheel_programs
from tests.programs import answer, serving, wait_until

PAGES: Final = ("docs/operate.md", "docs/operate.ru.md")


class Operator:
    """A shell in a folder of its own that keeps what was exported and defined."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._folder = folder
        self._blocks = shown(PAGES[0])
        self._known = f"export CENTREX_DB='{url}' PATH=\"$PATH:{installed_programs() or wheel_programs()}\"\n"

    def runs(self, name: str) -> str:
        """What a block of the page prints."""
        return run(self._known + self._blocks[name], self._folder)

    def answers(self, name: str) -> list[Any]:
        """The JSON that each command of a block prints, one a line."""
        return [json.loads(line) for line in self.runs(name).splitlines()]

    def keeps(self, commands: str) -> None:
        """Says or defines something for all blocks to come."""
        self._known += commands + "\n"

    def keeps_function(self, name: str) -> None:
        """The function that a block defines is there in those to come."""
        (function,) = re.findall(r"^\w+\(\) \{.+?^\}$", self._blocks[name], re.DOTALL | re.MULTILINE)
        self.keeps(function)

    @property
    def serve_options(self) -> list[str]:
        """With what the page starts the server."""
        program, command, *options = self._blocks["serve"].split()
        assert (program, command) == ("centrex", "serve")
        return options


@pytest.fixture
def operator(postgres_url: str, tmp_path: Path) -> Operator:
    return Operator(postgres_url, tmp_path)


def test_both_languages_show_the_same_commands() -> None:
    assert shown(PAGES[0]) == shown(PAGES[1])


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_stands_in_the_table(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `CENTREX_(\w+)` \| `--([a-z-]+)` \|", text, re.MULTILINE))
    assert told == {(name.upper(), name.replace("_", "-")) for name in NAMES}


def test_an_operator_comes_from_an_empty_database_to_a_first_number_group(operator: Operator) -> None:
    assert operator.answers("tables")[0]["pending"] == []
    accounts = operator.answers("accounts")
    key, account = accounts[6]["key"], accounts[8]
    assert (account["name"], account["number_limit"], account["minute_limit"]) == ("Bluebird", 20, 600)
    assert ("coach" in account["components"], "lead" in account["components"]) == (True, False)
    imported, free = operator.answers("numbers")
    assert (imported, len(free)) == ({"added": 100, "refused": []}, 100)
    with serving(operator.url, *operator.serve_options) as server:
        operator.keeps(f"export KEY={key} URL={server.url}/v2.0")
        _sets_up_over_the_api(operator)
        _goes_on_at_the_command_line(operator)
        _blocks_and_unblocks(operator, server.url, key, accounts[5])
        _looks_at_requests(operator)
    _saves_and_restores(operator)


def _sets_up_over_the_api(operator: Operator) -> None:
    *made, read = operator.answers("api")
    assert [mnemonic(each) for each in (*made, read)] == ["ok"] * 9
    assert read["result"]["metadata"]["total_items"] == 1
    assert read["result"]["data"] == [
        {
            "id": 1,
            "name": "Front office",
            "number": "g1",
            "employees": [{"id": 1, "full_name": "Smirnova Anna"}],
            "virtual_phones": [{"id": place, "number": f"7495111000{place}"} for place in (1, 2, 3)],
            "employee_groups": [{"id": 1, "name": "Sales"}, {"id": 2, "name": "Support"}],
        }
    ]


def _goes_on_at_the_command_line(operator: Operator) -> None:
    added, _, groups, _, number_groups = operator.answers("command line")
    assert added == {"id": 3}
    assert [member["employee_id"] for member in groups[0]["members"]] == [1, 2, 3]
    (group,) = number_groups
    assert group["name"] == "Front desk"
    assert [employee["full_name"] for employee in group["employees"]] == ["Smirnova Anna", "Volkova Vera"]


def _blocks_and_unblocks(operator: Operator, url: str, key: str, user: dict[str, Any]) -> None:
    """Every door is shut to whom is blocked: the key, the agent in his name, and signing in."""
    agents = answer("user", "create", "1", "agent", "--db", operator.url)["id"]
    agents_key = answer("key", "create", str(agents), "--db", operator.url)["key"]
    assert mnemonic(post(url, METHOD, agents_key, user_id=user["id"])) == "ok"
    session = post(url, "login.user", None, login=user["login"], password=user["password"])
    token = session["result"]["data"]["access_token"]
    operator.runs("block")
    doors: tuple[tuple[str, dict[str, Any]], ...] = ((key, {}), (token, {}), (agents_key, {"user_id": user["id"]}))
    for secret, more in doors:
        wait_until(partial(_is_shut, url, secret, more))
        assert _shut(post(url, "create.employees", secret, last_name="Late", **more))
    assert _shut(post(url, "login.user", None, login=user["login"], password=user["password"]))
    operator.keeps_function("api")
    assert _shut(operator.answers("refused")[0])
    wait_until(lambda: mnemonic(post(url, METHOD, key)) == "ok")


def _is_shut(url: str, secret: str, more: dict[str, Any]) -> bool:
    """Whichever process answers: each knows within a second."""
    return all(_shut(post(url, METHOD, secret, **more)) for _ in range(20))


def _shut(answered: dict[str, Any]) -> bool:
    return mnemonic(answered) == "account_inactive"


def _looks_at_requests(operator: Operator) -> None:
    wait_until(lambda: bool(operator.answers("requests")[1]))
    every, refused, employees = operator.answers("requests")
    assert len(every) == 20
    assert {row["result"] for row in refused} == {"account_inactive"}
    assert {(row["login"], row["method"], row["points"]) for row in employees} >= {("bluebird", "create.employees", 1)}


def _saves_and_restores(operator: Operator) -> None:
    (saved,) = operator.answers("backup")
    assert (saved["media"], saved["files"]) == (None, 0)
    answer("number-group", "remove", "1", "--customer", "2", "--db", operator.url)
    restored, status = operator.answers("restore")
    assert (restored["rows"], status["pending"]) == (saved["rows"], [])
    (group,) = answer("number-group", "list", "--customer", "2", "--db", operator.url)
    assert group["name"] == "Front desk"
    assert len(operator.answers("whitelist")[1]) == 3
