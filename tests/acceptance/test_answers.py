"""How results and errors are told: their members, the value that was sent, and what is never told."""

from __future__ import annotations

import json
from typing import Any

from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.methods import METHODS
from tests.acceptance.refusals import told
from tests.acceptance.written import NOT_FOUND, fault, request
from tests.served import Served
from tests.world import PASSWORD

ERROR_KEYS = ["mnemonic", "field", "value", "params", "extended_helper"]


async def test_a_documented_method_that_is_not_provided_says_so(served: Served) -> None:
    for method in sorted(DOCUMENTED_METHODS - METHODS.keys()):
        answer = await served.post(request(method=f'"{method}"'))
        assert told(answer) == NOT_FOUND
        assert "does not provide" in answer.error["data"]["extended_helper"]


async def test_an_error_has_the_same_keys_whatever_it_is(served: Served) -> None:
    key = served.world.a.user.key
    groups = "get.virtual_number_groups"
    without_limits = [
        await served.post(b"{"),
        await served.post(b"[]"),
        await served.post(request(None)),
        await served.post(request("null")),
        await served.call("nothing", key),
        await served.call("get.media_files", key),
        await served.call(groups, None),
        await served.call(groups, "unknown"),
        await served.call(groups, key, address="203.0.113.9"),
    ]
    with_limits = [
        await served.call(groups, key, {"nothing": 1}),
        await served.call(groups, key, {"limit": "1"}),
        await served.call(groups, key, {"sort": [{"field": "employees"}]}),
        await served.call("get.account", key, {"user_id": 1}),
    ]
    for answer in (*without_limits, *with_limits):
        extra = ["metadata"] if answer in with_limits else []
        assert list(answer.json) == ["jsonrpc", "id", "error"]
        assert list(answer.error) == ["code", "message", "data"]
        assert list(answer.error["data"]) == [*ERROR_KEYS, *extra], answer.raw
        assert isinstance(answer.error["message"], str)
        assert isinstance(answer.error["data"]["params"], dict)


SENT: tuple[tuple[Any, str | None], ...] = (
    ("text", "text"),
    ("", ""),
    ('Привет\n"\\', 'Привет\n"\\'),
    ([], "[]"),
    ([1, "я", None], '[1,"я",null]'),
    ({"a": {"b": 1.5}}, '{"a":{"b":1.5}}'),
    (True, "true"),
    (1.5, "1.5"),
    (-3, "-3"),
    (None, None),
)


async def test_the_value_of_an_error_is_what_was_sent_as_a_text(served: Served) -> None:
    for sent, value in SENT:
        answer = await served.call("get.account", served.world.a.user.key, {"nothing": sent})
        assert fault(answer) == ("unexpected_parameters", "nothing", value)


async def test_secrets_are_never_told(served: Served) -> None:
    secret, key = "s3cret-s3cret", served.world.a.user.key
    tried: list[tuple[str, dict[str, Any]]] = [
        ("get.account", {"access_token": secret}),
        ("get.account", {"access_token": [secret]}),
        ("get.account", {"access_token": key, "password": secret}),
        ("get.account", {"access_token": key, "nothing": 1}),
        ("logout.user", {"access_token": key}),
        ("login.user", {"login": "user-a", "password": secret}),
        ("login.user", {"login": "user-a", "password": [secret]}),
        ("login.user", {"login": "user-a", "password": secret + "\0"}),
        ("login.user", {"login": "user-a", "password": secret * 100}),
        ("login.user", {"login": "user-a", "password": PASSWORD, "access_token": secret}),
        ("login.user", {"login": 5, "password": secret}),
    ]
    for method, params in tried:
        answer = await served.post(request(method=f'"{method}"', params=json.dumps(params)))
        assert "error" in answer.json, answer.raw
        for hidden in (secret, key, PASSWORD):
            assert hidden.encode() not in answer.raw


async def test_the_data_of_a_result_stand_before_its_metadata(served: Served) -> None:
    key = served.world.a.user.key
    created = await served.call("create.virtual_number_groups", key, {"name": "new"})
    opened = await served.call("login.user", None, {"login": "user-a", "password": PASSWORD})
    listed = await served.call("get.virtual_number_groups", key)
    for answer in (created, opened, listed, await served.call("getobj.account", key)):
        assert list(answer.json) == ["jsonrpc", "id", "result"]
        assert list(answer.json["result"]) == ["data", "metadata"]
        counted = ["total_items"] if answer is listed else []
        assert list(answer.json["result"]["metadata"]) == [*counted, "version", "limits"]
        assert answer.json["result"]["metadata"]["version"] is None
