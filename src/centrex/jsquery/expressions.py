"""The tree of a jsquery: conditions on the values at paths, and how many values they compare with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


class JsqueryError(ValueError):
    """The text is no jsquery of the supported subset, or exceeds a limit."""


@dataclass(frozen=True, slots=True)
class Array:
    """A JSON array among the values to compare with."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object among the values to compare with; no key occurs twice."""

    members: tuple[tuple[str, Value], ...]


# Numbers are decimals as they were written: PostgreSQL does not round them to doubles either.
Scalar = None | bool | str | Decimal
Value = Scalar | Array | Object


@dataclass(frozen=True, slots=True)
class Name:
    """A step to the member of an object."""

    key: str


@dataclass(frozen=True, slots=True)
class AnyElement:
    """The step `#`: to every element of an array."""


Path = tuple[Name | AnyElement, ...]


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Scoped:
    """`path ( inner )`: the inner expression holds for a value at the path."""

    path: Path
    inner: Expression


@dataclass(frozen=True, slots=True)
class Equals:
    """`path = value`."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class Compare:
    """`path < number`, also with `<=`, `>` and `>=`."""

    path: Path
    operator: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class In:
    """`path IN (value, …)`."""

    path: Path
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """`path @> value`: containment as of jsonb."""

    path: Path
    value: Value


Expression = And | Or | Not | Scoped | Equals | Compare | In | Contains


def size(expression: Expression) -> int:
    """Return the number of values that the expression compares with; each is a condition."""
    return sum(map(_size, _values_of(expression)))


def _values_of(expression: Expression) -> Iterator[Value]:
    match expression:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _values_of(operand)
        case Not(inner) | Scoped(_, inner):
            yield from _values_of(inner)
        case In(_, values):
            yield from values
        case Equals(_, value) | Contains(_, value) | Compare(_, _, value):
            yield value


def _size(value: Value) -> int:
    match value:
        case Array(items):
            return 1 + sum(map(_size, items))
        case Object(members):
            return 1 + sum(_size(member) for _, member in members)
        case _:
            return 1
