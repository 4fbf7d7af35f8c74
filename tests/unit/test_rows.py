"""The paging parameters of a list method: what is read from them, and which error wrong ones get."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.errors import ParameterError, UnexpectedParameters
from centrex.query import Query
from centrex.query.problems import Problems
from centrex.query.rows import DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET, parse_query
from tests.unit.things import THINGS

DEFAULTS = ("at", "id", "box", "live", "name", "tags", "parts", "shelf", "state")


def read(**arguments: object) -> Query:
    return parse_query(THINGS, arguments, "UTC")


def refused(**arguments: object) -> tuple[str, str | None, object]:
    with pytest.raises(ParameterError) as caught:
        read(**arguments)
    return caught.value.mnemonic, caught.value.field, caught.value.value


@pytest.mark.parametrize(
    "arguments",
    [{}, {"limit": None, "offset": None, "fields": None, "sort": None, "filter": None}, {"fields": [], "sort": []}],
)
def test_absent_null_and_empty_mean_the_defaults(arguments: dict[str, Any]) -> None:
    query = read(**arguments)
    assert (query.limit, query.offset, query.values) == (DEFAULT_LIMIT, 0, ())
    shape = query.shape
    assert (shape.fields, shape.tree, shape.sort, shape.tests) == (DEFAULTS, None, (), 0)


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("limit", 0, 0),
        ("limit", MAX_LIMIT, MAX_LIMIT),
        ("limit", 1e3, 1000),
        ("limit", 5.0, 5),
        ("offset", 0, 0),
        ("offset", -0.0, 0),
        ("offset", MAX_OFFSET, MAX_OFFSET),
        ("offset", 1e5, MAX_OFFSET),
    ],
)
def test_limit_and_offset_are_whole_numbers_in_bounds(name: str, value: object, number: int) -> None:
    found = getattr(read(**{name: value}), name)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize(
    ("name", "value", "mnemonic"),
    [
        ("limit", -1, "invalid_parameter_value"),
        ("limit", MAX_LIMIT + 1, "invalid_parameter_value"),
        ("limit", 1.5, "invalid_parameter_value"),
        ("limit", 2**70, "invalid_parameter_value"),
        ("limit", float("inf"), "invalid_parameter_value"),
        ("limit", "10", "data_type_error"),
        ("limit", True, "data_type_error"),
        ("limit", [], "data_type_error"),
        ("offset", -1, "invalid_parameter_value"),
        ("offset", MAX_OFFSET + 1, "invalid_parameter_value"),
        ("offset", 0.5, "invalid_parameter_value"),
        ("offset", "0", "data_type_error"),
        ("offset", False, "data_type_error"),
        ("offset", {}, "data_type_error"),
    ],
)
def test_other_limits_and_offsets_are_refused(name: str, value: object, mnemonic: str) -> None:
    assert refused(**{name: value}) == (mnemonic, name, value)


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (["id"], ("id",)),
        (["name", "id", "name"], ("id", "name")),
        (["note"], ("note",)),
        (["state", "shelf", "parts", "tags", "name", "live", "box", "id", "at"], DEFAULTS),
    ],
)
def test_fields_come_in_the_order_of_the_wire_each_once(asked: list[str], fields: tuple[str, ...]) -> None:
    assert read(fields=asked).shape.fields == fields


@pytest.mark.parametrize(
    ("asked", "mnemonic", "value"),
    [
        ("id", "data_type_error", "id"),
        ({"id": 1}, "data_type_error", {"id": 1}),
        (0, "data_type_error", 0),
        ([5], "data_type_error", 5),
        ([None], "data_type_error", None),
        ([["id"]], "data_type_error", ["id"]),
        (["nowhere"], "unexpected_parameters", "nowhere"),
        (["parts.id"], "unexpected_parameters", "parts.id"),
        (["id", "ID"], "unexpected_parameters", "ID"),
        ([""], "unexpected_parameters", ""),
        ([5, "nowhere"], "unexpected_parameters", "nowhere"),
    ],
)
def test_other_fields_are_refused(asked: object, mnemonic: str, value: object) -> None:
    assert refused(fields=asked) == (mnemonic, "fields", value)


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        ([{"field": "id"}], (("id", False),)),
        ([{"field": "id", "order": None}], (("id", False),)),
        ([{"order": "desc", "field": "id"}, {"field": "name", "order": "asc"}], (("id", True), ("name", False))),
        ([{"field": "id", "order": "desc"}, {"field": "id", "order": "asc"}], (("id", True),)),
    ],
)
def test_sort_keys_keep_their_order_and_the_first_of_a_field_counts(sort: object, keys: object) -> None:
    assert read(sort=sort).shape.sort == keys


@pytest.mark.parametrize(
    ("sort", "mnemonic", "field", "value"),
    [
        ({"field": "id"}, "data_type_error", "sort", {"field": "id"}),
        ("id", "data_type_error", "sort", "id"),
        (["id"], "data_type_error", "sort", "id"),
        ([None], "data_type_error", "sort", None),
        ([[]], "data_type_error", "sort", []),
        ([{}], "required_parameter_missed", "sort.field", None),
        ([{"order": "asc"}], "required_parameter_missed", "sort.field", None),
        ([{"field": None}], "required_parameter_missed", "sort.field", None),
        ([{"field": 5}], "data_type_error", "sort.field", 5),
        ([{"field": "id", "order": 1}], "data_type_error", "sort.order", 1),
        ([{"field": "id", "order": "ASC"}], "invalid_parameter_value", "sort.order", "ASC"),
        ([{"field": "id", "order": ""}], "invalid_parameter_value", "sort.order", ""),
        ([{"field": "id", "way": "up"}], "unexpected_parameters", "sort.way", "up"),
        ([{"field": "nowhere"}], "unexpected_parameters", "nowhere", "nowhere"),
        ([{"field": "parts.id"}], "unexpected_parameters", "parts.id", "parts.id"),
        ([{"field": "state"}], "sort_prohibited", "state", "state"),
        ([{"field": "parts"}], "sort_prohibited", "parts", "parts"),
        ([{"field": "box"}], "sort_prohibited", "box", "box"),
        ([{"field": "state", "order": "ASC"}], "invalid_parameter_value", "sort.order", "ASC"),
        ([{"field": "state"}, {"field": "id", "order": 5}], "data_type_error", "sort.order", 5),
        ([{"order": 5}, {"field": "nowhere"}], "unexpected_parameters", "nowhere", "nowhere"),
    ],
)
def test_other_sorts_are_refused(sort: object, mnemonic: str, field: str, value: object) -> None:
    assert refused(sort=sort) == (mnemonic, field, value)


WRONG = {
    "unexpected_parameters": ("fields", ["nowhere"]),
    "required_parameter_missed": ("sort", [{}]),
    "data_type_error": ("limit", "1"),
    "invalid_parameter_value": ("offset", -1),
    "filter_prohibited": ("filter", {"field": "note", "operator": "=", "value": "x"}),
}


@pytest.mark.parametrize("first", range(len(WRONG)))
def test_of_several_wrong_parameters_the_first_in_the_order_of_checks_is_told(first: int) -> None:
    mnemonics = list(WRONG)
    arguments = dict(WRONG[mnemonic] for mnemonic in reversed(mnemonics[first:]))
    assert refused(**arguments)[0] == mnemonics[first]


def test_what_was_wrong_before_counts_as_well() -> None:
    met = Problems()
    met.add(UnexpectedParameters("zzz", 1))
    with pytest.raises(UnexpectedParameters) as caught:
        parse_query(THINGS, {"limit": "1"}, "UTC", met)
    assert caught.value.field == "zzz"


def test_the_shape_does_not_hold_the_operands() -> None:
    test = {"field": "id", "operator": "in"}
    short = read(filter={**test, "value": [1]})
    long = read(filter={**test, "value": [1, 2, 3]})
    assert short.shape == long.shape
    assert (short.values, long.values) == (([1],), ([1, 2, 3],))


def test_the_shape_counts_its_tests() -> None:
    test = {"field": "id", "operator": "=", "value": 1}
    assert read(filter={"filters": [test, {"filters": [test, test]}]}).shape.tests == 3
