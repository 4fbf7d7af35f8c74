"""`centrex backup` and `centrex restore`: the drill on both stores, what a backup is, and what is refused."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from centrex.cli.program import run
from centrex.store import schema
from centrex.store.backup.facts import Facts
from centrex.store.backup.manifest import MANIFEST, SUMS
from centrex.store.backup.media import saved
from tests.acceptance.http import METHOD, mnemonic, post
from tests.databases import fetch
from tests.durability.drill import PATH, Place, drilled
from tests.durability.ground import Ground
from tests.postgres import PostgresServer
from tests.programs import serving


@pytest.fixture
def ground(database_kind: str, request: pytest.FixtureRequest) -> Ground:
    found: Ground = request.getfixturevalue(f"{database_kind}_ground")
    return found


@pytest.fixture
def servers(database_kind: str, request: pytest.FixtureRequest) -> PostgresServer | None:
    """Where databases are made, of which SQLite needs none."""
    return None if database_kind == "sqlite" else request.getfixturevalue("postgres_server")


@pytest.fixture
def place(ground: Ground, servers: PostgresServer | None, tmp_path: Path) -> Place:
    """The world with its recordings, for the test alone."""
    return Place(*ground.copied(tmp_path, servers))


@pytest.fixture
def other(servers: PostgresServer | None, tmp_path: Path) -> Iterator[Place]:
    """An empty place."""
    if servers is None:
        yield Place(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other-media")
        return
    url = servers.create_database()
    yield Place(url, tmp_path / "other-media")
    servers.drop_database(url)


class Program:
    """The program in this process: a new one each time would take longer than all that it does."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def done(self, *arguments: str) -> dict[str, Any]:
        code = run(arguments)
        said = self._capsys.readouterr()
        assert (code, said.err) == (0, "")
        told: dict[str, Any] = json.loads(said.out)
        return told

    def refused(self, *arguments: str) -> str:
        """The only line on standard error."""
        with pytest.raises(SystemExit, match="1"):
            run(arguments)
        said = self._capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        return said.err.rstrip("\n")


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("CENTREX_LANG", "en")
    monkeypatch.setenv("PATH", PATH)
    return Program(capsys)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    return asyncio.run(fetch(url, statement))


def test_a_drill_brings_back_all_that_was_acknowledged_before_and_nothing_by_halves(
    place: Place, other: Place, ground: Ground, tmp_path: Path
) -> None:
    assert drilled(place, other, tmp_path / "backup", ground, "w1") == []
    with serving(other.url, "--media", str(other.media)) as server:
        assert mnemonic(post(server.url, METHOD, ground.key)) == "ok"


def test_a_backup_is_private_can_be_checked_by_itself_and_takes_the_place_of_what_was_written_since(
    place: Place, program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    told = program.done("backup", str(folder), *place.options)
    assert (told["revision"], told["missing"], told["media"]) == (schema.HEAD, [], str(place.media))
    manifest = json.loads((folder / MANIFEST).read_text())
    assert manifest["counts"]["customer"] == rows(place.url, "SELECT count(*) FROM customer")[0][0]
    assert (
        told["files"] == rows(place.url, "SELECT (SELECT count(*) FROM recording) + (SELECT count(*) FROM fax)")[0][0]
    )
    assert (
        subprocess.run(["sha256sum", "--check", "--quiet", "--strict", SUMS], cwd=folder, check=False).returncode == 0
    )
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}
    assert program.refused("backup", str(folder), *place.options) == f"{folder} is there already: name another folder."
    asyncio.run(fetch(place.url, "DELETE FROM recording", "DELETE FROM fax"))
    shutil.rmtree(place.media)
    assert "is not empty" in program.refused("restore", str(folder), *place.options)
    program.done("restore", str(folder), "--replace", *place.options)
    again = program.done("backup", str(tmp_path / "again"), *place.options)
    assert {**again, "folder": "", "made_at": ""} == {**told, "folder": "", "made_at": ""}
    assert (tmp_path / "again" / SUMS).read_text().splitlines()[1:] == (folder / SUMS).read_text().splitlines()[1:]


def test_a_database_that_a_server_uses_is_left_alone(place: Place, program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    with serving(place.url, "--media", str(place.media)) as server:
        program.done("backup", str(folder), *place.options)
        assert "stop the server first" in program.refused("restore", str(folder), "--replace", *place.options)
        assert server.stop() == 0


def test_a_backup_that_was_changed_is_refused_before_anything_is_touched(
    place: Place, other: Place, program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    program.done("backup", str(folder), *place.options)
    manifest = json.loads((folder / MANIFEST).read_text())
    database = next(folder.glob("database.*"))
    sound = next(path for path in (folder / "media").rglob("*") if path.is_file())
    for path in (database, sound, folder / SUMS):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert f"is damaged: {path.relative_to(folder).as_posix()}" in program.refused(
            "restore", str(folder), *other.options
        )
        path.write_bytes(content)
    sound.rename(tmp_path / "away")
    assert f"is damaged: {sound.relative_to(folder)}" in program.refused("restore", str(folder), *other.options)
    (tmp_path / "away").rename(sound)
    for change in ({"revision": "9999"}, {"format": 2}):
        (folder / MANIFEST).write_text(json.dumps(manifest | change))
        assert "was made by a newer Centrex" in program.refused("restore", str(folder), *other.options)
    (folder / MANIFEST).write_text(json.dumps(manifest | {"counts": {}}))
    assert "is not what was saved" in program.refused("restore", str(folder), *other.options)
    (folder / MANIFEST).unlink()
    assert program.refused("restore", str(folder), *other.options) == f"{folder} is no backup of Centrex."
    assert not other.media.exists()
    assert asyncio.run(schema.current(other.url)) is None
    assert not list(tmp_path.glob("*other*"))


def test_an_older_backup_is_brought_up_to_date(place: Place, other: Place, program: Program, tmp_path: Path) -> None:
    schema.downgrade(place.url, "0002")
    folder = tmp_path / "backup"
    assert program.done("backup", str(folder), *place.options)["revision"] == "0002"
    program.done("restore", str(folder), *other.options)
    assert schema.status(other.url).current == schema.HEAD
    assert rows(other.url, "SELECT count(*) FROM customer") == rows(place.url, "SELECT count(*) FROM customer")


def test_a_file_that_was_lost_before_is_told_of(place: Place, program: Program, tmp_path: Path) -> None:
    ((lost,),) = rows(place.url, "SELECT media FROM recording ORDER BY id LIMIT 1")
    (place.media / lost).unlink()
    assert program.done("backup", str(tmp_path / "backup"), *place.options)["missing"] == [lost]


def test_a_file_whose_row_is_deleted_meanwhile_is_in_no_backup_and_nor_is_the_row(tmp_path: Path) -> None:
    """Retention takes the row first and then the file, between the copy of the database and that of the files."""
    kept, gone = (f"{digit * 2}/{digit * 2}/{digit * 32}.wav" for digit in "ab")
    for key in (kept, gone):
        (tmp_path / "media" / key).parent.mkdir(parents=True)
        (tmp_path / "media" / key).write_bytes(key.encode())
    moments = [Facts("0003", {}, {kept, gone}), Facts("0003", {}, {kept})]

    def take() -> Facts:
        (tmp_path / "media" / gone).unlink(missing_ok=True)
        return moments.pop(0)

    found = saved(take, lambda _: tmp_path / "media", tmp_path / "to")
    assert (found.facts.keys, set(found.files), list(found.missing)) == ({kept}, {kept}, [])
    assert not moments


def test_without_a_place_of_the_media_it_asks_for_one(
    postgres_ground: Ground, program: Program, tmp_path: Path
) -> None:
    said = program.refused("backup", str(tmp_path / "backup"), "--db", postgres_ground.url)
    assert "say with --media where they are" in said
    assert list(tmp_path.iterdir()) == []


def test_without_the_folder_of_the_media_nothing_is_saved(place: Place, program: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "nowhere"
    said = program.refused("backup", str(tmp_path / "backup"), "--db", place.url, "--media", str(wrong))
    assert f"There is no folder {wrong}" in said
    assert not (tmp_path / "backup").exists()


def test_a_database_put_back_elsewhere_removes_nothing_of_the_one_at_work(
    place: Place, other: Place, program: Program, tmp_path: Path
) -> None:
    """As in a drill with the settings of the server at work, whose newest recordings the backup does not know."""
    program.done("purge", "--db", place.url, "--media", str(place.media))
    program.done("backup", str(tmp_path / "backup"), *place.options)
    program.done("restore", str(tmp_path / "backup"), *other.options)
    newest = place.media / "ab" / "cd" / f"abcd{'0' * 28}.wav"
    newest.parent.mkdir(parents=True, exist_ok=True)
    newest.write_bytes(b"sound")
    os.utime(newest, (0, 0))
    told = program.done("purge", "--db", other.url, "--media", str(place.media))
    assert (told["lost_files"], told["is_owner"]) == (0, False)
    assert newest.exists()
    assert program.done("purge", "--db", place.url, "--media", str(place.media))["lost_files"] == 1


def test_media_on_s3_stay_there(sqlite_ground: Ground, program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    told = program.done("backup", str(folder), "--db", sqlite_ground.url, "--media", "s3://bucket/prefix")
    assert (told["media"], told["files"]) == ("s3://bucket/prefix", 0)
    assert not list((folder / "media").iterdir())


def test_without_the_programs_of_postgresql_it_says_what_is_missing(
    postgres_ground: Ground, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--db", postgres_ground.url, "--media", str(postgres_ground.media))
    monkeypatch.setenv("PATH", str(tmp_path))
    said = program.refused("backup", str(tmp_path / "backup"), *options)
    assert said.startswith("pg_dump is not installed: it comes with the client programs of PostgreSQL")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_the_other_database_is_refused(
    postgres_url: str, sqlite_ground: Ground, program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    program.done("backup", str(folder), "--db", sqlite_ground.url, "--media", str(sqlite_ground.media))
    assert program.refused("restore", str(folder), "--db", postgres_url) == (
        "The backup is of SQLite: name a database of SQLite."
    )


def test_what_a_restore_that_was_killed_set_aside_is_not_lost(
    postgres_ground: Ground, postgres_server: PostgresServer, program: Program, tmp_path: Path
) -> None:
    place = Place(*postgres_ground.copied(tmp_path, postgres_server))
    folder = tmp_path / "backup"
    program.done("backup", str(folder), *place.options)
    asyncio.run(fetch(place.url, "ALTER SCHEMA public RENAME TO centrex_set_aside", "CREATE SCHEMA public"))
    assert "is not empty" in program.refused("restore", str(folder), *place.options)
    program.done("restore", str(folder), "--replace", *place.options)
    assert rows(place.url, "SELECT count(*) FROM pg_namespace WHERE nspname = 'centrex_set_aside'") == [(0,)]
    postgres_server.drop_database(place.url)


def test_a_log_that_lies_beside_no_database_is_not_taken_for_that_of_the_restored_one(
    sqlite_ground: Ground, program: Program, tmp_path: Path
) -> None:
    folder, file = tmp_path / "backup", tmp_path / "new.db"
    program.done("backup", str(folder), "--db", sqlite_ground.url, "--media", str(sqlite_ground.media))
    (tmp_path / "new.db-wal").write_bytes(b"of another database")
    program.done("restore", str(folder), "--db", f"sqlite:///{file}", "--media", str(tmp_path / "new-media"))
    assert sorted(path.name for path in tmp_path.glob("new.db*")) == ["new.db"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
