"""Numbers that are moved many at once: how they are written, and what becomes of each."""

from __future__ import annotations

import pytest

from centrex.web.console.moves import Known, Move, numbers_in, planned, read, written

KNOWN = {name: Known(member, name, group) for member, name, group in ((1, "201", 7), (2, "202", None), (3, "203", 8))}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        (" \n,;\t\r\n", []),
        ("201\r\n202, 203;204", ["201", "202", "203", "204"]),
        ("+7 (900) 000-00-01\n7.900.000.00.02", ["79000000001", "79000000002"]),
        ("000*201", ["000*201"]),
        ("name", ["name"]),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


def test_every_number_is_moved_or_said_not_to_be() -> None:
    plan = planned(["201", "202", "203", "203", "999", "201"], KNOWN, 8)
    assert plan.moves == [("201", Move(1, 7, 8)), ("202", Move(2, None, 8))]
    assert (plan.stay, plan.twice, plan.unknown) == (["203"], ["203", "201"], ["999"])


def test_numbers_are_taken_out_of_where_they_are() -> None:
    plan = planned(["201", "202"], KNOWN, None)
    assert (plan.moves, plan.stay) == ([("201", Move(1, 7, None))], ["202"])


def test_moves_are_kept_in_a_form_and_undone_by_their_opposite() -> None:
    moves = [Move(1, None, 2), Move(10**17, 3, None), Move(4, 5, 6)]
    assert read(written(moves)) == moves
    assert [move.back for move in moves] == [Move(1, 2, None), Move(10**17, None, 3), Move(4, 6, 5)]


@pytest.mark.parametrize("text", ["", "x", "1", "1:2", "1:2:3:4", "-1:2:3", "1:x:3", f"{10**18}::2", "²::1"])
def test_what_is_no_move_is_left_out(text: str) -> None:
    assert read(text) == []
