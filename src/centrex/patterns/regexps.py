"""Regular expressions: from the text of a caller to the form that both databases read alike, and their search."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from centrex.patterns.cost import check_cost
from centrex.patterns.parsing import parse
from centrex.patterns.refusal import PatternError, check_text
from centrex.patterns.writing import written

_MAX_REGEXP = 1_000
_MAX_KEPT = 400  # as many as one filter may hold


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
    check_text(text, _MAX_REGEXP)
    if not text:
        return ""
    node = parse(text)
    check_cost(node)
    return _accepted_by_re2(written(node))


def regexp_search(pattern: str, text: str) -> bool:
    """Tell whether the text holds a match of a pattern that `regexp_pattern` returned.

    Raises:
        PatternError: the pattern is not canonical and RE2 refuses it.
    """
    return _compiled(pattern).search(text.encode()) is not None


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
