"""The errors that a change is said to end with are those that its code raises, found by following its calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import isclass, isfunction
from types import CodeType, ModuleType
from typing import Any, Final

import pytest

from centrex.catalogue import Operation
from centrex.dialects.dataapi.methods import METHODS
from centrex.dialects.dataapi.openrpc_errors import REFUSALS, possible
from centrex.engine.handlers import handler
from centrex.errors import CentrexError, EntityNotFound

ENGINE: Final = "centrex.engine"
CHANGES: Final = [each for each in METHODS.values() if each.verb not in {"get", "getobj", "login", "logout"}]


def raised(operation: Operation) -> set[type[CentrexError]]:
    """Every error that the steps of a change name."""
    met: set[Callable[..., Any]] = set()
    _follow(handler(operation), met)
    return {
        named for function in met for named in _named(function) if isclass(named) and issubclass(named, CentrexError)
    }


def _follow(function: Callable[..., Any], met: set[Callable[..., Any]]) -> None:
    if function in met:
        return
    met.add(function)
    for named in _named(function):
        if isfunction(named) and named.__module__.startswith(ENGINE):
            _follow(named, met)
        elif isclass(named) and named.__module__.startswith(ENGINE):
            for method in vars(named).values():
                if isfunction(method):
                    _follow(method, met)


def _named(function: Callable[..., Any]) -> Iterator[Any]:
    """What the global names in the code of a function stand for, those of modules of the engine included."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    for name in names:
        named = function.__globals__.get(name)
        if isinstance(named, ModuleType) and named.__name__.startswith(ENGINE):
            yield from (vars(named)[inner] for inner in names & vars(named).keys())
        else:
            yield named


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


@pytest.mark.parametrize("operation", CHANGES, ids=lambda operation: operation.name)
def test_a_change_names_every_error_that_it_raises(operation: Operation) -> None:
    named = set(possible(operation))
    if operation.name == "create.employee_positions":
        named.add(EntityNotFound)  # it is raised for members, which positions have none of
    assert raised(operation) <= named


@pytest.mark.parametrize("name", REFUSALS)
def test_a_change_names_no_refusal_that_it_cannot_raise(name: str) -> None:
    assert set(REFUSALS[name]) <= raised(METHODS[name])
