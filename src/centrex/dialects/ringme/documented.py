"""Paths that the vendor documents and this server does not provide: they answer ``not_provided``."""

from __future__ import annotations

from typing import Final

_ANY: Final = "*"
_REALMS: Final = ("client", "extension_group", "extension")

_EVERYWHERE: Final = ("cdr/stats", "calls/stats", "current_calls", "current_calls/*")
_OF_CLIENT: Final = (
    "agent/local", "agent/local/*", "agent/local/*/event", "agent/local/*/event/*", "alias", "alias/*", "bundle",
    "bundle/*", "dial_rule", "dial_rule/*", "disk_space", "incom_rule", "incom_rule/*", "quality_rate", "sound",
    "sound/*", "sound/*/download", "variable", "variable/*",
)  # fmt: skip
_OF_EXTENSION: Final = (
    "agent", "agent/*", "ani", "ani/*", "callback", "incom_rule", "incom_rule/*",
    "ivr", "ivr/*", "queue", "queue/status",
)  # fmt: skip
_PLAIN: Final = ("extension/registration",)

DOCUMENTED: Final = frozenset(
    {
        *(f"{realm}/*/{path}" for realm in _REALMS for path in _EVERYWHERE),
        *(f"client/*/{path}" for path in _OF_CLIENT),
        *(f"extension/*/{path}" for path in _OF_EXTENSION),
        *_PLAIN,
    }
)
_PATTERNS: Final = tuple(path.split("/") for path in sorted(DOCUMENTED))


def is_documented(segments: list[str]) -> bool:
    """Whether the vendor documents something at this path, below the base."""
    return any(_fits(pattern, segments) for pattern in _PATTERNS)


NOT_PROVIDED: Final = frozenset({("POST", "extension/*/fax")})
"""Methods that the vendor documents of paths where others are provided."""


def is_documented_method(method: str, segments: list[str]) -> bool:
    """Whether the vendor documents this method of a path that knows others here."""
    return any(method == name and _fits(path.split("/"), segments) for name, path in NOT_PROVIDED)


def _fits(pattern: list[str], segments: list[str]) -> bool:
    same = len(pattern) == len(segments)
    return same and all(part in {_ANY, segment} for part, segment in zip(pattern, segments, strict=True))
