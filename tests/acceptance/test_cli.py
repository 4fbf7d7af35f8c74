"""`centrex` at the command line: from nothing to a first answer, and what each command says and refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from centrex import __version__
from centrex.cli.program import run as run_here
from centrex.resources.ledger import audit
from centrex.scope import SERVER
from centrex.store.opening import open_store
from centrex.store.steps import Find, Rows
from tests.acceptance.commands import Commands, on_terminal
from tests.acceptance.http import METHOD, mnemonic, post
from tests.programs import answer, run, serving, wait_until
from tests.world import PASSWORD


def test_from_nothing_to_the_first_answer(empty_url: str) -> None:
    db = ("--db", empty_url)
    assert answer("db", "upgrade", *db)["pending"] == []
    agent = answer("agent", "create", "Open Road", *db)["id"]
    customer = answer("customer", "create", "Ромашка", "--agent", str(agent), *db)["id"]
    user = answer("user", "create", str(customer), "ivan", "--password-stdin", *db, given="correct horse\n")["id"]
    key = answer("key", "create", str(user), *db)
    with serving(empty_url) as running:
        assert mnemonic(post(running.url, METHOD, key["key"])) == "ip_not_whitelisted"
        answer("whitelist", "add", str(customer), "127.0.0.1", *db)
        wait_until(lambda: mnemonic(post(running.url, METHOD, key["key"])) != "ip_not_whitelisted")
        assert post(running.url, METHOD, key["key"])["result"]["data"] == []
        signed_in = post(running.url, "login.user", None, login="ivan", password="correct horse")
        assert signed_in["result"]["data"]["app_id"] == customer


def test_accounts_are_made_listed_shown_and_changed(commands: Commands) -> None:
    agent = commands.told("agent", "create", "Север", "--timezone", "Europe/Moscow", "--lang", "ru")["id"]
    own = ("--agent", str(agent), "--prefix", "007", "--day-limit", "unlimited", "--minute-limit", "9")
    customer = commands.told("customer", "create", "One", *own)["id"]
    other = commands.told("customer", "create", "Two", "--component", "data_api")["id"]
    assert [each["name"] for each in commands.told("agent", "list")] == ["Север"]
    assert [each["id"] for each in commands.told("customer", "list")] == [customer, other]
    assert [each["id"] for each in commands.told("customer", "list", "--agent", str(agent))] == [customer]
    shown = commands.told("customer", "show", str(customer))
    assert (shown["agent_id"], shown["prefix"], shown["day_limit"], shown["minute_limit"]) == (agent, "007", None, 9)
    assert commands.told("customer", "show", str(other))["components"] == ["data_api"]
    change = ("--name", "Новая", "--status", "manual_lock", "--lang", "ru", "--component", "va", "--component", "coach")
    commands.told("customer", "set", str(other), *change)
    changed = commands.told("customer", "show", str(other))
    assert (changed["name"], changed["status"], changed["lang"]) == ("Новая", "manual_lock", "ru")
    assert (changed["components"], changed["day_limit"]) == (["coach", "va"], 50_000)
    commands.told("agent", "set", str(agent), "--timezone", "Asia/Omsk", "--day-limit", "7")
    assert commands.told("agent", "show", str(agent))["timezone"] == "Asia/Omsk"


def test_users_are_made_listed_shown_changed_and_blocked(commands: Commands) -> None:
    customer = str(commands.told("customer", "create", "One")["id"])
    made = commands.told("user", "create", customer, "anna", "--name", "Анна")
    assert len(made["password"]) == 20
    user = str(made["id"])
    narrow = commands.told("user", "create", customer, "boris", "--right", "employees:select")["id"]
    assert commands.told("user", "show", str(narrow))["rights"] == ["employees:select"]
    assert len(commands.told("user", "show", user)["rights"]) == 44
    commands.told(
        "user", "set", user, "--description", "Sales", "--right", "data_api:select", "--right", "data_api:update"
    )
    shown = commands.told("user", "show", user)
    assert (shown["name"], shown["description"]) == ("Анна", "Sales")
    assert shown["rights"] == ["data_api:select", "data_api:update"]
    commands.told("user", "set", user, "--all-rights")
    assert len(commands.told("user", "show", user)["rights"]) == 44
    commands.told("user", "block", user)
    commands.told("user", "set", user, "--name", "Anna")
    listed = commands.told("user", "list", "--account", customer)
    assert [(each["login"], each["name"], each["status"]) for each in listed] == [
        ("anna", "Anna", "blocked"),
        ("boris", "boris", "active"),
    ]
    commands.told("user", "unblock", user)
    assert commands.told("user", "show", user)["status"] == "active"
    assert "password_hash" not in listed[0]


def test_keys_are_made_listed_blocked_and_revoked(commands: Commands) -> None:
    customer = str(commands.told("customer", "create", "One")["id"])
    user = str(commands.told("user", "create", customer, "anna")["id"])
    first = commands.told("key", "create", user, "--name", "CRM")
    second = commands.told("key", "create", user, "--expires", "2999-12-31T23:59:59")
    assert (len(first["key"]), first["kind"], first["expires_at"]) == (40, "permanent", None)
    assert (second["kind"], second["expires_at"]) == ("temporary", "2999-12-31T23:59:59Z")
    listed = commands.told("key", "list", "--user", user)
    assert [(each["name"], each["kind"], each["status"]) for each in listed] == [
        ("CRM", "permanent", "active"),
        ("key", "temporary", "active"),
    ]
    assert first["key"] not in json.dumps(listed)
    key = str(first["id"])
    for command, status in (("block", "blocked"), ("unblock", "active"), ("revoke", "expired")):
        assert commands.told("key", command, key)["status"] == status
        assert commands.told("key", "list")[0]["status"] == status
    assert commands.refused("key", "unblock", key) == (1, f"Key {key} has ended for good: make a new one.")


def test_a_whitelist_is_changed_as_a_whole_or_not_at_all(commands: Commands) -> None:
    customer = str(commands.told("customer", "create", "One")["id"])
    added = commands.told("whitelist", "add", customer, "192.0.2.77/24", "2001:DB8::1", "192.0.2.0/24")
    assert added["networks"] == ["192.0.2.0/24", "2001:db8::1/128"]
    refused = commands.refused("whitelist", "remove", customer, "192.0.2.0/24", "198.51.100.0/24")
    assert refused == (1, "198.51.100.0/24 is not on the whitelist.")
    assert commands.told("whitelist", "list", customer) == [{"network": each} for each in added["networks"]]
    assert commands.told("whitelist", "remove", customer, *added["networks"])["networks"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("agent show 99", 1, "There is no account 99."),
        ("customer create x --agent 99", 1, "There is no agent 99."),
        ("customer create x --timezone Mars/North", 1, "Mars/North is no time zone: write it like Europe/Moscow."),
        ("customer create x --lang english", 2, "english is no language: write two small letters, such as en."),
        ("customer create x --prefix 12a", 2, "12a is no prefix: write 1 to 20 digits."),
        ("customer create x --day-limit much", 2, "much is no number of points: write digits, or unlimited."),
        ("customer create x --component fax", 2, "fax is no component: use data_api, data_api_config, "),
        ("customer create x" + "x" * 255, 2, "A name has 1 to 255 printable characters, and not only blanks."),
        ("customer set 1", 2, "Nothing to change was given."),
        ("customer set 99 --name x", 1, "There is no account 99."),
        ("customer set 1 --status open", 2, "open is no status: use waiting, active, "),
        ("user create 99 x", 1, "There is no account 99."),
        ("user create 1 x --right cook:eggs", 2, "cook:eggs is no right: write unit:action, "),
        ("user set 99 --name x", 1, "There is no user 99."),
        ("user set 99", 2, "Nothing to change was given."),
        ("user set 1 --right va:select --all-rights", 2, "Give --right or --all-rights, not both."),
        ("user show 99", 1, "There is no user 99."),
        ("key create 99", 1, "There is no user 99."),
        ("key create 1 --expires soon", 2, "soon is no date: write 2030-12-31 or 2030-12-31T23:59:59."),
        ("key create 1 --expires 2020-01-01", 2, "2020-01-01 is over: a key must end later than now."),
        ("key block 99", 1, "There is no key 99."),
        ("key revoke 99", 1, "There is no key 99."),
        ("whitelist add 1 anywhere", 2, "anywhere is no IPv4 or IPv6 address or network."),
        ("whitelist add 99 ::1", 1, "There is no account 99."),
        ("whitelist list 99", 1, "There is no account 99."),
        ("customer show x", 2, "Invalid value for 'customer_id': Input should be a valid integer"),
        ("customer create", 2, "Missing argument 'name'."),
        ("customer mend", 2, "No such command 'mend'."),
        ("whitelst", 2, "No such command 'whitelst'. Did you mean 'whitelist'?"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    commands: Commands, arguments: str, code: int, sentence: str
) -> None:
    found, said = commands.refused(*arguments.split(" "))
    assert (found, said[: len(sentence)]) == (code, sentence)


def test_what_is_taken_is_refused(commands: Commands) -> None:
    customer = str(commands.told("customer", "create", "One", "--prefix", "1")["id"])
    commands.told("user", "create", customer, "anna")
    assert commands.refused("customer", "create", "Two", "--prefix", "1") == (1, "The prefix 1 is taken.")
    assert commands.refused("user", "create", customer, "anna") == (1, "The login anna is taken.")


def test_every_change_at_the_command_line_is_in_the_audit(commands: Commands) -> None:
    identifier = commands.told("customer", "create", "One")["id"]
    commands.told("customer", "set", str(identifier), "--name", "Two")
    rows = asyncio.run(_audited(commands.url, identifier))
    assert sorted(rows) == [("create.account", "command line", None), ("update.account", "command line", None)]


async def _audited(url: str, customer_id: int) -> Rows:
    store = await open_store(url)
    try:
        return await store.find(Find(audit, ("operation", "address", "user_id"), {"customer_id": customer_id}), SERVER)
    finally:
        await store.close()


def test_a_database_without_tables_is_refused_with_what_to_do(empty_url: str) -> None:
    finished = run("customer", "list", "--db", empty_url)
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr == f"The database {empty_url} is empty: run `centrex db upgrade --db {empty_url}`.\n"


def test_a_short_password_is_refused(sqlite_url: str) -> None:
    customer = str(answer("customer", "create", "One", "--db", sqlite_url)["id"])
    finished = run("user", "create", customer, "anna", "--password-stdin", "--db", sqlite_url, given="short\n")
    assert (finished.returncode, finished.stderr) == (1, "A password has at least 8 characters.\n")


def test_a_terminal_gets_tables_and_sentences(sqlite_url: str) -> None:
    made = on_terminal("customer", "create", "Ромашка [bold]", "--db", sqlite_url)
    assert "Account 1 is made; open it with `centrex whitelist add 1 NETWORK`." in made
    table = on_terminal("customer", "list", "--db", sqlite_url)
    assert "Points a day" in table
    assert "Ромашка [bold]" in table
    shown = on_terminal("customer", "show", "1", "--db", sqlite_url)
    assert "data_api_config" in shown
    assert json.loads(on_terminal("customer", "list", "--json", "--db", sqlite_url))[0]["name"] == "Ромашка [bold]"


def test_a_terminal_may_be_russian(sqlite_url: str) -> None:
    made = on_terminal("customer", "create", "One", "--db", sqlite_url, LANG="ru_RU.UTF-8")
    assert "Аккаунт 1 создан" in made
    assert "Баллов в день" in on_terminal("customer", "list", "--db", sqlite_url, CENTREX_LANG="ru")


def test_a_password_is_asked_for_twice_and_not_shown(sqlite_url: str) -> None:
    answer("customer", "create", "One", "--db", sqlite_url)
    arguments = ("user", "create", "1", "anna", "--ask-password", "--db", sqlite_url)
    seen = on_terminal(*arguments, typed={"Password: ": PASSWORD, "Once more: ": PASSWORD})
    assert PASSWORD not in seen
    assert "User 1 is made." in seen
    assert "shown only now" not in seen


def test_two_unlike_passwords_make_no_user(sqlite_url: str) -> None:
    answer("customer", "create", "One", "--db", sqlite_url)
    typed = {"Password: ": PASSWORD, "Once more: ": f"{PASSWORD}!"}
    seen = on_terminal("user", "create", "1", "anna", "--ask-password", "--db", sqlite_url, typed=typed, code=1)
    assert "The two passwords are not the same." in seen
    assert answer("user", "list", "--db", sqlite_url) == []


def test_the_doctor_speaks_to_a_person(sqlite_url: str) -> None:
    answer("customer", "create", "Ромашка", "--db", sqlite_url)
    seen = on_terminal("doctor", "--db", sqlite_url, CENTREX_LANG="ru", CENTREX_PORT="0")
    assert "внимание" in seen
    assert "Белый список аккаунта 1 (Ромашка) пуст" in seen


def test_help_is_there_in_both_languages() -> None:
    english, russian = run("--help", CENTREX_LANG="en"), run("key", "--help", CENTREX_LANG="ru", COLUMNS="100")
    assert "whitelist" in english.stdout
    assert "Использование: centrex key" in russian.stdout
    assert "Отозвать ключ навсегда." in russian.stdout
    assert "Показать эту справку и выйти." in russian.stdout


def test_json_is_the_same_in_every_language(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    commands.told("customer", "create", "One")
    for command in (["customer", "list"], ["customer", "show", "1"], ["db", "status"], ["doctor"]):
        monkeypatch.setenv("CENTREX_LANG", "en")
        english = commands.told(*command)
        monkeypatch.setenv("CENTREX_LANG", "ru")
        assert commands.told(*command) == english


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"centrex {__version__}\n"


def test_a_command_without_arguments_shows_its_help() -> None:
    finished = run()
    assert (finished.returncode, finished.stderr) == (2, "")
    assert "customer" in finished.stdout


Findings = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture
def examined(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Findings:
    """What the doctor finds, by check."""
    monkeypatch.setenv("CENTREX_LANG", "en")
    monkeypatch.setenv("CENTREX_PORT", "0")

    def findings(url: str, code: int) -> dict[str, tuple[str, str]]:
        assert run_here(["doctor", "--db", url]) == code
        found = json.loads(capsys.readouterr().out)
        return {each["check"]: (each["state"], each["message"]) for each in found}

    return findings


def test_the_doctor_finds_a_sound_server(examined: Findings, database_url: str) -> None:
    found = examined(database_url, 0)
    assert {state for state, _ in found.values()} == {"ok"}
    assert set(found) == {"python", "time_zones", "settings", "database", "schema", "whitelist", "port"}


def test_the_doctor_finds_an_empty_database(examined: Findings, empty_url: str) -> None:
    state, said = examined(empty_url, 1)["schema"]
    assert (state, "is empty: run" in said) == ("wrong", True)


def test_the_doctor_warns_of_an_empty_whitelist(examined: Findings, commands: Commands) -> None:
    identifier = commands.told("customer", "create", "Ромашка")["id"]
    sentence = f"The whitelist of account {identifier} (Ромашка) is empty, so that nobody may use it."
    assert examined(commands.url, 0)["whitelist"] == ("warning", sentence)


def test_the_doctor_finds_a_database_that_is_away(examined: Findings, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("nothing")
    found = examined(f"postgresql://me:s3cret@/db?host={folder}", 1)
    assert found["database"][0] == "wrong"
    assert "s3cret" not in str(found)
    assert examined("mysql://me:s3cret@host/db", 1)["settings"][0] == "wrong"


def test_the_doctor_knows_a_server_from_a_stranger_on_its_port(
    examined: Findings, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(sqlite_url) as running:
        port = running.url.rpartition(":")[2]
        monkeypatch.setenv("CENTREX_PORT", port)
        assert examined(sqlite_url, 0)["port"] == ("ok", f"Centrex answers on port {port} of 127.0.0.1.")
