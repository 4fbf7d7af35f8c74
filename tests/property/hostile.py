"""Whole filters, sorts, pages and envelopes that overdo it, each at its limit and one beyond."""

from __future__ import annotations

from typing import Any, Final

from centrex.catalogue import Kind
from tests.property.hostile_values import VALUES, words
from tests.property.wire_json import Raw, Twice

OPERATORS: Final = (
    *words("= != < > <= >= in not_in like ilike not_like not_ilike regexp jsquery overlap not_overlap"),
    *words("is_null is_not_null == <> IN LIKE Like ~ @> between eq"),
    *("", " =", "not in", "= 1 OR 1", "is null", "\0"),
)
REGEXPS: Final = (
    *words(r"(a+)+$ (a|a)*b (.*)*x (x+x+)+y (a{1,255}){255} ((a{100}){100}){100} .{255}.{255}x ^(.?){200}$ a{256}"),
    *words(r"a{99999} a{2,1} [ [a ( ) * +a a** \ \1 (?=a) (?i)a (?P<n>a) (?#) \p{L} [[:foo:]] [z-a] [^] [] ^^^^^ $*"),
    *words(r"(^a)* | a| () \d\s\w \Q. ***="),
    *("(" * 60 + ")" * 60, "x" * 1001, "a\0", ""),
)
LIKES: Final = (
    *("%\\", "\\", "a\\\\\\", "\\%\\_\\\\", "%" * 50_000, "x" * 10_001),
    *("%_" * 5_000, "%a" * 5_000, "_" * 10_000, "İ" * 10_000),
)
JSQUERIES: Final = (
    *("", " ", "a", "a =", "= 1", "a == 1", "a = 'x'", "a = x", "a ~ 1", "a IN ()", "a IN [1]", "a @ 1", "$", "*", "%"),
    *("a.* = 1", "a.# = 1 AND", "NOT", "NOT NOT", "(a = 1", "a = 1)", "a = NaN", "a = 1e400", "a = 1; DROP TABLE x"),
    *(r'a = "\ud800"', r'a = "\u0000"', "a = {", "a = [1", "a(b = 1", "#", "# #", "@#1 = 1", "a = 1 -- b", "a < 'x'"),
    *("(" * 17 + "a = 1" + ")" * 17, "NOT " * 17 + "a = 1", "(" * 3000, "&".join(["a=1"] * 401), "a = 1 " * 2000),
    *(".".join("a" * 17) + " = 1", "a = " + "[" * 17 + "]" * 17, 'a = "' + "x" * 10_000 + '"', "я = 1", "\0"),
    *("&".join(["a=1"] * 400), "(" * 16 + "a = 1" + ")" * 16, ".".join("#" * 16) + " = 1"),
)
SAMPLES: Final[dict[Kind, Any]] = {
    Kind.NUMBER: 1,
    Kind.STRING: "x",
    Kind.BOOLEAN: True,
    Kind.DATETIME: "2025-01-01 00:00:00",
    Kind.ENUM: "active",
    Kind.ARRAY: "# = 1",
    Kind.OBJECT: "coach_id = 1",
}
"""An operand of each type."""


def test_of(field: str, operator: Any, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


ID: Final = test_of("id", "=", 1)


def nested(depth: int) -> dict[str, Any]:
    """Groups within groups; each has a test beside the next, so that none is idle."""
    tree: dict[str, Any] = {"filters": [ID]}
    for _ in range(depth - 1):
        tree = {"filters": [test_of("id", ">", 0), tree], "condition": "or"}
    return tree


def with_condition(word: Any) -> dict[str, Any]:
    return {"filters": [ID, ID], "condition": word}


def with_children(children: Any) -> dict[str, Any]:
    return {"filters": children}


FILTERS: Final[tuple[Any, ...]] = (
    *map(with_condition, ("AND", "OR", "Or", "not", "xor", "", "and ", 1, True, [], {})),
    *map(nested, (15, 16, 17, 30)),
    *({"filters": [ID] * count, "condition": "or"} for count in (0, 1, 399, 400, 401, 2_000)),
    *(test_of("id", sign, list(range(count))) for sign in ("in", "not_in") for count in (0, 10_000, 10_001)),
    *(test_of(field, sign, value) for field, value in (("id", 5), ("name", "x")) for sign in OPERATORS),
    *(test_of("id", "=", value) for value in VALUES),
    *map(with_children, (None, 1, "x", {}, [None], [1], ["x"], [[]], [[ID]], [{}], [{"filters": []}])),
    {"filters": [test_of("id", "<", 0), test_of("id", ">", 0)], "condition": "or"},
    *(
        {"field": "id", "filters": [ID]},
        {**ID, "condition": "and"},
        {"filters": [ID], "operator": "="},
        {"FIELD": "id"},
    ),
    *({"field": "id"}, {"operator": "="}, {"value": 1}, {"condition": "or"}, {**ID, "zzz": 1}),
    *(test_of("name", sign, pattern) for pattern in LIKES for sign in ("like", "not_ilike")),
    *(test_of("name", "regexp", pattern) for pattern in REGEXPS),
    Twice((("field", "id"), ("field", "nowhere"), ("operator", "="), ("value", 1))),
)
SORTS: Final[tuple[Any, ...]] = (
    *([{"field": "id"}, {"field": "id", "order": "desc"}], [{"field": "id", "order": "ASC"}], [{"order": "asc"}]),
    *({"field": "id"}, ["id"], [[]], [None], [{}], "id", [{"field": "id", "way": 1}], [{"field": 5}]),
    [{"field": "id"}] * 5_000,
)
FIELDS: Final[tuple[Any, ...]] = (
    *([], ["id"] * 5_000, ["employees.id"], [None], [1], [[]], ["*"], "id", {"id": 1}, ["id", "ID"], ["", "id"]),
)
LIMITS: Final[tuple[Any, ...]] = (0, 10_000, 10_001, -1, "10", 1.5, 1e5, 10.0, True, [1], 2**63, Raw("1e400"))
OFFSETS: Final[tuple[Any, ...]] = (0, 99_999, 100_000, 100_001, -1, "0", 0.5, False, {}, Raw("1e+05"))
ENVELOPES: Final[tuple[Any, ...]] = (
    *([], [{}], [[]], {}, 1, "x", None, True, [{"jsonrpc": "2.0"}] * 3),
    *({"id": 1}, {"jsonrpc": "2.0", "id": 1}, {"jsonrpc": "2.0", "method": "get.account"}, {"id": 1, "jsonrpc": 2.0}),
    *({"jsonrpc": version, "id": 1, "method": "get.account"} for version in ("1.0", "2", 2, None, "2.0 ", ["2.0"])),
    *({"jsonrpc": "2.0", "id": 1, "method": value} for value in VALUES),
    *({"jsonrpc": "2.0", "id": 1, "method": "get.account", "params": value} for value in VALUES),
)
