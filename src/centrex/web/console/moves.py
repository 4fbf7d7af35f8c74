"""Numbers that go into groups and out of them, many at once: what is asked for, and what of it can be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

SIZE: Final = 200
"""Members that are moved before one is told how far it is."""

_BETWEEN: Final = re.compile(r"[\n,;\t]+")
_IN_A_NUMBER: Final = re.compile(r"[\s+().-]+")
_MOVE: Final = re.compile(r"([0-9]{1,18}):([0-9]{0,18}):([0-9]{0,18})")


class Move(NamedTuple):
    """A member, the group that it is in, and that which it goes to; none is None."""

    member: int
    before: int | None
    after: int | None

    @property
    def back(self) -> Move:
        """What undoes it."""
        return Move(self.member, self.after, self.before)


class Known(NamedTuple):
    """A number of the account, by what it is called, and the group that it is in, of those that are asked about."""

    member: int
    name: str
    group: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done: the moves with the names of the numbers, those that stay, and what is no number."""

    moves: Sequence[tuple[str, Move]]
    stay: Sequence[str]
    unknown: Sequence[str]
    twice: Sequence[str]


def numbers_in(text: str) -> list[str]:
    """The numbers of a list that was written or pasted, as they are kept."""
    return [number for each in _BETWEEN.split(text) if (number := _IN_A_NUMBER.sub("", each))]


def planned(numbers: Iterable[str], known: Mapping[str, Known], after: int | None) -> Plan:
    """What becomes of the numbers when they go to a group, or out of theirs."""
    moves: list[tuple[str, Move]] = []
    stay: list[str] = []
    unknown: list[str] = []
    twice: list[str] = []
    met: set[int] = set()
    for number in numbers:
        found = known.get(number)
        if found is None:
            unknown.append(number)
        elif found.member in met:
            twice.append(found.name)
        elif found.group == after:
            stay.append(found.name)
        else:
            moves.append((found.name, Move(found.member, found.group, after)))
        met |= {found.member} if found else set()
    return Plan(moves, stay, unknown, twice)


def written(moves: Iterable[Move]) -> str:
    """The moves as a form keeps them."""
    return " ".join(":".join("" if part is None else str(part) for part in move) for move in moves)


def read(text: str) -> list[Move]:
    """The moves of a form; what is none is left out."""
    found = (_MOVE.fullmatch(each) for each in text.split())
    return [Move(int(each[1]), _group(each[2]), _group(each[3])) for each in found if each]


def _group(text: str) -> int | None:
    return int(text) if text else None
