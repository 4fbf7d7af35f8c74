"""`centrex number import`: what a file adds to the pool, and the lines that it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.commands import Commands, on_terminal
from tests.programs import run

FIRST, SECOND, THIRD = "74951110001", "74951110002", "74951110003"


def added_numbers(commands: Commands) -> list[str]:
    """The numbers of the pool."""
    return [row["number"] for row in commands.told("number", "list")]


def imported(commands: Commands, file: Path, content: bytes, code: int = 0) -> tuple[int, list[tuple[Any, ...]]]:
    """How many numbers a file added, and the lines that were refused."""
    file.write_bytes(content)
    told = commands.told("number", "import", str(file), code=code)
    return told["added"], [(each["line"], each["text"], each["reason"]) for each in told["refused"]]


@pytest.fixture
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("import") / "numbers.csv"


def test_an_import_adds_what_is_right_and_reports_every_other_line(commands: Commands, file: Path) -> None:
    commands.told("number", "add", SECOND)
    lines = [FIRST, SECOND, f"{FIRST},gold", "7495abc", "", "# spare", f"{THIRD},rusty", '7,"x', f"{THIRD},,,,dear"]
    assert imported(commands, file, "\n".join(lines).encode(), code=1) == (
        1,
        [
            (2, SECOND, "taken"),
            (3, FIRST, "repeated"),
            (4, "7495abc", "no_phone_number"),
            (7, f"{THIRD},rusty", "unknown_category"),
            (8, '7,"x', "unreadable"),
            (9, f"{THIRD},,,,dear", "bad_amount"),
        ],
    )
    assert added_numbers(commands) == [SECOND, FIRST]


def test_a_table_of_a_spreadsheet_is_imported(commands: Commands, file: Path) -> None:
    table = f"\ufeffnumber;location_name;monthly_charge\r\n{FIRST};Москва;300\r\n{SECOND};;\r\n"
    assert imported(commands, file, table.encode()) == (2, [])
    assert commands.told("number", "list")[0]["location_name"] == "Москва"


def test_ten_thousand_lines_are_imported_and_a_second_time_all_refused(commands: Commands, file: Path) -> None:
    lines = "".join(f"7495{number:07}\n" for number in range(10_000)).encode()
    assert imported(commands, file, lines) == (10_000, [])
    added, refused = imported(commands, file, lines, code=1)
    assert (added, len(refused), {reason for _, _, reason in refused}) == (0, 10_000, {"taken"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "{file} is empty."),
        (b"\n \r\n", "{file} is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\xff", "{file} is no text in UTF-8: see line 1."),
        (f"{FIRST}\n{SECOND},,,Москва\n".encode("cp1251"), "{file} is no text in UTF-8: see line 2."),
        (b"number,price\n" + FIRST.encode(), "price cannot be a column of the file: name number, category, "),
    ],
)
def test_a_file_that_is_no_list_of_numbers_adds_nothing(
    commands: Commands, file: Path, content: bytes, sentence: str
) -> None:
    file.write_bytes(content)
    code, said = commands.refused("number", "import", str(file))
    wanted = sentence.format(file=file)
    assert (code, said[: len(wanted)]) == (1, wanted)
    assert added_numbers(commands) == []


def test_bytes_without_sense_refuse_their_lines_and_long_ones_are_told_in_short(commands: Commands, file: Path) -> None:
    added, refused = imported(commands, file, b"\0\1\2\n" + b"9" * 2**20 + f"\n{FIRST}".encode(), code=1)
    assert added == 1
    assert [(line, reason) for line, _, reason in refused] == [(1, "no_phone_number"), (2, "unreadable")]
    assert len(refused[1][1]) == 101


def test_numbers_are_imported_from_standard_input(sqlite_url: str) -> None:
    finished = run("number", "import", "-", "--db", sqlite_url, given=f"{FIRST}\n{SECOND}\n")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, '{"added": 2, "refused": []}\n', "")


def test_a_terminal_sees_the_progress_and_why_lines_were_refused(sqlite_url: str, file: Path) -> None:
    wrong = "".join(f"x{number}\n" for number in range(60))
    file.write_text(f"{FIRST}\n{FIRST}\n{wrong}")
    seen = on_terminal("number", "import", str(file), "--db", sqlite_url, code=1)
    assert "Importing" in seen
    assert "stands in the file before" in seen
    assert "x48" in seen
    assert "x49" not in seen
    assert "Numbers added: 1, lines refused: 61. The first 50 are shown; --json tells all." in seen
    russian = on_terminal("number", "import", str(file), "--db", sqlite_url, code=1, CENTREX_LANG="ru")
    assert "на сервере уже есть" in russian
    assert "Добавлено номеров: 0, отвергнуто строк: 62." in russian
    assert FIRST in on_terminal("number", "list", "--db", sqlite_url)
    assert "Number 74951110009 is in the pool." in on_terminal("number", "add", "74951110009", "--db", sqlite_url)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("number import /there/is/none", 1, "/there/is/none cannot be read: No such file or directory."),
        ("number import /", 1, "/ cannot be read: Is a directory."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    commands: Commands, arguments: str, code: int, sentence: str
) -> None:
    found, said = commands.refused(*arguments.split(" "))
    assert (found, said[: len(sentence)]) == (code, sentence)
