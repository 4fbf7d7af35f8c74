"""How much a regular expression costs the databases to prepare; what costs too much is refused.

PostgreSQL writes all repetitions out, and keeps an arc of its automaton for every step from one character of the
pattern to a possible next one, once for each group of characters ("color") that the pattern tells apart. The count
here is an upper bound of these arcs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from centrex.patterns.refusal import PatternError
from centrex.patterns.syntax import Anchor, Choice, Dot, Node, Repeat, Sequence, Set

_MAX_EXPANSION = 1_000  # RE2 takes no larger product of nested bounds
_MAX_ANCHORS = 4  # on one way through the pattern; each may double what PostgreSQL has to build
_MAX_ARCS = 20_000  # such an automaton takes PostgreSQL up to a tenth of a second


@dataclass(frozen=True, slots=True)
class _Cost:
    """How a part of the automaton joins others: arcs into its starts, number of its ends."""

    nullable: bool = True
    starts: int = 0
    ends: int = 0
    arcs: int = 0


def check_cost(node: Node) -> None:
    """Raises PatternError for what a database would refuse, or spend too long to prepare."""
    if _anchors(node) > _MAX_ANCHORS:
        raise PatternError(f"a text would have to meet more than {_MAX_ANCHORS} anchors")
    if _expansion(node) > _MAX_EXPANSION:
        raise PatternError(f"nested repetitions expand more than {_MAX_EXPANSION} times")
    borders = {border for part in _sets(node) for low, high in part.ranges for border in (low, high + 1)}
    _cost(node, sorted(borders))


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Sequence(parts):
            return parts
        case Choice(branches):
            return branches
        case Repeat(part):
            return (part,)
        case _:
            return ()


def _sets(node: Node) -> Iterator[Set]:
    if isinstance(node, Set):
        yield node
    for child in _children(node):
        yield from _sets(child)


def _anchors(node: Node) -> int:
    inner = [_anchors(child) for child in _children(node)]
    match node:
        case Anchor():
            return 1
        case Sequence():
            return sum(inner)
        case Repeat(_, _, high) if high not in (0, 1) and any(inner):
            raise PatternError("an anchor is repeated")
        case _:
            return max(inner, default=0)


def _expansion(node: Node) -> int:
    inner = max(map(_expansion, _children(node)), default=1)
    if isinstance(node, Repeat):
        return inner * max(1, node.low if node.high is None else node.high)
    return inner


def _cost(node: Node, borders: list[int]) -> _Cost:
    match node:
        case Set():
            return _Cost(False, _colors(node, borders), 1)
        case Dot():
            return _Cost(False, 1, 1)
        case Anchor():
            return _Cost(True, 1, 1)
        case Sequence(parts):
            return reduce(_joined, (_cost(part, borders) for part in parts))
        case Choice(branches):
            return reduce(_either, (_cost(branch, borders) for branch in branches))
        case Repeat(part, low, high):
            return _repeated(_cost(part, borders), low, high)


def _colors(node: Set, borders: list[int]) -> int:
    inside = sum(bisect_left(borders, high + 1) - bisect_left(borders, low) for low, high in node.ranges)
    return len(borders) + 1 - inside if node.negated else inside


def _joined(left: _Cost, right: _Cost) -> _Cost:
    return _limited(
        _Cost(
            left.nullable and right.nullable,
            left.starts + (right.starts if left.nullable else 0),
            right.ends + (left.ends if right.nullable else 0),
            left.arcs + right.arcs + left.ends * right.starts,
        )
    )


def _either(left: _Cost, right: _Cost) -> _Cost:
    return _limited(
        _Cost(
            left.nullable or right.nullable,
            left.starts + right.starts,
            left.ends + right.ends,
            left.arcs + right.arcs,
        )
    )


def _repeated(part: _Cost, low: int, high: int | None) -> _Cost:
    if high is None:
        loop = _limited(replace(part, arcs=part.arcs + part.ends * part.starts))
        return _after_copies(part, low - 1, loop) if low else replace(loop, nullable=True)
    tail = _Cost()
    for _ in range(high - low):
        tail = replace(_joined(part, tail), nullable=True)
    return _after_copies(part, low, tail)


def _after_copies(part: _Cost, copies: int, tail: _Cost) -> _Cost:
    for _ in range(copies):
        tail = _joined(part, tail)
    return tail


def _limited(cost: _Cost) -> _Cost:
    if cost.starts + cost.arcs > _MAX_ARCS:
        raise PatternError("the repetitions of the pattern are too costly")
    return cost
