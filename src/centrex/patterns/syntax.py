"""What a regular expression is made of: the tree between reading and writing it."""

from __future__ import annotations

from dataclasses import dataclass
from string import punctuation
from typing import Final

PUNCTUATION: Final = frozenset(punctuation)
"""What a backslash takes literally."""

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Set:
    """One character of the sorted, disjoint ranges of code points, or one of all others."""

    ranges: Ranges
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """Any one character."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part from `low` to `high` times; without an upper bound `high` is None."""

    part: Node
    low: int
    high: int | None


Node = Set | Dot | Anchor | Sequence | Choice | Repeat

SIGNS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
