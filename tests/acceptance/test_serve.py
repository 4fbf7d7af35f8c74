"""`centrex serve` as a process, on both stores: when it starts, what it logs and counts, how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from centrex.store.opening import open_store
from tests.acceptance.conftest import Server
from tests.acceptance.http import METHOD, connected, envelope, mnemonic, post, received
from tests.clock import ManualClock
from tests.databases import fetch
from tests.programs import answer, run, serving, started, wait_until
from tests.world import PASSWORD, Member, make_world


async def filled(url: str) -> Member:
    """Lays the small world; answers a customer's user."""
    store = await open_store(url)
    try:
        return (await make_world(store, ManualClock())).a.user
    finally:
        await store.close()


def test_it_lives_is_ready_and_answers(server: Server) -> None:
    for path in ("/livez", "/readyz"):
        response = httpx.get(f"{server.url}{path}")
        assert (response.status_code, response.text) == (200, "ok\n")
    answered = post(server.url, METHOD, server.user.key)
    assert answered["result"]["metadata"]["total_items"] == 5


def test_requests_are_counted_by_method_and_outcome(server: Server) -> None:
    post(server.url, "get.employees", server.user.key)
    post(server.url, "get.employees", "no such key")
    post(server.url, "no.such.method", server.user.key)
    httpx.delete(f"{server.url}/v2.0")
    response = httpx.get(f"{server.url}/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    told = response.text.splitlines()
    assert 'centrex_requests_total{method="get.employees",outcome="ok"} 1.0' in told
    assert 'centrex_requests_total{method="get.employees",outcome="access_token_invalid"} 1.0' in told
    assert 'centrex_requests_total{method="unknown",outcome="method_not_found"} 1.0' in told
    assert 'centrex_requests_total{method="unknown",outcome="http_405"} 1.0' in told
    assert 'centrex_request_seconds_count{method="get.employees"} 2.0' in told


def test_each_request_has_one_line_in_the_log_and_no_secret_is_in_it(filled_url: str, server: Server) -> None:
    key = server.user.key
    with serving(filled_url) as running:
        login = envelope("login.user", None, login=server.user.login, password=PASSWORD)
        token = httpx.post(f"{running.url}/v2.0", json=login).json()["result"]["data"]["access_token"]
        post(running.url, METHOD, token, {"X-Request-Id": "mine"}, filter={"field": "x", "operator": "=", "value": key})
        httpx.get(f"{running.url}/nowhere?access_token={key}", headers={"Authorization": f"Bearer {key}"})
        assert running.stop() == 0
        lines = [line for line in running.log if line["event"] == "request"]
        said = "".join(running.errors.all)
    assert [(line["verb"], line["path"], line["status"], line["method"]) for line in lines] == [
        ("POST", "/v2.0", 200, "login.user"),
        ("POST", "/v2.0", 200, METHOD),
        ("GET", "/nowhere", 404, ""),
    ]
    assert lines[1]["request_id"] == "mine"
    assert (lines[1]["address"], lines[1]["user_id"]) == ("127.0.0.1", server.user.id)
    assert not [secret for secret in (key, token, PASSWORD, server.user.login) if secret in said]


def test_a_key_that_another_process_revokes_ends_soon(server: Server) -> None:
    made = answer("key", "create", str(server.user.id), "--db", server.database)
    assert mnemonic(post(server.url, METHOD, made["key"])) == "ok"
    answer("key", "revoke", str(made["id"]), "--db", server.database)
    wait_until(lambda: mnemonic(post(server.url, METHOD, made["key"])) == "access_token_expired")


def test_it_finishes_the_request_that_has_begun(filled_url: str, server: Server) -> None:
    body = json.dumps(envelope(METHOD, server.user.key)).encode()
    head = f"POST /v2.0 HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    with serving(filled_url) as running, connected(running.url) as connection, connected(running.url) as idle:
        connection.sendall(head.encode())
        assert received(connection)[0] == 100  # the application waits for the body
        running.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not is_listening(running.url))
        assert running.process.poll() is None
        connection.sendall(body)
        status, headers, content = received(connection)
        assert (status, headers["connection"]) == (200, "close")
        assert json.loads(content)["result"]["metadata"]["total_items"] == 5
        assert running.wait() == 0
        assert idle.recv(1) == b""


def is_listening(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port)).close()
    except (ConnectionRefusedError, ConnectionResetError):  # one that closes resets those who wait in its queue
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_exit_code_0_when_it_is_told_to(sqlite_url: str, how: signal.Signals) -> None:
    with serving(sqlite_url) as running:
        assert httpx.get(f"{running.url}/livez").text == "ok\n"
        assert running.stop(how) == 0
        assert "Traceback" not in "".join(running.errors.all)


def test_points_charged_are_told_to_the_store_at_the_end(filled_url: str, server: Server) -> None:
    with serving(filled_url) as running:
        before = post(running.url, METHOD, server.user.key)["result"]["metadata"]["limits"]["day_remaining"]
    with serving(filled_url) as running:
        after = post(running.url, METHOD, server.user.key)["result"]["metadata"]["limits"]["day_remaining"]
    assert after == before - 1


def test_forwarded_addresses_count_from_configured_proxies_alone(filled_url: str, server: Server) -> None:
    stranger, own = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.9, 127.0.0.2"}
    assert mnemonic(post(server.url, METHOD, server.user.key, stranger)) == "ok"
    with serving(filled_url, "--proxies", "127.0.0.1/32") as running:
        assert mnemonic(post(running.url, METHOD, server.user.key, stranger)) == "ip_not_whitelisted"
        assert mnemonic(post(running.url, METHOD, server.user.key, own)) == "ok"
        assert mnemonic(post(running.url, METHOD, server.user.key, {"X-Forwarded-For": "rubbish"})) == "ok"
        assert running.stop() == 0
        addresses = [line["address"] for line in running.log if line["event"] == "request"]
    assert addresses == ["203.0.113.9", "127.0.0.2", "127.0.0.1"]


def test_it_does_not_start_on_an_empty_database(empty_url: str) -> None:
    finished = run("serve", "--db", empty_url, "--port", "0")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr == f"The database {empty_url} is empty: run `centrex db upgrade --db {empty_url}`.\n"


def test_it_does_not_start_on_a_port_that_is_taken(server: Server) -> None:
    port = str(urlsplit(server.url).port)
    finished = run("serve", "--db", server.database, "--port", port)
    assert (finished.returncode, finished.stderr) == (1, f"Port {port} of 127.0.0.1 is taken: choose another --port.\n")


def test_it_does_not_start_on_an_address_of_another_machine(sqlite_url: str) -> None:
    finished = run("serve", "--db", sqlite_url, "--port", "0", "--host", "203.0.113.1")
    assert (finished.returncode, finished.stderr.count("\n")) == (1, 1)
    assert finished.stderr.startswith("203.0.113.1 is no address of this machine")


def test_several_processes_on_sqlite_are_refused_with_the_reason(sqlite_url: str) -> None:
    finished = run("serve", "--db", sqlite_url, "--workers", "2")
    assert finished.returncode == 1
    assert finished.stderr.startswith("A SQLite database has one writer")


def test_several_processes_serve_one_postgresql(postgres_url: str) -> None:
    answer("db", "upgrade", "--db", postgres_url)
    user = asyncio.run(filled(postgres_url))
    with serving(postgres_url, "--workers", "2") as running:
        for _ in range(10):
            assert mnemonic(post(running.url, METHOD, user.key)) == "ok"
        assert running.stop() == 0
        assert len([line for line in running.log if line["event"] == "request"]) == 10
        assert "Traceback" not in "".join(running.errors.all)


def test_several_processes_end_when_the_first_one_was_killed(postgres_url: str) -> None:
    answer("db", "upgrade", "--db", postgres_url)
    with serving(postgres_url, "--workers", "2") as running:
        address = (urlsplit(running.url).hostname, urlsplit(running.url).port)
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not answers(address))


def answers(address: tuple[str | None, int | None]) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(address) == 0


def test_several_processes_say_once_why_they_do_not_start(postgres_url: str) -> None:
    finished = run("serve", "--db", postgres_url, "--port", "0", "--workers", "2")
    assert (finished.returncode, finished.stderr.count("\n")) == (1, 1)
    assert "is empty: run" in finished.stderr


def test_a_process_of_several_that_cannot_start_ends_them_all(postgres_url: str) -> None:
    parts = urlsplit(postgres_url)
    role = f"few_of_{parts.path.removeprefix('/')}"
    limited = urlunsplit(parts._replace(netloc=f"{role}:few@{parts.netloc.rpartition('@')[2]}"))
    answer("db", "upgrade", "--db", postgres_url)
    asyncio.run(fetch(postgres_url, f"CREATE ROLE {role} LOGIN PASSWORD 'few' CONNECTION LIMIT 3"))
    asyncio.run(fetch(postgres_url, f"GRANT SELECT ON alembic_version TO {role}"))
    try:
        finished = run("serve", "--db", limited, "--port", "0", "--workers", "2")
    finally:
        asyncio.run(fetch(postgres_url, f"DROP OWNED BY {role}", f"DROP ROLE {role}"))
    assert finished.returncode == 1
    assert finished.stderr.endswith("A process of the server could not start: its log says why.\n")


def test_settings_come_from_file_environment_and_flags(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "centrex.toml"
    file.write_text(f'db = "{sqlite_url}"\nport = 1\nhost = "127.0.0.3"\nlog_format = "plain"\n')
    with started("serve", "--port=0", "--config", str(file), CENTREX_HOST="127.0.0.2", CENTREX_LANG="ru") as running:
        said = running.errors.next()
        assert said.startswith("Centrex отвечает на http://127.0.0.2:")
        url = said.split(" ")[3].rstrip(";")
        assert httpx.get(f"{url}/readyz").text == "ok\n"
        assert running.stop() == 0
        assert " event=request " in running.errors.all[1]


def test_an_ipv6_address_is_served(sqlite_url: str) -> None:
    with serving(sqlite_url, "--host", "::1") as running:
        assert running.url.startswith("http://[::1]:")
        assert httpx.get(f"{running.url}/readyz").text == "ok\n"


def test_it_is_not_ready_once_the_tables_are_gone(database_url: str) -> None:
    with serving(database_url) as running:
        assert httpx.get(f"{running.url}/readyz").status_code == 200
        answer("db", "downgrade", "base", "--db", database_url)
        assert httpx.get(f"{running.url}/readyz").status_code == 503
        assert httpx.get(f"{running.url}/livez").status_code == 200
