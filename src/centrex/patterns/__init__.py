"""LIKE and regular expression patterns that mean the same on SQLite and PostgreSQL.

Never passes a pattern on unread: what one of the two would refuse or read differently is an error.
"""

from __future__ import annotations

from centrex.patterns.like import fold, like_pattern
from centrex.patterns.refusal import PatternError
from centrex.patterns.regexps import regexp_pattern, regexp_search

__all__ = ["PatternError", "fold", "like_pattern", "regexp_pattern", "regexp_search"]
