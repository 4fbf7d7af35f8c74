"""What a list method must answer, worked out in plain Python from rows that were read once without a filter.

Written from the contract; it uses of the product only the vendor's table of a face: names, types and marks.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from centrex.catalogue import Face, Kind

Row = Mapping[str, Any]
Holds = Callable[[Any], bool]
"""Whether a test holds for the value that a row shows."""

LIMIT: Final = 1000
ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Test:
    """A test as it is sent, and what it means."""

    sent: Mapping[str, Any]
    holds: Holds

    @property
    def field(self) -> str:
        name: str = self.sent["field"]
        return name


@dataclass(frozen=True)
class Joined:
    """Tests joined by ``and`` or ``or``; ``condition`` is absent from ``sent`` when it is left out."""

    sent: Mapping[str, Any]
    children: tuple[Tree, ...]


Tree = Test | Joined


def as_json(tree: Tree) -> dict[str, Any]:
    """The tree as a caller sends it."""
    if isinstance(tree, Test):
        return dict(tree.sent)
    return {**tree.sent, "filters": [as_json(child) for child in tree.children]}


def is_met(tree: Tree, row: Row) -> bool | None:
    """Whether the row meets the tree; None where the tree asks for nothing."""
    if isinstance(tree, Test):
        return tree.holds(row[tree.field])
    answers = [answer for answer in (is_met(child, row) for child in tree.children) if answer is not None]
    if not answers:
        return None
    return any(answers) if tree.sent.get("condition") == "or" else all(answers)


def expected(rows: Sequence[Row], face: Face, tree: Tree | None, params: Mapping[str, Any]) -> tuple[int, list[Row]]:
    """The total and the rows of the page, each with its keys in the order of the wire."""
    met = [row for row in rows if tree is None or is_met(tree, row) is not False]
    ordered = _sorted(met, params.get("sort") or ())
    start, limit = int(params.get("offset") or 0), params.get("limit")
    page = ordered[start : start + (LIMIT if limit is None else int(limit))]
    names = _names(face, params.get("fields") or ())
    return len(met), [{name: row[name] for name in names} for row in page]


def _sorted(rows: Iterable[Row], keys: Sequence[Mapping[str, Any]]) -> list[Row]:
    """By the keys, the first counts most, and of a field named twice the first; then by id. Nulls are largest.

    Where no id is shown, rows come in the order in which they were read without a sort.
    """
    ordered = list(rows)
    if ordered and "id" in ordered[0]:
        ordered.sort(key=lambda row: row["id"])
    for key in reversed(keys):
        ordered.sort(key=lambda row: _rank(row[key["field"]]), reverse=key.get("order") == "desc")
    return ordered


def _rank(value: Any) -> tuple[bool, Any]:
    return (True, 0) if value is None else (False, value)


def _names(face: Face, asked: Iterable[str]) -> list[str]:
    wanted = set(asked) or {show.name for show in face.fields.values() if show.default}
    return sorted(wanted, key=lambda name: (len(name), name.encode()))


# ---------------------------------------------------------------------------------- what tests mean


def compares(kind: Kind, sign: str, operand: Any, zone: str) -> Holds:
    """``sign`` between the shown value and the operand, which has the field's type; false for null."""
    known = _known(kind, zone)
    right = known(operand)
    return lambda value: value is not None and ORDERS[sign](known(value), right)


def is_among(operands: Iterable[Any], *, among: bool) -> Holds:
    """In the list, or outside of it; false for null either way."""
    wanted = frozenset(operands)
    return lambda value: value is not None and (value in wanted) is among


def is_null(kind: Kind, *, null: bool) -> Holds:
    """Null, or for arrays and objects empty; or not so."""
    if kind in {Kind.ARRAY, Kind.OBJECT}:
        return lambda value: (value in ([], {})) is null
    return lambda value: (value is None) is null


def overlaps(operands: Iterable[str], *, overlap: bool) -> Holds:
    """An array of strings that holds one of them, or none."""
    wanted = frozenset(operands)
    return lambda value: (not wanted.isdisjoint(value)) is overlap


def folded(text: str) -> str:
    """Lower case letter by letter by the rules of Unicode; one sigma for both."""
    return "".join(map(str.lower, text)).replace("ς", "σ")


def unless_null(holds: Callable[[str], bool], *, met: bool = True) -> Holds:
    """A test of strings, or its contrary; false for null either way."""
    return lambda value: value is not None and holds(value) is met


def _known(kind: Kind, zone: str) -> Callable[[Any], Any]:
    return (lambda value: _seconds(value, zone)) if kind is Kind.DATETIME else lambda value: value


@lru_cache(maxsize=4096)
def _seconds(local: str, zone: str) -> float:
    """The instant of a wall-clock time, the earlier of two."""
    naive = datetime.fromisoformat(local)
    offset = naive.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return (naive - datetime(1970, 1, 1) - offset).total_seconds()
