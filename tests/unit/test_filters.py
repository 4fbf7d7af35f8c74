"""The vendor's filter grammar: what is read from a filter, and which error a wrong one gets."""

from __future__ import annotations

from typing import Any

import pytest

from centrex.catalogue import Kind
from centrex.errors import ParameterError
from centrex.query import Comparison, Group, Tree
from centrex.query.filters import MAX_DEPTH, MAX_LIST, MAX_TESTS, OPERATORS, parse_filter
from tests.unit.things import THINGS

ID = Comparison("id", "=")
ONE = {"field": "id", "operator": "=", "value": 1}
NULLS = {"filters": None, "condition": None, "field": None, "operator": None, "value": None}


def read(raw: object) -> tuple[Tree | None, tuple[object, ...]]:
    return parse_filter(THINGS, raw, "Europe/Berlin")


def refused(raw: object) -> tuple[str, str | None, object]:
    with pytest.raises(ParameterError) as caught:
        read(raw)
    return caught.value.mnemonic, caught.value.field, caught.value.value


def one(field: str, operator: str, value: object) -> dict[str, object]:
    return {"field": field, "operator": operator, "value": value}


def nested(depth: int) -> dict[str, Any]:
    """So many groups within each other."""
    tree: dict[str, Any] = {"filters": [ONE]}
    for _ in range(depth - 1):
        tree = {"filters": [tree]}
    return tree


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"filters": []},
        {"filters": None},
        {"condition": "or"},
        {"filters": [{}, {"filters": [{}]}]},
        NULLS,
        {"value": None},
        {**NULLS, "filters": [NULLS, {"operator": None}]},
    ],
)
def test_an_empty_filter_is_none(raw: object) -> None:
    assert read(raw) == (None, ())


@pytest.mark.parametrize(
    ("raw", "tree", "values"),
    [
        (ONE, ID, (1,)),
        ({"filters": [ONE]}, ID, (1,)),
        ({"filters": [{}, ONE, {"filters": []}]}, ID, (1,)),
        ({"filters": [ONE, ONE]}, Group("and", (ID, ID)), (1, 1)),
        ({"condition": None, "filters": [ONE, ONE]}, Group("and", (ID, ID)), (1, 1)),
        ({"condition": "or", "filters": [ONE, ONE]}, Group("or", (ID, ID)), (1, 1)),
        (
            {"filters": [ONE, {"condition": "or", "filters": [ONE, ONE]}]},
            Group("and", (ID, Group("or", (ID, ID)))),
            (1,) * 3,
        ),
        ({"value": 1, "operator": "=", "field": "id"}, ID, (1,)),
    ],
)
def test_trees_are_read(raw: object, tree: Tree, values: tuple[object, ...]) -> None:
    assert read(raw) == (tree, values)


@pytest.mark.parametrize(
    ("raw", "tree", "values"),
    [
        ({**NULLS, **ONE}, ID, (1,)),
        ({**NULLS, "field": "id", "operator": "="}, Comparison("id", "is_null"), ()),
        ({**NULLS, "filters": [ONE]}, ID, (1,)),
        ({**NULLS, "filters": [{**NULLS, **ONE}, ONE], "condition": "or"}, Group("or", (ID, ID)), (1, 1)),
    ],
)
def test_a_null_member_counts_as_absent_but_for_the_operand_of_a_field(
    raw: object, tree: Tree, values: tuple[object, ...]
) -> None:
    assert read(raw) == (tree, values)


@pytest.mark.parametrize("field", ["id", "name", "live", "at", "state", "tags", "parts", "box"])
@pytest.mark.parametrize(
    ("operator", "sent", "known"),
    [
        ("=", {"value": None}, "is_null"),
        ("=", {}, "is_null"),
        ("!=", {"value": None}, "is_not_null"),
        ("!=", {}, "is_not_null"),
        ("is_null", {}, "is_null"),
        ("is_null", {"value": None}, "is_null"),
        ("is_not_null", {}, "is_not_null"),
    ],
)
def test_null_is_tested_on_every_type(field: str, operator: str, sent: dict[str, object], known: str) -> None:
    assert read({"field": field, "operator": operator, **sent}) == (Comparison(field, known), ())


@pytest.mark.parametrize(
    ("field", "operator", "value", "operand"),
    [
        ("id", "=", "5", 5),
        ("id", "<", "-5", -5),
        ("id", ">=", "5.0", 5),
        ("id", "!=", "1e3", 1000),
        ("id", "=", 5.0, 5),
        ("id", "=", 2**63 - 1, 2**63 - 1),
        ("id", "=", str(-(2**63)), -(2**63)),
        ("id", "in", ["1", 2, 3.0], [1, 2, 3]),
        ("id", "not_in", [], []),
        ("cost", ">", 0.5, 0.5),
        ("cost", "=", 5, 5.0),
        ("cost", "<=", "1.5", 1.5),
        ("cost", "!=", "-15e-1", -1.5),
        ("cost", "in", [10.99, "0.01", 3], [10.99, 0.01, 3.0]),
        ("name", "=", "5", "5"),
        ("name", "=", "", ""),
        ("name", "in", ["a", ""], ["a", ""]),
        ("name", "like", "a\\%%", "a\\%%"),
        ("name", "ilike", "ПИТЕР%Σ", "питер%σ"),
        ("name", "not_ilike", "İ", "i̇"),
        ("name", "not_like", "A", "A"),
        ("name", "regexp", "a\\.b", "a\\.b"),
        ("live", "=", True, True),
        ("live", "!=", "false", False),
        ("at", "<", "1970-01-01 01:00:00", 0),
        ("at", "=", "2025-03-30 03:00:00", 1_743_296_400),
        ("state", "=", "new", "new"),
        ("state", "not_in", ["new", "old"], ["new", "old"]),
        ("tags", "overlap", "a", ["a"]),
        ("tags", "not_overlap", ["a", "b"], ["a", "b"]),
        ("tags", "overlap", [], []),
        ("tags", "jsquery", '# = "a"', '# = "a"'),
        ("parts", "jsquery", "#.id IN (1, 2)", "#.id IN (1, 2)"),
        ("box", "jsquery", 'a = "1"', 'a = "1"'),
    ],
)
def test_operands_take_the_type_of_their_field(field: str, operator: str, value: object, operand: object) -> None:
    tree, values = read(one(field, operator, value))
    assert tree == Comparison(field, operator)
    assert values == (operand,)
    assert [type(value) for value in values] == [type(operand)]


ALL_OPERATORS = frozenset().union(*OPERATORS.values(), {"overlap", "not_overlap"})
TAKEN = {
    **{field: OPERATORS[kind] for field, kind in (("id", Kind.NUMBER), ("name", Kind.STRING), ("live", Kind.BOOLEAN))},
    **{field: OPERATORS[kind] for field, kind in (("at", Kind.DATETIME), ("state", Kind.ENUM), ("box", Kind.OBJECT))},
    "parts": OPERATORS[Kind.ARRAY],
    "tags": OPERATORS[Kind.ARRAY] | {"overlap", "not_overlap"},
}
STRANGE = ["", "==", "<>", "IN", "Like", " =", "is null", "between"]


@pytest.mark.parametrize("field", TAKEN)
def test_an_operator_of_another_type_is_refused(field: str) -> None:
    for operator in [*sorted(ALL_OPERATORS - TAKEN[field]), *STRANGE]:
        assert refused(one(field, operator, "x")) == ("invalid_parameter_value", "filter.operator", operator)


MOST = ["=", "!=", "<", "in", "like", "regexp", "jsquery", "overlap", "is_null"]


@pytest.mark.parametrize("operator", MOST)
def test_a_field_that_is_not_filterable_is_prohibited_whatever_the_operator(operator: str) -> None:
    assert refused(one("shelf", operator, [])) == ("filter_prohibited", "shelf", "shelf")


@pytest.mark.parametrize("name", ["nowhere", "ID", "parts.id", "", "id "])
def test_an_unknown_field_is_unexpected(name: str) -> None:
    assert refused(one(name, "=", 1)) == ("unexpected_parameters", name, name)


@pytest.mark.parametrize(
    ("raw", "mnemonic", "field", "value"),
    [
        (5, "data_type_error", "filter", 5),
        ([], "data_type_error", "filter", []),
        ("id", "data_type_error", "filter", "id"),
        (False, "data_type_error", "filter", False),
        ({"filters": {}}, "data_type_error", "filter.filters", {}),
        ({"filters": [None]}, "data_type_error", "filter.filters", None),
        ({"filters": [ONE, [ONE]]}, "data_type_error", "filter.filters", [ONE]),
        ({"zzz": 1}, "unexpected_parameters", "filter.zzz", 1),
        ({**ONE, "condition": "and"}, "unexpected_parameters", "filter.condition", "and"),
        ({**ONE, "Field": "id"}, "unexpected_parameters", "filter.Field", "id"),
        ({"filters": [ONE], "value": 1}, "unexpected_parameters", "filter.value", 1),
        ({"filters": [ONE], "field": "id"}, "invalid_parameters_combination", "filter", None),
        ({"filters": [], "field": "id"}, "invalid_parameters_combination", "filter", None),
        ({"filters": [], **ONE}, "invalid_parameters_combination", "filter", None),
        ({"filters": [ONE], **ONE}, "invalid_parameters_combination", "filter", None),
        ({"filters": [ONE], "condition": "or", **ONE, "value": None}, "invalid_parameters_combination", "filter", None),
        ({"filters": [{"filters": [], **ONE}]}, "invalid_parameters_combination", "filter", None),
        ({"zzz": None}, "unexpected_parameters", "filter.zzz", None),
        ({**ONE, "zzz": None}, "unexpected_parameters", "filter.zzz", None),
        ({"filters": [ONE, ONE], "condition": "AND"}, "invalid_parameter_value", "filter.condition", "AND"),
        ({"filters": [ONE], "condition": "Or"}, "invalid_parameter_value", "filter.condition", "Or"),
        ({"filters": [], "condition": ""}, "invalid_parameter_value", "filter.condition", ""),
        ({"filters": [ONE], "condition": 1}, "data_type_error", "filter.condition", 1),
        ({"operator": "=", "value": 1}, "required_parameter_missed", "filter.field", None),
        ({**NULLS, "operator": "="}, "required_parameter_missed", "filter.field", None),
        ({**NULLS, "value": 1}, "required_parameter_missed", "filter.field", None),
        ({**NULLS, "field": "id"}, "required_parameter_missed", "filter.operator", None),
        ({"field": None, "operator": "="}, "required_parameter_missed", "filter.field", None),
        ({"value": 1}, "required_parameter_missed", "filter.field", None),
        ({"field": "id", "value": 1}, "required_parameter_missed", "filter.operator", None),
        ({"field": "id", "operator": None}, "required_parameter_missed", "filter.operator", None),
        ({"field": 5, "operator": "="}, "data_type_error", "filter.field", 5),
        ({"field": "id", "operator": ["="]}, "data_type_error", "filter.operator", ["="]),
    ],
)
def test_wrong_shapes_are_refused(raw: object, mnemonic: str, field: str, value: object) -> None:
    assert refused(raw) == (mnemonic, field, value)


TYPE, INVALID = "data_type_error", "invalid_parameter_value"


@pytest.mark.parametrize(
    ("field", "operator", "value", "mnemonic", "told"),
    [
        ("id", "=", "x", TYPE, "x"),
        ("id", "=", "", TYPE, ""),
        ("id", "=", " 5", TYPE, " 5"),
        ("id", "=", "+5", TYPE, "+5"),
        ("id", "=", "05", TYPE, "05"),
        ("id", "=", "５", TYPE, "５"),
        ("id", "=", "1_000", TYPE, "1_000"),
        ("id", "=", "NaN", TYPE, "NaN"),
        ("id", "=", True, TYPE, True),
        ("id", "=", [1], TYPE, [1]),
        ("id", "=", {}, TYPE, {}),
        ("id", "=", 1.5, INVALID, 1.5),
        ("id", "=", "1.50", INVALID, "1.50"),
        ("id", "=", 2**63, INVALID, 2**63),
        ("id", "=", "9" * 500, INVALID, "9" * 500),
        ("id", "=", "1e400", INVALID, "1e400"),
        ("id", "<", "1e19", INVALID, "1e19"),
        ("id", "<", None, INVALID, None),
        ("id", "in", None, INVALID, None),
        ("id", "in", 5, TYPE, 5),
        ("id", "in", "5", TYPE, "5"),
        ("id", "in", [1, None], INVALID, None),
        ("id", "in", [1, "x"], TYPE, "x"),
        ("id", "not_in", [True], TYPE, True),
        ("id", "in", list(range(MAX_LIST + 1)), INVALID, None),
        ("id", "is_null", 1, INVALID, 1),
        ("id", "is_not_null", False, INVALID, False),
        ("cost", "=", True, TYPE, True),
        ("cost", "=", "1,5", TYPE, "1,5"),
        ("cost", "=", ".5", TYPE, ".5"),
        ("cost", "=", 2**63, INVALID, 2**63),
        ("cost", "<", "1e400", INVALID, "1e400"),
        ("cost", "<", float("inf"), INVALID, float("inf")),
        ("cost", "in", [0.5, None], INVALID, None),
        ("name", "=", 5, TYPE, 5),
        ("name", "=", True, TYPE, True),
        ("name", "=", ["a"], TYPE, ["a"]),
        ("name", "=", "a\0b", INVALID, "a\0b"),
        ("name", "=", "\ud800", INVALID, "\ud800"),
        ("name", "in", ["a", 5], TYPE, 5),
        ("name", "like", None, INVALID, None),
        ("name", "like", 5, TYPE, 5),
        ("name", "like", "a\\", INVALID, "a\\"),
        ("name", "not_ilike", "%\\\\\\", INVALID, "%\\\\\\"),
        ("name", "ilike", "x" * 10_001, INVALID, "x" * 10_001),
        ("name", "regexp", "(", INVALID, "("),
        ("name", "regexp", "(?=a)", INVALID, "(?=a)"),
        ("name", "regexp", "(a{255}){255}", INVALID, "(a{255}){255}"),
        ("name", "regexp", ["a"], TYPE, ["a"]),
        ("live", "=", 1, TYPE, 1),
        ("live", "=", "True", TYPE, "True"),
        ("live", "=", "", TYPE, ""),
        ("at", "=", 0, TYPE, 0),
        ("at", "=", "", INVALID, ""),
        ("at", "<", "2025-02-31 00:00:00", INVALID, "2025-02-31 00:00:00"),
        ("at", "<", "2025-01-01T00:00:00", INVALID, "2025-01-01T00:00:00"),
        ("at", "<", "2025-01-01", INVALID, "2025-01-01"),
        ("at", "<", "2025-01-01 24:00:00", INVALID, "2025-01-01 24:00:00"),
        ("at", "<", "0000-01-01 00:00:00", INVALID, "0000-01-01 00:00:00"),
        ("state", "=", "New", INVALID, "New"),
        ("state", "=", 1, TYPE, 1),
        ("state", "in", ["new", "none"], INVALID, "none"),
        ("tags", "overlap", 5, TYPE, 5),
        ("tags", "overlap", ["a", 5], TYPE, 5),
        ("tags", "overlap", [None], INVALID, None),
        ("tags", "jsquery", "# =", INVALID, "# ="),
        ("parts", "jsquery", 5, TYPE, 5),
        ("parts", "jsquery", None, INVALID, None),
        ("box", "jsquery", "", INVALID, ""),
    ],
)
def test_wrong_operands_are_refused(field: str, operator: str, value: object, mnemonic: str, told: object) -> None:
    assert refused(one(field, operator, value)) == (mnemonic, "filter.value", told)


@pytest.mark.parametrize("field", ["tags", "parts", "box"])
@pytest.mark.parametrize("operator", ["=", "!="])
@pytest.mark.parametrize("value", ["x", [], {}, 0, False])
def test_arrays_and_objects_equal_nothing_but_null(field: str, operator: str, value: object) -> None:
    assert refused(one(field, operator, value)) == ("invalid_parameter_value", "filter.operator", operator)


@pytest.mark.parametrize("tests", [1, MAX_TESTS])
def test_so_many_tests_are_read(tests: int) -> None:
    assert len(read({"filters": [ONE] * tests})[1]) == tests


@pytest.mark.parametrize(
    "raw",
    [
        {"filters": [ONE] * (MAX_TESTS + 1)},
        {"filters": [{"filters": [ONE] * MAX_TESTS}, ONE]},
        {"filters": [one("parts", "jsquery", "#.a = 1 OR #.b = 2")] * (MAX_TESTS // 2 + 1)},
        nested(MAX_DEPTH + 1),
        nested(MAX_DEPTH + 40),
    ],
)
def test_more_tests_or_levels_are_refused(raw: object) -> None:
    assert refused(raw) == ("invalid_parameter_value", "filter", None)


def test_the_values_in_jsquery_count_as_tests() -> None:
    read({"filters": [one("parts", "jsquery", "#.a = 1 OR #.b = 2")] * (MAX_TESTS // 2)})
    read(nested(MAX_DEPTH))


UNKNOWN_KEY = ({**ONE, "zzz": 1}, ("unexpected_parameters", "filter.zzz", 1))
MISSED = ({"field": "id"}, ("required_parameter_missed", "filter.operator", None))
WRONG_TYPE = (one("id", "=", "x"), ("data_type_error", "filter.value", "x"))
WRONG_VALUE = (one("id", "=", 1.5), ("invalid_parameter_value", "filter.value", 1.5))
COMBINED = ({"field": "id", "filters": []}, ("invalid_parameters_combination", "filter", None))
PROHIBITED = (one("note", "=", "x"), ("filter_prohibited", "note", "note"))
IN_ORDER = [UNKNOWN_KEY, MISSED, WRONG_TYPE, WRONG_VALUE, COMBINED, PROHIBITED]


@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_of_several_errors_the_first_in_the_order_of_checks_is_told(first: int) -> None:
    wrong, told = IN_ORDER[first]
    for later, _ in IN_ORDER[first:]:
        assert refused({"filters": [later, wrong]}) == told
        assert refused({"filters": [{"filters": [later, ONE]}, ONE, {"filters": [wrong]}]}) == told


@pytest.mark.parametrize(
    ("raw", "mnemonic", "field"),
    [
        ({"field": 5, "zzz": 1}, "unexpected_parameters", "filter.zzz"),
        ({"field": "nowhere", "operator": "bad", "value": []}, "unexpected_parameters", "nowhere"),
        ({"field": 5}, "required_parameter_missed", "filter.operator"),
        ({"operator": 5}, "required_parameter_missed", "filter.field"),
        ({"field": 5, "operator": "bad"}, "data_type_error", "filter.field"),
        ({"field": "note", "operator": "bad"}, "invalid_parameter_value", "filter.operator"),
        (one("id", "in", [1.5, "x"]), "data_type_error", "filter.value"),
        (one("tags", "overlap", [None, 5]), "data_type_error", "filter.value"),
        ({"condition": "xor", "filters": [WRONG_TYPE[0]]}, "data_type_error", "filter.value"),
        ({"condition": "xor", "filters": 5}, "data_type_error", "filter.filters"),
        ({"field": "id", "filters": [], "condition": "xor"}, "invalid_parameter_value", "filter.condition"),
        ({"field": "id", "filters": [], "zzz": 1}, "unexpected_parameters", "filter.zzz"),
    ],
)
def test_the_order_of_checks_holds_within_one_test_too(raw: object, mnemonic: str, field: str) -> None:
    assert refused(raw)[:2] == (mnemonic, field)


def test_the_first_of_equal_errors_is_told() -> None:
    assert refused({"filters": [one("id", "=", "x"), one("id", "=", "y")]})[2] == "x"


def test_a_flood_of_errors_is_not_read_to_its_end() -> None:
    flood: list[Any] = [WRONG_VALUE[0]] * 300
    assert refused({"filters": [*flood, WRONG_TYPE[0]]}) == WRONG_VALUE[1]
    assert refused({"filters": [{"filters": [{"filters": [*flood]}]}, UNKNOWN_KEY[0]]}) == WRONG_VALUE[1]
