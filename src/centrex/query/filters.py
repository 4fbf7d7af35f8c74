"""Turns the vendor's filter object into a tree of tests and their operands, or into the vendor's error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from centrex import jsquery, patterns
from centrex.catalogue import Face, Field, Kind, Type
from centrex.errors import (
    DataTypeError,
    FilterProhibited,
    InvalidParametersCombination,
    InvalidParameterValue,
    RequiredParameterMissed,
    UnexpectedParameters,
)
from centrex.query import UNARY, Comparison, Group, Tree
from centrex.query.problems import Problems
from centrex.query.values import comparable, text

MAX_DEPTH: Final = 16
MAX_TESTS: Final = 400
MAX_LIST: Final = 10_000

_EQUAL: Final = frozenset({"=", "!="})
_ORDER: Final = frozenset({"<", ">", "<=", ">="})
_LISTS: Final = frozenset({"in", "not_in"})
_LIKES: Final = frozenset({"like", "ilike", "not_like", "not_ilike"})
_OVERLAPS: Final = frozenset({"overlap", "not_overlap"})
_JSQUERY: Final = frozenset({"jsquery"})

OPERATORS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.NUMBER: _EQUAL | _ORDER | _LISTS | UNARY,
    Kind.STRING: _EQUAL | _LIKES | _LISTS | UNARY | {"regexp"},
    Kind.BOOLEAN: _EQUAL | UNARY,
    Kind.DATETIME: _EQUAL | _ORDER | UNARY,
    Kind.ENUM: _EQUAL | _LISTS | UNARY,
    Kind.ARRAY: _EQUAL | UNARY | _JSQUERY,
    Kind.OBJECT: _EQUAL | UNARY | _JSQUERY,
}
"""The operators of each type; on arrays and objects ``=`` and ``!=`` take null alone."""

_ALL: Final = frozenset().union(*OPERATORS.values(), _OVERLAPS)

Checked = TypeVar("Checked")
Pattern = Callable[[str], str]
_PATTERNS: Final[Mapping[str, Pattern]] = {
    **dict.fromkeys(_LIKES, patterns.like_pattern),
    "regexp": patterns.regexp_pattern,
}
_FOLDED: Final = frozenset({"ilike", "not_ilike"})


def parse_filter(face: Face, raw: object, zone: str) -> tuple[Tree | None, tuple[object, ...]]:
    """The tree (None when nothing is filtered) and its operands from left to right.

    Raises the first error by the contract's order of checks, wherever in the tree it stands.
    """
    if raw is None or raw == {}:
        return None, ()
    reader = _Reader(face, zone)
    tree = reader.node(raw, 1)
    reader.problems.raise_first()
    return tree, tuple(reader.values)


class _Reader:
    """Walks one filter; keeps the operands and the problems that it meets. What has a problem is read as None."""

    def __init__(self, face: Face, zone: str) -> None:
        self.face = face
        self.zone = zone
        self.values: list[object] = []
        self.tests = 0
        self.problems = Problems()

    def node(self, raw: object, depth: int) -> Tree | None:
        if type(raw) is not dict:
            self.problems.add(DataTypeError("filter" if depth == 1 else "filter.filters", raw))
            return None
        sent = _without_nulls(raw)
        is_test = "filters" not in sent and not _TEST_KEYS.isdisjoint(sent)
        return self.test(sent) if is_test else self.group(sent, depth)

    def group(self, raw: dict[str, object], depth: int) -> Tree | None:
        if depth > MAX_DEPTH:
            self.problems.add(InvalidParameterValue("filter", None))
            return None
        if "field" in raw:
            self.problems.add(InvalidParametersCombination("filter", None))
        self.refuse_unknown(raw, _MIXED_KEYS if "field" in raw else _GROUP_KEYS)
        condition = "and"
        with self.problems:
            condition = _condition(raw.get("condition"))
        children: list[Tree | None] = []
        with self.problems:
            children = [self.node(child, depth + 1) for child in _children(raw.get("filters"))]
        return _joined(condition, children)

    def test(self, raw: dict[str, object]) -> Comparison | None:
        with self.problems:
            self.count(1)
            return self.counted(raw)
        return None

    def count(self, tests: int) -> None:
        """Counts tests, and the values within jsquery as tests of their own."""
        self.tests += tests
        if self.tests > MAX_TESTS:
            raise InvalidParameterValue("filter", None)

    def counted(self, raw: dict[str, object]) -> Comparison | None:
        self.refuse_unknown(raw, _TEST_KEYS)
        show = operator = None
        with self.problems:
            show = self.field(_member(raw, "field"))
        with self.problems:
            operator = _operator(raw, show)
        if show is None or operator is None:
            return None
        return Comparison(show.name, self.operand(show, operator, raw.get("value")))

    def refuse_unknown(self, raw: dict[str, object], known: frozenset[str]) -> None:
        for key, value in raw.items():
            if key not in known:
                self.problems.add(UnexpectedParameters(f"filter.{key}", value))

    def field(self, name: str) -> Field:
        show = self.face.fields.get(name)
        if show is None:
            raise UnexpectedParameters(name, name)
        if not show.filter:
            raise FilterProhibited(name, name)
        return show

    def operand(self, show: Field, operator: str, value: object) -> str:
        """Keeps the operand and answers the operator as the shape knows it."""
        if operator in UNARY:
            if value is not None:
                raise InvalidParameterValue("filter.value", value)
            return operator
        if value is None:
            if operator in _EQUAL:
                return "is_null" if operator == "=" else "is_not_null"
            raise InvalidParameterValue("filter.value", None)
        self.values.append(self.checked(show, operator, value))
        return operator

    def checked(self, show: Field, operator: str, value: object) -> object:
        kind = show.type.kind
        if operator == "jsquery":
            return self.jsquery(value)
        if operator in _OVERLAPS:
            return _each(value if type(value) is list else [value], lambda item: text("filter.value", item))
        if kind in _CONTAINERS:
            raise InvalidParameterValue("filter.operator", operator)
        if operator in _LISTS:
            return self.listed(show, value)
        if operator in _PATTERNS:
            return _pattern(operator, value)
        return comparable("filter.value", value, show.type, self.zone)

    def jsquery(self, value: object) -> str:
        source = text("filter.value", value)
        try:
            expression = jsquery.parse(source)
        except jsquery.JsqueryError as error:
            raise InvalidParameterValue("filter.value", value) from error
        self.count(jsquery.size(expression) - 1)
        return source

    def listed(self, show: Field, value: object) -> list[object]:
        if type(value) is not list:
            raise DataTypeError("filter.value", value)
        return _each(value, lambda item: comparable("filter.value", item, show.type, self.zone))


_GROUP_KEYS: Final = frozenset({"filters", "condition"})
_TEST_KEYS: Final = frozenset({"field", "operator", "value"})
_MIXED_KEYS: Final = _GROUP_KEYS | _TEST_KEYS
"""A test that is a group as well is refused as a combination, and none of its members as a stranger."""
_CONTAINERS: Final = frozenset({Kind.ARRAY, Kind.OBJECT})


def operators(of: Type) -> frozenset[str]:
    """The operators that a field of this type takes."""
    known = OPERATORS[of.kind]
    return known | _OVERLAPS if of.items is Kind.STRING else known


def _without_nulls(raw: dict[str, object]) -> dict[str, object]:
    """The members that count: null is as absent, but for the operand of a field, and in a stranger."""
    if None not in raw.values():
        return raw
    absent = _MIXED_KEYS if raw.get("field") is None else _MIXED_KEYS - {"value"}
    return {key: value for key, value in raw.items() if value is not None or key not in absent}


def _joined(condition: str, children: list[Tree | None]) -> Tree | None:
    kept = tuple(child for child in children if child is not None)
    if len(kept) > 1:
        return Group(condition, kept)
    return kept[0] if kept else None


def _condition(raw: object) -> str:
    if raw is None:
        return "and"
    if type(raw) is not str:
        raise DataTypeError("filter.condition", raw)
    if raw not in {"and", "or"}:
        raise InvalidParameterValue("filter.condition", raw)
    return raw


def _member(raw: dict[str, object], key: str) -> str:
    value = raw.get(key)
    if value is None:
        raise RequiredParameterMissed(f"filter.{key}")
    if type(value) is not str:
        raise DataTypeError(f"filter.{key}", value)
    return value


def _children(raw: object) -> list[object]:
    if raw is None:
        return []
    if type(raw) is not list:
        raise DataTypeError("filter.filters", raw)
    return raw


def _operator(raw: dict[str, object], show: Field | None) -> str:
    """The operator, which fits the field where there is one."""
    name = _member(raw, "operator")
    if name not in (_ALL if show is None else operators(show.type)):
        raise InvalidParameterValue("filter.operator", name)
    return name


def _each(items: list[object], checked: Callable[[object], Checked]) -> list[Checked]:
    """The elements of a list value; null is none of them."""
    if len(items) > MAX_LIST:
        raise InvalidParameterValue("filter.value", None)
    problems = Problems()
    kept = []
    for item in items:
        with problems:
            if item is None:
                raise InvalidParameterValue("filter.value", None)
            kept.append(checked(item))
    problems.raise_first()
    return kept


def _pattern(operator: str, value: object) -> str:
    pattern = text("filter.value", value)
    try:
        checked = _PATTERNS[operator](pattern)
        return patterns.fold(checked) if operator in _FOLDED else checked
    except patterns.PatternError as error:
        raise InvalidParameterValue("filter.value", value) from error
