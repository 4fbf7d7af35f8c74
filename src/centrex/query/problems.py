"""Collects what is wrong with a request, so that the answer does not depend on where one looked first."""

from __future__ import annotations

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


class Problems:
    """Parameter errors, of which the first by the contract's order of checks is the one to answer."""

    def __init__(self) -> None:
        self._met: list[CentrexError] = []

    def add(self, problem: CentrexError) -> None:
        self._met.append(problem)

    def raise_first(self) -> None:
        if self._met:
            raise min(self._met, key=_rank)


def _rank(problem: CentrexError) -> int:
    kind = type(problem)
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
