"""From a path below an account to its page: a line for each kind of page. Whatever has no line is not there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.web.console.sections import BY_PATH, Section, Source
from centrex.web.visit import Visit

SECTION: Final = "section"
NEW: Final = "new"
"""The name, in paths, of what is not made yet."""

_BRACES: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Below:
    """What a path names: a section, what the caller reads it with, and what stands in the other braces."""

    section: Section
    source: Source
    names: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Visit, Caller, Below], Awaitable[Response]]


@dataclass(frozen=True)
class Route:
    """``{section}`` in its ``path`` is one of ``sections``; other names in braces stand for any one segment.

    One that ``posts`` takes forms; to the others a form is a request for the page.
    """

    path: str
    sections: tuple[Section, ...]
    answer: Answer
    posts: bool = False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The text between the braces is meant as it stands."""
        text, *rest = _BRACES.split(self.path)
        pattern = re.escape(text)
        for name, literal in zip(rest[::2], rest[1::2], strict=True):
            pattern += f"(?P<{name}>[^/]+)" + re.escape(literal)
        return re.compile(pattern)

    def names_in(self, path: str) -> dict[str, str] | None:
        """What stands in the braces, if the path is one of this kind."""
        found = self._pattern.fullmatch(path)
        names = found.groupdict() if found else {}
        return names if BY_PATH.get(names.get(SECTION, "")) in self.sections else None


def route_of(routes: Iterable[Route], path: str) -> tuple[Route, Section, dict[str, str]] | None:
    """The first route of the path, its section, and what else stands in braces."""
    for route in routes:
        names = route.names_in(path)
        if names is not None:
            return route, BY_PATH[names.pop(SECTION)], names
    return None
