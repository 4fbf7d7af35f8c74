"""What the program says to a person, in English or Russian. JSON and logs never pass through here.

A message is looked up by its English text, so that the code reads as the program speaks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "ru")
VARIABLES: Final = ("CENTREX_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the first variable that is set; English for every other one than ours."""
    wanted = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    code = wanted[:2].lower()
    return code if code in LANGUAGES and not wanted[2:3].isalpha() else LANGUAGES[0]


def translated(message: str, **values: object) -> str:
    """The message in the language of the person, with ``values`` at its names in braces."""
    return said(language(), message, **values)


def said(code: str, message: str, **values: object) -> str:
    """The message in a language, with ``values`` at its names in braces."""
    known = message if code == LANGUAGES[0] else catalogue(code).get(message, message)
    return known.format(**values) if values else known


def accepted(header: str) -> str:
    """The language that an Accept-Language header likes best among ours; English when it names none."""
    liked = [_preference(item) for item in header[:1000].split(",")]
    return max(LANGUAGES, key=lambda code: max((weight for name, weight in liked if name == code), default=0.0))


def _preference(item: str) -> tuple[str, float]:
    """A language without its region, and how much it is liked."""
    name, _, weight = item.partition(";")
    try:
        liked = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        liked = 0.0
    return name.strip().partition("-")[0].lower(), liked


@lru_cache
def catalogue(code: str) -> Mapping[str, str]:
    """English text and its translation."""
    found: dict[str, str] = json.loads(Path(__file__).with_name(f"{code}.json").read_text("utf-8"))
    return found


@lru_cache
def described(code: str) -> Mapping[str, str]:
    """What the descriptions of the APIs say of methods and fields: English text and its translation."""
    found: dict[str, str] = json.loads(Path(__file__).with_name(f"described.{code}.json").read_text("utf-8"))
    return found


class Refusal(Exception):
    """Why something is not done: a sentence for a person. ``str`` of it is always English."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values

    def translated(self) -> str:
        return translated(self.message, **self.values)
