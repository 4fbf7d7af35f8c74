"""Why some mutants survive rightly: what they change nobody can see, or it is no matter of whose rows are whose."""

from __future__ import annotations

import re
from typing import Final

REASONS: Final = {
    r"- `raise CatalogueError\(.*\+ `raise CatalogueError\(": "the text of an error that no caller sees; it is raised",
    r"^access/(points|hourly|throttle)\.py": "how often one may ask, nothing of whose rows are whose; the "
    "tests of the limits are for it",
    r"^store/operands\.py.*_KINDS": "of what type the values of a list are, which PostgreSQL alone asks for",
}
"""Why, by a regular expression for the file and the lines that differ."""

UNKNOWN: Final = "why is not known: a probe may be missing"


def why_equivalent(mutant: str) -> str:
    return next((reason for pattern, reason in REASONS.items() if re.search(pattern, mutant)), UNKNOWN)
