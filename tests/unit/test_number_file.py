"""Files of numbers, line by line."""

from __future__ import annotations

import pytest

from centrex.engine.new_number import NewNumber, Reason
from centrex.engine.number_file import Entry, RefusedLine, read_numbers
from centrex.errors import InvalidParameterValue


def test_a_bare_list_of_numbers_is_read_with_defaults() -> None:
    lines = ["74951110001\n", "\n", "# spare ones\n", "  74951110002  \n"]
    assert list(read_numbers(lines)) == [
        Entry(1, NewNumber("74951110001")),
        Entry(4, NewNumber("74951110002")),
    ]


def test_columns_without_a_header_stand_in_their_order() -> None:
    (entry,) = read_numbers(["74951110001,gold,moscow,Москва,1500.5,300,12.25"])
    assert entry == Entry(1, NewNumber("74951110001", "gold", "moscow", "Москва", 1500.5, 300, 12.25))


def test_a_header_names_the_columns_in_any_order_and_semicolons_separate_as_well() -> None:
    lines = ["Number;monthly_charge;location_name", '74951110001;1.5;"Москва; центр"', "74951110002;;", "74951110003"]
    assert list(read_numbers(lines)) == [
        Entry(2, NewNumber("74951110001", location_name="Москва; центр", monthly_charge=1.5)),
        Entry(3, NewNumber("74951110002")),
        Entry(4, NewNumber("74951110003")),
    ]


@pytest.mark.parametrize("header", ["number,price", "number,category,category", "number,"])
def test_an_unknown_column_refuses_the_file(header: str) -> None:
    with pytest.raises(InvalidParameterValue):
        list(read_numbers([header, "74951110001"]))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("+74951110001", Reason.NO_PHONE_NUMBER),
        ("7495 111", Reason.NO_PHONE_NUMBER),
        ("74951110OO1", Reason.NO_PHONE_NUMBER),
        ("７４９５", Reason.NO_PHONE_NUMBER),
        ("12", Reason.NO_PHONE_NUMBER),
        ("1" * 16, Reason.NO_PHONE_NUMBER),
        (",gold", Reason.NO_PHONE_NUMBER),
        ("74951110001,rusty", Reason.UNKNOWN_CATEGORY),
        ("74951110001,gold," + "x" * 65, Reason.BAD_TEXT),
        ("74951110001,gold,m," + "x" * 256, Reason.BAD_TEXT),
        ("74951110001,gold,a\0b", Reason.BAD_TEXT),
        ("74951110001,gold,\ud800", Reason.BAD_TEXT),
        ("74951110001,,,,dear", Reason.BAD_AMOUNT),
        ("74951110001,,,,,-1", Reason.BAD_AMOUNT),
        ("74951110001,,,,,nan", Reason.BAD_AMOUNT),
        ("74951110001,,,,,,1e400", Reason.BAD_AMOUNT),
        ("74951110001,,,,,,,more", Reason.UNREADABLE),
        ('74951110001,"gold', Reason.UNREADABLE),
        ("74951110001," + "x" * 200_000, Reason.UNREADABLE),
    ],
)
def test_a_wrong_line_is_refused_alone_with_its_place_and_reason(line: str, reason: Reason) -> None:
    found = list(read_numbers(["74951110000,gold", line, "74951110009"]))
    assert found == [
        Entry(1, NewNumber("74951110000", "gold")),
        RefusedLine(2, line, reason),
        Entry(3, NewNumber("74951110009")),
    ]
