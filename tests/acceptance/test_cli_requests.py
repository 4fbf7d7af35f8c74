"""`centrex requests`, as an operator runs it, on both stores."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from centrex.cli.program import run
from centrex.engine.requests import RequestRecorder
from centrex.store.opening import open_store
from tests.acceptance.http import post
from tests.clock import ManualClock
from tests.programs import answer, serving
from tests.world import make_world


@pytest.fixture
def logged(database_url: str) -> str:
    """A database with three requests: two of a's user, an hour apart, and one of an agent's for a."""

    async def fill() -> None:
        store, clock = await open_store(database_url), ManualClock()
        world = await make_world(store, clock)
        recorder = RequestRecorder(clock)
        for user, result in ((world.a.user, "ok"), (world.a.user, "data_type_error"), (world.north, "forbidden")):
            recorder.record(world.a.id, user.id, "get.employees", result, 0, "127.0.0.1", 0.0123, result)
            clock.advance(3600)
        await recorder.flush(store)
        await store.close()

    asyncio.run(fill())
    return database_url


def results(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> list[str]:
    """The results of what is shown, newest first."""
    assert run(["requests", "--db", url, *arguments]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return [row["result"] for row in rows]


def test_requests_are_shown_newest_first_with_all_that_is_known(
    logged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["requests", "--db", logged, "--limit", "1"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["at"], row["login"], row["method"]) == ("2025-06-15T17:06:40Z", "north", "get.employees")
    assert (row["milliseconds"], row["address"], row["request_id"]) == (12.3, "127.0.0.1", "forbidden")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((), ["forbidden", "data_type_error", "ok"]),
        (("--user", "user-a"), ["data_type_error", "ok"]),
        (("--result", "failed", "--limit", "1"), ["forbidden"]),
        (("--result", "ok"), ["ok"]),
        (("--method", "get.account"), []),
        (("--since", "2025-06-15T16:00:00", "--until", "2025-06-15T17:00:00+00:00"), ["data_type_error"]),
        (("--since", "30s"), []),
        (("--until", "1s"), ["forbidden", "data_type_error", "ok"]),
    ],
)
def test_some_of_them_can_be_asked_for(
    logged: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], shown: list[str]
) -> None:
    assert results(capsys, logged, *arguments) == shown


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--account", "987654"), 1, "There is no account 987654."),
        (("--user", "nobody"), 1, "There is no user nobody."),
        (("--user", "987654"), 1, "There is no user 987654."),
        (("--method", "get.nothing"), 2, "get.nothing is no method of the API."),
        (("--result", "good"), 2, "good is no result: use ok, failed, "),
        (("--since", "yesterday"), 2, "yesterday is no time: write "),
        (("--limit", "0"), 2, "From 1 to 10000 requests can be shown, not 0."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    logged: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    with pytest.raises(SystemExit) as left:
        run(["requests", "--db", logged, *arguments])
    said = capsys.readouterr()
    assert left.value.code == code
    assert said.err.startswith(sentence)
    assert said.out == ""


@pytest.mark.parametrize(("days", "kept"), [("1", ["ok"]), ("0", [])])
def test_a_setting_says_whether_requests_are_kept(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], days: str, kept: list[str]
) -> None:
    for command in ("customer create One", "user create 1 anna", "whitelist add 1 127.0.0.1"):
        answer(*command.split(" "), "--db", sqlite_url)
    key = answer("key", "create", "1", "--db", sqlite_url)["key"]
    with serving(sqlite_url, CENTREX_REQUEST_DAYS=days) as server:
        post(server.url, "get.account", key)
    assert results(capsys, sqlite_url) == kept
