"""The error of all patterns, and what no pattern may be, whatever it means."""

from __future__ import annotations

import re

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


class PatternError(ValueError):
    """The pattern is malformed, too costly, or outside of what both databases read alike."""


def check_text(text: str, longest: int) -> None:
    """Raises PatternError for a pattern longer than so many characters, or one that PostgreSQL cannot be sent."""
    if len(text) > longest:
        raise PatternError(f"the pattern is longer than {longest} characters")
    if _UNSENDABLE.search(text):
        raise PatternError("the pattern holds NUL or half of a surrogate pair")
