"""The probes of the RingMe API find every fault of the list, each in a copy of the program; as it is it passes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.isolation.mutant import Mutant, misfits, tried
from tests.isolation.mutants_of_rest import REST_MUTANTS
from tests.isolation.mutation import Outcomes, assert_found_out, assert_the_program_passes, outcomes_of
from tests.isolation.preparing import prepare_rest


@pytest.fixture(scope="module")
def databases(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the probes need, to be copied for each mutant."""
    folder = tmp_path_factory.mktemp("prepared")
    asyncio.run(prepare_rest(folder, f"sqlite:///{shutil.copyfile(sqlite_template, folder / 'world.db')}"))
    return folder


@pytest.fixture(scope="module")
def outcomes(
    databases: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Outcomes]:
    yield from outcomes_of(REST_MUTANTS, "tests.isolation.under_rest_mutation", databases, tmp_path_factory, request)


def test_no_two_mutants_have_a_name_in_common() -> None:
    assert len({mutant.breaks for mutant in REST_MUTANTS}) == len(REST_MUTANTS)


def test_every_mutant_of_the_list_fits_the_program() -> None:
    assert misfits(REST_MUTANTS) == []


@pytest.mark.parametrize("mutant", tried(REST_MUTANTS), ids=lambda mutant: mutant.breaks)
def test_the_mutant_is_found_out(mutant: Mutant, outcomes: Outcomes) -> None:
    assert_found_out(mutant, outcomes)


def test_the_program_as_it_is_passes(outcomes: Outcomes) -> None:
    assert_the_program_passes(outcomes)
