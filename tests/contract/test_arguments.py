"""What the description says of a change's parameters is what the server takes: no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from centrex.catalogue import Kind, Operation, Param
from centrex.dialects.dataapi.login import LOGIN
from centrex.dialects.dataapi.methods import METHODS
from centrex.engine.arguments import checked_arguments
from centrex.errors import CentrexError
from tests.contract import described

PARAMS: Final = [
    pytest.param(operation, param, id=f"{operation.name}.{param.name}")
    for operation in METHODS.values()
    if operation.verb not in {"get", "getobj"}
    for param in operation.params
]
TEXTS: Final = (
    "",
    "x",
    "101",
    "74951234567",
    "+74951234567",
    "a@example.org",
    "active",
    "in",
    "va",
    "eight888",
)
NUMBERS: Final = (-1, 0, 1, 7.0, 1.5, 100, 101, 150, 151, 199, 200, 2**40)
TRIED: Final[tuple[Any, ...]] = (None, True, [], {}, *TEXTS, *NUMBERS, "x" * 255, "x" * 256, "x" * 1001)


@pytest.mark.parametrize(("operation", "param"), PARAMS)
def test_a_parameter_is_taken_exactly_when_it_is_as_described(operation: Operation, param: Param) -> None:
    grammar = described.validator(described.params_of(operation.name)[param.name]["schema"])
    verdicts = set()
    for value in _tried(param):
        taken = _is_taken(operation, param, value)
        verdicts.add(taken)
        assert taken == grammar.is_valid(value), value
    assert verdicts == {True, False}


def _is_taken(operation: Operation, param: Param, value: object) -> bool:
    """Whether the server takes the value, as far as it can tell without its rows."""
    creating = operation.verb == "create" or operation is LOGIN
    try:
        checked_arguments((param,), {param.name: value}, creating=creating)
    except CentrexError:
        return False
    return True


def _tried(param: Param) -> Iterator[Any]:
    """Values of every kind; inside of objects and arrays too, one at a time."""
    yield from TRIED
    if param.type.kind is Kind.OBJECT:
        yield from _objects(param)
    elif param.type.items is Kind.OBJECT:
        yield from ([made, made] for made in _objects(param))
    elif param.type.kind is Kind.ARRAY:
        yield from ([value] for value in (*TRIED, *param.type.values))
    yield from param.type.values


def _objects(param: Param) -> Iterator[dict[str, Any]]:
    whole = {member.name: _good(member) for member in param.fields}
    yield whole
    yield {**whole, "unknown": 1}
    for member in param.fields:
        yield {name: value for name, value in whole.items() if name != member.name}
        yield from ({**whole, member.name: value} for value in _tried(member))


def _good(param: Param) -> Any:
    """A value that is well formed."""
    good: dict[Kind, Any] = {Kind.NUMBER: 1, Kind.BOOLEAN: True, Kind.ARRAY: []}
    if param.type.kind is Kind.ENUM:
        return param.type.values[0]
    return good.get(param.type.kind, "74951" if param.max_length == 5 else "74951234567")
