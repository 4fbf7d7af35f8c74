"""Turns the vendor's filter object into a tree of tests and their operands, or into the vendor's error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from centrex import jsquery, patterns
from centrex.catalogue import DataFace, Field, Kind
from centrex.errors import (
    DataTypeError,
    FilterProhibited,
    InvalidParametersCombination,
    InvalidParameterValue,
    ParameterError,
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

Pattern = Callable[[str], str]
_PATTERNS: Final[Mapping[str, Pattern]] = {
    **dict.fromkeys(_LIKES, patterns.like_pattern),
    "regexp": patterns.regexp_pattern,
}
_FOLDED: Final = frozenset({"ilike", "not_ilike"})


def parse_filter(face: DataFace, raw: object, zone: str) -> tuple[Tree | None, tuple[object, ...]]:
    """The tree (None when nothing is filtered) and its operands from left to right."""
    if raw is None or raw == {}:
        return None, ()
    reader = _Reader(face, zone)
    tree = reader.node(raw, 1)
    reader.problems.raise_first()
    return tree, tuple(reader.values)


class _Reader:
    """Walks one filter; keeps the operands and the problems that it meets."""

    def __init__(self, face: DataFace, zone: str) -> None:
        self.face = face
        self.zone = zone
        self.values: list[object] = []
        self.tests = 0
        self.problems = Problems()

    def node(self, raw: object, depth: int) -> Tree | None:
        if type(raw) is not dict:
            raise DataTypeError("filter" if depth == 1 else "filter.filters", raw)
        if "filters" in raw:
            return self.group(raw, depth)
        if "field" in raw or "operator" in raw or "value" in raw:
            return self.test(raw)
        return self.group(raw, depth) if raw else None

    def group(self, raw: dict[str, object], depth: int) -> Tree | None:
        if "field" in raw:
            raise InvalidParametersCombination("filter", None)
        _refuse_unknown(raw, _GROUP_KEYS)
        condition = _condition(raw.get("condition"))
        children = raw.get("filters")
        if children is None:
            return None
        if type(children) is not list:
            raise DataTypeError("filter.filters", children)
        if depth > MAX_DEPTH:
            raise InvalidParameterValue("filter", None)
        return _joined(condition, [self.child(child, depth + 1) for child in children])

    def child(self, raw: object, depth: int) -> Tree | None:
        try:
            return self.node(raw, depth)
        except ParameterError as problem:
            self.problems.add(problem)
            return None

    def test(self, raw: dict[str, object]) -> Comparison:
        _refuse_unknown(raw, _TEST_KEYS)
        self.tests += 1
        if self.tests > MAX_TESTS:
            raise InvalidParameterValue("filter", None)
        show = self.field(_member(raw, "field"))
        name = _member(raw, "operator")
        if name not in _operators(show):
            raise InvalidParameterValue("filter.operator", name)
        operator = self.operand(show, name, raw.get("value"))
        return Comparison(show.name, operator)

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
            return _jsquery(value)
        if operator in _OVERLAPS:
            return self.strings(value)
        if kind in _CONTAINERS:
            raise InvalidParameterValue("filter.operator", operator)
        if operator in _LISTS:
            return self.listed(show, value)
        if operator in _PATTERNS:
            return _pattern(operator, value)
        return comparable("filter.value", value, show.type, self.zone)

    def listed(self, show: Field, value: object) -> list[object]:
        if type(value) is not list:
            raise DataTypeError("filter.value", value)
        if len(value) > MAX_LIST or None in value:
            raise InvalidParameterValue("filter.value", None)
        return [comparable("filter.value", item, show.type, self.zone) for item in value]

    def strings(self, value: object) -> list[str]:
        items = value if type(value) is list else [value]
        if len(items) > MAX_LIST or None in items:
            raise InvalidParameterValue("filter.value", None)
        return [text("filter.value", item) for item in items]


_GROUP_KEYS: Final = frozenset({"filters", "condition"})
_TEST_KEYS: Final = frozenset({"field", "operator", "value"})
_CONTAINERS: Final = frozenset({Kind.ARRAY, Kind.OBJECT})


def _operators(show: Field) -> frozenset[str]:
    known = OPERATORS[show.type.kind]
    return known | _OVERLAPS if show.type.items is Kind.STRING else known


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


def _refuse_unknown(raw: dict[str, object], known: frozenset[str]) -> None:
    for key, value in raw.items():
        if key not in known:
            raise UnexpectedParameters(f"filter.{key}", value)


def _pattern(operator: str, value: object) -> str:
    pattern = text("filter.value", value)
    try:
        checked = _PATTERNS[operator](pattern)
        return patterns.fold(checked) if operator in _FOLDED else checked
    except patterns.PatternError as error:
        raise InvalidParameterValue("filter.value", value) from error


def _jsquery(value: object) -> str:
    source = text("filter.value", value)
    try:
        jsquery.parse(source)
    except jsquery.JsqueryError as error:
        raise InvalidParameterValue("filter.value", value) from error
    return source
