"""Where a phone of a group stands once it was moved, and what is no move."""

from __future__ import annotations

import pytest

from centrex.errors import CentrexError
from centrex.web.console.phone_orders import KEY, Phone, wanted

PHONES: list[Phone] = [{KEY: number, "available": number != 3} for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("phone", "deed", "before", "order"),
    [
        (1, "up", None, [1, 2, 3, 4]),
        (3, "up", None, [1, 3, 2, 4]),
        (3, "down", None, [1, 2, 4, 3]),
        (4, "down", None, [1, 2, 3, 4]),
        (4, "place", 1, [4, 1, 2, 3]),
        (1, "place", 4, [2, 3, 1, 4]),
        (1, "place", None, [2, 3, 4, 1]),
    ],
)
def test_a_phone_is_moved_and_the_others_keep_their_order(
    phone: int, deed: str, before: int | None, order: list[int]
) -> None:
    moved = wanted(PHONES, phone, deed, before)
    assert [each[KEY] for each in moved] == order
    assert {each[KEY] for each in moved if not each["available"]} == {3}


def test_a_phone_is_turned_off_and_on_where_it_stands() -> None:
    off = wanted(PHONES, 2, "off")
    assert [(each[KEY], each["available"]) for each in off] == [(1, True), (2, False), (3, False), (4, True)]
    assert wanted(off, 2, "on") == PHONES


@pytest.mark.parametrize(
    ("phone", "deed", "before"),
    [(5, "up", None), (None, "up", None), (1, "sideways", None), (1, "", None), (1, "place", 5), (1, "place", 1)],
)
def test_what_is_no_move_is_refused(phone: int | None, deed: str, before: int | None) -> None:
    with pytest.raises(CentrexError):
        wanted(PHONES, phone, deed, before)
