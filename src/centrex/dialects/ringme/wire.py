"""Queries and bodies as clients send them: loosely typed, with members that nobody asked for. It knows no operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeGuard
from urllib.parse import parse_qsl

import msgspec

from centrex.catalogue import Kind, Param, Type
from centrex.errors import DataTypeError, InvalidParameterValue
from centrex.query.values import INT64_MAX, INT64_MIN

MAX_PAGE: Final = 1_000_000_000
MAX_PER_PAGE: Final = 100_000
PER_PAGE: Final = 100
MAX_IN_ENVELOPE: Final = 1_000
ALL: Final = 2**31
"""Rows of a list that is not paged."""

_WHOLE: Final = re.compile(r"([+-]?[0-9]{1,40})(?:[eE]\+?([0-9]{1,2}))?")
"""A whole number, also as R writes a large one: ``1e+05``."""

_TRUTH: Final[Mapping[str, bool]] = {"true": True, "false": False}
_decoder: Final = msgspec.json.Decoder()


def query(raw: bytes) -> dict[str, str]:
    """The parameters of a query by name, none that is empty; a list is what ``several`` gives."""
    return {name: values[-1] for name, values in several(raw).items()}


def several(raw: bytes) -> dict[str, list[str]]:
    """All values of each parameter: a list is sent as ``name[]=1&name[]=2``, or with the name twice."""
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(raw.decode("latin-1"), errors="strict"):
            if value:
                found.setdefault(name.removesuffix("[]"), []).append(value)
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidParameterValue("The query") from error
    return found


def paging(parameters: Mapping[str, str]) -> tuple[int, int]:
    """Limit and offset; without ``per_page`` the first page has all rows. What is out of range is moved into it."""
    per_page = _counted(parameters.get("per_page"), MAX_PER_PAGE) or ALL
    return per_page, (page_of(parameters) - 1) * per_page


def envelope_paging(parameters: Mapping[str, str]) -> tuple[int, int]:
    """The same for an answer that tells its page: it always has one."""
    per_page = _counted(parameters.get("per_page"), MAX_IN_ENVELOPE) or PER_PAGE
    return per_page, (page_of(parameters) - 1) * per_page


def page_of(parameters: Mapping[str, str]) -> int:
    """The number of the page, from 1."""
    return _counted(parameters.get("page"), MAX_PAGE) or 1


def _counted(text: str | None, most: int) -> int | None:
    number = None if text is None else _whole(text)
    return None if number is None else max(1, min(number, most))


def _whole(text: str) -> int | None:
    found = _WHOLE.fullmatch(text)
    return int(found[1]) * 10 ** int(found[2] or 0) if found else None


def members(body: bytes, params: Iterable[Param]) -> dict[str, object]:
    """The members of a body that are among ``params``, in their types; others are ignored, and no body is no member.

    Raises DataTypeError or InvalidParameterValue when it is no JSON object in UTF-8.
    """
    if not body.strip():
        return {}
    try:
        body.decode()
        found = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidParameterValue("The body") from error
    if type(found) is not dict:
        raise DataTypeError("The body")
    return {param.name: loosened(param.type, found[param.name]) for param in params if param.name in found}


def with_members(found: bytes, shown: Mapping[str, object]) -> bytes:
    """The JSON object ``found`` with these members at its end."""
    return found[:-1] + b"," + msgspec.json.encode(shown)[1:] if shown else found


def loosened(kind: Type, value: object) -> object:
    """Numbers and booleans that were sent as strings, and strings that were sent as numbers."""
    if type(value) is str:
        if kind.kind is Kind.NUMBER:
            number = _whole(value)
            return value if number is None else number
        if kind.kind is Kind.BOOLEAN:
            return _TRUTH.get(value.lower(), value)
    if kind.kind in {Kind.STRING, Kind.ENUM} and _is_whole(value):
        return str(int(value))
    return value


def _is_whole(value: object) -> TypeGuard[int | float]:
    """A number of 64 bits without a fraction; JSON writes it in more ways than one."""
    if type(value) is float:
        return value.is_integer() and INT64_MIN <= value <= INT64_MAX
    return type(value) is int and INT64_MIN <= value <= INT64_MAX


def operand(name: str, kind: Type, text: str) -> object:
    """What a filter compares with; raises InvalidParameterValue where the field can have no such value."""
    value = loosened(kind, text)
    fits = {Kind.NUMBER: int, Kind.BOOLEAN: bool}.get(kind.kind, str)
    if type(value) is not fits or (type(value) is int and not _is_whole(value)) or "\x00" in text:
        raise InvalidParameterValue(name)
    if kind.values and value not in kind.values:
        raise InvalidParameterValue(name)
    return value
