"""How values are shown to a person: days as his language writes them, members by their names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from centrex.catalogue import Kind
from centrex.i18n import said
from centrex.web.console.sections import Column
from centrex.web.console.words import WORDS

NAMES: Final = (
    "full_name",
    "employee_full_name",
    "virtual_phone_number",
    "phone_number",
    "number",
    "extension_phone_number",
    "employee_group_name",
    "group_name",
    "name",
)
"""By which of its fields a member is called, the first that it has."""

MOST_NAMES: Final = 5
_SAFE: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def shown(value: Any, column: Column, kind: Kind, language: str) -> str:
    """The text of a cell."""
    if value in (None, [], {}):
        return ""
    if isinstance(value, bool):
        return said(language, "yes") if value else said(language, "no")
    if kind is Kind.DATETIME:
        return moment(str(value), language)
    if column.without_domain:
        return str(value).partition("@")[0]
    if kind is Kind.ENUM:
        return said(language, WORDS.get(str(value), str(value)))
    return _names(value if isinstance(value, list) else [value])


def cells_of(columns: Sequence[Column], kinds: Mapping[str, Kind], row: Mapping[str, Any], language: str) -> list[str]:
    """The texts of a row, whose columns hold those kinds of values."""
    return [shown(row[each.field], each, kinds[each.field], language) for each in columns]


def moment(text: str, language: str) -> str:
    """``YYYY-MM-DD hh:mm:ss`` as the language has it."""
    day, _, clock = text.partition(" ")
    if language != "ru":
        return text
    year, month, number = day.split("-")
    return f"{number}.{month}.{year} {clock}"


def _names(members: Sequence[Any]) -> str:
    names = [member_name(member) if isinstance(member, dict) else str(member) for member in members[:MOST_NAMES]]
    more = len(members) - MOST_NAMES
    return ", ".join(names) + (f" (+{more})" if more > 0 else "")


def member_name(member: dict[str, Any]) -> str:
    """What it is called by."""
    return next((str(member[name]) for name in NAMES if member.get(name)), "")


def values_of(columns: Sequence[Column], rows: Sequence[dict[str, Any]], language: str) -> list[Sequence[Any]]:
    """The rows below their headings."""
    return [
        [said(language, each.heading) for each in columns],
        *([row[each.field] for each in columns] for row in rows),
    ]


def saved(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as CSV of RFC 4180 in UTF-8, to be kept; no cell begins as a formula would."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    headers = {**_SAFE, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), 200, headers, "text/csv; charset=utf-8")


def _harmless(value: Any) -> str:
    if isinstance(value, list | dict):
        members = value if isinstance(value, list) else [value]
        value = ", ".join(member_name(each) if isinstance(each, dict) else str(each) for each in members)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" and text[:1] else text
