"""What is asked again is read once, and yet nothing that differs is taken for the same."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.engine.queries import KEPT, LONGEST, Queries
from centrex.errors import DataTypeError, InvalidParameterValue, UnexpectedParameters
from centrex.query import Query
from centrex.query.rows import parse_query
from centrex.resources.virtual_number_group import VIRTUAL_NUMBER_GROUP

FACE: Final = VIRTUAL_NUMBER_GROUP.faces[0]
ZONE: Final = "Europe/Riga"


def by(field: str, value: object, operator: str = "=") -> dict[str, Any]:
    return {"filter": {"field": field, "operator": operator, "value": value}}


def read(queries: Queries, arguments: dict[str, Any], now: int = 5) -> Query:
    """Read twice, the second time from memory, and beside it anew."""
    found = queries.read(FACE, arguments, ZONE, now)
    assert queries.read(FACE, arguments, ZONE, now) == found == parse_query(FACE, arguments, ZONE, None, now)
    return found


def test_what_is_asked_again_is_asked_now() -> None:
    queries = Queries()
    assert read(queries, {"limit": 5}, now=5).now == 5
    assert read(queries, {"limit": 5}, now=6).now == 6


def test_what_differs_is_never_taken_for_the_same() -> None:
    queries = Queries()
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"limit": 1},
        {"limit": 10},
        {"offset": 1},
        by("id", 1),
        by("id", 2),
        by("name", "1"),
    )
    asked += (by("id", [1, 2], "in"), by("id", [12], "in"), {"fields": ["id"]}, {"fields": ["name"]})
    found = [read(queries, arguments) for arguments in asked]
    assert len({repr(query) for query in found}) == len(asked)


def test_a_wrong_type_is_refused_after_the_right_one_was_read() -> None:
    queries = Queries()
    read(queries, {"limit": 1})
    for wrong in (True, "1", [1]):
        with pytest.raises(DataTypeError):
            queries.read(FACE, {"limit": wrong}, ZONE, 5)


def test_a_refusal_is_not_remembered() -> None:
    queries = Queries()
    for _ in range(3):
        with pytest.raises(UnexpectedParameters):
            queries.read(FACE, {"limits": 1}, ZONE, 5)


@pytest.mark.parametrize("value", [2**70, float("inf"), -(2**64)])
def test_numbers_beyond_all_range_are_refused_as_ever(value: object) -> None:
    queries = Queries()
    for _ in range(2):
        with pytest.raises((InvalidParameterValue, DataTypeError)):
            queries.read(FACE, {"limit": value}, ZONE, 5)


def test_what_no_memory_is_kept_for_is_read_each_time() -> None:
    queries = Queries()
    read(queries, by("name", "x" * 200))
    read(queries, by("id", list(range(LONGEST)), "in"))
    for number in range(KEPT + 50):
        read(queries, {"offset": number})
    assert len(queries._kept) == KEPT
