"""The grammar of jsquery: reads a text as a tree, within limits; what it does not know is an error."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Final

from centrex.jsquery.expressions import (
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
    Path,
    Scalar,
    Scoped,
    Value,
    size,
)
from centrex.jsquery.tokens import RESERVED, Token, check_storable, tokens_of

_MAX_TEXT = 10_000
_MAX_NESTING = 16  # parentheses, NOT, arrays and objects, one within another
_MAX_STEPS = 16  # of one path; every step is a level of the jsonpath
_MAX_VALUES = 400  # values to compare with; each is a condition

_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


def parse(text: str) -> Expression:
    """Return the tree of a jsquery text.

    Conditions are `path OP value`, joined by NOT, AND, OR (in any case; or `!`, `&`, `|`), in this
    order of precedence, and parentheses; `path ( … )` takes the paths inside relative to each
    value at the path. A path is names and `#` joined by dots; a name is an identifier or a JSON
    string. OP is `=` or `@>` with any JSON value, `<`, `<=`, `>`, `>=` with a number, or
    `IN (…)` with scalars.

    Raises:
        JsqueryError: the text is anything else; more than 10,000 characters, 16 levels of nesting,
            16 steps in a path or 400 values; a number beyond a finite double; NUL or half of a
            surrogate pair.
    """
    if len(text) > _MAX_TEXT:
        raise JsqueryError(f"the expression is longer than {_MAX_TEXT} characters")
    check_storable(text)
    tokens = tuple(tokens_of(text))
    expression, at = _disjunction(tokens, 0, 0)
    _expect(tokens, at, "")
    if size(expression) > _MAX_VALUES:
        raise JsqueryError(f"the expression compares with more than {_MAX_VALUES} values")
    return expression


# Every function below takes the tokens and an index, and returns what it read and the index after it.

_Tokens = tuple[Token, ...]


def _expect(tokens: _Tokens, at: int, kind: str) -> int:
    if tokens[at].kind != kind:
        raise JsqueryError(f"{kind or 'the end'} is expected at {tokens[at].at}")
    return at + 1


def _deeper(depth: int) -> int:
    if depth == _MAX_NESTING:
        raise JsqueryError(f"the expression is nested deeper than {_MAX_NESTING}")
    return depth + 1


def _disjunction(tokens: _Tokens, at: int, depth: int) -> tuple[Expression, int]:
    operand, at = _conjunction(tokens, at, depth)
    operands = [operand]
    while tokens[at].kind == "OR":
        operand, at = _conjunction(tokens, at + 1, depth)
        operands.append(operand)
    return (operand if len(operands) == 1 else Or(tuple(operands))), at


def _conjunction(tokens: _Tokens, at: int, depth: int) -> tuple[Expression, int]:
    operand, at = _operand(tokens, at, depth)
    operands = [operand]
    while tokens[at].kind == "AND":
        operand, at = _operand(tokens, at + 1, depth)
        operands.append(operand)
    return (operand if len(operands) == 1 else And(tuple(operands))), at


def _operand(tokens: _Tokens, at: int, depth: int) -> tuple[Expression, int]:
    match tokens[at].kind:
        case "NOT":
            operand, at = _operand(tokens, at + 1, _deeper(depth))
            return Not(operand), at
        case "(":
            return _parenthesised(tokens, at, depth)
        case _:
            path, at = _path(tokens, at)
            return _condition(tokens, at, depth, path)


def _parenthesised(tokens: _Tokens, at: int, depth: int) -> tuple[Expression, int]:
    inner, at = _disjunction(tokens, at + 1, _deeper(depth))
    return inner, _expect(tokens, at, ")")


def _path(tokens: _Tokens, at: int) -> tuple[Path, int]:
    first = tokens[at]
    if first.kind in RESERVED or (first.kind == "name" and first.value in _CONSTANTS):
        raise JsqueryError(f"the word at {first.at} is no name unless it is quoted")
    steps = [_step(first)]
    while tokens[at + 1].kind == ".":
        at += 2
        steps.append(_step(tokens[at]))
    if len(steps) > _MAX_STEPS:
        raise JsqueryError(f"a path has more than {_MAX_STEPS} steps")
    return tuple(steps), at + 1


def _step(token: Token) -> Name | AnyElement:
    # After a dot the reserved words are names: nothing else can stand there.
    if token.kind == "#":
        return AnyElement()
    if token.kind in ("name", "string") or token.value.upper() in RESERVED:
        return Name(token.value)
    raise JsqueryError(f"a name or # is expected at {token.at}")


def _condition(tokens: _Tokens, at: int, depth: int, path: Path) -> tuple[Expression, int]:
    match tokens[at].kind:
        case "(":
            inner, at = _parenthesised(tokens, at, depth)
            return Scoped(path, inner), at
        case "=":
            value, at = _value(tokens, at + 1, depth)
            return Equals(path, value), at
        case "@>":
            value, at = _value(tokens, at + 1, depth)
            return Contains(path, value), at
        case "IN":
            values, at = _list(tokens, _expect(tokens, at + 1, "("))
            return In(path, values), at
        case "<" | "<=" | ">" | ">=" as operator:
            end = _expect(tokens, at + 1, "number")
            return Compare(path, operator, _number(tokens[at + 1])), end
        case _:
            raise JsqueryError(f"an operator is expected at {tokens[at].at}")


def _list(tokens: _Tokens, at: int) -> tuple[tuple[Scalar, ...], int]:
    values = [_scalar(tokens[at])]
    while tokens[at + 1].kind == ",":
        at += 2
        values.append(_scalar(tokens[at]))
    return tuple(values), _expect(tokens, at + 1, ")")


def _value(tokens: _Tokens, at: int, depth: int) -> tuple[Value, int]:
    match tokens[at].kind:
        case "[":
            return _array(tokens, at + 1, _deeper(depth))
        case "{":
            return _object(tokens, at + 1, _deeper(depth))
        case _:
            return _scalar(tokens[at]), at + 1


def _array(tokens: _Tokens, at: int, depth: int) -> tuple[Array, int]:
    items: list[Value] = []
    while tokens[at].kind != "]" or items:
        item, at = _value(tokens, at, depth)
        items.append(item)
        if tokens[at].kind == "]":
            break
        at = _expect(tokens, at, ",")
    return Array(tuple(items)), at + 1


def _object(tokens: _Tokens, at: int, depth: int) -> tuple[Object, int]:
    members: dict[str, Value] = {}
    while tokens[at].kind != "}" or members:
        colon = _expect(tokens, at, "string")
        key = tokens[at].value
        members[key], at = _value(tokens, _expect(tokens, colon, ":"), depth)
        if tokens[at].kind == "}":
            break
        at = _expect(tokens, at, ",")
    return Object(tuple(members.items())), at + 1


def _scalar(token: Token) -> Scalar:
    if token.kind == "string":
        return token.value
    if token.kind == "number":
        return _number(token)
    if token.kind == "name" and token.value in _CONSTANTS:
        return _CONSTANTS[token.value]
    raise JsqueryError(f"a value is expected at {token.at}")


def _number(token: Token) -> Decimal:
    # The double comes first: Decimal does not take every exponent.
    double = float(token.value)
    mantissa = token.value.lower().partition("e")[0]
    if not mantissa.strip("-0."):
        return Decimal(0)
    if double == 0 or not isfinite(double):
        raise JsqueryError(f"the number at {token.at} is beyond a finite double")
    return Decimal(token.value)
