"""The types of fields and parameters, by the vendor's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The vendor's names of JSON types."""

    NUMBER = "number"
    STRING = "string"
    BOOLEAN = "boolean"
    DATETIME = "iso8601"
    ENUM = "enum"
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a field. ``values`` are those of an enum, none of one that is open; ``items`` what an array holds.

    A number is whole unless ``fraction`` says otherwise. ``aliases`` are (other name, value): what a filter may say
    instead of a value.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    items: Kind | None = None
    fraction: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


NUMBER: Final = Type(Kind.NUMBER)
MONEY: Final = Type(Kind.NUMBER, fraction=True)
NUMBERS: Final = Type(Kind.ARRAY, items=Kind.NUMBER)
STRING: Final = Type(Kind.STRING)
BOOLEAN: Final = Type(Kind.BOOLEAN)
DATETIME: Final = Type(Kind.DATETIME)
STRINGS: Final = Type(Kind.ARRAY, items=Kind.STRING)
OBJECTS: Final = Type(Kind.ARRAY, items=Kind.OBJECT)
OBJECT: Final = Type(Kind.OBJECT)


def one_of(*values: str, aliases: Mapping[str, str] | None = None) -> Type:
    """The type of a string that is one of ``values``."""
    return Type(Kind.ENUM, values, aliases=tuple((aliases or {}).items()))


def some_of(*values: str) -> Type:
    """The type of an array of strings, each one of ``values``."""
    return Type(Kind.ARRAY, values, Kind.STRING)
