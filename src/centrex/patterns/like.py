"""LIKE patterns, and how texts are compared without regard to case."""

from __future__ import annotations

from centrex.patterns.refusal import PatternError, check_text

_MAX_LIKE = 10_000


def like_pattern(text: str) -> str:
    r"""Return the LIKE pattern unchanged, once it is known to be valid.

    `%` is any run of characters, `_` any one character, and a backslash takes the next character
    literally: `LIKE ? ESCAPE '\'`.

    Raises:
        PatternError: a backslash at the end escapes nothing; more than 10,000 characters; NUL or
            half of a surrogate pair, which PostgreSQL cannot be sent.
    """
    check_text(text, _MAX_LIKE)
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
