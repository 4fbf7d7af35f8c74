"""Requests as clients send them, and as nobody should: bodies, queries, methods, paths and tokens of every kind."""

from __future__ import annotations

import json
from typing import Final

import pytest

from centrex.dialects.ringme.documented import DOCUMENTED
from tests.acceptance.rest import sent, told
from tests.ringme import Ring

GROUPS: Final = "/client/@me/extension_group/"
JSON: Final = {"Content-Type": "application/json"}

NOWHERE: Final = (
    *("/", "//", "/nothing", "/client/@me", "/client/@me/nothing/", "/client/@me/extension/1/phone/"),
    *("/extension_group/@me/did/", "/admin/client/", "/client/@me/extension_group/1/2/3"),
)

HOSTILE: Final = {
    "an array": b"[]",
    "an array of objects": b'[{"name":"x"}]',
    "a string": b'"name"',
    "a number": b"5",
    "null": b"null",
    "a form": b"name=x",
    "half an object": b'{"name":',
    "two objects": b'{"name":"x"}{"name":"y"}',
    "single quotes": b"{'name':'x'}",
    "a trailing comma": b'{"name":"x",}',
    "a comment": b'{"name":"x"/**/}',
    "a NUL after it": b'{"name":"x"}\0',
    "a NUL within": b'{"name":"a\0b"}',
    "an escaped NUL": b'{"name":"a\\u0000b"}',
    "a lone surrogate": b'{"name":"\\ud800"}',
    "windows-1251": '{"name":"Группа"}'.encode("cp1251"),
    "UTF-16": '{"name":"x"}'.encode("utf-16"),
    "UTF-32": '{"name":"x"}'.encode("utf-32"),
    "a byte order mark": '{"name":"x"}'.encode("utf-8-sig"),
    "overlong UTF-8": b'{"name":"\xc0\xaf"}',
    "NaN": b'{"name":NaN}',
    "infinity": b'{"name":1e999}',
    "a number of 400 digits": b'{"name":' + b"9" * 400 + b"}",
    "deep arrays": b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"name":"x","more":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    "deep and open": b"[" * 1_000_000,
    "a text of a mebibyte": b'{"name":"' + b"x" * 1_000_000 + b'"}',
    "a name that is an object": b'{"name":{"name":"x"}}',
    "blanks that are none": "\u00a0\u2003".encode(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_body_that_is_no_object_or_holds_nonsense_is_refused_and_changes_nothing(
    ring: Ring, body: bytes
) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    before = await ring.get(GROUPS, holder)
    for method, path in (("POST", GROUPS), ("PUT", f"{GROUPS}{a.ids['extension_group'][0]}")):
        answer = await sent(ring, method, path, holder, body, JSON)
        assert told(answer) == (400, "validation_error")
    assert await ring.get(GROUPS, holder) == before


async def test_a_body_of_more_than_a_mebibyte_is_not_read(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    answer = await sent(ring, "POST", GROUPS, holder, b" " * (1024 * 1024 + 1), JSON)
    assert (told(answer), answer.json()) == ((413, None), {"message": "The body is too large"})


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"name":"a","name":"b"}', "b"),
        (b' \r\n\t{"name":"a"} \n', "a"),
        (b'{"name":"\\u0416\\ud83d\\udcde"}', "Ж\U0001f4de"),
        ('{"name":"Группа"}'.encode(), "Группа"),
        (b'{"name":12,"more":[[{"a":null}]]}', "12"),
        (b'{"name":"a","big":' + b"9" * 400 + b"}", "a"),
        (b'{"name":"<b>&\\"\\\\"}', '<b>&"\\'),
    ],
)
async def test_a_body_that_is_odd_and_right_is_taken(ring: Ring, body: bytes, name: str) -> None:
    holder = await ring.holder(ring.world.a)
    answer = await sent(ring, "POST", GROUPS, holder, body)
    assert (answer.status_code, answer.json()["name"]) == (201, name)


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "application/x-www-form-urlencoded", "text/x; ;", ""]
)
async def test_the_content_type_is_not_looked_at_and_an_empty_body_is_not_parsed(
    ring: Ring, content_type: str | None
) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    headers = {} if content_type is None else {"Content-Type": content_type}
    first = a.ids["extension_group"][0]
    group = (await sent(ring, "GET", f"{GROUPS}{first}", holder, b"", headers)).json()
    for body in (b"", b"  \n"):
        assert (await sent(ring, "PUT", f"{GROUPS}{first}", holder, body, headers)).json() == group
        assert told(await sent(ring, "POST", GROUPS, holder, body, headers)) == (400, "validation_error")
    for body in (b"", b"[]", b"{", b"\0"):
        assert (await sent(ring, "GET", GROUPS, holder, body, headers)).status_code == 200
    made = await sent(ring, "POST", GROUPS, holder, b'{"name":"x"}', headers)
    deleted = await sent(ring, "DELETE", f"{GROUPS}{made.json()['id']}", holder, b"[]", headers)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert "content-type" not in deleted.headers


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?name=&page=&per_page=",
        "?unknown=1&extension_id[]=1&flow[]=in&count=5",
        "?flow=&extension_id=&to_username=",
        "?&&&=&=x",
        "?%00=%00",
        "?NAME=x",
        "?" + "x=1&" * 500,
    ],
)
async def test_unknown_and_empty_parameters_of_a_query_are_ignored(ring: Ring, query: str) -> None:
    holder = await ring.holder(ring.world.a)
    plain = await sent(ring, "GET", GROUPS, holder)
    assert (await sent(ring, "GET", GROUPS + query, holder)).content == plain.content


@pytest.mark.parametrize("query", ["?name=%FF", "?name=a%00b", "?x=%C3"])
async def test_a_query_that_is_no_text_is_refused(ring: Ring, query: str) -> None:
    holder = await ring.holder(ring.world.a)
    assert told(await sent(ring, "GET", GROUPS + query, holder)) == (400, "validation_error")


async def test_a_path_that_leads_nowhere_answers_not_found_without_a_token(ring: Ring) -> None:
    for path in NOWHERE:
        answer = await sent(ring, "GET", path, None)
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"}), path


async def test_what_the_vendor_documents_and_is_not_there_says_so(ring: Ring) -> None:
    for path in sorted(DOCUMENTED):
        for spelled in (f"/{path.replace('*', 'x')}", f"/{path.replace('*', '@me')}/"):
            for method in ("GET", "POST"):
                assert told(await sent(ring, method, spelled, None)) == (404, "not_provided"), spelled


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/client/1/extension_group/", "GET, POST"),
        ("POST", "/client/1/extension_group/1", "DELETE, GET, PUT"),
        ("DELETE", "/client/1/client/", "GET, PUT"),
        ("POST", "/user/", "GET"),
        ("DELETE", "/timezone", "GET"),
        ("OPTIONS", "/extension/1/phone", "GET, PUT"),
    ],
)
async def test_another_method_is_told_which_there_are(ring: Ring, method: str, path: str, allowed: str) -> None:
    answer = await sent(ring, method, path, None)
    assert (answer.status_code, answer.json()) == (405, {"message": "Method not allowed"})
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic dTpw", "bearer", "Token #", "Bearer # #", "#", "Bearer,#"],
)
async def test_a_header_without_a_token_is_refused(ring: Ring, header: str) -> None:
    holder = await ring.holder(ring.world.a)
    value = header.replace("#", holder.token)
    answer = await sent(ring, "GET", "/user/", None, b"", {"Authorization": value} if value else None)
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


@pytest.mark.parametrize("header", ["Bearer #", "bearer #", "BEARER #", "Bearer   # "])
async def test_the_word_before_the_token_may_be_written_in_any_case(ring: Ring, header: str) -> None:
    holder = await ring.holder(ring.world.a)
    answer = await sent(ring, "GET", "/user/", None, b"", {"AUTHORIZATION": header.replace("#", holder.token)})
    assert answer.status_code == 200


async def test_an_answer_is_json_whatever_is_wrong_and_tells_its_request_id(ring: Ring) -> None:
    for path in ("/nothing", "/client/@me/record/", "/user/"):
        answer = await sent(ring, "GET", path, None, b"", {"X-Request-ID": "abc-1"})
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-request-id"] == "abc-1"
        assert json.loads(answer.content)["message"]


async def test_an_expired_token_is_refused_to_the_second(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    ring.world.clock.advance(3599)
    assert (await sent(ring, "GET", "/user/", holder)).status_code == 200
    ring.world.clock.advance(1)
    assert told(await sent(ring, "GET", "/user/", holder)) == (401, None)
