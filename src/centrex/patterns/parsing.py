"""The grammar of regular expressions: reads a text as a tree; what it does not know is an error."""

from __future__ import annotations

import re

from centrex.patterns.characters import bracket, escape, itself
from centrex.patterns.refusal import PatternError
from centrex.patterns.syntax import SIGNS, Anchor, Choice, Dot, Node, Repeat, Sequence, Set

_MAX_BOUND = 255  # PostgreSQL takes no larger number in {m,n}
_MAX_DEPTH = 50  # nested groups; keeps every recursion here and in the databases shallow

_BOUND = re.compile(r"\{(\d{1,3})(,(\d{0,3}))?\}", re.ASCII)


def parse(text: str) -> Node:
    """The tree of a text that is not empty.

    Raises:
        PatternError: the text is malformed or outside of the subset; groups are nested too deep.
    """
    node, end = _choice(text, 0, 0)
    if end < len(text):
        raise PatternError(f"the parenthesis at {end} closes nothing")
    return node


# Every function below takes the pattern and an index, and returns what it read and the index after it.


def _choice(text: str, at: int, depth: int) -> tuple[Node, int]:
    branch, at = _sequence(text, at, depth)
    branches = [branch]
    while text.startswith("|", at):
        branch, at = _sequence(text, at + 1, depth)
        branches.append(branch)
    return (branch if len(branches) == 1 else Choice(tuple(branches))), at


def _sequence(text: str, at: int, depth: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(text) and text[at] not in "|)":
        part, at = _piece(text, at, depth)
        parts.append(part)
    if not parts:
        raise PatternError(f"a branch is empty at {at}")
    return (parts[0] if len(parts) == 1 else Sequence(tuple(parts))), at


def _piece(text: str, at: int, depth: int) -> tuple[Node, int]:
    atom, at = _atom(text, at, depth)
    times, after = _quantifier(text, at)
    if times is None:
        return atom, at
    if isinstance(atom, Anchor):
        raise PatternError(f"the quantifier at {at} repeats an anchor")
    if _quantifier(text, after)[0] is not None:
        raise PatternError(f"the quantifier at {after} follows a quantifier")
    return Repeat(atom, *times), after


def _quantifier(text: str, at: int) -> tuple[tuple[int, int | None] | None, int]:
    char = text[at : at + 1]
    if char == "{":
        return _bound(text, at)
    return (SIGNS[char], at + 1) if char in SIGNS else (None, at)


def _bound(text: str, at: int) -> tuple[tuple[int, int | None], int]:
    found = _BOUND.match(text, at)
    if found is None:
        raise PatternError(f"the brace at {at} opens no {{m}}, {{m,}} or {{m,n}}")
    low = int(found[1])
    high = low if found[2] is None else int(found[3]) if found[3] else None
    if max(low, high or 0) > _MAX_BOUND or (high is not None and high < low):
        raise PatternError(f"the bounds at {at} are out of order or above {_MAX_BOUND}")
    return (low, high), found.end()


def _atom(text: str, at: int, depth: int) -> tuple[Node, int]:
    match text[at]:
        case "(":
            return _group(text, at, depth)
        case "[":
            return bracket(text, at)
        case "\\":
            return escape(text, at)
        case ".":
            return Dot(), at + 1
        case "^" | "$" as sign:
            return Anchor(sign), at + 1
        case "*" | "+" | "?" | "{":
            raise PatternError(f"the quantifier at {at} repeats nothing")
        case char:
            return Set(itself(char)), at + 1


def _group(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth == _MAX_DEPTH:
        raise PatternError(f"groups are nested deeper than {_MAX_DEPTH}")
    node, end = _choice(text, at + 1, depth + 1)
    if not text.startswith(")", end):
        raise PatternError(f"the parenthesis at {at} is not closed")
    return node, end + 1
