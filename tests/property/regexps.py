"""Regular expressions of the contract's subset, each made in two spellings: POSIX to send, Python's to match with."""

from __future__ import annotations

import re
import string
from random import Random
from typing import Final, NamedTuple

CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x01-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": r" \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
SHORTHANDS: Final = {"d": "0-9", "s": r" \t-\r", "w": "0-9A-Za-z_"}
MUST_ESCAPE: Final = frozenset(r".^$*+?{}[]()|\\")
MEMBERS: Final = "abgoAZ059 _%яЁé中"


class Regexp(NamedTuple):
    """One expression: as the caller sends it, and as Python reads it with DOTALL."""

    posix: str
    python: str

    def found_in(self, text: str) -> bool:
        return re.search(self.python, text, re.DOTALL) is not None


def random_regexp(random: Random, text: str, depth: int = 2) -> Regexp:
    """An expression out of the characters of the text; only single characters repeat without a bound."""
    branches = [_branch(random, text, depth) for _ in range(random.choice((1, 1, 1, 2, 3)))]
    return Regexp("|".join(branch.posix for branch in branches), "|".join(branch.python for branch in branches))


def _branch(random: Random, text: str, depth: int) -> Regexp:
    parts = [_piece(random, char, text, depth) for char in _slice(random, text)]
    if depth == 2 and random.random() < 0.2:
        parts.insert(0, Regexp("^", r"\A"))
    if depth == 2 and random.random() < 0.2:
        parts.append(Regexp("$", r"\Z"))
    return Regexp("".join(part.posix for part in parts), "".join(part.python for part in parts))


def _slice(random: Random, text: str) -> str:
    start = random.randrange(len(text)) if text else 0
    return text[start : start + random.randint(1, 5)] or "a"


def _piece(random: Random, char: str, text: str, depth: int) -> Regexp:
    if depth and random.random() < 0.12:
        inner = random_regexp(random, text, depth - 1)
        sign = random.choice(("", "", "?", "{1,2}"))
        return Regexp(f"({inner.posix}){sign}", f"(?:{inner.python}){sign}")
    atom = _atom(random, char)
    sign = random.choice(("", "", "", "", "*", "+", "?", "{1}", "{0,2}", "{1,}", "{2}"))
    return Regexp(atom.posix + sign, atom.python + sign)


def _atom(random: Random, char: str) -> Regexp:
    chance = random.random()
    if chance < 0.1:
        return Regexp(".", ".")
    if chance < 0.18:
        letter = random.choice("dsw")
        return Regexp(f"\\{letter}", f"[{SHORTHANDS[letter]}]")
    if chance < 0.24:
        letter = random.choice("dsw")
        return Regexp(f"\\{letter.upper()}", f"[^{SHORTHANDS[letter]}]")
    if chance < 0.38:
        return _bracket(random, char)
    return Regexp(_literal(random, char), re.escape(char))


def _literal(random: Random, char: str) -> str:
    escapable = char in string.punctuation and random.random() < 0.3
    return f"\\{char}" if char in MUST_ESCAPE or escapable else char


def _bracket(random: Random, char: str) -> Regexp:
    members = [_member(random, char) for _ in range(random.randint(1, 3))]
    sign = random.choice(("", "", "^"))
    posix, python = "".join(each.posix for each in members), "".join(each.python for each in members)
    return Regexp(f"[{sign}{posix}]", f"[{sign}{python}]")


def _member(random: Random, char: str) -> Regexp:
    chance = random.random()
    if chance < 0.25:
        name = random.choice(tuple(CLASSES))
        return Regexp(f"[:{name}:]", CLASSES[name])
    if chance < 0.5:
        bounds = random.choice(("a-m", "0-5", "А-я", "A-Z", "a-a"))
        return Regexp(bounds, bounds)
    one = char if chance < 0.75 else random.choice(MEMBERS)
    return Regexp(f"\\{one}" if one in string.punctuation else one, re.escape(one))
