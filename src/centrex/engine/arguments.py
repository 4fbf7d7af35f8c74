"""Checks the arguments of a change against the parameters of its operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from centrex.catalogue import Kind, Param
from centrex.errors import (
    DataLimitExceeded,
    DataTypeError,
    InvalidParameterValue,
    ParameterError,
    RequiredParameterMissed,
    UnexpectedParameters,
)
from centrex.query.problems import Problems
from centrex.query.values import integer, text

MAX_MEMBERS: Final = 10_000


def refuse_unknown(arguments: Mapping[str, object], known: Iterable[str], problems: Problems) -> None:
    """An unknown parameter is an error, whatever its value."""
    allowed = frozenset(known)
    for name, value in arguments.items():
        if name not in allowed:
            problems.add(UnexpectedParameters(name, value))


def checked_arguments(params: Iterable[Param], arguments: Mapping[str, object], *, creating: bool) -> dict[str, object]:
    """The parameters that were sent, checked; raises the first error by the contract's order.

    Absent ones are left out. ``null`` counts as absent in a create; in an update it resets what may be empty.
    """
    problems = Problems()
    listed = tuple(params)
    refuse_unknown(arguments, (param.name for param in listed), problems)
    checked: dict[str, object] = {}
    for param in listed:
        value = arguments.get(param.name)
        absent = param.name not in arguments or (value is None and (creating or param.required))
        try:
            if not absent:
                checked[param.name] = _checked(param, value)
            elif param.required:
                raise RequiredParameterMissed(param.name)
        except ParameterError as problem:
            problems.add(problem)
    problems.raise_first()
    return checked


def _checked(param: Param, value: object) -> object:
    if param.type.kind is Kind.ARRAY:
        return _ids(param.name, value)
    if value is None:
        raise InvalidParameterValue(param.name, None)
    if param.type.kind is Kind.NUMBER:
        return integer(param.name, value)
    return _name(param, value)


def _name(param: Param, value: object) -> str:
    """A text that is not blank and not too long."""
    written = text(param.name, value)
    if not written.strip() or len(written) > param.max_length:
        raise InvalidParameterValue(param.name, value)
    return written


def _ids(name: str, value: object) -> tuple[int, ...]:
    """Ids without repetition, in ascending order; null is the empty list."""
    if value is None:
        return ()
    if type(value) is not list:
        raise DataTypeError(name, value)
    ids = sorted({integer(name, item) for item in value})
    if len(ids) > MAX_MEMBERS:
        raise DataLimitExceeded(name)
    return tuple(ids)
