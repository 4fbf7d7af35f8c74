"""LIKE and regular expression patterns that mean the same on SQLite and PostgreSQL.

Never passes a pattern on unread: what one of the two would refuse or read differently is an error.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from re import ASCII
from re import compile as compile_rule
from string import punctuation
from typing import Any

import re2

_MAX_LIKE = 10_000
_MAX_REGEXP = 1_000
_MAX_KEPT = 400  # as many as one filter may hold
_MAX_BOUND = 255  # PostgreSQL takes no larger number in {m,n}
_MAX_EXPANSION = 1_000  # RE2 takes no larger product of nested bounds
_MAX_DEPTH = 50  # nested groups; keeps every recursion here and in the databases shallow
_MAX_ANCHORS = 4  # on one way through the pattern; each may double what PostgreSQL has to build
_MAX_ARCS = 20_000  # such an automaton takes PostgreSQL up to a tenth of a second

_UNSENDABLE = compile_rule("[\x00\ud800-\udfff]")
_BOUND = compile_rule(r"\{(\d{1,3})(,(\d{0,3}))?\}", ASCII)
_POSIX = compile_rule(r"\[:([a-z]+):\]")
_PUNCTUATION = frozenset(punctuation)


class PatternError(ValueError):
    """The pattern is malformed, too costly, or outside of what both databases read alike."""


# ---------------------------------------------------------------------------------- the interface


def like_pattern(text: str) -> str:
    r"""Return the LIKE pattern unchanged, once it is known to be valid.

    `%` is any run of characters, `_` any one character, and a backslash takes the next character
    literally: `LIKE ? ESCAPE '\'`.

    Raises:
        PatternError: a backslash at the end escapes nothing; more than 10,000 characters; NUL or
            half of a surrogate pair, which PostgreSQL cannot be sent.
    """
    _check_text(text, _MAX_LIKE)
    if (len(text) - len(text.rstrip("\\"))) % 2:
        raise PatternError("the pattern ends with a backslash that escapes nothing")
    return text


def fold(text: str) -> str:
    """Return the text as case-insensitive comparisons take both of their sides.

    It is `str.lower()` with one sigma for both, since which of them a word ends with depends on what
    follows. It equals PostgreSQL's `translate(lower(x COLLATE "und-x-icu"), 'ς', 'σ')` for all
    characters that the Unicode versions of both know. A LIKE pattern is folded as a whole: its
    wildcards and backslashes stay as they are.
    """
    return text.lower().replace("ς", "σ")


def regexp_pattern(text: str) -> str:
    r"""Return the canonical form of a regular expression, for RE2 and PostgreSQL alike.

    The accepted subset: literals, `.`, `^`, `$`, brackets with ranges, negation and POSIX classes,
    groups, `|`, `*`, `+`, `?`, `{m}`, `{m,}`, `{m,n}` up to 255, `\d \s \w \D \S \W`, and a
    backslash before ASCII punctuation. Classes are ASCII, a character is a code point, `.` and
    negated brackets match a newline, `^` and `$` are the ends of the whole text. The empty pattern
    matches every text. On PostgreSQL the canonical form goes to `x ~ (pattern COLLATE "C")`, in
    Python to `regexp_search`.

    Raises:
        PatternError: the pattern is malformed or outside of the subset; longer than 1,000
            characters; deeper than 50 groups; an anchor is repeated, or more than four follow one
            another; so many repetitions that a database would refuse the pattern or spend too
            long to prepare it; NUL or half of a surrogate pair.
    """
    _check_text(text, _MAX_REGEXP)
    if not text:
        return ""
    node, end = _choice(text, 0, 0)
    if end < len(text):
        raise PatternError(f"the parenthesis at {end} closes nothing")
    _check_cost(node)
    return _accepted_by_re2(_written(node))


def regexp_search(pattern: str, text: str) -> bool:
    """Tell whether the text holds a match of a pattern that `regexp_pattern` returned.

    Raises:
        PatternError: the pattern is not canonical and RE2 refuses it.
    """
    return _compiled(pattern).search(text.encode()) is not None


def _check_text(text: str, longest: int) -> None:
    if len(text) > longest:
        raise PatternError(f"the pattern is longer than {longest} characters")
    if _UNSENDABLE.search(text):
        raise PatternError("the pattern holds NUL or half of a surrogate pair")


@lru_cache(maxsize=_MAX_KEPT)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.dot_nl = True
    options.never_capture = True
    options.log_errors = False
    try:
        return re2.compile(pattern.encode(), options)
    except re2.error as refusal:
        raise PatternError(f"the pattern is refused: {refusal}") from None


def _accepted_by_re2(pattern: str) -> str:
    # The program of RE2 has a limit in bytes, which no count of ours foretells exactly.
    _compiled(pattern)
    return pattern


# ------------------------------------------------------------------------------- the syntax tree


_Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """One character of the sorted, disjoint ranges of code points, or one of all others."""

    ranges: _Ranges
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Dot:
    """Any one character."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    branches: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """The part from `low` to `high` times; without an upper bound `high` is None."""

    part: _Node
    low: int
    high: int | None


_Node = _Set | _Dot | _Anchor | _Sequence | _Choice | _Repeat

_SIGNS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}

# NUL is left out: no text of PostgreSQL holds it, and no pattern may.
_CLASSES: dict[str, _Ranges] = {
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
_SHORTHANDS: dict[str, _Ranges] = {
    "d": _CLASSES["digit"],
    "s": _CLASSES["space"],
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
}


# ------------------------------------------------------------------------------------ the parser
# Every function takes the pattern and an index, and returns what it read and the index after it.


def _choice(text: str, at: int, depth: int) -> tuple[_Node, int]:
    branch, at = _sequence(text, at, depth)
    branches = [branch]
    while text.startswith("|", at):
        branch, at = _sequence(text, at + 1, depth)
        branches.append(branch)
    return (branch if len(branches) == 1 else _Choice(tuple(branches))), at


def _sequence(text: str, at: int, depth: int) -> tuple[_Node, int]:
    parts: list[_Node] = []
    while at < len(text) and text[at] not in "|)":
        part, at = _piece(text, at, depth)
        parts.append(part)
    if not parts:
        raise PatternError(f"a branch is empty at {at}")
    return (parts[0] if len(parts) == 1 else _Sequence(tuple(parts))), at


def _piece(text: str, at: int, depth: int) -> tuple[_Node, int]:
    atom, at = _atom(text, at, depth)
    times, after = _quantifier(text, at)
    if times is None:
        return atom, at
    if isinstance(atom, _Anchor):
        raise PatternError(f"the quantifier at {at} repeats an anchor")
    if _quantifier(text, after)[0] is not None:
        raise PatternError(f"the quantifier at {after} follows a quantifier")
    return _Repeat(atom, *times), after


def _quantifier(text: str, at: int) -> tuple[tuple[int, int | None] | None, int]:
    char = text[at : at + 1]
    if char == "{":
        return _bound(text, at)
    return (_SIGNS[char], at + 1) if char in _SIGNS else (None, at)


def _bound(text: str, at: int) -> tuple[tuple[int, int | None], int]:
    found = _BOUND.match(text, at)
    if found is None:
        raise PatternError(f"the brace at {at} opens no {{m}}, {{m,}} or {{m,n}}")
    low = int(found[1])
    high = low if found[2] is None else int(found[3]) if found[3] else None
    if max(low, high or 0) > _MAX_BOUND or (high is not None and high < low):
        raise PatternError(f"the bounds at {at} are out of order or above {_MAX_BOUND}")
    return (low, high), found.end()


def _atom(text: str, at: int, depth: int) -> tuple[_Node, int]:
    match text[at]:
        case "(":
            return _group(text, at, depth)
        case "[":
            return _bracket(text, at)
        case "\\":
            return _escape(text, at)
        case ".":
            return _Dot(), at + 1
        case "^" | "$" as sign:
            return _Anchor(sign), at + 1
        case "*" | "+" | "?" | "{":
            raise PatternError(f"the quantifier at {at} repeats nothing")
        case char:
            return _Set(_one(char)), at + 1


def _group(text: str, at: int, depth: int) -> tuple[_Node, int]:
    if depth == _MAX_DEPTH:
        raise PatternError(f"groups are nested deeper than {_MAX_DEPTH}")
    node, end = _choice(text, at + 1, depth + 1)
    if not text.startswith(")", end):
        raise PatternError(f"the parenthesis at {at} is not closed")
    return node, end + 1


def _escape(text: str, at: int) -> tuple[_Node, int]:
    char = text[at + 1 : at + 2]
    if char in ("D", "S", "W"):
        return _Set(_SHORTHANDS[char.lower()], negated=True), at + 2
    ranges, end = _escaped_ranges(text, at)
    return _Set(ranges), end


def _escaped_ranges(text: str, at: int) -> tuple[_Ranges, int]:
    char = text[at + 1 : at + 2]
    if char in _SHORTHANDS:
        return _SHORTHANDS[char], at + 2
    if char in _PUNCTUATION:
        return _one(char), at + 2
    raise PatternError(f"the escape at {at} is not known")


def _bracket(text: str, at: int) -> tuple[_Node, int]:
    negated = text.startswith("^", at + 1)
    start = end = at + 1 + negated
    ranges: list[tuple[int, int]] = []
    while end == start or not text.startswith("]", end):  # the first "]" is a literal
        found, end = _member(text, end, first=end == start)
        ranges.extend(found)
    return _Set(_merged(ranges), negated), end + 1


def _member(text: str, at: int, *, first: bool) -> tuple[_Ranges, int]:
    low, end = _element(text, at)
    bare_dash = text[at] == "-"
    if text.startswith("-", end) and not text.startswith("]", end + 1) and not bare_dash:
        high, after = _element(text, end + 1)
        return _range(low, high, text, at, after), after
    if bare_dash and not first and not text.startswith("]", end):
        raise PatternError(f"the dash at {at} must be escaped, or be first or last in the bracket")
    return low, end


def _range(low: _Ranges, high: _Ranges, text: str, at: int, end: int) -> _Ranges:
    characters = (*low, *high)
    one_each = len(characters) == 2 and all(start == stop for start, stop in characters)
    if not one_each or low > high or text[end - 2 : end] == "--":
        raise PatternError(f"the range at {at} is malformed or out of order")
    return ((low[0][0], high[0][0]),)


def _element(text: str, at: int) -> tuple[_Ranges, int]:
    head = text[at : at + 2]
    if not head:
        raise PatternError("a bracket is not closed")
    if head[0] == "\\":
        return _escaped_ranges(text, at)
    return _posix_class(text, at) if head in ("[:", "[.", "[=") else (_one(head[0]), at + 1)


def _posix_class(text: str, at: int) -> tuple[_Ranges, int]:
    found = _POSIX.match(text, at)
    if found is None or found[1] not in _CLASSES:
        raise PatternError(f"the class at {at} is not known")
    return _CLASSES[found[1]], found.end()


def _one(char: str) -> _Ranges:
    return ((ord(char), ord(char)),)


def _merged(ranges: Iterable[tuple[int, int]]) -> _Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


# ------------------------------------------------------------------------------ the canonical form


def _written(node: _Node) -> str:
    match node:
        case _Dot():
            return "."
        case _Anchor(sign):
            return sign
        case _Set():
            return _written_set(node)
        case _Choice(branches):
            return "|".join(map(_written, branches))
        case _Sequence(parts):
            return "".join(_grouped(part) if isinstance(part, _Choice) else _written(part) for part in parts)
        case _Repeat(part, low, high):
            body = _written(part) if isinstance(part, _Set | _Dot) else _grouped(part)
            return body + _written_times(low, high)


def _grouped(node: _Node) -> str:
    return f"(?:{_written(node)})"


def _written_times(low: int, high: int | None) -> str:
    for sign, times in _SIGNS.items():
        if times == (low, high):
            return sign
    if low == high:
        return f"{{{low}}}"
    return f"{{{low},{'' if high is None else high}}}"


def _written_set(node: _Set) -> str:
    (first, last), *others = node.ranges
    if first == last and not others and not node.negated:
        return _written_char(first)
    return f"[{'^' * node.negated}{''.join(map(_written_range, node.ranges))}]"


def _written_range(bounds: tuple[int, int]) -> str:
    low, high = map(_written_char, bounds)
    return low if low == high else f"{low}-{high}"


def _written_char(code: int) -> str:
    # RE2 knows no escaped underscore: to it that is a letter.
    char = chr(code)
    return f"\\{char}" if char in _PUNCTUATION and char != "_" else char


# ------------------------------------------------------------------------------------- the limits
# PostgreSQL writes all repetitions out, and keeps an arc of its automaton for every step from one
# character of the pattern to a possible next one, once for each group of characters ("color") that
# the pattern tells apart. The count here is an upper bound of these arcs.


@dataclass(frozen=True, slots=True)
class _Cost:
    """How a part of the automaton joins others: arcs into its starts, number of its ends."""

    nullable: bool = True
    starts: int = 0
    ends: int = 0
    arcs: int = 0


def _check_cost(node: _Node) -> None:
    if _anchors(node) > _MAX_ANCHORS:
        raise PatternError(f"a text would have to meet more than {_MAX_ANCHORS} anchors")
    if _expansion(node) > _MAX_EXPANSION:
        raise PatternError(f"nested repetitions expand more than {_MAX_EXPANSION} times")
    borders = {border for part in _sets(node) for low, high in part.ranges for border in (low, high + 1)}
    _cost(node, sorted(borders))


def _children(node: _Node) -> tuple[_Node, ...]:
    match node:
        case _Sequence(parts):
            return parts
        case _Choice(branches):
            return branches
        case _Repeat(part):
            return (part,)
        case _:
            return ()


def _sets(node: _Node) -> Iterator[_Set]:
    if isinstance(node, _Set):
        yield node
    for child in _children(node):
        yield from _sets(child)


def _anchors(node: _Node) -> int:
    inner = [_anchors(child) for child in _children(node)]
    match node:
        case _Anchor():
            return 1
        case _Sequence():
            return sum(inner)
        case _Repeat(_, _, high) if high not in (0, 1) and any(inner):
            raise PatternError("an anchor is repeated")
        case _:
            return max(inner, default=0)


def _expansion(node: _Node) -> int:
    inner = max(map(_expansion, _children(node)), default=1)
    if isinstance(node, _Repeat):
        return inner * max(1, node.low if node.high is None else node.high)
    return inner


def _cost(node: _Node, borders: list[int]) -> _Cost:
    match node:
        case _Set():
            return _Cost(False, _colors(node, borders), 1)
        case _Dot():
            return _Cost(False, 1, 1)
        case _Anchor():
            return _Cost(True, 1, 1)
        case _Sequence(parts):
            return reduce(_joined, (_cost(part, borders) for part in parts))
        case _Choice(branches):
            return reduce(_either, (_cost(branch, borders) for branch in branches))
        case _Repeat(part, low, high):
            return _repeated(_cost(part, borders), low, high)


def _colors(node: _Set, borders: list[int]) -> int:
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
