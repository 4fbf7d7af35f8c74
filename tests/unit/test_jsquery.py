"""The jsquery subset: what is read, what it means over a document, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centrex.jsquery import (
    And,
    AnyElement,
    Array,
    Compare,
    Contains,
    Equals,
    Expression,
    In,
    JsqueryError,
    Name,
    Not,
    Object,
    Or,
    Scoped,
    evaluate,
    parse,
    to_jsonpath,
)

EMPLOYEE = {
    "extension": {"extension_phone_number": "100", "inner_phone_number": "200"},
    "groups": [{"group_id": 5, "group_name": "Продажи"}, {"group_id": 7}],
    "phones": ["74951234567", "79001234567"],
    "rate": 1.5,
    "is_active": True,
    "note": None,
    "matrix": [[1, 2], [3]],
}

A, B, C = (Equals((Name(name),), Decimal(1)) for name in "abc")


def holds(text: str, document: object = EMPLOYEE) -> bool:
    return evaluate(parse(text), document)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a = 1", A),
        (" a=1 ", A),
        ("(a = 1)", A),
        ('"a" = 1', A),
        ("a = 1 AND b = 1 AND c = 1", And((A, B, C))),
        ("a = 1 or b = 1 AND c = 1", Or((A, And((B, C))))),
        ("a = 1 & b = 1 | c = 1", Or((And((A, B)), C))),
        ("NOT a = 1 aNd b = 1", And((Not(A), B))),
        ("!(a = 1 | b = 1)", Not(Or((A, B)))),
        ("not not a = 1", Not(Not(A))),
        ("#(a = 1)", Scoped((AnyElement(),), A)),
        ("x.#.y(a = 1 OR b = 1)", Scoped((Name("x"), AnyElement(), Name("y")), Or((A, B)))),
        ("a < -1.50", Compare((Name("a"),), "<", Decimal("-1.5"))),
        ("a>=1e2", Compare((Name("a"),), ">=", Decimal(100))),
        ('a IN (1, "x", null)', In((Name("a"),), (Decimal(1), "x", None))),
        ("a.in IN (true)", In((Name("a"), Name("in")), (True,))),
        ("Nothing = 1", Equals((Name("Nothing"),), Decimal(1))),
        ('"NOT"."я\\"\\u0042".not = 1', Equals((Name("NOT"), Name('я"B'), Name("not")), Decimal(1))),
        ('"true" = true', Equals((Name("true"),), True)),
        ("True = 1", Equals((Name("True"),), Decimal(1))),
        ("a = []", Equals((Name("a"),), Array(()))),
        ("a @> {}", Contains((Name("a"),), Object(()))),
        ('a @> {"k": [1, {}], "k": 2}', Contains((Name("a"),), Object((("k", Decimal(2)),)))),
        ("a = 0e99999999999999999999", Equals((Name("a"),), Decimal(0))),
        ("a = -0.0", Equals((Name("a"),), Decimal(0))),
    ],
)
def test_texts_get_a_tree(text: str, tree: Expression) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        'extension_phone_number="100"',
        'extension_phone_number = "100" AND NOT inner_phone_number = "100"',
        'inner_phone_number IN ("100", "200")',
    ],
)
def test_the_extension_of_an_employee(text: str) -> None:
    assert holds(text, EMPLOYEE["extension"])
    assert holds(f"extension({text})")


@pytest.mark.parametrize(
    "text",
    [
        "groups.#.group_id = 5",
        'groups.#(group_id = 5 AND group_name = "Продажи")',
        "NOT groups.#(group_id = 7 AND group_name = 1)",
        "groups.#.group_id > 5 AND groups.#.group_id < 7",
        'groups @> [{"group_id": 5}]',
        'phones.# = "79001234567"',
        'phones @> "79001234567"',
        'phones @> ["79001234567"]',
        "rate = 1.5",
        "rate = 1.50 AND rate > 1 AND rate >= 1.5 AND rate < 2 AND rate <= 15e-1",
        "is_active = true",
        "note = null",
        "matrix = [[1, 2], [3]]",
        "matrix @> [[2]]",
        "matrix.#.# = 3",
        "matrix.# @> 2",
        "matrix.# = [3.0]",
        'extension = {"inner_phone_number": "200", "extension_phone_number": "100"}',
        'extension @> {"inner_phone_number": "200"}',
        "NOT missing = 1",
        "missing = 1 OR rate = 1.5",
    ],
)
def test_what_holds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "missing = null",
        "missing(NOT a = 1)",
        "groups.group_id = 5",
        "groups(group_id = 5)",
        "extension.# = 1",
        "rate.# = 1.5",
        "groups.#(group_id = 5 AND group_id = 7)",
        'rate = "1.5"',
        "is_active = 1",
        'is_active = "true"',
        "is_active > 0",
        "note < 1",
        "note.a = 1",
        "phones.# > 1",
        'phones = "79001234567"',
        "matrix @> [1]",
        "matrix @> 1",
        "matrix = [[1, 2]]",
        "matrix = [[2, 1], [3]]",
        "matrix.# @> [1, 2, 3]",
        "rate @> [1.5]",
        "rate @> {}",
        'extension = {"inner_phone_number": "200"}',
        'extension @> {"inner_phone_number": "100"}',
        'extension @> "200"',
    ],
)
def test_what_does_not_hold(text: str) -> None:
    assert not holds(text)
    assert holds(f"NOT {text}")


@pytest.mark.parametrize("value", ["1", '"1"', "true", "null", "[1]", '{"a": 1}', "0", "false", '""', "[]", "{}"])
def test_types_are_strict(value: str) -> None:
    values = ["1", '"1"', "true", "null", "[1]", '{"a": 1}', "0", "false", '""', "[]", "{}"]
    assert [other for other in values if holds(f"# = {value}", [json.loads(other)])] == [value]


@pytest.mark.parametrize(
    ("literal", "number"),
    [
        ("100000000000000000000000", 1e23),
        ("9007199254740993", 2**53 + 1),
        ("0.1", 0.1),
        ("1" + "0" * 400, None),
        ("5e-324", 5e-324),
    ],
)
def test_numbers_compare_as_written(literal: str, number: float | None) -> None:
    if number is None:
        refused(f"a = {literal}")
    else:
        assert holds(f"a = {literal} AND a <= {literal} AND NOT a < {literal}", {"a": number})


@pytest.mark.parametrize("number", [2**53, float(2**53), float("inf"), float("nan"), 10**400, True])
def test_other_numbers_are_not_equal(number: float) -> None:
    assert not holds("a = 9007199254740993 OR a = 1 OR a < 0", {"a": number})


def test_null_meets_nothing() -> None:
    assert not holds("a = 1", None)
    assert not holds("NOT a = 1", None)
    assert holds("#(NOT a = 1)", [None])


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a = 1", "@ == 1"),
        ('a = "\\"\\\\\\u0001я"', r'@ == "\"\\\u0001я"'),
        ("a < -1.5e-7", "@ < -1.5E-7"),
        ("a IN (true, null)", "(@ == true) || (@ == null)"),
        ("a @> 1", "(@ == 1) || (exists(@[*] ? (@ == 1)))"),
        ("a = [1]", '(@.type() == "array") && (@.size() == 1) && (exists(@[0] ? (@ == 1)))'),
        ("a = {}", '(@.type() == "object") && (!exists(@.keyvalue()))'),
        ("a @> [1]", '(@.type() == "array") && (exists(@[*] ? (@ == 1)))'),
    ],
)
def test_jsonpath_of_conditions(text: str, condition: str) -> None:
    assert to_jsonpath(parse(text)) == f'strict exists($ ? (@ != null && (exists(@."a" ? ({condition})))))'


def test_jsonpath_of_a_scope_and_a_not() -> None:
    path = to_jsonpath(parse("g.#(NOT a = 1)"))
    inner = 'exists(@."g" ? (exists(@[*] ? (!exists(@ ? (exists(@."a" ? (@ == 1))))))))'
    assert path == f"strict exists($ ? (@ != null && ({inner})))"


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "= 1", "a =", "a = 1 AND", "AND a = 1", "a = 1 b = 1", "a 1", "NOT", "!", "a = 1 NOT b = 1"],
)
def test_incomplete_expressions_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("text", ["(a = 1", "a = 1)", "()", "a()", "a(b)", "(a) = 1", "a.(b = 1)", "a(b = 1) = 1"])
def test_wrong_parentheses_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "path",
    [
        "a.",
        ".a",
        "a..b",
        "a b",
        "#1",
        "#:",
        "*",
        "%",
        "$",
        "@#",
        "a.1",
        "1",
        "я",
        "a-b",
        "a[0]",
        "'a'",
        "null",
        "in",
        "NOT",
        "?(a = 1)",
        "true",
        "a.*",
    ],
)
def test_wrong_paths_are_refused(path: str) -> None:
    refused(f"{path} = 1")


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "'x'",
        "True",
        "NULL",
        "NaN",
        "Infinity",
        "01",
        "1.",
        ".5",
        "+1",
        "--1",
        "0x1",
        "1e",
        "1_000",
        "1a",
        "١",
        "1e400",
        "-1e400",
        "1e-400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "*",
        "(1)",
        '"',
        '"a',
        '"\\x"',
        '"\\u12"',
        '"a\nb"',
        '"\\u0000"',
        '"\\ud800"',
        '"\\udc00\\ud800"',
        "[",
        "[1",
        "[1,]",
        "[,]",
        "[1 2]",
        "{",
        "{1: 2}",
        "{a: 1}",
        '{"a"}',
        '{"a": 1,}',
        '{"a" 1}',
        "[}",
    ],
)
@pytest.mark.parametrize("operator", ["=", "@>"])
def test_wrong_values_are_refused(operator: str, value: str) -> None:
    refused(f"a {operator} {value}")


@pytest.mark.parametrize(
    "test",
    [
        '< "1"',
        "> true",
        "<= null",
        ">= [1]",
        "< a",
        "<> 1",
        "!= 1",
        "== 1",
        "=< 1",
        "<@ [1]",
        "&& [1]",
        "IS ARRAY",
        "IN 1",
        "IN ()",
        "IN (1",
        "IN (1,)",
        "IN (,)",
        "IN ([1])",
        "IN ({})",
        "IN (x)",
        "LIKE 1",
        "~ 1",
        "= 1;",
        "= 1 && b = 1",
        "= 1 || b = 1",
        "= 1 -- x",
        "= 1 /* x */",
        "= 1\x00",
        "= 1\xa0",
    ],
)
def test_wrong_operators_are_refused(test: str) -> None:
    refused(f"a {test}")


@pytest.mark.parametrize(
    "template",
    [
        ("(", "a = 1", ")"),
        ("NOT ", "a = 1", ""),
        ("!", "a = 1", ""),
        ("a(", "a = 1", ")"),
    ],
)
def test_nesting_is_limited(template: tuple[str, str, str]) -> None:
    opening, inner, closing = template
    parse(opening * 16 + inner + closing * 16)
    for depth in (17, 1_000, 9_990 // len(opening + closing)):
        refused(opening * depth + inner + closing * depth)


@pytest.mark.parametrize(
    ("accepted", "excessive"),
    [
        ("a = " + "[" * 16 + "]" * 16, "a = " + "[" * 4_900 + "]" * 4_900),
        ("a = " + '{"":' * 16 + "1" + "}" * 16, "a = " + '{"":' * 17 + "1" + "}" * 17),
        ("(" * 15 + "a = [1]" + ")" * 15, "(" * 15 + "a = [[1]]" + ")" * 15),
        (".".join("a" * 16) + " = 1", ".".join("a" * 17) + " = 1"),
        (".".join("#" * 16) + " = 1", ".".join("#" * 4_900) + " = 1"),
        ("&".join(["a=1"] * 400), "&".join(["a=1"] * 401)),
        ("a IN (" + ",".join("1" * 400) + ")", "a IN (" + ",".join("1" * 401) + ")"),
        ("a = [" + ",".join("1" * 399) + "]", "a = [" + ",".join("1" * 400) + "]"),
        ('a = "' + "x" * 9_994 + '"', 'a = "' + "x" * 9_995 + '"'),
    ],
)
def test_sizes_are_limited(accepted: str, excessive: str) -> None:
    expression = parse(accepted)
    assert evaluate(expression, [[[]]]) is False
    assert to_jsonpath(expression)
    refused(excessive)


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_no_document_holds_is_refused(character: str) -> None:
    refused(f'a = "{character}"')
    refused(f'"{character}" = 1')


def refused(text: str) -> None:
    with pytest.raises(JsqueryError):
        parse(text)


@given(st.text(st.sampled_from('aN#.()[]{}=<>@!&|,:"\\0-1eё \n'), max_size=16))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = parse(text)
    except JsqueryError:
        return
    assert evaluate(expression, {"a": 1}) is not evaluate(Not(expression), {"a": 1})


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(documents, st.booleans())
def test_a_document_equals_and_contains_itself(document: object, ascii_only: bool) -> None:
    text = json.dumps(document, ensure_ascii=ascii_only)
    assert holds(f"# = {text} AND # @> {text}", [document])
