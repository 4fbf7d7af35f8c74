"""``centrex app``: applications that the operator makes, lists and ends."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.acceptance.commands import Commands

BACK = "https://client.example.org/back"


@pytest.fixture
def commands(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.setenv("CENTREX_LANG", "en")
    return Commands(database_url, capsys)


@pytest.fixture
def user(commands: Commands) -> str:
    customer = commands.told("customer", "create", "One")["id"]
    return str(commands.told("user", "create", str(customer), "anna")["id"])


def test_an_application_is_made_listed_and_ended(commands: Commands, user: str) -> None:
    made = commands.told("app", "create", "CRM", "--user", user)
    assert list(made) == ["id", "app_id", "app_secret", "kind", "access"]
    assert (made["kind"], made["access"]) == ("trusted", "Call API")
    assert all(re.fullmatch(r"[0-9a-f]{32}", made[name]) for name in ("app_id", "app_secret"))
    second = commands.told("app", "create", "Мобильное", "--user", user, "--kind", "public", "--redirect", BACK)
    (first, other) = commands.told("app", "list")
    assert (first["app_id"], first["name"], first["user_id"]) == (made["app_id"], "CRM", int(user))
    assert (other["name"], other["redirect_urls"]) == ("Мобильное", [BACK])
    assert made["app_secret"] not in str(first)
    assert commands.told("app", "list", "--user", "999") == []
    assert commands.told("app", "revoke", made["app_id"]) == {"id": made["id"], "status": "revoked"}
    assert commands.told("app", "revoke", str(second["id"]))["id"] == second["id"]
    assert commands.told("app", "list") == []


def test_the_operator_alone_gives_all_access_and_makes_those_that_take_passwords(commands: Commands, user: str) -> None:
    for access in ("all", "All"):
        made = commands.told("app", "create", "P", "--user", user, "--kind", "password_credentials", "--access", access)
        assert (made["kind"], made["access"]) == ("password_credentials", "All")
    assert commands.told("app", "create", "C", "--user", user, "--access", "Call API")["access"] == "Call API"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("create", "X", "--user", "{user}", "--kind", "admin"), 2, "admin is no type of application"),
        (("create", "X", "--user", "{user}", "--access", "some"), 2, "some is no access: use call_api, all."),
        (("create", " ", "--user", "{user}"), 2, "A name has 1 to 255"),
        (("create", "X", "--user", "999"), 1, "There is no user 999."),
        (("create", "X", "--user", "{agent}"), 1, "belongs to an agent"),
        (("create", "X", "--user", "{user}", "--kind", "public"), 1, "a public application needs one"),
        (("create", "X", "--user", "{user}", "--redirect", "javascript:x"), 1, "Redirect URLs are written whole"),
        (("revoke", "999"), 1, "There is no application 999."),
        (("revoke", "f" * 32), 1, "There is no application ffff"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    commands: Commands, user: str, arguments: tuple[Any, ...], code: int, sentence: str
) -> None:
    agent = commands.told("agent", "create", "Road")["id"]
    agents = commands.told("user", "create", str(agent), "boss")["id"]
    given = [argument.format(user=user, agent=agents) for argument in arguments]
    refused, said = commands.refused("app", *given)
    assert refused == code
    assert sentence in said
    assert commands.told("app", "list") == []
