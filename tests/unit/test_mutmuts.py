"""The mutants that mutmut's operators make of a file of the program."""

from __future__ import annotations

import ast

from proof.equivalents import UNKNOWN, why_equivalent
from proof.mutmuts import FILES, mutant, mutations_of
from tests.isolation.mutant import PROGRAM, misfits

FILE = "access/own.py"


def test_a_mutant_is_the_whole_file_with_one_thing_changed() -> None:
    made = mutant(FILE, 0)
    assert misfits((made,)) == []
    assert made.old != made.new
    ast.parse(made.new)
    removed, added = made.breaks.removeprefix(f"{FILE}: - ").split(" + ")
    assert removed.strip("`") in " ".join(made.old.split())
    assert added.strip("`") in " ".join(made.new.split())


def test_every_file_that_is_to_be_changed_is_there() -> None:
    assert [file for file in FILES if not (PROGRAM / file).exists()] == []


def test_what_stands_in_no_function_is_left_out() -> None:
    module, mutations = mutations_of("store/sqlite_sql.py")
    changed = " ".join(module.code_for_node(original) for original, _ in mutations)
    assert "json_group_array" in changed
    assert "zone_offset" in module.code
    assert "zone_offset" not in changed


def test_the_text_of_an_error_that_no_caller_sees_is_a_known_reason() -> None:
    made = 'store/fields.py: - `raise CatalogueError(f"x")` + `raise CatalogueError(None)`'
    assert "no caller sees" in why_equivalent(made)


def test_a_survivor_without_a_known_reason_says_so() -> None:
    assert why_equivalent("access/own.py: - `nothing` + `at all`") == UNKNOWN
