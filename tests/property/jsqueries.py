"""jsquery expressions, made as trees out of real documents, printed as text and evaluated without the product."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

PLAIN_NAME: Final = re.compile(r"(?!(?:and|or|not|in|true|false|null)\b)[A-Za-z_][A-Za-z0-9_]*", re.IGNORECASE)
ANY: Final = "#"
SCALARS: Final = (None, True, False, 0, 1, -1, 5, "", "in", "100", "1", "я", 'q"\\')

Step = str | None
"""The name of a member, or None for any element of an array."""


@dataclass(frozen=True)
class And:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    operand: Node


@dataclass(frozen=True)
class Within:
    """The operand holds for one of the values at the path."""

    path: tuple[Step, ...]
    operand: Node


@dataclass(frozen=True)
class Condition:
    """``sign`` and ``operand`` hold for one of the values at the path."""

    path: tuple[Step, ...]
    sign: str
    operand: Any


Node = And | Or | Not | Within | Condition


# ------------------------------------------------------------------------------------ what it means


def holds(node: Node, document: Any) -> bool:
    match node:
        case And(operands):
            return all(holds(operand, document) for operand in operands)
        case Or(operands):
            return any(holds(operand, document) for operand in operands)
        case Not(operand):
            return not holds(operand, document)
        case Within(path, operand):
            return any(holds(operand, value) for value in _at(path, document))
        case Condition(path, sign, operand):
            return any(SIGNS[sign](value, operand) for value in _at(path, document))


def _at(path: Sequence[Step], document: Any) -> Iterator[Any]:
    if not path:
        yield document
    elif path[0] is None:
        for element in document if isinstance(document, list) else ():
            yield from _at(path[1:], element)
    elif isinstance(document, dict) and path[0] in document:
        yield from _at(path[1:], document[path[0]])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(left: Any, right: Any) -> bool:
    if _is_number(left) and _is_number(right):
        return bool(left == right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    return type(left) is type(right) and bool(left == right)


def _holds_all(left: Any, right: Any) -> bool:
    """Whether jsonb ``left`` contains ``right``, below the top."""
    if isinstance(left, list) and isinstance(right, list):
        return all(any(_holds_all(element, wanted) for element in left) for wanted in right)
    if isinstance(left, dict) and isinstance(right, dict):
        return all(key in left and _holds_all(left[key], wanted) for key, wanted in right.items())
    return _same(left, right)


def _contains(left: Any, right: Any) -> bool:
    """At the top an array contains a scalar that it holds as well."""
    if isinstance(left, list) and not isinstance(right, list | dict):
        return any(_same(element, right) for element in left)
    return _holds_all(left, right)


SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": _same,
    "<": lambda left, right: _is_number(left) and left < right,
    "<=": lambda left, right: _is_number(left) and left <= right,
    ">": lambda left, right: _is_number(left) and left > right,
    ">=": lambda left, right: _is_number(left) and left >= right,
    "IN": lambda left, right: any(_same(left, each) for each in right),
    "@>": _contains,
}


# ----------------------------------------------------------------------------------- how it is written


def written(random: Random, node: Node) -> str:
    """The text, with brackets where precedence asks for them and sometimes where it does not."""
    match node:
        case And(operands):
            inner = (_bracketed(random, operand, isinstance(operand, And | Or)) for operand in operands)
            return random.choice((" AND ", " and ", "&")).join(inner)
        case Or(operands):
            inner = (_bracketed(random, operand, isinstance(operand, Or)) for operand in operands)
            return random.choice((" OR ", " or ", "|")).join(inner)
        case Not(operand):
            sign = random.choice(("NOT ", "not ", "!"))
            return sign + _bracketed(random, operand, isinstance(operand, And | Or))
        case Within(path, operand):
            return f"{_path(random, path)}({written(random, operand)})"
        case Condition(path, "IN", operands):
            return f"{_path(random, path)} in ({', '.join(_value(random, each) for each in operands)})"
        case Condition(path, sign, operand):
            return f"{_path(random, path)} {sign} {_value(random, operand)}"


def _bracketed(random: Random, node: Node, needed: bool) -> str:
    text = written(random, node)
    return f"({text})" if needed or random.random() < 0.2 else text


def _path(random: Random, path: Sequence[Step]) -> str:
    return ".".join(_step(random, step) for step in path)


def _step(random: Random, step: Step) -> str:
    if step is None:
        return ANY
    return step if PLAIN_NAME.fullmatch(step) and random.random() < 0.8 else json.dumps(step)


def _value(random: Random, value: Any) -> str:
    if _is_number(value) and random.random() < 0.3:
        return random.choice((f"{value}.0", f"{value}e0", f"{value}.00E+0"))
    return json.dumps(value, ensure_ascii=random.random() < 0.5)


# -------------------------------------------------------------------------------------- how it is made


def random_node(random: Random, documents: Sequence[Any], depth: int = 3) -> Node:
    """An expression about one of the documents, which it fits more often than not."""
    document = random.choice([document for document in documents if document] or [[]])
    return _node(random, document, depth)


def _node(random: Random, document: Any, depth: int) -> Node:
    chance = random.random()
    if not depth or chance < 0.4:
        return _condition(random, document)
    if chance < 0.55:
        return And(_operands(random, document, depth))
    if chance < 0.7:
        return Or(_operands(random, document, depth))
    if chance < 0.82:
        return Not(_node(random, document, depth - 1))
    path, value = _walk(random, document)
    return Within(path, _node(random, value, depth - 1))


def _operands(random: Random, document: Any, depth: int) -> tuple[Node, ...]:
    return tuple(_node(random, document, depth - 1) for _ in range(random.randint(2, 3)))


def _walk(random: Random, document: Any) -> tuple[tuple[Step, ...], Any]:
    """A path of one step or more, and a value that it leads to."""
    path: list[Step] = []
    while not path or (document and random.random() < 0.6):
        step, document = _any_step(random, document)
        path.append(step)
    return tuple(path), document


def _any_step(random: Random, document: Any) -> tuple[Step, Any]:
    if random.random() < 0.05:
        return random.choice((None, "nowhere", "in", "я б", 'q"')), random.choice(SCALARS)
    if isinstance(document, list):
        return None, random.choice(document) if document else random.choice(SCALARS)
    if isinstance(document, dict) and document:
        key = random.choice(tuple(document))
        return key, document[key]
    return random.choice((None, "id")), random.choice(SCALARS)


def _condition(random: Random, document: Any) -> Condition:
    path, value = _walk(random, document)
    sign = random.choice(tuple(SIGNS))
    if sign == "IN":
        scalars = [value] if not isinstance(value, list | dict) else []
        return Condition(path, sign, (*scalars, *random.choices(SCALARS, k=random.randint(1, 3))))
    if sign in {"<", "<=", ">", ">="}:
        number = value if _is_number(value) else random.choice((0, 1, 5, 20, 60))
        return Condition(path, sign, number + random.choice((-1, 0, 0, 1)))
    if random.random() < 0.25:
        return Condition(path, sign, random.choice(SCALARS))
    return Condition(path, sign, _part(random, value) if sign == "@>" else value)


def _part(random: Random, value: Any) -> Any:
    """A value that the value contains."""
    if isinstance(value, list):
        if value and random.random() < 0.2 and not isinstance(value[0], list | dict):
            return value[0]
        return [_part(random, element) for element in random.sample(value, random.randint(0, len(value)))]
    if isinstance(value, dict):
        keys = random.sample(tuple(value), random.randint(0, len(value)))
        return {key: _part(random, value[key]) for key in keys}
    return value
