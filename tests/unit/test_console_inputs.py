"""Fields of forms made from parameters, and arguments read back from them, whatever their types."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.catalogue import BOOLEAN, MONEY, NUMBER, NUMBERS, OBJECT, OBJECTS, STRING, STRINGS, Param, one_of, some_of
from centrex.web.console.inputs import MOST_OPTIONS, Reading, as_shown, place_of
from centrex.web.console.telling import arguments_of

ROW: Final = (
    Param("key", NUMBER, "Key"),
    Param("digits", STRING, "Digits", required=True),
    Param("seconds", NUMBER, "Seconds", minimum=1, maximum=100),
)
PARAMS: Final = (
    Param("title", STRING, "Title; no longer than a line", required=True),
    Param("text", STRING, "Text", max_length=1000),
    Param("count", NUMBER, "Count", minimum=0),
    Param("price", MONEY, "Price"),
    Param("is_open", BOOLEAN, "Is open"),
    Param("state", one_of("active", "blocked"), "State", must=True, default="active"),
    Param("mode", one_of("None", "from"), "Mode"),
    Param("ways", some_of("in", "out"), "Ways"),
    Param("mails", STRINGS, "Mails"),
    Param("group", NUMBER, "Group; null is none"),
    Param("members", NUMBERS, "Members"),
    Param("secret", STRING, "Secret", min_length=8, secret=True),
    Param("part", OBJECT, "Part", fields=(Param("name", STRING, "Name", required=True), Param("on", BOOLEAN, "On"))),
    Param("rows", OBJECTS, "Rows", max_items=3, fields=ROW),
)
VALUES: Final[dict[str, Any]] = {
    "title": "<b>",
    "text": "two\nlines",
    "count": 0,
    "price": 1.5,
    "is_open": True,
    "state": "blocked",
    "mode": None,
    "ways": ["out"],
    "mails": ["a@b.example", "c@d.example"],
    "group": 7,
    "members": [7, 9],
    "part": {"name": "N", "on": False},
    "rows": [{"key": 5, "digits": "123", "seconds": 20}],
}
FEW: Final = {"group": [(7, "Seven"), (8, "Eight")], "members": [(7, "Seven"), (8, "Eight"), (9, "Nine")]}
MANY: Final = {path: [(each, f"Name {each}") for each in range(MOST_OPTIONS + 1)] for path in FEW}


@pytest.mark.parametrize("names", [FEW, MANY], ids=["few", "many"])
def test_what_a_form_shows_is_read_back_as_it_was(names: dict[str, list[tuple[int, str]]]) -> None:
    inputs = Reading("en", names).inputs(PARAMS, VALUES)
    told = arguments_of(PARAMS, dict(as_shown(inputs)), names)
    assert told == {**VALUES, "mode": "None"}


def test_an_empty_form_tells_of_nothing_but_what_is_chosen_to_begin_with() -> None:
    told = arguments_of(PARAMS, dict(as_shown(Reading("en", FEW).inputs(PARAMS, {}))), FEW)
    filled = {name: value for name, value in told.items() if value}
    assert filled == {"state": "active", "mode": "None"}
    assert "secret" not in told


@pytest.mark.parametrize(
    ("field", "written", "told"),
    [
        ("title", " a ", "a"),
        ("text", "a\r\nb", "a\nb"),
        ("count", "many", "many"),
        ("count", "-1", -1),
        ("count", "1" * 30, "1" * 30),
        ("price", "1,25", 1.25),
        ("price", "x", "x"),
        ("mails", " a \r\n\r\nb", ["a", "b"]),
        ("secret", " kept as it is ", " kept as it is "),
        ("group", "Name 3", 3),
        ("group", "12", 12),
        ("group", "nobody", "nobody"),
        ("members", "Name 3\nName 4\n", [3, 4]),
    ],
)
def test_what_is_written_is_told_and_what_is_no_value_is_left_to_the_engine(
    field: str, written: str, told: Any
) -> None:
    assert arguments_of(PARAMS, {field: written}, MANY)[field] == told


def test_rows_whose_needed_field_is_empty_are_left_out() -> None:
    form = {"rows.0.digits": "", "rows.0.seconds": "9", "rows.1.digits": "5", "rows.1.key": "1", "rows.4.digits": "6"}
    assert arguments_of(PARAMS, form, {})["rows"] == [{"key": 1, "digits": "5"}, {"digits": "6"}]


def test_a_problem_finds_its_field_and_that_of_a_row_its_rows() -> None:
    inputs = Reading("en", FEW).inputs(PARAMS, VALUES)
    places = {path: place_of(inputs, path) for path in ("title", "part.name", "part.else", "rows.digits", "none")}
    assert places == {
        "title": "title",
        "part.name": "part.name",
        "part.else": "part",
        "rows.digits": "rows",
        "none": None,
    }


def test_a_field_says_what_it_takes() -> None:
    told = {each.name: (each.label, each.hint, each.is_needed) for each in Reading("en", FEW).inputs(PARAMS, {})}
    assert told["title"] == ("Title", "no longer than a line", True)
    assert told["group"] == ("Group", "", False)
    assert told["secret"][1] == "Left empty, it stays as it is."
    rows = next(each.rows for each in Reading("ru", FEW).inputs(PARAMS, {}) if each.name == "rows")
    assert [each.hint for each in rows[0]] == ["", "", "От 1 до 100."]
