"""HTTP as clients speak it, well and badly, against one running server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from centrex.server.http import MAX_BODY
from tests.acceptance.http import METHOD, connected, envelope, is_closed, mnemonic, post, received
from tests.demo import Demo


def body_of(demo: Demo) -> bytes:
    return json.dumps(envelope(METHOD, demo.customer["key"], limit=1)).encode()


def raw(demo: Demo, *headers: str, body: bytes | None = None) -> bytes:
    """A request as bytes; its body is one that is answered well unless given."""
    content = body_of(demo) if body is None else body
    lines = ["POST /v2.0 HTTP/1.1", "Host: localhost", f"Content-Length: {len(content)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + content


def is_well(demo: Demo) -> bool:
    return mnemonic(post(demo.url, METHOD, demo.customer["key"], limit=1)) == "ok"


@pytest.mark.parametrize("verb", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_post_is_answered(demo: Demo, verb: str) -> None:
    response = httpx.request(verb, f"{demo.url}/v2.0")
    assert (response.status_code, response.headers["allow"], response.content) == (405, "POST", b"")
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/", "/v2", "/v2.0/x", "//v2.0", "/livez/", "/v4.0", "/%00", "/..%2f..%2fetc/passwd"])
def test_an_unknown_path_is_not_found(demo: Demo, path: str) -> None:
    for verb in ("GET", "POST"):
        response = httpx.request(verb, f"{demo.url}{path}")
        assert response.status_code == 404
        assert response.headers["x-request-id"]


def test_a_trailing_slash_is_tolerated(demo: Demo) -> None:
    response = httpx.post(f"{demo.url}/v2.0/", content=body_of(demo))
    assert (response.status_code, len(response.json()["result"]["data"])) == (200, 1)


@pytest.mark.parametrize(
    "content_type",
    [None, "application/json", "application/x-www-form-urlencoded", "text/plain; charset=windows-1251", "nonsense"],
)
def test_the_content_type_of_the_request_does_not_matter(demo: Demo, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    response = httpx.post(f"{demo.url}/v2.0", content=body_of(demo), headers=headers)
    assert len(response.json()["result"]["data"]) == 1
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("host", ["dataapi.comagic.ru", "apiproxy.telphin.ru:443", "x"])
def test_an_unknown_host_is_served(demo: Demo, host: str) -> None:
    assert mnemonic(post(demo.url, METHOD, demo.customer["key"], {"Host": host})) == "ok"


def test_what_the_client_accepts_does_not_matter(demo: Demo) -> None:
    headers = {"Accept": "text/html, */*;q=0.1", "Accept-Encoding": "gzip, br"}
    response = httpx.post(f"{demo.url}/v2.0", content=body_of(demo), headers=headers)
    assert (response.status_code, response.headers.get("content-encoding")) == (200, None)


def test_a_body_may_come_in_chunks(demo: Demo) -> None:
    body = body_of(demo)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(body), 7):
            yield body[start : start + 7]

    response = httpx.post(f"{demo.url}/v2.0", content=chunks())
    assert response.request.headers["transfer-encoding"] == "chunked"
    assert len(response.json()["result"]["data"]) == 1


def test_a_body_of_a_mebibyte_is_read_and_a_larger_one_refused(demo: Demo) -> None:
    whole = body_of(demo) + b" " * (MAX_BODY - len(body_of(demo)))
    with httpx.Client(base_url=demo.url) as client:
        assert client.post("/v2.0", content=whole).status_code == 200
        larger = client.post("/v2.0", content=whole + b" ")
        assert (larger.status_code, larger.content) == (413, b"")
        chunked = client.post("/v2.0", content=iter([whole, b" "]))
        assert (chunked.status_code, chunked.content) == (413, b"")
        assert client.post("/v2.0", content=body_of(demo)).status_code == 200


def test_a_connection_is_kept_unless_the_client_wants_it_closed(demo: Demo) -> None:
    with connected(demo.url) as connection:
        for _ in range(2):
            connection.sendall(raw(demo))
            status, headers, _ = received(connection)
            assert (status, headers.get("connection")) == (200, None)
        connection.sendall(raw(demo, "Connection: close"))
        status, headers, _ = received(connection)
        assert (status, headers["connection"]) == (200, "close")
        assert is_closed(connection)


def test_requests_may_be_sent_without_waiting_for_answers(demo: Demo) -> None:
    with connected(demo.url) as connection:
        connection.sendall(raw(demo) * 3)
        assert [received(connection)[0] for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00 this is TLS",
        b"POST /v2.0 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v2.0 HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n{}",
        b"POST /v2.0 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"POST /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_harms_nobody(demo: Demo, sent: bytes) -> None:
    with connected(demo.url) as connection:
        connection.sendall(sent)
        assert received(connection)[0] == 400
        assert is_closed(connection)
    assert is_well(demo)


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_a_body_that_is_cut_off_harms_nobody(demo: Demo, kept: int) -> None:
    whole = raw(demo)
    cut = len(whole) - len(body_of(demo)) + kept
    for _ in range(3):
        with connected(demo.url) as connection:
            connection.sendall(whole[:cut])
        assert is_well(demo)


def test_more_body_than_was_announced_ends_the_connection(demo: Demo) -> None:
    with connected(demo.url) as connection:
        connection.sendall(raw(demo) + b"}}}}\r\n\r\n")
        status, _, _ = received(connection)
        assert status in {200, 400}
        while not is_closed(connection):
            pass
    assert is_well(demo)


def test_a_request_id_is_echoed_when_it_is_harmless_and_made_otherwise(demo: Demo) -> None:
    for path in ("/v2.0", "/livez"):
        sent = httpx.request("POST", f"{demo.url}{path}", headers={"X-Request-Id": "order-66.a:b"})
        assert sent.headers["x-request-id"] == "order-66.a:b"
        made = {
            httpx.request("POST", f"{demo.url}{path}", headers={"X-Request-Id": bad}).headers["x-request-id"]
            for bad in ("", "a b", 'quote"', "x" * 65)
        }
        assert len(made) == 4
        assert all(len(each) <= 64 and " " not in each for each in made)


def test_openrpc_is_there_without_a_key(demo: Demo) -> None:
    response = httpx.get(f"{demo.url}/v2.0/openrpc.json")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json()


def test_ten_failed_logins_in_a_row_are_followed_by_a_rest(demo: Demo) -> None:
    wrong = envelope("login.user", None, login=demo.agent["login"], password="wrong")
    for _ in range(10):
        refused = httpx.post(f"{demo.url}/v2.0", json=wrong)
        assert (refused.status_code, mnemonic(refused.json())) == (200, "auth_error")
    resting = httpx.post(f"{demo.url}/v2.0", json=wrong)
    assert resting.status_code == 429
    assert 1 <= int(resting.headers["retry-after"]) <= 60
    right = envelope("login.user", None, login=demo.customer["login"], password=demo.customer["password"])
    assert httpx.post(f"{demo.url}/v2.0", json=right).status_code == 200
