"""A subset of PostgreSQL's jsquery: a text to a tree, the tree over a document or as jsonpath.

Never touches a database, and never guesses: a text outside of the subset is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from math import isfinite
from typing import Final

_MAX_TEXT = 10_000
_MAX_NESTING = 16  # parentheses, NOT, arrays and objects, one within another
_MAX_STEPS = 16  # of one path; every step is a level of the jsonpath
_MAX_VALUES = 400  # values to compare with; each is a condition

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_RESERVED = frozenset({"AND", "OR", "NOT", "IN"})
_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


class JsqueryError(ValueError):
    """The text is no jsquery of the supported subset, or exceeds a limit."""


# --------------------------------------------------------------------------------------- the tree


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


# ---------------------------------------------------------------------------------- the interface


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
    _check_storable(text)
    tokens = tuple(_tokens(text))
    expression, at = _disjunction(tokens, 0, 0)
    _expect(tokens, at, "")
    if size(expression) > _MAX_VALUES:
        raise JsqueryError(f"the expression compares with more than {_MAX_VALUES} values")
    return expression


def size(expression: Expression) -> int:
    """Return the number of values that the expression compares with; each is a condition."""
    return sum(map(_size, _values_of(expression)))


def evaluate(expression: Expression, document: object) -> bool:
    """Tell whether a decoded JSON document meets the expression.

    Types are strict: 1, "1" and true differ. A path that leads nowhere meets no condition, so its
    NOT holds. A name leads into an object only and `#` into an array only. No condition holds for
    a document that is None, be it SQL's NULL or JSON's null, and neither does a NOT.
    """
    return document is not None and _holds(expression, document)


def to_jsonpath(expression: Expression) -> str:
    """Return the jsonpath that gives PostgreSQL the same answer as `evaluate`.

    The SQL is `coalesce(jsonb_path_match(document, path::jsonpath, '{}', true), false)`, `path`
    being this text as a parameter. It is never an error, and NULL only where the document is.
    """
    return f"strict exists($ ? (@ != null && ({_predicate(expression)})))"


# ------------------------------------------------------------------------------------- the lexer


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the text: its kind, what it stands for, and where it starts."""

    kind: str
    value: str
    at: int


_TOKEN = re.compile(
    r"""[ \t\r\n\f]*(?:
        (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
      | (?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")
      | (?P<sign><=|>=|@>|[=<>().,&|!\#\[\]{}:])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


def _tokens(text: str) -> Iterator[_Token]:
    """The last token is the end: of kind "" and value ""."""
    at, kind = 0, None
    while kind != "end":
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise JsqueryError(f"no word, value or operator starts at {at}")
        kind, at = found.lastgroup, found.end()
        yield _token(kind, found[kind], found.start(kind))


def _token(kind: str, lexeme: str, at: int) -> _Token:
    match kind:
        case "string":
            return _Token(kind, _unquoted(lexeme, at), at)
        case "name" if lexeme.upper() in _RESERVED:
            return _Token(lexeme.upper(), lexeme, at)
        case "name" | "number":
            return _Token(kind, lexeme, at)
        case _:
            return _Token({"&": "AND", "|": "OR", "!": "NOT"}.get(lexeme, lexeme), lexeme, at)


def _unquoted(lexeme: str, at: int) -> str:
    try:
        text: str = json.loads(lexeme)
    except ValueError:
        raise JsqueryError(f"the string at {at} has an unknown escape") from None
    _check_storable(text)
    return text


def _check_storable(text: str) -> None:
    if _UNSTORABLE.search(text):
        raise JsqueryError("NUL and half of a surrogate pair are in no document")


# ------------------------------------------------------------------------------------ the parser
# Every function takes the tokens and an index, and returns what it read and the index after it.


_Tokens = tuple[_Token, ...]


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
    if first.kind in _RESERVED or (first.kind == "name" and first.value in _CONSTANTS):
        raise JsqueryError(f"the word at {first.at} is no name unless it is quoted")
    steps = [_step(first)]
    while tokens[at + 1].kind == ".":
        at += 2
        steps.append(_step(tokens[at]))
    if len(steps) > _MAX_STEPS:
        raise JsqueryError(f"a path has more than {_MAX_STEPS} steps")
    return tuple(steps), at + 1


def _step(token: _Token) -> Name | AnyElement:
    # After a dot the reserved words are names: nothing else can stand there.
    if token.kind == "#":
        return AnyElement()
    if token.kind in ("name", "string") or token.value.upper() in _RESERVED:
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


def _scalar(token: _Token) -> Scalar:
    if token.kind == "string":
        return token.value
    if token.kind == "number":
        return _number(token)
    if token.kind == "name" and token.value in _CONSTANTS:
        return _CONSTANTS[token.value]
    raise JsqueryError(f"a value is expected at {token.at}")


def _number(token: _Token) -> Decimal:
    # The double comes first: Decimal does not take every exponent.
    double = float(token.value)
    mantissa = token.value.lower().partition("e")[0]
    if not mantissa.strip("-0."):
        return Decimal(0)
    if double == 0 or not isfinite(double):
        raise JsqueryError(f"the number at {token.at} is beyond a finite double")
    return Decimal(token.value)


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


# ----------------------------------------------------------------------------- over a document


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


# ------------------------------------------------------------------------------------ as jsonpath
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
