"""`centrex demo` as a new user meets it: what it prints, what it holds, and that nothing is left behind."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from centrex.demo import folder
from centrex.demo.laying import NotThisWorld
from centrex.demo.world import make_world
from tests.acceptance.http import METHOD, mnemonic, post
from tests.clock import ManualClock
from tests.demo import Demo
from tests.programs import answer, demonstrating, run, started


def rows(demo: Demo, method: str, key: str, **params: Any) -> tuple[list[dict[str, Any]], int]:
    """The data of an answer, and how many there are in all."""
    answered = post(demo.url, method, key, **params)
    assert mnemonic(answered) == "ok", answered
    return answered["result"]["data"], answered["result"]["metadata"]["total_items"]


def test_the_first_line_is_one_object_with_all_that_a_program_needs(demo: Demo) -> None:
    assert demo.running.output.all == [f"{json.dumps(demo.said)}\n"]
    assert list(demo.said) == ["url", "explorer", "console", "data_api", "ringme", "ingest"]
    assert demo.said["explorer"] == f"{demo.url}/explorer"
    assert list(demo.said["console"]) == ["url", "agent", "client", "extension_group", "extension", "read_only"]
    assert demo.said["ingest"] == {"key": make_world(7).ingest_key}
    assert list(demo.said["ringme"]) == ["client", "extension_group", "extension", "read_only", "call_api"]
    assert all(list(each) == ["app_id", "app_secret"] for each in demo.said["ringme"].values())
    assert demo.url.startswith("http://127.0.0.1:")
    assert list(demo.said["data_api"]) == ["agent", "customer"]
    assert list(demo.agent) == ["key", "login", "password", "user_ids"]
    assert list(demo.customer) == ["key", "login", "password"]
    assert demo.agent["user_ids"] == [11, 12, 13]


def test_there_are_three_customers_and_the_first_has_id_12(demo: Demo) -> None:
    customers, total = rows(demo, "get.customers", demo.agent["key"])
    assert ([customer["id"] for customer in customers], total) == ([12, 13, 14], 3)
    users, _ = rows(demo, "get.customer_users", demo.agent["key"])
    assert [(user["id"], user["customer_id"]) for user in users] == [(11, 12), (12, 13), (13, 14)]
    account, _ = rows(demo, "get.account", demo.customer["key"])
    assert account[0]["app_id"] == 12


def test_there_are_as_many_groups_employees_and_numbers_as_promised(demo: Demo) -> None:
    def totals(method: str) -> list[int]:
        return [rows(demo, method, demo.agent["key"], user_id=user, limit=1)[1] for user in demo.agent["user_ids"]]

    assert totals(METHOD) == [6, 3, 2000]
    assert sum(totals("get.employees")) == 14
    assert sum(totals("get.virtual_numbers")) == 12


def test_the_customer_of_the_key_has_a_group_with_members_of_every_kind(demo: Demo) -> None:
    groups, total = rows(demo, METHOD, demo.customer["key"])
    assert (total, [group["number"] for group in groups]) == (6, ["g1", "g2", "g3", "g4", "g5", "g6"])
    assert any(group["employees"] and group["virtual_phones"] and group["employee_groups"] for group in groups)
    names = "".join(group["name"] for group in groups)
    assert any("а" <= letter <= "я" for letter in names)
    assert any("a" <= letter <= "z" for letter in names)


def test_every_customer_has_a_group_with_an_employee(demo: Demo) -> None:
    for user in demo.agent["user_ids"]:
        groups, _ = rows(demo, METHOD, demo.agent["key"], user_id=user, limit=10)
        assert any(group["employees"] for group in groups)


def test_limits_are_50000_a_day_and_250_a_minute(demo: Demo) -> None:
    for user in demo.agent["user_ids"]:
        limits = post(demo.url, METHOD, demo.agent["key"], user_id=user)["result"]["metadata"]["limits"]
        assert (limits["day_limit"], limits["minute_limit"]) == (50_000, 250)


def test_logins_and_passwords_open_sessions(demo: Demo) -> None:
    for login in (demo.agent, demo.customer):
        opened = post(demo.url, "login.user", None, login=login["login"], password=login["password"])
        assert len(opened["result"]["data"]["access_token"]) == 72


def test_the_customer_has_all_components_and_may_be_used_from_loopback_alone(demo: Demo) -> None:
    account = post(demo.url, "getobj.account", demo.customer["key"])["result"]["data"]
    assert {"data_api", "data_api_config", "call_api", "va"} <= set(account["components"])
    assert answer("whitelist", "list", "12", "--db", demo.database) == [
        {"network": "127.0.0.0/8"},
        {"network": "::1/128"},
    ]
    assert answer("customer", "show", "12", "--db", demo.database)["prefix"] == "000"


def test_the_printed_curl_line_shows_groups_with_their_members(demo_folder: Path) -> None:
    with started("demo", "--port", "0", "--data", str(demo_folder)) as running:
        line = running.output.until(lambda said: said.startswith("curl "))
        printed = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, timeout=30)
        assert running.stop() == 0
    answered = json.loads(printed.stdout)
    assert answered["result"]["metadata"]["total_items"] == 6
    assert answered["result"]["data"][0]["employees"]


def test_what_is_printed_for_a_person_may_be_russian(demo_folder: Path) -> None:
    with started("demo", "--port", "0", "--data", str(demo_folder), CENTREX_LANG="ru") as running:
        running.output.until(lambda said: said.startswith("curl "))
        said = "".join(running.output.all)
    world = make_world(7)
    assert "Агент Open Road Telecom, user_id 11, 12, 13:" in said
    for login in (world.agent, *(customer.user for customer in world.customers)):
        assert f"ключ {login.key}, логин {login.login}, пароль {login.password}" in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    with demonstrating(TMPDIR=str(tmp_path)) as (running, _):
        (kept,) = tmp_path.iterdir()
        assert {file.name for file in kept.iterdir()} >= {folder.FILE}
        assert running.stop(how) == 0
        assert "Traceback" not in "".join(running.errors.all)
    assert list(tmp_path.iterdir()) == []


def test_ipv6_loopback_is_served_and_whitelisted(demo_folder: Path) -> None:
    with demonstrating("--host", "::1", "--data", str(demo_folder)) as (running, said):
        assert running.url.startswith("http://[::1]:")
        assert mnemonic(post(running.url, METHOD, said["data_api"]["customer"]["key"])) == "ok"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_another_address_than_loopback_is_refused(host: str) -> None:
    finished = run("demo", "--host", host, "--port", "0")
    assert (finished.returncode, finished.stdout, finished.stderr.count("\n")) == (1, "", 1)
    assert "listens on loopback alone" in finished.stderr


def test_the_world_of_a_folder_is_kept_and_another_seed_refused(demo_folder: Path) -> None:
    data = demo_folder
    with demonstrating("--data", str(data)) as (running, first):
        key = first["data_api"]["customer"]["key"]
        created = post(running.url, "create.virtual_number_groups", key, name="Kept")
        assert mnemonic(created) == "ok"
        assert running.stop() == 0
    with demonstrating("--data", str(data)) as (running, again):
        assert again["data_api"] == first["data_api"]
        assert post(running.url, METHOD, key)["result"]["metadata"]["total_items"] == 7
    finished = run("demo", "--data", str(data), "--seed", "8", "--port", "0")
    assert (finished.returncode, finished.stderr.count("\n")) == (1, 1)
    assert "something else than the world of seed 8" in finished.stderr


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / folder.FILE).write_text("Dear diary, today was a day like any other. " * 9)
    finished = run("demo", "--data", str(tmp_path), "--port", "0")
    assert (finished.returncode, finished.stderr.count("\n")) == (1, 1)


def test_the_same_seed_lays_the_same_world_byte_for_byte(laid_demo: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(laid_demo / folder.FILE)) as raw:
        (laid_at,) = raw.execute("SELECT max(at) FROM audit").fetchone()
    again = tmp_path / "a" / "b"
    folder.ready(again, make_world(7), ManualClock(laid_at))
    assert dumped(again) == dumped(laid_demo)
    files = files_below(again)
    assert files == files_below(laid_demo)
    assert len(files) == 480


def dumped(world: Path) -> str:
    """The database as text."""
    with closing(sqlite3.connect(world / folder.FILE)) as raw:
        return "\n".join(raw.iterdump())


def files_below(world: Path) -> dict[str, bytes]:
    """Recordings and faxes by their names."""
    return {
        path.relative_to(world).as_posix(): path.read_bytes()
        for path in world.rglob("*")
        if path.is_file() and not path.name.startswith(folder.FILE)
    }


def test_another_seed_is_another_world() -> None:
    assert make_world(7) == make_world(7) != make_world(8)


def test_seeds_share_neither_keys_nor_passwords() -> None:
    secrets = [
        secret
        for seed in range(20)
        for login in (make_world(seed).agent, *(customer.user for customer in make_world(seed).customers))
        for secret in (login.key, login.password)
    ]
    assert len(set(secrets)) == len(secrets)


def test_every_row_of_the_world_has_its_audit(laid_demo: Path) -> None:
    with closing(sqlite3.connect(laid_demo / folder.FILE)) as raw:
        audited = dict(raw.execute("SELECT object_kind, count(DISTINCT object_id) FROM audit GROUP BY 1"))
        for table in (
            *("customer", "tariff_plan", "user", "api_key", "virtual_number", "virtual_number_group"),
            *("employee", "employee_group", "employee_position", "extension", "extension_group", "application"),
        ):
            assert audited[table] == raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0], table
        of_server = raw.execute("SELECT count(DISTINCT object_id) FROM server_audit WHERE object_kind = 'pool_number'")
        assert of_server.fetchone() == raw.execute("SELECT count(*) FROM pool_number").fetchone() == (32,)


def test_a_database_with_something_else_is_left_alone(sqlite_url: str, tmp_path: Path) -> None:
    answer("customer", "create", "Somebody", "--db", sqlite_url)
    (tmp_path / "centrex.db").rename(tmp_path / folder.FILE)
    with pytest.raises(NotThisWorld):
        folder.ready(tmp_path, make_world(7))


def test_a_port_that_is_taken_is_refused_with_a_sentence(demo: Demo) -> None:
    finished = run("demo", "--port", demo.url.rpartition(":")[2])
    assert (finished.returncode, finished.stderr.count("\n")) == (1, 1)
    assert "is taken: choose another --port" in finished.stderr


def test_metrics_and_readiness_are_there(demo: Demo) -> None:
    assert httpx.get(f"{demo.url}/readyz").text == "ok\n"
    assert "centrex_requests_total" in httpx.get(f"{demo.url}/metrics").text
