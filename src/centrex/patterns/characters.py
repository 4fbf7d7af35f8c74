"""Reads what stands for one character of a regular expression: itself, an escape, or a bracket with its classes.

What takes the pattern and an index returns what it read and the index after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from centrex.patterns.refusal import PatternError
from centrex.patterns.syntax import PUNCTUATION, Ranges, Set

_POSIX = re.compile(r"\[:([a-z]+):\]")

# NUL is left out: no text of PostgreSQL holds it, and no pattern may.
_CLASSES: dict[str, Ranges] = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((1, 31), (127, 127)),
    "digit": ((48, 57),),
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}
_SHORTHANDS: dict[str, Ranges] = {
    "d": _CLASSES["digit"],
    "s": _CLASSES["space"],
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
}


def escape(text: str, at: int) -> tuple[Set, int]:
    """What the backslash at the index and the character after it stand for, outside of a bracket."""
    char = text[at + 1 : at + 2]
    if char in ("D", "S", "W"):
        return Set(_SHORTHANDS[char.lower()], negated=True), at + 2
    ranges, end = _escaped_ranges(text, at)
    return Set(ranges), end


def _escaped_ranges(text: str, at: int) -> tuple[Ranges, int]:
    char = text[at + 1 : at + 2]
    if char in _SHORTHANDS:
        return _SHORTHANDS[char], at + 2
    if char in PUNCTUATION:
        return itself(char), at + 2
    raise PatternError(f"the escape at {at} is not known")


def bracket(text: str, at: int) -> tuple[Set, int]:
    """What the bracket that opens at the index stands for."""
    negated = text.startswith("^", at + 1)
    start = end = at + 1 + negated
    ranges: list[tuple[int, int]] = []
    while end == start or not text.startswith("]", end):  # the first "]" is a literal
        found, end = _member(text, end, first=end == start)
        ranges.extend(found)
    return Set(_merged(ranges), negated), end + 1


def _member(text: str, at: int, *, first: bool) -> tuple[Ranges, int]:
    low, end = _element(text, at)
    bare_dash = text[at] == "-"
    if text.startswith("-", end) and not text.startswith("]", end + 1) and not bare_dash:
        high, after = _element(text, end + 1)
        return _range(low, high, text, at, after), after
    if bare_dash and not first and not text.startswith("]", end):
        raise PatternError(f"the dash at {at} must be escaped, or be first or last in the bracket")
    return low, end


def _range(low: Ranges, high: Ranges, text: str, at: int, end: int) -> Ranges:
    characters = (*low, *high)
    one_each = len(characters) == 2 and all(start == stop for start, stop in characters)
    if not one_each or low > high or text[end - 2 : end] == "--":
        raise PatternError(f"the range at {at} is malformed or out of order")
    return ((low[0][0], high[0][0]),)


def _element(text: str, at: int) -> tuple[Ranges, int]:
    head = text[at : at + 2]
    if not head:
        raise PatternError("a bracket is not closed")
    if head[0] == "\\":
        return _escaped_ranges(text, at)
    return _posix_class(text, at) if head in ("[:", "[.", "[=") else (itself(head[0]), at + 1)


def _posix_class(text: str, at: int) -> tuple[Ranges, int]:
    found = _POSIX.match(text, at)
    if found is None or found[1] not in _CLASSES:
        raise PatternError(f"the class at {at} is not known")
    return _CLASSES[found[1]], found.end()


def itself(char: str) -> Ranges:
    """The range of one character."""
    return ((ord(char), ord(char)),)


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)
