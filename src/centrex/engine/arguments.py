"""Checks the arguments of an operation against its parameters, objects and arrays inside included."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from centrex.catalogue import Kind, Param
from centrex.errors import (
    DataLimitExceeded,
    DataTypeError,
    InvalidParametersCombination,
    InvalidParameterValue,
    ParameterComponentDisabled,
    ParameterError,
    RequiredParameterMissed,
    UnexpectedParameters,
)
from centrex.query.problems import Problems
from centrex.query.values import boolean, instant, integer, one_of, text

Arguments = Mapping[str, object]


def refuse_unknown(arguments: Arguments, known: Iterable[str], problems: Problems, path: str = "") -> None:
    """An unknown parameter is an error, whatever its value."""
    allowed = frozenset(known)
    for name, value in arguments.items():
        if name not in allowed:
            problems.add(UnexpectedParameters(path + name, value))


def checked_arguments(
    params: Iterable[Param],
    arguments: Arguments,
    *,
    creating: bool,
    components: Collection[str] | None = None,
    zone: str = "UTC",
    alternatives: tuple[str, ...] = (),
) -> dict[str, object]:
    """The parameters that were sent, checked; raises the first error by the contract's order.

    Absent ones are left out. ``null`` counts as absent in a create; in an update it resets what may be empty, and
    stays None. Without ``components`` no parameter asks for one. Of ``alternatives`` exactly one is to be sent.
    """
    problems = Problems()
    checker = _Checker(problems, creating, components, zone)
    checked = checker.members(tuple(params), arguments, "")
    checker.alternatives(alternatives, arguments)
    problems.raise_first()
    return checked


class _Checker:
    """Walks the arguments of one call and keeps the problems that it meets."""

    def __init__(self, problems: Problems, creating: bool, components: Collection[str] | None, zone: str) -> None:
        self.problems = problems
        self.creating = creating
        self.components = components
        self.zone = zone

    def members(self, params: tuple[Param, ...], arguments: Arguments, path: str) -> dict[str, object]:
        """The members of an object, or the parameters of the method; ``path`` ends with a dot or is empty."""
        refuse_unknown(arguments, (param.name for param in params), self.problems, path)
        checked: dict[str, object] = {}
        for param in params:
            try:
                if self._is_sent(param, arguments, path):
                    checked[param.name] = self.value(param, arguments[param.name], path + param.name)
            except (ParameterError, DataLimitExceeded) as problem:
                if _holds_secret(param):
                    problem.value = None
                self.problems.add(problem)
        return checked

    def _is_sent(self, param: Param, arguments: Arguments, path: str) -> bool:
        needed = param.required or (param.needed_with is not None and arguments.get(param.needed_with) is not None)
        if param.name in arguments and (arguments[param.name] is not None or not (self.creating or needed)):
            return True
        if needed:
            raise RequiredParameterMissed(path + param.name)
        return False

    def alternatives(self, names: tuple[str, ...], arguments: Arguments) -> None:
        """Of parameters that stand for each other exactly one is sent; null counts as absent."""
        sent = [name for name in names if arguments.get(name) is not None]
        if names and not sent:
            self.problems.add(RequiredParameterMissed(names[0]))
        elif len(sent) > 1:
            self.problems.add(InvalidParametersCombination(sent[1], arguments[sent[1]]))

    def value(self, param: Param, value: object, path: str) -> object:
        if self.components is not None and param.component and param.component not in self.components:
            self.problems.add(ParameterComponentDisabled(path, None, {"components": param.component}))
        if value is None:
            if param.must:
                raise InvalidParameterValue(path)
            return None
        if param.type.kind is Kind.ARRAY:
            return self._array(param, value, path)
        if param.type.kind is Kind.OBJECT:
            return self._object(param, value, path)
        return self._scalar(param, value, path)

    def _object(self, param: Param, value: object, path: str) -> dict[str, object]:
        if type(value) is not dict:
            raise DataTypeError(path, value)
        return self.members(param.fields, value, f"{path}.")

    def _array(self, param: Param, value: object, path: str) -> object:
        """Objects and strings in the order that was sent; ids without repetition, in ascending order."""
        if type(value) is not list:
            raise DataTypeError(path, value)
        if param.type.items is Kind.OBJECT:
            checked: object = [self._object(param, item, path) for item in value]
        elif param.type.items is Kind.NUMBER:
            checked = sorted({integer(path, item) for item in value})
        else:
            checked = list(dict.fromkeys(self._string(param, item, path) for item in value))
        assert isinstance(checked, list)
        if len(checked) > param.max_items:
            raise DataLimitExceeded(path)
        return checked

    def _string(self, param: Param, item: object, path: str) -> str:
        if param.type.values:
            return one_of(path, item, param.type.values)
        return _written(param, item, path)

    def _scalar(self, param: Param, value: object, path: str) -> object:
        kind = param.type.kind
        if kind is Kind.NUMBER:
            return _bounded(param, value, path)
        if kind is Kind.BOOLEAN:
            return boolean(path, value)
        if kind is Kind.ENUM:
            return one_of(path, value, param.type.values)
        if kind is Kind.DATETIME:
            return instant(path, value, self.zone)
        return _written(param, value, path)


def _holds_secret(param: Param) -> bool:
    """Whether what was sent may hold a password, in the wrong place or in the wrong form."""
    return param.secret or any(_holds_secret(member) for member in param.fields)


def _bounded(param: Param, value: object, path: str) -> int | float:
    number: int | float = _money(path, value) if param.type.fraction else integer(path, value)
    below = param.minimum is not None and number < param.minimum
    above = param.maximum is not None and number > param.maximum
    if below or above:
        raise InvalidParameterValue(path, value)
    return number


def _money(path: str, value: object) -> float:
    """A JSON number that may have a fraction, within what both stores keep exactly enough."""
    if type(value) is not int and type(value) is not float:
        raise DataTypeError(path, value)
    if not abs(value) <= 1e15:  # nor is what is no number
        raise InvalidParameterValue(path, value)
    return float(value)


def _written(param: Param, value: object, path: str) -> str:
    """A text within its length; one that must have a letter is not blank."""
    written = text(path, value)
    blank = param.min_length > 0 and not written.strip()
    if blank or not param.min_length <= len(written) <= param.max_length:
        raise InvalidParameterValue(path, value)
    if param.pattern is not None and not re.fullmatch(param.pattern, written):
        raise InvalidParameterValue(path, value)
    return written
