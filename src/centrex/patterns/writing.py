"""Writes the tree of a regular expression in its canonical form."""

from __future__ import annotations

from centrex.patterns.syntax import PUNCTUATION, SIGNS, Anchor, Choice, Dot, Node, Repeat, Sequence, Set


def written(node: Node) -> str:
    """The text of the tree, in the form that RE2 and PostgreSQL read alike."""
    match node:
        case Dot():
            return "."
        case Anchor(sign):
            return sign
        case Set():
            return _written_set(node)
        case Choice(branches):
            return "|".join(map(written, branches))
        case Sequence(parts):
            return "".join(_grouped(part) if isinstance(part, Choice) else written(part) for part in parts)
        case Repeat(part, low, high):
            body = written(part) if isinstance(part, Set | Dot) else _grouped(part)
            return body + _written_times(low, high)


def _grouped(node: Node) -> str:
    return f"(?:{written(node)})"


def _written_times(low: int, high: int | None) -> str:
    for sign, times in SIGNS.items():
        if times == (low, high):
            return sign
    if low == high:
        return f"{{{low}}}"
    return f"{{{low},{'' if high is None else high}}}"


def _written_set(node: Set) -> str:
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
    return f"\\{char}" if char in PUNCTUATION and char != "_" else char
