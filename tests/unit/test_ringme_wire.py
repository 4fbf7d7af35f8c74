"""Queries and bodies of the RingMe API, taken as loosely as clients send them."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.catalogue import BOOLEAN, NUMBER, STRING, Param, Type, one_of
from centrex.dialects.ringme import wire
from centrex.errors import DataTypeError, InvalidParameterValue

PARAMS = (Param("text", STRING, ""), Param("number", NUMBER, ""), Param("truth", BOOLEAN, ""))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", {}),
        (b"a=1&b=2", {"a": "1", "b": "2"}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a=1&a=", {"a": "1"}),
        (b"a=&b", {}),
        (b"a=2021-01-01+10:00:00", {"a": "2021-01-01 10:00:00"}),
        (b"a=%D0%96%20x", {"a": "Ж x"}),
        (b"a[]=1&a[]=2", {"a": "2"}),
    ],
)
def test_a_query_is_read_without_its_empty_parameters(raw: bytes, found: dict[str, str]) -> None:
    assert wire.query(raw) == found


@pytest.mark.parametrize("raw", [b"a=%FF", b"a=%C3", b"%FF=1"])
def test_a_query_that_is_no_utf8_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidParameterValue):
        wire.query(raw)


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, (wire.ALL, 0)),
        ({"page": "3"}, (wire.ALL, 2 * wire.ALL)),
        ({"per_page": "1e+03", "page": "2"}, (1000, 1000)),
        ({"per_page": "2E2"}, (200, 0)),
        ({"per_page": "1e-2", "page": "1.5"}, (wire.ALL, 0)),
        ({"per_page": "1e99"}, (wire.MAX_PER_PAGE, 0)),
        ({"per_page": "10"}, (10, 0)),
        ({"per_page": "10", "page": "3"}, (10, 20)),
        ({"per_page": "0", "page": "0"}, (1, 0)),
        ({"per_page": "1000000", "page": "x"}, (wire.MAX_PER_PAGE, 0)),
        ({"per_page": "9" * 41}, (wire.ALL, 0)),
        ({"per_page": "5", "page": "9" * 40}, (5, (wire.MAX_PAGE - 1) * 5)),
    ],
)
def test_paging_is_moved_into_its_range(parameters: dict[str, str], found: tuple[int, int]) -> None:
    assert wire.paging(parameters) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", {}),
        (b" \n", {}),
        (b"{}", {}),
        (b'{"other":1}', {}),
        (b'{"text":5,"number":"6","truth":"True"}', {"text": "5", "number": 6, "truth": True}),
        (b'{"text":1e3,"number":null,"truth":0}', {"text": "1000", "number": None, "truth": 0}),
        (b'{"text":1.5,"number":"1.5","truth":"yes"}', {"text": 1.5, "number": "1.5", "truth": "yes"}),
        (b'{"text":1e300,"number":" 6"}', {"text": 1e300, "number": " 6"}),
    ],
)
def test_the_members_of_a_body_are_loosened_to_their_types(body: bytes, found: dict[str, Any]) -> None:
    assert wire.members(body, PARAMS) == found


@pytest.mark.parametrize("body", [b"[]", b"5", b'"x"', b"null", b"true"])
def test_a_body_that_is_no_object_is_of_the_wrong_type(body: bytes) -> None:
    with pytest.raises(DataTypeError):
        wire.members(body, PARAMS)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [(NUMBER, "5", 5), (NUMBER, "+5", 5), (BOOLEAN, "TRUE", True), (STRING, "5", "5"), (one_of("a"), "a", "a")],
)
def test_a_filter_compares_with_a_value_of_the_fields_type(kind: Type, text: str, found: object) -> None:
    assert wire.operand("field", kind, text) == found


@pytest.mark.parametrize(
    ("kind", "text"), [(NUMBER, "x"), (NUMBER, "9" * 19), (BOOLEAN, "1"), (STRING, "a\0"), (one_of("a"), "b")]
)
def test_a_filter_that_no_row_can_meet_names_its_field(kind: Type, text: str) -> None:
    with pytest.raises(InvalidParameterValue) as refused:
        wire.operand("field", kind, text)
    assert refused.value.field == "field"


def test_members_that_one_answer_shows_stand_at_the_end() -> None:
    assert wire.with_members(b'{"a":1}', {}) == b'{"a":1}'
    assert wire.with_members(b'{"a":1}', {"password": "x"}) == b'{"a":1,"password":"x"}'
