"""The JSON-RPC envelope: what is a call, and what is refused before it is one."""

from __future__ import annotations

import json

from tests.acceptance.refusals import told
from tests.acceptance.written import NOT_FOUND, fault, request
from tests.served import Served

PARSE_ERROR = (-32700, "parse_error")
INVALID_REQUEST = (-32600, "invalid_request")
BATCH = (-32099, "batch_operations_not_supported")
NOTIFICATION = (-32099, "notifications_not_supported")
SOME_NUMBERS_ARE_HUGE = '{"limit":1e400}'

IDS = (
    "1",
    "0",
    "-0",
    "-7",
    "9007199254740993",
    str(10**30),
    "1.0",
    "1e5",
    "1E+5",
    "1e400",
    '"str"',
    '""',
    '"get.account_2026-01-02 15:04"',
    '"blank : colon"',
    '"\\u0041\\ud83d\\ude00\\/"',
    '"Привет"',
)


async def test_the_id_is_echoed_byte_for_byte_whatever_the_answer(served: Served) -> None:
    good = json.dumps({"access_token": served.world.a.user.key})
    for identifier in IDS:
        for params, member in ((good, "result"), ("{}", "error"), (SOME_NUMBERS_ARE_HUGE, "error")):
            answer = await served.post(request(identifier, params=params))
            expected = f'{{"jsonrpc":"2.0","id":{identifier},"{member}":'
            assert answer.raw.startswith(expected.encode()), answer.raw


async def test_without_an_id_it_is_a_notification(served: Served) -> None:
    for params in ("{}", SOME_NUMBERS_ARE_HUGE):
        answer = await served.post(request(None, params=params))
        assert (told(answer), answer.json["id"]) == (NOTIFICATION, None)


BAD_IDS = {
    "null": None,
    "true": "true",
    "false": "false",
    "[1, 2]": "[1,2]",
    '{"a": null}': '{"a":null}',
    "[]": "[]",
    f"[{'1' * 5000}]": "[Infinity]",
}


async def test_an_id_is_a_number_or_a_string(served: Served) -> None:
    for identifier, value in BAD_IDS.items():
        answer = await served.post(request(identifier))
        assert (told(answer), answer.json["id"]) == (INVALID_REQUEST, None), identifier
        assert fault(answer)[1:] == ("id", value)


RIGHT = '"get.account"'
BAD_VERSIONS_AND_METHODS = (
    (None, RIGHT, "jsonrpc", None),
    ("null", RIGHT, "jsonrpc", None),
    ("2.0", RIGHT, "jsonrpc", "2.0"),
    ('"1.0"', RIGHT, "jsonrpc", "1.0"),
    ('"1.0"', "5", "jsonrpc", "1.0"),
    ('"2.0"', None, "method", None),
    ('"2.0"', "null", "method", None),
    ('"2.0"', "5", "method", "5"),
    ('"2.0"', f"[{RIGHT}]", "method", f"[{RIGHT}]"),
    ('"2.0"', "1e400", "method", "Infinity"),
)


async def test_version_and_method_must_be_there_and_right(served: Served) -> None:
    for jsonrpc, method, field, value in BAD_VERSIONS_AND_METHODS:
        answer = await served.post(request('"mine"', method, jsonrpc=jsonrpc))
        assert (told(answer), answer.json["id"]) == (INVALID_REQUEST, "mine")
        assert fault(answer)[1:] == (field, value)


async def test_a_batch_is_refused_as_a_whole(served: Served) -> None:
    call = request()
    for body in (b"[]", b" [ ] ", b"[%s]" % call, b"[%s,%s]" % (call, call), b"[1e400]", b"[5]"):
        answer = await served.post(body)
        assert (told(answer), answer.json["id"]) == (BATCH, None), body


async def test_a_body_that_is_no_object_is_no_request(served: Served) -> None:
    for body in (b"null", b"5", b'"text"', b"true", b"1e400", b' "[]" '):
        answer = await served.post(body)
        assert (told(answer), answer.json["id"]) == (INVALID_REQUEST, None), body


def nested(depth: int) -> bytes:
    """A request whose objects and arrays stand ``depth`` deep in each other."""
    inner = depth - 2
    return request(params='{"x":' + "[" * inner + "]" * inner + "}")


BROKEN = {
    "nothing": b"",
    "blanks": b" \n",
    "a word": b"jsonrpc",
    "NaN": request(params='{"limit":NaN}'),
    "Infinity": request(params='{"limit":Infinity}'),
    "-Infinity": request(params='{"limit":-Infinity}'),
    "NaN in a member that nobody reads": request(more=',"trace":NaN'),
    "a trailing comma": request(params='{"limit":1,}'),
    "a comment": request(params="{/* all */}"),
    "single quotes": request(params="{'limit':1}"),
    "a leading zero": request(params='{"limit":01}'),
    "a tab in a string": request(params='{"a":"\t"}'),
    "an unknown escape": request(params='{"a":"\\x41"}'),
    "more after the end": request() + b"{}",
    "cut short": request()[:-1],
    "invalid UTF-8": request(params='{"a":"?"}').replace(b"?", b"\xff"),
    "overlong UTF-8": request(params='{"a":"?"}').replace(b"?", b"\xc0\xaf"),
    "a surrogate in UTF-8": request(params='{"a":"?"}').replace(b"?", b"\xed\xa0\x80"),
    "half a surrogate pair": request(params='{"a":"\\ud800"}'),
    "half a surrogate pair beside a huge number": request(params='{"a":"\\ud800","limit":1e400}'),
    "NaN behind a huge number": request(params='{"limit":1e400,"offset":NaN}'),
    "UTF-16": request().decode().encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + request(),
    "65 levels": nested(65),
    "65 levels in the id": request("[" * 64 + "]" * 64),
    "65 levels in a member that nobody reads": request(more=',"trace":' + "[" * 64 + "]" * 64),
    "100,000 open brackets": b"[" * 100_000,
    "100,000 brackets": request(params="[" * 100_000 + "]" * 100_000),
    "100,000 objects": b'{"a":' * 100_000,
    "100,000 closing brackets": b"]" * 100_000,
}


async def test_what_is_no_json_is_a_parse_error(served: Served) -> None:
    for name, body in BROKEN.items():
        answer = await served.post(body)
        assert (told(answer), answer.json["id"]) == (PARSE_ERROR, None), name
        assert fault(answer)[1:] == (None, None), name


async def test_sixty_four_levels_are_read_and_brackets_in_strings_are_none(served: Served) -> None:
    quoted = json.dumps({"x": ['\\"[{' * 100, "\\", "[" * 100]})
    for body in (nested(64), request(more=',"trace":' + "[" * 63 + "]" * 63), request(params=quoted)):
        assert fault(await served.post(body)) == ("required_parameter_missed", "access_token", None)


async def test_of_duplicate_keys_the_last_counts(served: Served) -> None:
    key = served.world.a.user.key
    params = f'{{"access_token":"nobody\'s","access_token":"{key}","limit":1e400,"limit":2,"limit":1}}'
    body = request("1", '"get.employees"', params, more=',"id":2,"method":"get.virtual_number_groups"')
    answer = await served.post(body)
    assert answer.json["id"] == 2
    assert [len(answer.data), answer.total] == [1, 5]


TOO_LARGE = {
    "1e400": "Infinity",
    "-1e400": "-Infinity",
    str(10**30): str(10**30),
    str(2**63): str(2**63),
    "1" * 5000: "Infinity",
    "10001": "10001",
    "-1": "-1",
    "0.5": "0.5",
}


async def test_a_number_out_of_range_is_an_invalid_value_however_large(served: Served) -> None:
    for written, value in TOO_LARGE.items():
        params = f'{{"access_token":"{served.world.a.user.key}","limit":{written}}}'
        answer = await served.post(request(method='"get.virtual_number_groups"', params=params))
        assert fault(answer) == ("invalid_parameter_value", "limit", value)
        assert answer.error["code"] == -32602


async def test_a_whole_number_may_be_written_with_a_fraction_or_an_exponent(served: Served) -> None:
    for written, length in (("2.0", 2), ("2e0", 2), ("1e+01", 5), ("0", 0), ("-0.0", 0)):
        params = f'{{"access_token":"{served.world.a.user.key}","limit":{written}}}'
        answer = await served.post(request(method='"get.virtual_number_groups"', params=params))
        assert (len(answer.data), answer.total) == (length, 5), written


NO_OBJECTS = (
    (None, "required_parameter_missed"),
    ("null", "required_parameter_missed"),
    ("[]", "data_type_error"),
    ("5", "data_type_error"),
    ('"x"', "data_type_error"),
    ("true", "data_type_error"),
)


async def test_params_are_an_object(served: Served) -> None:
    for params, mnemonic in NO_OBJECTS:
        for method in ("get.account", "login.user", "logout.user"):
            answer = await served.post(request(method=f'"{method}"', params=params))
            assert fault(answer) == (mnemonic, "params", None)
            assert answer.error["code"] == -32602


async def test_params_that_are_no_object_are_never_told_for_they_may_hold_a_secret(served: Served) -> None:
    secrets = {"access_token": "s3cret", "login": "me", "password": "s3cret"}
    for params in ([secrets], [[secrets]], json.dumps(secrets), "s3cret", ["s3cret"], "access_token=s3cret"):
        for method in ("get.account", "login.user", "create.employees"):
            answer = await served.post(request(method=f'"{method}"', params=json.dumps(params)))
            assert fault(answer) == ("data_type_error", "params", None)
            assert b"s3cret" not in answer.raw


async def test_a_member_of_the_envelope_that_holds_a_secret_is_not_told(served: Served) -> None:
    secret = '{"params":[{"access_token":"s3cret"}]}'
    wrong = (request(secret), request(jsonrpc=secret), request(method=secret), request(jsonrpc=json.dumps(secret)))
    for body in wrong:
        answer = await served.post(body)
        assert told(answer) == INVALID_REQUEST
        assert fault(answer)[2] is None
        assert b"s3cret" not in answer.raw


async def test_unknown_members_of_the_envelope_are_ignored(served: Served) -> None:
    params = json.dumps({"access_token": served.world.a.user.key})
    more = ',"version":"2.0","result":null,"error":{"code":1},"meta":[1e400,"\\u0000"]'
    answer = await served.post(request(params=params, more=more))
    assert answer.data[0]["app_id"] == served.world.a.id


async def test_a_token_beside_the_params_does_not_count(served: Served) -> None:
    answer = await served.post(request(more=f',"access_token":"{served.world.a.user.key}"'))
    assert fault(answer) == ("required_parameter_missed", "access_token", None)


async def test_an_unknown_method_is_not_found_before_its_params_are_looked_at(served: Served) -> None:
    for method in ("nothing", "", "GET.ACCOUNT", "get.account ", "rpc.", "get.callers", "__class__"):
        for params in ("{}", "5", None):
            answer = await served.post(request(method=json.dumps(method), params=params))
            assert told(answer) == NOT_FOUND
            assert answer.error["data"]["extended_helper"] is None
