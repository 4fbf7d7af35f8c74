"""Collects what is wrong with a request, so that the answer does not depend on where one looked first."""

from __future__ import annotations

from types import TracebackType
from typing import Final

from centrex.errors import (
    CentrexError,
    DataTypeError,
    InvalidParametersCombination,
    InvalidParameterValue,
    ParameterComponentDisabled,
    RequiredParameterMissed,
    UnexpectedParameters,
)

_ORDER: Final = (
    UnexpectedParameters,
    RequiredParameterMissed,
    DataTypeError,
    InvalidParameterValue,
    InvalidParametersCombination,
    ParameterComponentDisabled,
)
"""The order of checks of the contract; any other parameter error comes after these."""


ENOUGH: Final = 100
"""A request with so many problems is read no further: a megabyte of them would take a second."""


class Problems:
    """Parameter errors, of which the first by the contract's order of checks is the one to answer.

    ``with problems:`` keeps the error that ends its block, and goes on behind it.
    """

    def __init__(self) -> None:
        self._met: list[CentrexError] = []

    def add(self, problem: CentrexError) -> None:
        self._met.append(problem)
        if len(self._met) >= ENOUGH:
            self.raise_first()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(problem, CentrexError):
            return False
        self.add(problem)
        return True

    def raise_first(self) -> None:
        if self._met:
            raise min(self._met, key=_rank)


def _rank(problem: CentrexError) -> int:
    kind = type(problem)
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
