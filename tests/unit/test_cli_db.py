"""The commands `centrex db …`: what they print, where, and their exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from centrex.cli.db import app
from centrex.store import migrating
from centrex.store.schema import HEAD
from tests.databases import NEXT, later_migration

runner = CliRunner()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'centrex.db'}"


def db(*arguments: str, **environment: str) -> Result:
    return runner.invoke(app, list(arguments), env=environment)


def test_upgrade_makes_the_database_and_status_says_so(url: str) -> None:
    for command in ("upgrade", "status"):
        done = db(command, "--db", url)
        assert (done.exit_code, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"current": HEAD, "head": HEAD, "pending": []}


def test_the_address_may_stand_in_the_environment(url: str, tmp_path: Path) -> None:
    assert db("upgrade", CENTREX_DB=url).exit_code == 0
    assert (tmp_path / "centrex.db").exists()


def test_the_address_is_a_file_in_the_folder_at_hand_unless_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CENTREX_DB", raising=False)
    assert db("upgrade").exit_code == 0
    assert (tmp_path / "centrex.db").exists()


def test_status_of_an_empty_database_says_what_to_do(url: str) -> None:
    done = db("status", "--db", url)
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"current": None, "head": HEAD, "pending": list(migrating.position(url)[1])}
    assert done.stderr == (f"The database {url} is empty: run `centrex db upgrade --db {url}`.\n")


def test_a_database_of_a_newer_program_is_left_alone(url: str, tmp_path: Path) -> None:
    migrating.upgrade(url, "head", later_migration(tmp_path, "pass"))
    for command in (["status"], ["upgrade"], ["downgrade", "base"], ["revision", "words"]):
        done = db(*command, "--db", url)
        assert done.exit_code == 1
        assert f"newer Centrex (revision {NEXT}" in done.stderr


def test_downgrade_goes_back_to_the_revision_that_is_named(url: str) -> None:
    db("upgrade", "--db", url)
    done = db("downgrade", "base", "--db", url)
    assert (done.exit_code, json.loads(done.stdout)["current"]) == (0, None)
    assert db("downgrade", "--db", url).exit_code == 2


def test_revision_writes_a_file_and_prints_its_name(url: str, tmp_path: Path) -> None:
    db("upgrade", "--db", url)
    done = db("revision", "new words", "--db", url, "--folder", str(tmp_path / "later"))
    file = tmp_path / "later" / f"{NEXT}_new_words.py"
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"file": str(file)})
    assert file.read_text().startswith(f'"""{NEXT}: new words.')


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["upgrade", "--db", "mysql://me:s3cret@host/db"], "mysql://me:***@host/db is not a database"),
        (["upgrade", "--db", "postgresql://me:s3cret/@host/db"], "cannot be read as the address"),
        (["upgrade", "--db", "sqlite:////there/is/no/such/folder/a.db"], "The folder /there/is/no/such/folder is not"),
        (["upgrade", "9999"], "Can't locate revision identified by '9999'"),
        (["revision", "words"], "Target database is not up to date"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(url: str, arguments: list[str], sentence: str) -> None:
    done = db(*arguments, CENTREX_DB=url)
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    assert "s3cret" not in done.stderr


def test_a_server_that_is_away_is_said_in_a_sentence_without_the_password(tmp_path: Path) -> None:
    done = db("status", "--db", f"postgresql://me:s3cret@/db?host={tmp_path}")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"The database postgresql://me:***@/db?host={tmp_path} could")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_said_in_a_sentence(url: str, tmp_path: Path) -> None:
    (tmp_path / "centrex.db").write_text("Dear diary, today was a day like any other. " * 9)
    done = db("status", "--db", url)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "file is not a database" in done.stderr


def test_a_terminal_gets_a_table_unless_json_is_asked_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("centrex.cli.db._on_terminal", lambda: True)
    table = db("upgrade", "--db", url, COLUMNS="200").stdout
    assert "Revision" in table
    assert url in table
    assert json.loads(db("status", "--json", "--db", url).stdout)["current"] == HEAD
