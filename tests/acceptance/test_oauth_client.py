"""Over real sockets, with an OAuth client that is not ours, and with what it cannot send."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.acceptance.conftest import Server
from tests.acceptance.http import connected, received
from tests.programs import SECONDS, answer, wait_until
from tests.world import PASSWORD

BACK: Final = "http://127.0.0.1:9/back"
Exchange = Callable[[str, str, bytes], tuple[int, dict[str, str], bytes]]
VERIFIER: Final = "V" * 64


@pytest.fixture(autouse=True)
def plain_http_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client refuses http unless it is told so."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def made(server: Server, kind: str, *more: str) -> dict[str, Any]:
    arguments = ("app", "create", f"A {kind}", "--user", str(server.user.id), "--kind", kind, *more)
    told: dict[str, Any] = answer(*arguments, "--db", server.database)
    return told


def client_of(app: dict[str, Any], **more: Any) -> OAuth2Session:
    return OAuth2Session(app["app_id"], app["app_secret"], scope="all", **more)


def test_an_independent_client_gets_a_token_with_the_secret_in_the_body_or_in_the_header(server: Server) -> None:
    app = made(server, "trusted")
    for method in ("client_secret_post", "client_secret_basic"):
        client = client_of(app, token_endpoint_auth_method=method)
        token = client.fetch_token(f"{server.url}/oauth/token", grant_type="client_credentials")
        assert (token["token_type"], token["expires_in"]) == ("Bearer", 3600)
        groups = client.get(f"{server.url}/api/ver1.0/client/@me/extension_group/", timeout=SECONDS)
        assert groups.status_code == 200
        assert {group["client_id"] for group in groups.json()} <= {server.user.account_id}


def test_an_independent_client_signs_in_with_a_password_and_renews(server: Server) -> None:
    app = made(server, "password_credentials", "--access", "all")
    client = client_of(app)
    token = client.fetch_token(f"{server.url}/oauth/token", username="user-a", password=PASSWORD)
    again = client.refresh_token(f"{server.url}/oauth/token", token["refresh_token"])
    assert again["access_token"] != token["access_token"]
    with pytest.raises(OAuthError) as refused:
        client.fetch_token(f"{server.url}/oauth/token", username="user-a", password="wrong")
    assert refused.value.error == "invalid_grant"


def test_an_independent_client_sends_a_browser_for_a_code_and_proves_itself(server: Server) -> None:
    app = made(server, "public", "--redirect", BACK)
    client = client_of(app, redirect_uri=BACK, code_challenge_method="S256")
    url, state = client.create_authorization_url(f"{server.url}/oauth/authorize", code_verifier=VERIFIER)
    with httpx.Client(timeout=SECONDS) as browser:
        for fields in ({"login": "user-a", "password": PASSWORD}, {"decision": "allow"}):
            page = browser.get(url)
            csrf = re.findall(r'name="csrf" value="([0-9a-f]{64})"', page.text)[-1]
            sent = browser.post(url, data={"csrf": csrf, **fields})
            assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"{BACK}?code=")
    told = {"authorization_response": sent.headers["location"], "state": state, "code_verifier": VERIFIER}
    token = client.fetch_token(f"{server.url}/oauth/token", **told)
    assert token["refresh_token"]
    assert client.get(f"{server.url}/api/ver1.0/client/@me/extension_group/", timeout=SECONDS).status_code == 200


def test_what_the_command_line_revokes_ends_in_the_server_within_a_second(server: Server) -> None:
    app = made(server, "trusted")
    client = client_of(app)
    client.fetch_token(f"{server.url}/oauth/token", grant_type="client_credentials")
    url = f"{server.url}/api/ver1.0/client/@me/extension_group/"
    assert client.get(url, timeout=SECONDS).status_code == 200
    assert answer("app", "revoke", app["app_id"], "--db", server.database)["id"] == app["id"]
    wait_until(lambda: client.get(url, timeout=SECONDS).status_code == 401)


@pytest.fixture
def sent(server: Server) -> Exchange:
    """Sends bytes and reads the answer."""

    def exchange(path: str, headers: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        host = urlsplit(server.url).netloc
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"
        with connected(server.url) as connection:
            connection.sendall(head.encode("latin-1") + body)
            return received(connection)

    return exchange


def test_two_megabytes_are_refused_before_they_are_read(sent: Exchange) -> None:
    for path in ("/oauth/token", "/app/register", "/oauth/authorize"):
        status, headers, _ = sent(path, "Content-Length: 2000000\r\nContent-Type: text/plain\r\n", b"x" * 100_000)
        assert (status, headers["connection"]) == (413, "close")


def test_a_query_with_an_empty_body_that_says_so_gets_a_token(server: Server, sent: Exchange) -> None:
    app = made(server, "trusted")
    query = f"grant_type=client_credentials&client_id={app['app_id']}&client_secret={app['app_secret']}&scope=all"
    for headers in ("Content-Length: 0\r\n", "", "Content-Length: 0\r\nContent-Type: multipart/form-data\r\n"):
        status, told, body = sent(f"/oauth/token?{query}", headers, b"")
        assert (status, told["content-type"], told["cache-control"]) == (200, "application/json", "no-store")
        assert b"access_token" in body


def test_many_tokens_one_after_the_other_are_no_attack(server: Server) -> None:
    """One client asks for a new token before every request."""
    app = made(server, "trusted")
    parameters = {"grant_type": "client_credentials", "client_id": app["app_id"], "client_secret": app["app_secret"]}
    tokens = []
    with httpx.Client(timeout=SECONDS, base_url=server.url) as client:
        for _ in range(60):
            tokens.append(client.post("/oauth/token", data=parameters).json()["access_token"])
            headers = {"Authorization": f"Bearer {tokens[-1]}"}
            assert client.get("/api/ver1.0/client/@me/extension_group", headers=headers).status_code == 200
        headers = {"Authorization": f"Bearer {tokens[0]}"}
        assert client.get("/api/ver1.0/client/@me/extension_group", headers=headers).status_code == 200
    assert len(set(tokens)) == 60
