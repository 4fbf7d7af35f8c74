"""The probes find every fault of the list, each put into a copy of the program; the program as it is passes them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.isolation.mutant import Mutant, misfits, tried
from tests.isolation.mutants import MUTANTS
from tests.isolation.mutation import Outcomes, assert_found_out, assert_the_program_passes, outcomes_of
from tests.isolation.preparing import prepare


@pytest.fixture(scope="module")
def databases(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the probes need, to be copied for each mutant."""
    folder = tmp_path_factory.mktemp("prepared")
    asyncio.run(prepare(folder, f"sqlite:///{shutil.copyfile(sqlite_template, folder / 'world.db')}"))
    return folder


@pytest.fixture(scope="module")
def outcomes(
    databases: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Outcomes]:
    yield from outcomes_of(MUTANTS, "tests.isolation.under_mutation", databases, tmp_path_factory, request)


def test_no_two_mutants_have_a_name_in_common() -> None:
    assert len({mutant.breaks for mutant in MUTANTS}) == len(MUTANTS)


def test_every_mutant_of_the_list_fits_the_program() -> None:
    assert misfits(MUTANTS) == []


@pytest.mark.parametrize("mutant", tried(MUTANTS), ids=lambda mutant: mutant.breaks)
def test_the_mutant_is_found_out(mutant: Mutant, outcomes: Outcomes) -> None:
    assert_found_out(mutant, outcomes)


def test_the_program_as_it_is_passes(outcomes: Outcomes) -> None:
    assert_the_program_passes(outcomes)
