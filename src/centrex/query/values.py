"""Checks single values against the types of the catalogue, and turns them into what the store binds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from centrex.catalogue import Kind, Type
from centrex.errors import DataTypeError, InvalidParameterValue

INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)
MAX_DIGITS = 400
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}", re.ASCII)
_EPOCH = datetime(1970, 1, 1)

Number = TypeVar("Number", int, float)


def integer(name: str, value: object) -> int:
    """A whole JSON number within 64 bits; a zero fraction counts as whole."""
    if type(value) is not int:
        if type(value) is not float:
            raise DataTypeError(name, value)
        if not value.is_integer():
            raise InvalidParameterValue(name, value)
        whole = int(value)
    else:
        whole = value
    if not INT64_MIN <= whole <= INT64_MAX:
        raise InvalidParameterValue(name, value)
    return whole


def fraction(name: str, value: object) -> float:
    """A JSON number that may have a fraction, within the same bounds."""
    if type(value) is not int and type(value) is not float:
        raise DataTypeError(name, value)
    if not INT64_MIN <= value <= INT64_MAX:  # nor is what is no number
        raise InvalidParameterValue(name, value)
    return float(value)


def text(name: str, value: object) -> str:
    """A string that both stores can keep: no NUL, no lone surrogate."""
    if type(value) is not str:
        raise DataTypeError(name, value)
    if "\0" in value or not _encodable(value):
        raise InvalidParameterValue(name, value)
    return value


def boolean(name: str, value: object) -> bool:
    if type(value) is not bool:
        raise DataTypeError(name, value)
    return value


def instant(name: str, value: object, zone: str) -> int:
    """Seconds since 1970 of a wall-clock time ``YYYY-MM-DD hh:mm:ss`` in ``zone``; in a DST overlap the earlier."""
    if type(value) is not str:
        raise DataTypeError(name, value)
    if not _DATETIME.fullmatch(value):
        raise InvalidParameterValue(name, value)
    try:
        local = datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidParameterValue(name, value) from error
    offset = local.replace(tzinfo=_zone(zone)).utcoffset()
    seconds = int((local - _EPOCH).total_seconds())
    return seconds - (int(offset.total_seconds()) if offset else 0)


def one_of(name: str, value: object, allowed: tuple[str, ...]) -> str:
    if type(value) is not str:
        raise DataTypeError(name, value)
    if value not in allowed:
        raise InvalidParameterValue(name, value)
    return value


def comparable(name: str, value: object, expected: Type, zone: str) -> object:
    """The operand of a filter: of the field's type, or a string that spells a value of that type."""
    if expected.kind is Kind.STRING or (expected.kind is Kind.ENUM and not expected.values):
        return text(name, value)
    if expected.kind is Kind.NUMBER:
        return _number(name, value, fraction if expected.fraction else integer)
    if expected.kind is Kind.BOOLEAN:
        return boolean(name, _SPELLED_BOOLEAN.get(value, value) if type(value) is str else value)
    if expected.kind is Kind.DATETIME:
        return instant(name, value, zone)
    return one_of(name, _meant(value, expected), expected.values)


def _meant(value: object, expected: Type) -> object:
    """The value of an enum by another of its names."""
    return dict(expected.aliases).get(value, value) if expected.aliases and type(value) is str else value


_SPELLED_BOOLEAN = {"true": True, "false": False}


def _number(name: str, value: object, check: Callable[[str, object], Number]) -> Number:
    """A number, or a string that spells one; what is wrong with it is told with the string itself."""
    if type(value) is not str:
        return check(name, value)
    match = _NUMBER.fullmatch(value)
    if not match:
        raise DataTypeError(name, value)
    if len(value) > MAX_DIGITS:
        raise InvalidParameterValue(name, value)
    try:
        return check(name, float(value) if match[2] or match[3] else int(value))
    except InvalidParameterValue as error:
        raise InvalidParameterValue(name, value) from error


def _encodable(value: str) -> bool:
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
