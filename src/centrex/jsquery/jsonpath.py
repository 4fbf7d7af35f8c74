"""A jsquery as the jsonpath that means the same to PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce

from centrex.jsquery.expressions import (
    And,
    AnyElement,
    Array,
    Compare,
    Contains,
    Equals,
    Expression,
    In,
    Name,
    Not,
    Object,
    Or,
    Path,
    Scalar,
    Scoped,
    Value,
)


def to_jsonpath(expression: Expression) -> str:
    """Return the jsonpath that gives PostgreSQL the same answer as `evaluate`.

    The SQL is `coalesce(jsonb_path_match(document, path::jsonpath, '{}', true), false)`, `path`
    being this text as a parameter. It is never an error, and NULL only where the document is.
    """
    return f"strict exists($ ? (@ != null && ({_predicate(expression)})))"


# In strict mode a step that leads nowhere is an error. A predicate takes it as unknown, a filter
# as no match, so each step has its own `exists(@… ? (…))` and one element never hides another.
# The comparison of different types is unknown too, hence a NOT is taken of an `exists` alone.


def _predicate(expression: Expression) -> str:
    match expression:
        case And(operands):
            return _joined(" && ", map(_predicate, operands))
        case Or(operands):
            return _joined(" || ", map(_predicate, operands))
        case Not(operand):
            return f"!{_exists('@', _predicate(operand))}"
        case Scoped(path, inner):
            return _at(path, _predicate(inner))
        case _:
            return _at(expression.path, _test(expression))


def _joined(operator: str, predicates: Iterable[str]) -> str:
    return operator.join(f"({predicate})" for predicate in predicates)


def _exists(path: str, predicate: str) -> str:
    return f"exists({path} ? ({predicate}))"


def _at(path: Path, predicate: str) -> str:
    steps = reversed([_accessor(step) for step in path])
    return reduce(lambda inner, step: _exists(f"@{step}", inner), steps, predicate)


def _accessor(step: Name | AnyElement) -> str:
    return "[*]" if isinstance(step, AnyElement) else f".{_quoted(step.key)}"


def _test(condition: Equals | Compare | In | Contains) -> str:
    match condition:
        case Equals(_, value):
            return _equality(value)
        case Compare(_, operator, number):
            return f"@ {operator} {_written(number)}"
        case In(_, values):
            return _joined(" || ", map(_equality, values))
        case Contains(_, Array() | Object() as value):
            return _containment(value)
        case Contains(_, value):
            return _joined(" || ", (_equality(value), _exists("@[*]", _equality(value))))


def _equality(value: Value) -> str:
    match value:
        case Array(items):
            parts = [
                '@.type() == "array"',
                f"@.size() == {len(items)}",
                *(_exists(f"@[{place}]", _equality(item)) for place, item in enumerate(items)),
            ]
            return _joined(" && ", parts)
        case Object(members):
            parts = ['@.type() == "object"', _no_other_keys([key for key, _ in members])]
            parts += [_exists(f"@.{_quoted(key)}", _equality(item)) for key, item in members]
            return _joined(" && ", parts)
        case _:
            return f"@ == {_written(value)}"


def _no_other_keys(keys: list[str]) -> str:
    if not keys:
        return "!exists(@.keyvalue())"
    others = _joined(" && ", (f"@.key != {_quoted(key)}" for key in keys))
    return f"!{_exists('@.keyvalue()', others)}"


def _containment(value: Value) -> str:
    match value:
        case Array(items):
            parts = [_exists("@[*]", _containment(item)) for item in items]
            return _joined(" && ", ['@.type() == "array"', *parts])
        case Object(members):
            parts = [_exists(f"@.{_quoted(key)}", _containment(item)) for key, item in members]
            return _joined(" && ", ['@.type() == "object"', *parts])
        case _:
            return f"@ == {_written(value)}"


def _written(value: Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    # The escapes of JSON are a subset of those of jsonpath.
    return json.dumps(text, ensure_ascii=False)
