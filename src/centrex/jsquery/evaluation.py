"""Whether a decoded JSON document meets a jsquery."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import isfinite

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
    Scoped,
    Value,
)


def evaluate(expression: Expression, document: object) -> bool:
    """Tell whether a decoded JSON document meets the expression.

    Types are strict: 1, "1" and true differ. A path that leads nowhere meets no condition, so its
    NOT holds. A name leads into an object only and `#` into an array only. No condition holds for
    a document that is None, be it SQL's NULL or JSON's null, and neither does a NOT.
    """
    return document is not None and _holds(expression, document)


def _holds(expression: Expression, document: object) -> bool:
    match expression:
        case And(operands):
            return all(_holds(operand, document) for operand in operands)
        case Or(operands):
            return any(_holds(operand, document) for operand in operands)
        case Not(operand):
            return not _holds(operand, document)
        case Scoped(path, inner):
            return any(_holds(inner, found) for found in _found(path, document))
        case _:
            return any(_meets(found, expression) for found in _found(expression.path, document))


def _found(path: Path, document: object) -> Iterable[object]:
    found = [document]
    for step in path:
        found = [child for parent in found for child in _children(step, parent)]
    return found


def _children(step: Name | AnyElement, parent: object) -> Iterable[object]:
    if isinstance(step, AnyElement):
        return parent if isinstance(parent, list) else ()
    return (parent[step.key],) if isinstance(parent, dict) and step.key in parent else ()


def _meets(found: object, condition: Equals | Compare | In | Contains) -> bool:
    match condition:
        case Equals(_, value):
            return _equals(found, value)
        case Compare(_, operator, number):
            return _is_ordered(found, operator, number)
        case In(_, values):
            return any(_equals(found, value) for value in values)
        case Contains(_, value):
            return _contains(found, value) or (
                isinstance(found, list) and any(_is_scalar(item, value) for item in found)
            )


def _equals(found: object, value: Value) -> bool:
    match value:
        case Array(items):
            return isinstance(found, list) and len(found) == len(items) and all(map(_equals, found, items))
        case Object(members):
            return (
                isinstance(found, dict)
                and len(found) == len(members)
                and all(key in found and _equals(found[key], member) for key, member in members)
            )
        case _:
            return _is_scalar(found, value)


def _contains(found: object, value: Value) -> bool:
    match value:
        case Array(items):
            return isinstance(found, list) and all(any(_contains(element, item) for element in found) for item in items)
        case Object(members):
            return isinstance(found, dict) and all(
                key in found and _contains(found[key], member) for key, member in members
            )
        case _:
            return _is_scalar(found, value)


def _is_scalar(found: object, value: Value) -> bool:
    if isinstance(value, Decimal):
        return _decimal(found) == value
    return type(found) is type(value) and found == value


def _is_ordered(found: object, operator: str, number: Decimal) -> bool:
    decimal = _decimal(found)
    if decimal is None:
        return False
    match operator:
        case "<":
            return decimal < number
        case "<=":
            return decimal <= number
        case ">":
            return decimal > number
        case _:
            return decimal >= number


def _decimal(found: object) -> Decimal | None:
    """A number of a document as its shortest decimal text, which is what a database stores."""
    if isinstance(found, int) and not isinstance(found, bool):
        return Decimal(found)
    if isinstance(found, float) and isfinite(found):
        return Decimal(repr(found))
    return None
